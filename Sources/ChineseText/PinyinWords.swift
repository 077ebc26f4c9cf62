/// The words of a lexicon by their pinyin, so that `gjj` in a query can stand for 公积金.
public struct PinyinWords: Sendable {
  private var whole: [String: [Int]] = [:]
  private var initials: [String: [Int]] = [:]
  private let entries: [Lexicon.Entry]
  private let longest: Int

  /// Reads every word of two to eight characters; costs half a second for ICU's rules at the
  /// first use of pinyin in the process.
  public init(_ analyzer: Analyzer) {
    entries = analyzer.lexicon.entries
    var longest = 0
    for (index, entry) in entries.enumerated() {
      let analysis = analyzer.analyze(entry.word)
      guard (2...8).contains(analysis.units.count) else { continue }
      let syllables = analyzer.syllables(analysis).compactMap { $0 }
      guard syllables.count == analysis.units.count else { continue }
      let letters = syllables.joined()
      longest = max(longest, letters.utf8.count)
      whole[letters, default: []].append(index)
      initials[syllables.map { String($0.prefix(1)) }.joined(), default: []].append(index)
    }
    self.longest = longest
  }

  /// The words that letters may stand for: one list a piece of the letters, the commonest word
  /// first; empty when the letters are no row of words.
  ///
  /// Whole syllables are preferred to first letters, and few pieces to many.
  public func words(for letters: String, limit: Int = 8) -> [[String]] {
    let text = Array(NormalText(letters).string.utf8)
    guard (2...64).contains(text.count) else { return [] }
    var cost = [Int](repeating: .max, count: text.count + 1)
    var from = [Int](repeating: 0, count: text.count + 1)
    cost[0] = 0
    for start in text.indices where cost[start] < .max {
      for end in (start + 2)..<(max(start + 2, min(text.count, start + longest) + 1)) {
        guard end <= text.count else { break }
        let piece = String(decoding: text[start..<end], as: UTF8.self)
        let price: Int
        if whole[piece] != nil {
          price = 2
        } else if initials[piece] != nil {
          price = 3
        } else {
          continue
        }
        if cost[start] + price < cost[end] {
          cost[end] = cost[start] + price
          from[end] = start
        }
      }
    }
    // Two first letters at a time spell nearly anything: three such words are none that was meant.
    guard cost[text.count] < .max, cost[text.count] < 9 || text.count * 3 > cost[text.count] * 2
    else { return [] }
    var result: [[String]] = []
    var end = text.count
    while end > 0 {
      let piece = String(decoding: text[from[end]..<end], as: UTF8.self)
      let found = whole[piece] ?? initials[piece] ?? []
      let best = found.sorted { (entries[$1].weight, $0) < (entries[$0].weight, $1) }
      result.append(best.prefix(limit).map { entries[$0].word })
      end = from[end]
    }
    return result.reversed()
  }
}
