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
  static func likeness(_ first: Set<String>, _ second: Set<String>) -> Double {
    guard !first.isEmpty, !second.isEmpty else { return 0 }
    return 2 * Double(first.intersection(second).count) / Double(first.count + second.count)
  }

  private static func runs(_ text: String) -> [[Character]] {
    NormalText(text).string.split { !$0.isLetter && !$0.isNumber }.map(Array.init)
  }
}
