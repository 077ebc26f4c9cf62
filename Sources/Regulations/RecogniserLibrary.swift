import ChineseText
import Hotline

/// A profile's recognisers with one trie over all their words.
public struct RecogniserLibrary: Sendable {
  /// The recognisers by name.
  public let recognisers: [String: Recogniser]
  private let words: CallWords
  /// For each first term the patterns that begin with it.
  private let starters: [Int32: [(recogniser: String, pattern: Int)]]

  /// A library that recognises nothing.
  public static let empty = RecogniserLibrary(recognisers: [], words: CallWords())

  init(recognisers: [Recogniser], words: CallWords) {
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
    return best.map { id, found in
      Recognition(
        recogniser: id, confidence: found.sure,
        ranges: found.places.sorted { $0.lowerBound < $1.lowerBound }.map(text.bytes),
        support: found.support)
    }
    .sorted {
      ($1.confidence, $1.support, $0.recogniser) < ($0.confidence, $0.support, $1.recogniser)
    }
  }

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
