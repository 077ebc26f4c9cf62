import Foundation
import Hotline
import HotlineDesk

extension Paidan {
  static let suggest = Command(
    name: "suggest", summary: "为一通来电给出即时答复、承办单位和不予受理的建议",
    usage: Usage(
      options: [
        ("--profile", "P", "按哪个规定，缺省为本市的"),
        ("--input", "FILE.jsonl", "许多来电：每行 {\"id\",\"text\"}，按原来的顺序每行给出一个结果"),
      ], operands: ("[来电内容]", 0, 1))
  ) { arguments in
    if let input = arguments["--input"] {
      guard arguments.operands.isEmpty else { throw UsageError(message: "来电内容和 --input 只能用一个") }
      return try suggestMany(try path(input, "--input"), arguments)
    }
    guard let call = arguments.operands.first else {
      throw UsageError(message: "缺少来电内容，或用 --input FILE.jsonl")
    }
    let suggestion: SuggestionValue
    do {
      suggestion = try desk(arguments).suggest(call, profile: arguments["--profile"])
    } catch let problem as InputProblem where ["text", "profile"].contains(problem.field) {
      throw UsageError(message: problem.message)
    }
    if arguments.has("--json") {
      try Terminal.json(suggestion)
    } else {
      Terminal.line(SuggestionText.text(suggestion))
    }
  }

  /// A line of `--input` and of what it gives.
  private struct CallLine: Decodable {
    var id: String
    var text: String
  }
  private struct AnsweredLine: Encodable {
    var id: String
    var suggestion: SuggestionValue

    enum CodingKeys: String, CodingKey { case id }

    func encode(to encoder: any Encoder) throws {
      try suggestion.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
    }
  }

  private static func suggestMany(_ url: URL, _ arguments: Arguments) throws {
    let calls = try JSONLines.read(url, as: CallLine.self)
    let desk = try desk(arguments)
    let progress = ProgressLine()
    defer { progress.end() }
    for (index, call) in calls.enumerated() {
      do {
        let suggestion = try desk.suggest(call.text, profile: arguments["--profile"])
        try Terminal.json(AnsweredLine(id: call.id, suggestion: suggestion))
      } catch let problem as InputProblem {
        if problem.field == "profile" { throw UsageError(message: problem.message) }
        try Terminal.json(["id": call.id, "error": problem.message, "field": problem.field])
      }
      progress.show("建议", index + 1, calls.count)
    }
  }
}

/// A suggestion for a person at a terminal.
enum SuggestionText {
  static func text(_ suggestion: SuggestionValue) -> String {
    var lines: [String] = []
    func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
    if let urgent = suggestion.urgent {
      lines.append("【紧急】\(urgent.entry)，\(urgent.within)（\(urgent.source)）")
    }
    for exclusion in suggestion.exclusions where exclusion.confidence >= 0.5 {
      lines.append(
        "【可能不予受理】\(exclusion.entry) \(percent(exclusion.confidence))：\(exclusion.words.joined(separator: "、"))"
      )
      lines.append("  \(exclusion.tell)（\(exclusion.source)）")
    }
    lines.append("类型：\(suggestion.type.value) \(percent(suggestion.type.confidence))")
    for answer in suggestion.answers {
      lines.append("【答复】\(answer.id) \(answer.title) \(percent(answer.confidence))")
      lines.append("  \(answer.excerpt)（\(answer.source)）")
    }
    if suggestion.abstained { lines.append("承办单位没有把握，请人工判断：") }
    for unit in suggestion.units {
      let agency = unit.agency.map { "（\($0)）" } ?? ""
      lines.append("【承办】\(unit.unit)\(agency) \(percent(unit.confidence))")
      for evidence in unit.evidence { lines.append("  \(evidence.text)") }
      if !unit.legalBasis.isEmpty { lines.append("  依据：\(unit.legalBasis.joined(separator: "；"))") }
      if let limit = unit.limit { lines.append("  期限：\(limit.text)（\(limit.source)）") }
    }
    if !suggestion.coHandlers.isEmpty {
      lines.append("协办：\(suggestion.coHandlers.joined(separator: "、"))")
    }
    lines += suggestion.hotlines.map(HotlineText.line)
    if !suggestion.missing.isEmpty {
      let names = ["address": "地点", "time": "时间", "party": "被反映对象"]
      lines.append("还应问清：\(suggestion.missing.map { names[$0] ?? $0 }.joined(separator: "、"))")
    }
    return lines.joined(separator: "\n")
  }
}
