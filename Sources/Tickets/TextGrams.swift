import ChineseText

/// Overlapping pairs of characters, the form in which tickets' texts are indexed and compared.
///
/// They need no lexicon, so that a changed lexicon leaves a million tickets as they are.
enum TextGrams {
  /// The pairs of a text, runs of letters and digits each closed by their last single character.
  static func pairs(_ text: String) -> [String] {
    var pairs: [String] = []
    for run in runs(text) {
      for index in run.indices {
        pairs.append(String(run[index...min(index + 1, run.count - 1)]))
      }
    }
    return pairs
  }

  /// The query that finds every word of a search as a part of the text; nil when nothing is asked.
  static func query(_ words: String) -> String? {
    var phrases: [String] = []
    for run in runs(words) {
      if run.count == 1 {
        phrases.append("\"\(String(run))\"*")
      } else {
        let pairs = (0..<run.count - 1).map { String(run[$0...$0 + 1]) }
        phrases.append("\"" + pairs.joined(separator: " ") + "\"")
      }
    }
    return phrases.isEmpty ? nil : phrases.joined(separator: " ")
  }

  /// How alike two texts are by their pairs, 0 to 1 (Dice's measure).
  static func likeness(_ first: Set<UInt64>, _ second: Set<UInt64>) -> Double {
    guard !first.isEmpty, !second.isEmpty else { return 0 }
    return 2 * Double(first.intersection(second).count) / Double(first.count + second.count)
  }

  /// The pairs of a text as numbers, for comparing many texts quickly.
  static func marks(_ text: String) -> Set<UInt64> {
    var marks: Set<UInt64> = []
    var last: UInt64?
    for scalar in NormalText(text).scalars {
      guard isWord(scalar) else {
        last = nil
        continue
      }
      if let last { marks.insert(last << 32 | UInt64(scalar)) }
      last = UInt64(scalar)
    }
    return marks
  }

  private static func isWord(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x4E00...0x9FFF, 0x30...0x39, 0x61...0x7A: true
    default:
      Unicode.Scalar(scalar).map { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        ?? false
    }
  }

  private static func runs(_ text: String) -> [[Character]] {
    NormalText(text).string.split { !$0.isLetter && !$0.isNumber }.map(Array.init)
  }
}
