import ChineseText
import Synchronization

/// How like a call is to the example calls of each recogniser.
///
/// Patterns know the words that were thought of; likeness helps with those that were not. It is
/// learned once for all profiles, when the first call is looked at.
final class ExampleLikeness: Sendable {
  /// The class of calls that belong to no recogniser.
  static let none = "none"

  private let examples: [String: [String]]
  private let learned = Mutex<ExampleWeights?>(nil)

  /// Keeps example calls by recogniser.
  init(_ examples: [String: [String]]) { self.examples = examples.filter { !$0.value.isEmpty } }

  /// Whether a recogniser has examples.
  func knows(_ name: String) -> Bool { examples[name] != nil }

  /// About 1 for a call like a recogniser's examples, about 0 for one unlike them.
  ///
  /// The places given are not looked at.
  func scores(_ text: NormalText, without places: [Range<Int>] = []) -> [String: Double] {
    examples.isEmpty ? [:] : weights().scores(text, without: places)
  }

  /// The places of the pieces that make a call like a recogniser, the three strongest, in order.
  func places(_ text: NormalText, like name: String) -> [Range<Int>] {
    knows(name) ? weights().places(text, like: name) : []
  }

  private func weights() -> ExampleWeights {
    learned.withLock { known in
      if let known { return known }
      let new = ExampleWeights(examples)
      known = new
      return new
    }
  }
}

/// A call cut into its pieces of one to three characters.
enum CallPieces {
  /// No more of a call is looked at.
  private static let reach = 2000
  private static let blank: UInt32 = 32

  /// How often each piece occurs.
  static func counts(_ text: NormalText, without places: [Range<Int>] = []) -> [UInt64: Int] {
    var counts: [UInt64: Int] = [:]
    var scalars = text.scalars.prefix(opening(text) + reach)
    for place in places {
      for index in place where index < scalars.endIndex { scalars[index] = blank }
    }
    scalars = scalars.dropFirst(opening(text))
    for start in scalars.indices {
      var key: UInt64 = 0
      for size in 1...3 {
        guard start + size <= scalars.endIndex, let next = piece(scalars[start + size - 1]) else {
          break
        }
        key = key << 21 | next
        counts[key, default: 0] += 1
      }
    }
    return counts
  }

  /// The places of pieces of two and three characters.
  static func longer(_ text: NormalText) -> [(key: UInt64, range: Range<Int>)] {
    var found: [(key: UInt64, range: Range<Int>)] = []
    let first = opening(text)
    let end = min(text.scalars.count, first + reach)
    for size in 2...3 where end - first >= size {
      for start in first...(end - size) {
        guard let key = key(text.scalars[start..<start + size]) else { continue }
        found.append((key, start..<start + size))
      }
    }
    return found
  }

  private static let openers = [
    "来电人", "来电", "市民", "诉求人", "群众", "反映", "咨询", "投诉", "表示", "称", ":", ",", " ",
  ].map { $0.unicodeScalars.map(\.value) }

  /// How long the operator's opening is, such as 市民来电反映：, which says nothing of the matter.
  private static func opening(_ text: NormalText) -> Int {
    let colon = text.scalars.prefix(12).firstIndex(of: 58)
    var start = 0
    if let colon {
      let head = text.string(0..<colon)
      if ["来电", "市民", "反映", "咨询", "投诉"].contains(where: { head.contains($0) }) {
        start = colon + 1
      }
    }
    while let opener = openers.first(where: { text.scalars[start...].starts(with: $0) }) {
      start += opener.count
    }
    return start
  }

  private static func key(_ scalars: ArraySlice<UInt32>) -> UInt64? {
    var key: UInt64 = 0
    for scalar in scalars {
      guard let next = piece(scalar) else { return nil }
      key = key << 21 | next
    }
    return key
  }

  /// A letter, digit or ideograph; nil for everything else, which ends a piece.
  private static func piece(_ scalar: UInt32) -> UInt64? {
    guard scalar > 0x7F || (48...57).contains(scalar) || (97...122).contains(scalar) else {
      return nil
    }
    return UInt64(scalar)
  }
}
