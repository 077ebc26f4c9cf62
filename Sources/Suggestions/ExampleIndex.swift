import ChineseText
import Foundation

/// Short example texts in groups, such as the ways in which callers put each catalogue item, and a
/// search for the groups that a call is most like.
///
/// Terms are characters, bigrams, words and runs. A group is scored as one document (BM25 over
/// weighted fields) and by its most similar single example.
public struct ExampleIndex: Sendable {
  /// One example.
  public struct Example: Sendable {
    /// The group's number, from 0.
    public var group: Int
    /// The text.
    public var text: String
    /// How much the text counts in the group's document.
    public var weight: Double
    /// True when the text is an utterance that a call may resemble as a whole.
    public var isUtterance: Bool

    /// Makes an example from its parts.
    public init(group: Int, text: String, weight: Double, isUtterance: Bool) {
      self.group = group
      self.text = text
      self.weight = weight
      self.isUtterance = isUtterance
    }
  }

  /// A group that a call is like.
  public struct Match: Sendable {
    /// The group's number.
    public var group: Int
    /// The whole score; comparable between groups of one call.
    public var score: Double
    /// The share of the call's weight that the group's texts hold, 0 to 1.
    public var coverage: Double
    /// The most similar example, and how similar, 0 to 1.
    public var nearest: (example: Int, similarity: Double)?
    /// The call's words that the group's texts hold, the weightiest first.
    public var words: [String]
  }

  /// What may be tuned; the same for every use.
  struct Parameters: Sendable {
    var saturation = 2.0
    var lengthShare = 0.6
    var characterWeight = 0.3
    var wordWeight = 0.7
    var bigramWeight = 1.0
    var synonymWeight = 0.25
    var exampleWeight = 12.0
  }

  private struct Posting: Sendable {
    var group: Int32
    var frequency: Float
  }

  /// The examples in the order in which they were given.
  public let examples: [Example]
  private let analyzer: Analyzer
  private let parameters: Parameters
  private let groupCount: Int
  private let postings: [UInt64: [Posting]]
  private let exampleTerms: [UInt64: [Int32]]
  private let exampleNorms: [Float]
  private let lengths: [Double]
  private let averageLength: Double
  private static let kinds: TermKinds = [.characters, .bigrams, .runs, .words]

  /// Builds the index.
  public init(_ examples: [Example], groups: Int, analyzer: Analyzer) {
    self.init(examples, groups: groups, analyzer: analyzer, parameters: Parameters())
  }

  init(_ examples: [Example], groups: Int, analyzer: Analyzer, parameters: Parameters) {
    self.examples = examples
    self.analyzer = analyzer
    self.parameters = parameters
    groupCount = groups
    var frequencies: [UInt64: [Int32: Float]] = [:]
    var lengths = [Double](repeating: 0, count: groups)
    var terms: [[UInt64: Int]] = []
    for example in examples {
      let counts = Self.counts(of: example.text, analyzer)
      terms.append(example.isUtterance ? counts : [:])
      for (key, count) in counts {
        frequencies[key, default: [:]][Int32(example.group), default: 0] +=
          Float(Double(count) * example.weight)
        lengths[example.group] += Double(count) * example.weight
      }
    }
    postings = frequencies.mapValues { groups in
      groups.sorted { $0.key < $1.key }.map { Posting(group: $0.key, frequency: $0.value) }
    }
    self.lengths = lengths
    averageLength = max(1, lengths.reduce(0, +) / Double(max(1, groups)))
    var exampleTerms: [UInt64: [Int32]] = [:]
    var norms = [Float](repeating: 0, count: examples.count)
    for (index, counts) in terms.enumerated() {
      var sum = 0.0
      for key in counts.keys {
        exampleTerms[key, default: []].append(Int32(index))
        let rarity = Self.rarity(postings[key]?.count ?? 0, groups)
        sum += rarity * rarity
      }
      norms[index] = Float(sum.squareRoot())
    }
    self.exampleTerms = exampleTerms
    exampleNorms = norms
  }

  private static func rarity(_ groups: Int, _ all: Int) -> Double {
    log(1 + (Double(all - groups) + 0.5) / (Double(groups) + 0.5))
  }

  private static func counts(of text: String, _ analyzer: Analyzer) -> [UInt64: Int] {
    var terms: [Term] = []
    analyzer.appendTerms(of: analyzer.analyze(text), kinds: kinds, to: &terms)
    var counts: [UInt64: Int] = [:]
    for term in terms { counts[term.key, default: 0] += 1 }
    return counts
  }

