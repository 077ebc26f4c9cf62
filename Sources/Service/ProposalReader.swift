import Hotline
import HotlineDesk
import WebServer

/// Reads what somebody writes for a proposal.
enum ProposalReader {
  /// The most rows of one proposal.
  static let mostRows = 10_000

  /// Unit, reason, basis and rows; mistakes are left in the fields.
  static func input(_ fields: inout FieldReader, needsRows: Bool = true) -> ProposalInput {
    let unit = fields.text("unit", called: "提议单位", most: 100)
    let reason = fields.optionalText("reason", called: "理由", most: 2000) ?? ""
    let basis = fields.texts("basis", called: "依据", most: 20)
    guard needsRows else {
      return ProposalInput(unit: unit, reason: reason, basis: basis, rows: [])
    }
    let objects = fields.objects("rows", called: "行", most: mostRows)
    let rows = objects.enumerated().compactMap { row($1, $0 + 1, &fields) }
    return ProposalInput(unit: unit, reason: reason, basis: basis, rows: rows)
  }

  /// One row: `kind`, `based_on`, and cells by the column names of the export.
  private static func row(
    _ object: [String: JSONValue], _ number: Int, _ fields: inout FieldReader
  ) -> ProposalRow? {
    let place = "rows[\(number - 1)]"
    guard case .string(let name)? = object["kind"], let kind = ProposalRow.Kind(rawValue: name)
    else {
      let known = ProposalRow.Kind.allCases.map(\.rawValue).joined(separator: "、")
      fields.fault("\(place).kind", "应为 \(known) 之一。")
      return nil
    }
    var row = ProposalRow(kind: kind, number: number, cells: [:])
    for (column, value) in object where column != "kind" {
      if column == "based_on" {
        guard case .number(let version) = value, version >= 0, version <= 1e9,
          version == version.rounded()
        else {
          fields.fault("\(place).based_on", "应为看到的版本号，新增的为 0。")
          continue
        }
        row.basedOn = Int(version)
      } else if let cell = cell(value) {
        row.cells[column] = cell
      } else {
        fields.fault("\(place).\(column.prefix(40))", "应为字符串，或者字符串的数组。")
      }
    }
    return row
  }

  /// Objects of cells by the column names of the export.
  static func cells(_ fields: inout FieldReader, _ name: String) -> [[String: String]] {
    fields.objects(name, called: "行", most: mostRows).enumerated().map { index, object in
      var cells: [String: String] = [:]
      for (column, value) in object {
        if let cell = cell(value) {
          cells[column] = cell
        } else {
          fields.fault("\(name)[\(index)].\(column.prefix(40))", "应为字符串，或者字符串的数组。")
        }
      }
      return cells
    }
  }

  private static func cell(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): return text
    case .null: return ""
    case .array(let elements):
      let texts = elements.compactMap { element -> String? in
        guard case .string(let text) = element, !text.contains("|") else { return nil }
        return text
      }
      return texts.count == elements.count ? texts.joined(separator: "|") : nil
    default: return nil
    }
  }

  /// The rows that are not taken.
  static func refusing(_ fields: inout FieldReader) -> [ProposalRefusedRow] {
    let objects = fields.objects("refusing", called: "不采纳的行", most: mostRows)
    return objects.enumerated().compactMap { index, object in
      guard case .number(let row)? = object["row"], row == row.rounded(), (1...1e6).contains(row),
        case .string(let reason)? = object["reason"], object.count == 2
      else {
        fields.fault("refusing[\(index)]", "应为含 row（行号）和 reason（理由）的对象。")
        return nil
      }
      return ProposalRefusedRow(row: Int(row), reason: reason)
    }
  }
}

/// The refusals of proposals and records as problems.
enum RecordProblems {
  static func translating<Value>(_ ask: () throws -> Value) throws -> Value {
    do {
      return try ask()
    } catch let refusal as ProposalStepRefused {
      throw problem(refusal)
    } catch let faulty as ProposalRowsFaulty {
      throw Problem.invalid(
        faulty.findings.prefix(200).map {
          Problem.Fault(
            field: "rows[\($0.row - 1)]" + ($0.field.isEmpty ? "" : ".\($0.field)"),
            detail: "\($0.cell)：\($0.message)。\($0.remedy)。")
        })
    } catch let conflict as DeskVersionConflict {
      throw Problem(
        status: 412, code: "version-conflict", title: "已有变动",
        detail: "“\(conflict.stream)”现在是第 \(conflict.found) 版，您看到的是第 \(conflict.expected) 版，请刷新后再试。"
      )
    } catch let faults as DataFaults {
      throw Problem.invalid(
        faults.faults.map { Problem.Fault(field: $0.field, detail: $0.message + "。") })
    } catch let error as InputProblem {
      throw error.code.hasPrefix("unknown_") && gone.contains(error.field)
        ? Problem.notFound(error.message + "。") : Problem.invalid(error.field, error.message + "。")
    }
  }

  private static let gone: Set<String> = ["proposal", "record", "version", "id", "from", "to"]

  private static func problem(_ refusal: ProposalStepRefused) -> Problem {
    let code = refusal.code.replacing("_", with: "-")
    switch refusal.code {
    case "own_proposal", "other_unit", "not_reviewer":
      return Problem(status: 403, code: code, title: "没有权限", detail: refusal.message + "。")
    case "once_key_reused":
      return Problem(
        status: 422, code: "idempotency-key-reused", title: "请求标识重复",
        detail: refusal.message + "。", field: "Idempotency-Key")
    default:
      return Problem(status: 409, code: code, title: "现在不能这样办理", detail: refusal.message + "。")
    }
  }
}
