import ChineseText

/// Names a group of texts by the phrases that most of them share.
enum TopicTitle {
  /// Texts that are looked at.
  private static let most = 40
  /// Characters of each text that are looked at.
  private static let reach = 160

  /// Up to three phrases, the most telling first: long, shared by most, and rare elsewhere.
  ///
  /// - Parameter background: phrases that many other texts hold too.
  static func phrases(_ texts: [String], background: Set<String>) -> [String] {
    let sample = stride(from: 0, to: texts.count, by: max(1, texts.count / most)).map { texts[$0] }
    var counts: [String: Int] = [:]
    for text in sample {
      for phrase in grams(text) { counts[phrase, default: 0] += 1 }
    }
    let least = max(2, (sample.count * 2 + 4) / 5)
    let shared = counts.filter { $0.value >= least && !background.contains($0.key) }
    let ranked = shared.sorted { first, second in
      let (one, two) = (score(first), score(second))
      return one != two ? one > two : first.key < second.key
    }
    var chosen: [String] = []
    for (phrase, _) in ranked.prefix(400) {
      guard chosen.count < 3 else { break }
      let pairs = Set(zip(phrase, phrase.dropFirst()).map { "\($0)\($1)" })
      let isKnown = chosen.contains { known in
        known.contains(phrase) || phrase.contains(known)
          || pairs.filter { known.contains($0) }.count * 2 > pairs.count
      }
      if !isKnown { chosen.append(phrase) }
    }
    return chosen
  }

  private static func score(_ phrase: (key: String, value: Int)) -> Int {
    min(phrase.key.count, 8) * phrase.value
  }

  /// Runs of 3 to 10 Chinese characters of a text.
  static func grams(_ text: String) -> Set<String> {
    var grams: Set<String> = []
    let scalars = NormalText(text).scalars.prefix(reach).map { $0 }
    var run: [Character] = []
    func close() {
      guard run.count >= 3 else { return }
      for start in 0...(run.count - 3) {
        for length in 3...10 where start + length <= run.count {
          grams.insert(String(run[start..<start + length]))
        }
      }
    }
    for scalar in scalars {
      if (0x4E00...0x9FFF).contains(scalar), let character = Unicode.Scalar(scalar) {
        run.append(Character(character))
      } else {
        close()
        run = []
      }
    }
    close()
    return grams
  }

}

/// How often phrases stand in a sample of all texts, to tell the manner of writing from a matter.
struct TopicBackground {
  private let places: Set<Int>
  private let phrases: [Int: Set<String>]
  private let counts: [String: Int]

  /// Reads a sample of texts.
  init(_ texts: [String]) {
    let sample = Array(stride(from: 0, to: texts.count, by: max(1, texts.count / 600)))
    var phrases: [Int: Set<String>] = [:]
    var counts: [String: Int] = [:]
    for place in sample {
      let grams = TopicTitle.grams(texts[place])
      phrases[place] = grams
      for phrase in grams { counts[phrase, default: 0] += 1 }
    }
    (places, self.phrases, self.counts) = (Set(sample), phrases, counts)
  }

  /// The phrases that more than one in a hundred texts outside of a group hold.
  ///
  /// A matter that a great part of all callers has is not taken for a manner of writing.
  func common(outside group: [Int]) -> Set<String> {
    var counts = counts
    var rest = places.count
    for place in group where places.contains(place) {
      rest -= 1
      for phrase in phrases[place] ?? [] { counts[phrase, default: 0] -= 1 }
    }
    let most = max(3, rest / 100)
    return Set(counts.filter { $0.value > most }.keys)
  }
}
