import Foundation
import Hotline
import Testing

@testable import Regulations

@Suite struct EvaluationTests {
  static func rows(_ half: String) throws -> [ExclusionEvaluation.Row] {
    let file = "Tests/RegulationsTests/Fixtures/exclusion-calls-\(half).jsonl"
    let text = try String(contentsOf: Shipped.root.appending(path: file), encoding: .utf8)
    return try ExclusionEvaluation.rows(jsonLines: text, file: file)
  }

  @Test(
    "Our own calls find their entry first in at least 85 of 100 cases",
    arguments: ["zhongshan", "yichun", "haojiang", "nanchang-msa"])
  func target(id: String) throws {
    let profile = try #require(Shipped.profiles[id])
    for half in ["tune", "held"] {
      let result = ExclusionEvaluation(try Self.rows(half), profile: profile)
      #expect(result.excluded >= 60)
      #expect(try #require(result.recallTop1) >= 0.85, "\(half)")
      #expect((result.falseAlarms ?? 0) <= 0.02, "\(half)")
    }
  }

  @Test("Shares are counted as the command prints them")
  func counting() throws {
    let text = """
      {"text":"我家着火了，快来人","labels":{"zhongshan":["第十三条（一）"]}}
      {"text":"路灯坏了","labels":{"zhongshan":["第十三条（一）"],"yichun":[]}}

      {"text":"隔壁着火了快来救命","labels":{"zhongshan":[]}}
      {"text":"水费怎么交","labels":{"zhongshan":[]}}
      {"text":"水费怎么交","labels":{"yichun":[]}}
      """
    let rows = try ExclusionEvaluation.rows(jsonLines: text, file: "t.jsonl")
    let profile = try #require(Shipped.profiles["zhongshan"])
    let result = ExclusionEvaluation(rows, profile: profile)
    #expect(result.n == 4 && result.excluded == 2 && result.accepted == 2)
    #expect(result.recallTop1 == 0.5 && result.recallTop3 == 0.5 && result.falseAlarms == 0.5)
    let json = try JSONEncoder().encode(result)
    let keys = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any]).keys
    #expect(
      Set(keys) == [
        "n", "excluded", "accepted", "recall_top1", "recall_top3", "false_alarms", "p50_ms",
      ])
  }

  @Test("N10(13) — a sub-case answers the label of its entry, another entry does not")
  func subCases() throws {
    let profile = try #require(Shipped.profiles["nanchang-msa"])
    let call = "我不留名字电话，你们让那家健身房把钱退给我"
    let whole = #"{"text":"\#(call)","labels":{"nanchang-msa":["第十条（十三）"]}}"#
    let part = #"{"text":"\#(call)","labels":{"nanchang-msa":["第十条（十三）2"]}}"#
    for line in [whole, part] {
      let rows = try ExclusionEvaluation.rows(jsonLines: line, file: "t.jsonl")
      #expect(ExclusionEvaluation(rows, profile: profile).recallTop1 == 1)
    }
    let haojiang = try #require(Shipped.profiles["haojiang"])
    let line = #"{"text":"帮我查一下我老公最近有没有开房","labels":{"haojiang":["二（二）1"]}}"#
    let rows = try ExclusionEvaluation.rows(jsonLines: line, file: "t.jsonl")
    #expect(ExclusionEvaluation(rows, profile: haojiang).recallTop1 == 0)
  }

  @Test("Bad lines are told with their numbers")
  func badLines() throws {
    let text = "{\"text\":\"a\",\"labels\":{}}\nnonsense\n{\"text\":3}"
    let problem = #expect(throws: DataFaults.self) {
      try ExclusionEvaluation.rows(jsonLines: text, file: "t.jsonl")
    }
    #expect(problem?.faults.map(\.line) == [2, 3])
  }
}
