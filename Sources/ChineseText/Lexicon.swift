import Foundation

/// The words that the analyser knows.
public struct Lexicon: Sendable {
  /// One word.
  public struct Entry: Sendable, Equatable {
    /// The word as written.
    public var word: String
    /// How common it is; 1 when nothing is known.
    public var weight: Double
    /// Pinyin where ICU's default reading of a character is wrong here, a syllable each.
    public var reading: [String]

    /// Makes an entry.
    public init(_ word: String, weight: Double = 1, reading: [String] = []) {
      self.word = word
      self.weight = weight
      self.reading = reading
    }
  }

  /// The entries in normal form, in the order given, each word once.
  public let entries: [Entry]
  let trie: ScalarTrie
  /// Cost of taking each entry on the best path.
  let costs: [Float]
  let readings: ScalarTrie

  /// A lexicon without words.
  public static let empty = Lexicon(entries: [])

  /// Words without frequencies.
  public init(words: some Sequence<String>) {
    self.init(entries: words.map { Entry($0) })
  }

  /// Takes entries; a later entry for the same word replaces the earlier one.
  public init(entries: [Entry]) {
    var unique: [Entry] = []
    var places: [String: Int] = [:]
    for entry in entries {
      var entry = entry
      entry.word = NormalText(entry.word).string
      guard !entry.word.isEmpty else { continue }
      if let place = places[entry.word] {
        unique[place] = entry
      } else {
        places[entry.word] = unique.count
        unique.append(entry)
      }
    }
    self.entries = unique
    let keys = unique.map { $0.word.unicodeScalars.map(\.value) }
    trie = ScalarTrie(zip(keys, unique.indices).map { ($0, Int32($1)) })
    costs = unique.map { 8 - Float(min(log(1 + max($0.weight, 0)), 6)) }
    readings = ScalarTrie(
      zip(keys, unique.indices).compactMap { key, index in
        unique[index].reading.count == key.count ? (key, Int32(index)) : nil
      })
  }

  /// Reads a lexicon file: a line each `word`, or `word TAB weight`, or `word TAB weight TAB pinyin`
  /// with spaces between the syllables; empty lines and lines that begin with `#` are skipped.
  ///
  /// - Throws: `TextDataError` with every broken line.
  public init(parsing text: String) throws {
    var entries: [Entry] = []
    var problems: [TextDataError.Problem] = []
    for (line, fields) in TextDataError.lines(text, separator: "\t") {
      func fail(_ message: String) { problems.append(.init(line: line, message: message)) }
      let word = fields[0]
      if word.isEmpty { fail("there is no word before the tab") }
      let weight = fields.count > 1 && !fields[1].isEmpty ? Double(fields[1]) : 1
      if weight.map({ $0.isFinite && $0 >= 0 }) != true {
        fail("the weight '\(fields[1])' is no number of 0 or more")
      }
      let reading = fields.count > 2 ? fields[2].split(separator: " ").map(String.init) : []
      if !reading.isEmpty, reading.count != NormalText(word).scalars.count {
        fail("'\(word)' needs one syllable for each character")
      }
      if fields.count > 3 { fail("there are more than three fields") }
      entries.append(Entry(word, weight: weight ?? 1, reading: reading))
    }
    guard problems.isEmpty else { throw TextDataError(problems: problems) }
    self.init(entries: entries)
  }
}

/// Every broken line of a lexicon or synonym file.
public struct TextDataError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One broken line.
  public struct Problem: Sendable, Equatable {
    /// The line, counted from 1.
    public let line: Int
    /// What is wrong, and what would be right.
    public let message: String
  }

  /// All of them, in order.
  public let problems: [Problem]

  /// One line a problem.
  public var description: String {
    problems.map { "line \($0.line): \($0.message)" }.joined(separator: "\n")
  }

  /// The lines that hold something, with their numbers and trimmed fields.
  static func lines(_ text: String, separator: Character) -> [(Int, [String])] {
    text.split(separator: /\r\n|\n|\r/, omittingEmptySubsequences: false).enumerated()
      .compactMap { index, line in
        let trimmed = line.trimmingCharacters(in: .whitespaces)
        guard !trimmed.isEmpty, !trimmed.hasPrefix("#") else { return nil }
        let fields = line.split(separator: separator, omittingEmptySubsequences: false)
          .map { $0.trimmingCharacters(in: .whitespaces) }
        return (index + 1, fields)
      }
  }
}
