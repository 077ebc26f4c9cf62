/// One term of a text, small enough for millions of them.
public struct Term: Sendable, Equatable {
  /// Hash of kind and content.
  public let key: UInt64
  /// Number of the unit where it begins.
  public let position: UInt32
  /// Number of units that it covers.
  public let length: UInt16
  /// What it is.
  public let kind: TermKind
}

/// One term of a text with its words and its place.
public struct Token: Sendable, Equatable {
  /// What it is.
  public let kind: TermKind
  /// Its normal form.
  public let text: String
  /// Its bytes in the original.
  public let bytes: Range<Int>
  /// Number of the unit where it begins.
  public let position: Int
  /// Number of units that it covers.
  public let length: Int
}

extension Analyzer {
  /// Appends the terms of a text: the fast way for an index, without strings.
  ///
  /// Words are terms only from two characters on, as single characters have a kind of their own.
  public func appendTerms(
    of analysis: Analysis, kinds: TermKinds, to terms: inout [Term]
  ) {
    let units = analysis.units
    for index in units.indices {
      let unit = units[index]
      func append(_ kind: TermKind, _ key: UInt64, _ length: Int = 1) {
        terms.append(
          Term(key: key, position: UInt32(index), length: UInt16(length), kind: kind))
      }
      switch unit.kind {
      case .ideograph:
        if kinds.contains(.characters) {
          append(.character, TermKey.mix(TermKey.seed(.character), unit.key))
        }
      case .run:
        if kinds.contains(TermKinds(.run)) { append(.run, unit.key) }
        if kinds.contains(TermKinds(.runPart)) {
          for part in runParts(unit, in: analysis.text) {
            append(.runPart, Self.key(of: analysis.text.scalars[part], kind: .runPart))
          }
        }
      case .symbol:
        if kinds.contains(.symbols) {
          append(.symbol, TermKey.mix(TermKey.seed(.symbol), unit.key))
        }
      }
      guard unit.joinsNext else { continue }
      let next = units[index + 1]
      if kinds.contains(.bigrams) {
        append(.bigram, TermKey.mix(TermKey.mix(TermKey.seed(.bigram), unit.key), next.key), 2)
      }
      if kinds.contains(.skips), next.joinsNext {
        let pair = TermKey.mix(TermKey.mix(TermKey.seed(.skip), unit.key), units[index + 2].key)
        append(.skip, pair, 3)
      }
    }
    guard kinds.contains(.words) else { return }
    for range in wordRanges(analysis) where range.count > 1 {
      terms.append(wordTerm(range, in: analysis))
    }
  }

  /// The word term of units.
  public func wordTerm(_ range: Range<Int>, in analysis: Analysis) -> Term {
    var key = TermKey.seed(.word)
    for unit in analysis.units[range] { key = TermKey.mix(key, unit.key) }
    return Term(
      key: key, position: UInt32(range.lowerBound), length: UInt16(clamping: range.count),
      kind: .word)
  }

  /// The terms of a text with their words and places, in order of position.
  public func tokens(_ text: String, kinds: TermKinds) -> [Token] {
    tokens(analyze(text), kinds: kinds)
  }

  /// The terms of a text with their words and places, in order of position.
  public func tokens(_ analysis: Analysis, kinds: TermKinds) -> [Token] {
    var result: [Token] = []
    func append(_ kind: TermKind, _ range: Range<Int>) {
      result.append(
        Token(
          kind: kind, text: analysis.string(range), bytes: analysis.bytes(range),
          position: range.lowerBound, length: range.count))
    }
    let words = kinds.contains(.words) ? wordRanges(analysis) : []
    var word = 0
    for (index, unit) in analysis.units.enumerated() {
      if word < words.count, words[word].lowerBound == index {
        append(.word, words[word])
        word += 1
      }
      switch unit.kind {
      case .ideograph: if kinds.contains(.characters) { append(.character, index..<index + 1) }
      case .run:
        if kinds.contains(TermKinds(.run)) { append(.run, index..<index + 1) }
        guard kinds.contains(TermKinds(.runPart)) else { break }
        for part in runParts(unit, in: analysis.text) {
          result.append(
            Token(
              kind: .runPart, text: analysis.text.string(part), bytes: analysis.text.bytes(part),
              position: index, length: 1))
        }
      case .symbol: if kinds.contains(.symbols) { append(.symbol, index..<index + 1) }
      }
      guard unit.joinsNext else { continue }
      if kinds.contains(.bigrams) { append(.bigram, index..<index + 2) }
      if kinds.contains(.skips), analysis.units[index + 1].joinsNext {
        let outer = analysis.bytes(index..<index + 3)
        let text =
          analysis.string(index..<index + 1) + "_" + analysis.string(index + 2..<index + 3)
        result.append(Token(kind: .skip, text: text, bytes: outer, position: index, length: 3))
      }
    }
    return result
  }

  /// The best cut of a text into words; with the gaps between their bytes they make up the text.
  public func words(_ text: String) -> [Token] { tokens(text, kinds: .words) }

  /// Where the letters and the digits of a run that has both begin and end.
  func runParts(_ unit: Analysis.Unit, in text: NormalText) -> [Range<Int>] {
    let table = CharacterTable.shared
    var parts: [Range<Int>] = []
    var start = unit.scalars.lowerBound
    var kind: CharacterClass?
    for index in unit.scalars {
      let next = table.characterClass(text.scalars[index])
      // The point of 3.5 counts as a digit.
      let own: CharacterClass = next == .letter ? .letter : .digit
      if let kind, kind != own {
        parts.append(start..<index)
        start = index
      }
      kind = own
    }
    guard !parts.isEmpty else { return [] }
    parts.append(start..<unit.scalars.upperBound)
    return parts
  }

  static func key(of scalars: some Sequence<UInt32>, kind: TermKind) -> UInt64 {
    scalars.reduce(TermKey.seed(kind)) { TermKey.mix($0, UInt64($1)) }
  }
}
