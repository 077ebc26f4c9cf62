import ChineseText
import Foundation
import Hotline

/// A profile's recognisers with one trie over all their words.
public struct RecogniserLibrary: Sendable {
  /// The recognisers by name.
  public let recognisers: [String: Recogniser]
  private let words: CallWords
  private let likeness: ExampleLikeness
  /// For each first term the patterns that begin with it.
  private let starters: [Int32: [(recogniser: String, pattern: Int)]]

  /// A library that recognises nothing.
  public static let empty = RecogniserLibrary(
    recognisers: [], words: CallWords(), likeness: ExampleLikeness([:]))

  init(recognisers: [Recogniser], words: CallWords, likeness: ExampleLikeness) {
    self.likeness = likeness
    var starters: [Int32: [(recogniser: String, pattern: Int)]] = [:]
    for recogniser in recognisers {
      for (index, pattern) in recogniser.patterns.enumerated() {
        guard let first = pattern.steps.first else { continue }
        starters[first.term, default: []].append((recogniser.id, index))
      }
    }
    self.recognisers = Dictionary(recognisers.map { ($0.id, $0) }) { first, _ in first }
    self.words = words
    self.starters = starters
  }

  /// All recognisers that hold for a call, the surest first.
  ///
  /// Linear in the length of the text; nothing is cached between calls.
  public func recognise(_ text: NormalText) -> [Recognition] {
    let call = ScannedCall(text, words)
    var best: [String: (sure: Double, places: [Range<Int>], support: Int)] = [:]
    for term in call.found.keys {
      for starter in starters[term] ?? [] {
        guard let pattern = recognisers[starter.recogniser]?.patterns[starter.pattern],
          let places = pattern.match(in: call)
        else { continue }
        if let old = best[starter.recogniser] {
          best[starter.recogniser]?.support += 1
          guard Self.better(pattern.sure, places, old.sure, old.places) else { continue }
          best[starter.recogniser] = (pattern.sure, places, old.support + 1)
        } else {
          best[starter.recogniser] = (pattern.sure, places, 1)
        }
      }
    }
    return join(best, likeness.scores(text, without: call.landmarks), text)
  }

  /// Joins what patterns and likeness say into one confidence.
  private func join(
    _ best: [String: (sure: Double, places: [Range<Int>], support: Int)],
    _ scores: [String: Double], _ text: NormalText
  ) -> [Recognition] {
    let ordinary = scores.filter { recognisers[$0.key] == nil }.values.max() ?? 0
    let ranked = Set(best.keys).union(scores.keys).compactMap { id -> (id: String, sure: Double)? in
      guard let recogniser = recognisers[id] else { return nil }
      let pattern = best[id]?.sure ?? 0
      var confidence =
        scores[id].map {
          Self.confidence(
            pattern: pattern, like: $0, ordinary: recogniser.onlyByPatterns ? 0 : ordinary)
        }
        ?? (pattern >= 0.5 ? pattern : Self.hidden / 2)
      if recogniser.onlyByPatterns, pattern < 0.5 { confidence = min(Self.hidden, confidence) }
      return confidence < Self.least ? nil : (id, (confidence * 1000).rounded() / 1000)
    }.sorted { ($1.sure, $0.id) < ($0.sure, $1.id) }
    return ranked.prefix(Self.most).compactMap { id, sure in
      let places = best[id]?.places ?? likeness.places(text, like: id)
      guard !places.isEmpty else { return nil }
      return Recognition(
        recogniser: id, confidence: sure,
        ranges: places.sorted { $0.lowerBound < $1.lowerBound }.map(text.bytes),
        support: best[id]?.support ?? 0)
    }
  }

  /// The confidence of likeness, a pattern and what speaks for an ordinary call, weighed together.
  private static func confidence(pattern: Double, like: Double, ordinary: Double) -> Double {
    let words = pattern >= 0.5 ? patternShare * pattern : pattern > 0 ? weakShare : 0
    return 1 / (1 + exp(steepness * (middle - like - words + ordinaryShare * ordinary)))
  }

  /// What a pattern adds to likeness, in proportion to its sureness.
  private static let patternShare = 0.25
  /// What a weak pattern adds.
  private static let weakShare = 0.1
  /// How far likeness to ordinary calls counts against a proposal.
  private static let ordinaryShare = 0.6
  /// From this sum on a proposal is shown; fewer than one accepted call in a hundred reaches it.
  private static let middle = 0.13
  private static let steepness = 6.0
  /// The most that a proposal has which is not to be shown.
  private static let hidden = 0.49
  /// How many recognisers are told of one call.
  private static let most = 12
  /// Below this a proposal says nothing.
  private static let least = 0.08

  /// The surer pattern, then the earlier one, so that the answer does not depend on hashing.
  private static func better(
    _ sure: Double, _ places: [Range<Int>], _ oldSure: Double, _ old: [Range<Int>]
  ) -> Bool {
    if sure != oldSure { return sure > oldSure }
    let (new, old) = (places.flatMap(bounds), old.flatMap(bounds))
    return new != old && new.lexicographicallyPrecedes(old)
  }

  private static func bounds(_ range: Range<Int>) -> [Int] {
    [range.lowerBound, range.upperBound]
  }
}
