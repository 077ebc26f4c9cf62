import ChineseText

/// Everything that calls are scanned for.
struct CallWords: Sendable {
  /// All words.
  var trie = WordTrie()
  /// The term whose occurrences swallow the words inside them.
  var mask: Int32 = -1
  /// The term of places named after a body, which are masked and unseen by likeness.
  var landmark: Int32 = -1
  /// Words with gaps, in the order in which they may use each other.
  var phrases: [ScannedCall.Phrase] = []
  /// For each phrase the terms that mention it.
  var aliases: [Int32: [Int32]] = [:]
}

/// A call's text, scanned once for every word of every pattern.
struct ScannedCall {
  /// A way of saying something in words with gaps; every occurrence counts as the term's.
  struct Phrase: Sendable {
    var term: Int32
    var pattern: CallPattern
  }

  /// Where each term was found, in the order of the text.
  private(set) var found: [Int32: [Range<Int>]] = [:]
  /// For each scalar the number of its clause.
  private(set) var clauses: [Int32] = []
  /// For each scalar the number of its sentence.
  private(set) var sentences: [Int32] = []
  /// Where places named after a body stand.
  private(set) var landmarks: [Range<Int>] = []
  /// Scalars that are no marks of punctuation and no spaces.
  private(set) var length = 0

  private static let sentenceEnds: Set<UInt32> = Set(".!?;\n\r".unicodeScalars.map(\.value))
  private static let clauseEnds: Set<UInt32> = Set(",:\"()<>[]".unicodeScalars.map(\.value))

  /// No more of a call is read: an hour of talk, so that no text takes long.
  static let reach = 20_000

  /// Scans a text for words, then for phrases.
  init(_ text: NormalText, _ words: CallWords) {
    let scalars = Array(text.scalars.prefix(Self.reach))
    mark(scalars)
    var masked: [Range<Int>] = []
    for start in scalars.indices {
      words.trie.matches(in: scalars, at: start) { end, terms in
        for term in terms {
          if term == words.mask || term == words.landmark {
            masked.append(start..<end)
            if term == words.landmark { landmarks.append(start..<end) }
          } else {
            found[term, default: []].append(start..<end)
          }
        }
      }
    }
    if !masked.isEmpty { drop(masked, count: scalars.count) }
    for phrase in words.phrases {
      let places = phrase.pattern.places(in: self)
      guard !places.isEmpty else { continue }
      for term in words.aliases[phrase.term] ?? [] {
        let all = (found[term] ?? []) + places
        found[term] = all.sorted { $0.lowerBound < $1.lowerBound }
      }
    }
  }

  private mutating func drop(_ masked: [Range<Int>], count: Int) {
    let reach = Self.reach(masked, count: count)
    for (term, places) in found {
      let kept = places.filter { reach[$0.lowerBound] < $0.upperBound }
      found[term] = kept.isEmpty ? nil : kept
    }
  }

  /// For each place the farthest end of a mask that covers it, 0 when none does.
  private static func reach(_ masks: [Range<Int>], count: Int) -> [Int] {
    var reach = [Int](repeating: 0, count: count)
    for mask in masks {
      for index in mask where reach[index] < mask.upperBound { reach[index] = mask.upperBound }
    }
    return reach
  }

  private mutating func mark(_ scalars: [UInt32]) {
    clauses.reserveCapacity(scalars.count)
    sentences.reserveCapacity(scalars.count)
    var clause: Int32 = 0
    var sentence: Int32 = 0
    for scalar in scalars {
      clauses.append(clause)
      sentences.append(sentence)
      if Self.sentenceEnds.contains(scalar) {
        sentence += 1
        clause += 1
      } else if Self.clauseEnds.contains(scalar) {
        clause += 1
      } else if scalar != 32 {
        length += 1
      }
    }
  }
}