  private struct QueryTerm {
    var weight: Double
    var range: Range<Int>?
  }

  private func query(_ analysis: Analysis) -> [UInt64: QueryTerm] {
    var terms: [Term] = []
    analyzer.appendTerms(of: analysis, kinds: Self.kinds, to: &terms)
    var query: [UInt64: QueryTerm] = [:]
    func weight(_ kind: TermKind) -> Double {
      switch kind {
      case .character: parameters.characterWeight
      case .word: parameters.wordWeight
      default: parameters.bigramWeight
      }
    }
    for term in terms {
      let range = Int(term.position)..<Int(term.position) + Int(term.length)
      let old = query[term.key]
      // A word said twice counts more, but not twice as much.
      query[term.key] = QueryTerm(
        weight: weight(term.kind) * (old == nil ? 1 : 1.3), range: old?.range ?? range)
    }
    for expansion in analyzer.synonyms.expansions(in: analysis) {
      for other in expansion.alternatives {
        var terms: [Term] = []
        analyzer.appendTerms(of: analyzer.analyze(other), kinds: Self.kinds, to: &terms)
        for term in terms where query[term.key] == nil {
          query[term.key] = QueryTerm(
            weight: weight(term.kind) * parameters.synonymWeight, range: expansion.units)
        }
      }
    }
    return query
  }

  /// The groups that a call is most like, best first.
  public func matches(_ call: String, limit: Int) -> [Match] {
    let analysis = analyzer.analyze(call)
    let query = query(analysis)
    guard !query.isEmpty, groupCount > 0 else { return [] }
    var scores = [Double](repeating: 0, count: groupCount)
    var covered = [Double](repeating: 0, count: groupCount)
    var similar = [Float](repeating: 0, count: examples.count)
    var all = 0.0
    var norm = 0.0
    for (key, term) in query {
      let list = postings[key] ?? []
      let rarity = Self.rarity(list.count, groupCount)
      all += rarity * term.weight
      norm += rarity * rarity * term.weight * term.weight
      for posting in list {
        let group = Int(posting.group)
        let length =
          1 - parameters.lengthShare
          + parameters.lengthShare * lengths[group] / averageLength
        let frequency = Double(posting.frequency)
        let part =
          frequency * (parameters.saturation + 1)
          / (frequency + parameters.saturation * length)
        scores[group] += term.weight * rarity * part
        covered[group] += term.weight * rarity
      }
      for example in exampleTerms[key] ?? [] {
        similar[Int(example)] += Float(rarity * rarity * term.weight)
      }
    }
    var nearest = [(example: Int, similarity: Double)?](repeating: nil, count: groupCount)
    let queryNorm = norm.squareRoot()
    for (index, product) in similar.enumerated() where product > 0 {
      let group = examples[index].group
      let similarity = Double(product) / (queryNorm * Double(exampleNorms[index]))
      if similarity > nearest[group]?.similarity ?? 0 { nearest[group] = (index, similarity) }
    }
    for group in 0..<groupCount {
      scores[group] += parameters.exampleWeight * (nearest[group]?.similarity ?? 0)
    }
    let best = scores.indices.filter { scores[$0] > 0 }
      .sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(limit)
    return best.map { group in
      Match(
        group: group, score: scores[group], coverage: all > 0 ? covered[group] / all : 0,
        nearest: nearest[group], words: words(of: group, query, analysis))
    }
  }

  /// The pieces of the call that the group holds, neighbours joined, the weightiest first.
  private func words(
    of group: Int, _ query: [UInt64: QueryTerm], _ analysis: Analysis
  ) -> [String] {
    var weights = [Double](repeating: 0, count: analysis.units.count)
    for (key, term) in query {
      guard let range = term.range, range.count > 1,
        postings[key]?.contains(where: { $0.group == Int32(group) }) == true
      else { continue }
      let rarity = Self.rarity(postings[key]?.count ?? 0, groupCount)
      for unit in range { weights[unit] = max(weights[unit], rarity) }
    }
    var pieces: [(text: String, weight: Double)] = []
    var start = 0
    while start < weights.count {
      guard weights[start] > 0 else {
        start += 1
        continue
      }
      var end = start + 1
      while end < weights.count, weights[end] > 0, analysis.units[end - 1].joinsNext { end += 1 }
      pieces.append((analysis.string(start..<end), weights[start..<end].max() ?? 0))
      start = end
    }
    var seen: Set<String> = []
    return pieces.sorted { $0.weight > $1.weight }.map(\.text).filter { seen.insert($0).inserted }
      .prefix(6).map { $0 }
  }
}
