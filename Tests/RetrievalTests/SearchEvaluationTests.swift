import ChineseText
import Foundation
import Testing

@testable import Retrieval

@Suite struct SearchEvaluationTests {
  @Test func `measures follow their definitions`() {
    var sum = SearchEvaluation.Measures()
    sum.add(["a", "b", "c"], relevant: ["b", "z"])
    #expect(sum.reciprocalRank == 0.5)
    #expect(sum.first == 0)
    #expect(sum.recall == 0.5)
    #expect(abs(sum.gain - (1 / log2(3)) / (1 + 1 / log2(3))) < 1e-12)
    sum.add(["a"], relevant: ["a"])
    #expect(sum.reciprocalRank == 1.5)
    #expect(sum.first == 1)
    sum.add((0..<10).map { "x\($0)" } + ["a"], relevant: ["a"])
    #expect(sum.reciprocalRank == 1.5)
    #expect(sum.count == 3)
  }

  @Test func `an evaluation runs the search and names its figures as the command does`() throws {
    let documents = [
      SearchDocument(id: "1", title: "停水", text: "检修停水公告"),
      SearchDocument(id: "2", title: "路灯", text: "路灯维修"),
    ]
    let search = CorpusSearch(documents, analyzer: Analyzer())
    let evaluation = SearchEvaluation(
      search,
      queries: [
        .init(id: "a", text: "为什么停水", relevant: ["1"]),
        .init(id: "b", text: "路灯不亮", relevant: ["1"]),
        .init(id: "c", text: "路灯", relevant: []),
      ], indexSeconds: 1.5)
    #expect(evaluation.figures.n == 2)
    #expect(evaluation.figures.mrr == 0.5)
    #expect(evaluation.rankings.map(\.query) == ["a", "b", "c"])
    #expect(evaluation.runFile.hasPrefix("a\t1\t1\t"))
    let json = String(decoding: try JSONEncoder().encode(evaluation.figures), as: UTF8.self)
    for key in [
      "n", "mrr@10", "hit@1", "recall@10", "ndcg@10", "index_seconds", "index_mib", "p50_ms",
      "p99_ms",
    ] {
      #expect(json.contains("\"\(key)\""))
    }
  }
}
