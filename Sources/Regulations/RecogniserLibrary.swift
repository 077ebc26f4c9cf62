import ChineseText
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
    return join(best, likeness.scores(text), text)
  }

  /// Joins patterns and likeness; likeness also orders recognisers whose patterns are equally sure.
  private func join(
    _ best: [String: (sure: Double, places: [Range<Int>], support: Int)],
    _ scores: [String: Double], _ text: NormalText
  ) -> [Recognition] {
    let ordinary = scores[ExampleLikeness.none] ?? 0
    let ranked = Set(best.keys).union(scores.keys).compactMap { id -> (id: String, sure: Double)? in
      guard recognisers[id] != nil else { return nil }
      let like = scores[id] ?? 0
      let pattern = best[id]?.sure ?? 0
      let confidence =
        pattern >= 0.5
        ? min(0.99, pattern + 0.04 * like)
        : Self.confidence(of: like, weakPattern: pattern > 0, ordinary: ordinary)
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

  /// The confidence of a likeness, ordered by what a weak pattern adds to it.
  ///
  /// It is shown only when the call is very like the examples, and more so than like ordinary ones.
  private static func confidence(
    of likeness: Double, weakPattern: Bool, ordinary: Double
  ) -> Double {
    if likeness >= close, likeness > ordinary { return min(0.75, 0.5 + (likeness - close) * 0.6) }
    return min(0.49, (likeness + (weakPattern ? weakShare : 0)) / close * 0.49)
  }

  /// From here on about one accepted call in a thousand is so like an example.
  private static let close = 0.24
  /// What a weak pattern adds to likeness.
  private static let weakShare = 0.12
  /// How many recognisers are told of one call.
  private static let most = 12
  /// Below this a proposal says nothing.
  private static let least = 0.1

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
