import DataFiles
import Foundation
import Hotline

/// A value with the file and line from which it came.
public struct Placed<Value: Sendable>: Sendable {
  /// The value.
  public var value: Value
  /// The file, as the reader knows it.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The row from which it came.
  var row: Table.Row?

  /// A fault of one of its fields.
  func fault(_ field: String, _ message: String) -> DataFault {
    DataFault(file: file, line: line, field: field, cell: row?.cell(field), message: message)
  }
}

/// Reads the cells of one row and gathers what is wrong with them.
struct RowReader {
  let row: Table.Row
  let file: String
  var faults: [DataFault] = []

  init(_ row: Table.Row, file: String) {
    self.row = row
    self.file = file
  }

  mutating func fault(_ field: String, _ message: String) {
    faults.append(
      DataFault(file: file, line: row.line, field: field, cell: row.cell(field), message: message))
  }

  mutating func required(_ field: String, most: Int = 200) -> String {
    let text = row[field]
    if text.isEmpty { fault(field, "不能为空") }
    if text.count > most { fault(field, "超过 \(most) 个字") }
    return text
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ field: String, _ fallback: Choice
  ) -> Choice where Choice.RawValue == String {
    let text = row[field]
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: "、")
    fault(field, "“\(text)”不在可选值内，应为：\(known)")
    return fallback
  }

  mutating func choices<Choice: RawRepresentable & CaseIterable>(
    _ field: String, of type: Choice.Type
  ) -> [Choice] where Choice.RawValue == String {
    let known = Choice.allCases.map(\.rawValue).joined(separator: "、")
    let texts = row.list(field)
    if texts.isEmpty { fault(field, "至少要有一个，可选：\(known)") }
    return texts.compactMap { text in
      if let choice = Choice(rawValue: text) { return choice }
      fault(field, "“\(text)”不在可选值内，应为：\(known)")
      return nil
    }
  }

  mutating func citations(_ field: String) -> [Citation] {
    row.list(field).compactMap { citation($0, field) }
  }

  mutating func citation(_ text: String, _ field: String) -> Citation? {
    guard let citation = Citation(parsing: text) else {
      fault(field, "“\(text)”不是法律依据，应写作“法律全称第…条”，未核对的写“文件名（待核）”")
      return nil
    }
    if citation.article == nil, !citation.toBeVerified {
      fault(field, "“\(text)”没有条号，应写“法律全称第…条”；未核对的写“文件名（待核）”")
    }
    return citation
  }

  /// The row's period; nil when both cells are empty or the columns are not there.
  mutating func period() -> Validity? {
    func moment(_ field: String, _ read: (String) -> Date?) -> Date? {
      let text = row[field]
      guard !text.isEmpty else { return nil }
      if let moment = read(text) { return moment }
      fault(field, "“\(text)”应写成 2027-01-01 或 2027-01-01T08:00:00+08:00 的样子")
      return nil
    }
    let validity = Validity(
      from: moment("valid_from", Validity.first), to: moment("valid_to", Validity.last))
    if validity.isEmpty { fault("valid_to", "早于 valid_from（\(row["valid_from"])）") }
    return validity == .always ? nil : validity
  }

  mutating func unique(_ field: String, least: Int = 0) -> [String] {
    let list = row.list(field)
    if list.count < least { fault(field, "至少要有 \(least) 个，现有 \(list.count) 个（用 | 分隔）") }
    var seen: Set<String> = []
    for text in list where !seen.insert(text).inserted { fault(field, "“\(text)”重复") }
    return list
  }
}
