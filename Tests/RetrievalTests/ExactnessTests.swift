import ChineseText
import Foundation
import Testing

@testable import Retrieval

@Suite struct ExactnessTests {
  let analyzer = Analyzer()

  /// Enough documents for several segments and every shortcut, some of them removed.
  private static let search = {
    var search = CorpusSearch(RandomCorpus(seed: 1).documents(2_100), analyzer: Analyzer())
    search.remove((0..<200).map { "d\($0 * 3)" })
    return search
  }()

  @Test(arguments: [1, 3, 10, 50])
  func `the answer is that of scoring every document`(_ limit: Int) {
    let search = Self.search
    for query in RandomCorpus(seed: UInt64(limit)).queries(8) {
      let all = search.exhaustiveScores(query).values.sorted(by: >)
      let hits = search.search(query, limit: limit)
      #expect(hits.count == min(limit, all.count))
      for (hit, score) in zip(hits, all) {
        #expect(abs(Float(hit.score) - score) <= score * 1e-4, "\(query)")
      }
    }
  }

  /// BM25 by its formula over the text, with nothing of the index.
  @Test func `scores are BM25 over bigrams and characters within the rounding of an impact`() {
    var parameters = RankingParameters()
    parameters.passageWeight = 0
    parameters.citationWeight = 0
    parameters.questionPhraseWeight = 1
    let documents = RandomCorpus(seed: 5).documents(300).map {
      SearchDocument(id: $0.id, title: "", text: String($0.text.prefix { $0 != "《" }))
    }
    let search = CorpusSearch(documents, analyzer: analyzer, parameters: parameters)
    let terms = documents.map { counts($0.text) }
    let lengths = documents.map { Double(analyzer.analyze($0.text).units.count) }
    var frequencies: [String: Double] = [:]
    for document in terms { for term in document.keys { frequencies[term, default: 0] += 1 } }
    let average = lengths.reduce(0, +) / Double(lengths.count)
    for query in RandomCorpus(seed: 5).queries(20) where !query.contains("《") {
      let asked = counts(query)
      for hit in search.search(query, limit: 300) {
        var score = 0.0
        for (term, weight) in asked {
          let frequency = frequencies[term] ?? 0
          let own = terms[hit.document][term] ?? 0
          let rarity = log(1 + (300 - frequency + 0.5) / (frequency + 0.5))
          let norm = 0.9 * (0.5 + 0.5 * lengths[hit.document] / average)
          score += (term.count > 1 ? 1 : 0.5) * weight * rarity * own * 1.9 / (own + norm)
        }
        #expect(abs(hit.score - score) < score * 0.01, "\(query) \(hit.id)")
      }
    }
  }

  private func counts(_ text: String) -> [String: Double] {
    var result: [String: Double] = [:]
    for token in analyzer.tokens(text, kinds: [.floor, .characters]) {
      result[token.text, default: 0] += 1
    }
    return result
  }

  @Test func `impacts are rounded by less than one percent`() {
    let scale = ImpactScale(saturation: 0.9)
    for value in stride(from: Float(0.021), through: 1.9, by: 0.001) {
      let rounded = scale.values[Int(scale.code(value))]
      #expect(abs(rounded - value) < value * 0.01)
    }
    #expect(scale.code(0) == 0 && scale.code(9) == 255)
  }
}
