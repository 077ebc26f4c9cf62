/// Why FTS5 asks for tokens.
public enum FTS5Purpose: Sendable {
  /// A document is indexed, or a highlight is looked for.
  case document
  /// A query is read: each position has one token, and neighbours make a phrase.
  case query
}

extension Analyzer {
  /// Receives one token: its UTF-8, its bytes in the original, whether it shares a position.
  ///
  /// A colocated token stands at the position of the token before. Anything but 0 stops and is
  /// handed back.
  public typealias FTS5Emit = (
    _ term: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ colocated: Bool
  ) -> Int32

  /// The tokens of a text for an FTS5 tokenizer.
  ///
  /// A document has a position for each unit, holding the unit itself and, colocated, the bigram
  /// that begins there and the letters and digits of a mixed run. A query takes at each position
  /// the bigram if there is one, else the unit, so its phrase matches exactly the documents that
  /// hold the same characters in the same order; one character alone is found too, and so is a
  /// prefix query.
  /// - Returns: 0, or what `emit` returned to stop.
  public func fts5Tokens(
    _ utf8: UnsafeBufferPointer<UInt8>, for purpose: FTS5Purpose, _ emit: FTS5Emit
  ) -> Int32 {
    let analysis = analyze(utf8: utf8)
    let units = analysis.units
    var term: [UInt8] = []
    func send(_ scalars: Range<Int>, bytes: Range<Int>, colocated: Bool) -> Int32 {
      term.removeAll(keepingCapacity: true)
      for scalar in analysis.text.scalars[scalars] { Self.appendUTF8(scalar, to: &term) }
      return term.withUnsafeBufferPointer {
        emit($0, bytes.lowerBound, bytes.upperBound, colocated)
      }
    }
    for (index, unit) in units.enumerated() {
      var colocated = false
      if purpose == .document || !unit.joinsNext {
        // The bigram before has said the last unit of a query already.
        let said =
          purpose == .query && index == units.count - 1 && index > 0
          && units[index - 1].joinsNext
        if said { break }
        let stop = send(
          unit.scalars, bytes: analysis.text.bytes(unit.scalars), colocated: false)
        if stop != 0 { return stop }
        colocated = true
      }
      if unit.joinsNext {
        // Runs of other letters may follow at once, never a separator: the scalars are adjacent.
        let pair = unit.scalars.lowerBound..<units[index + 1].scalars.upperBound
        let stop = send(pair, bytes: analysis.bytes(index..<index + 2), colocated: colocated)
        if stop != 0 { return stop }
      }
      guard purpose == .document, unit.kind == .run else { continue }
      for part in runParts(unit, in: analysis.text) {
        let stop = send(part, bytes: analysis.text.bytes(part), colocated: true)
        if stop != 0 { return stop }
      }
    }
    return 0
  }

  /// The pinyin of a text for an FTS5 tokenizer of its own column.
  ///
  /// A document has at each position the syllable and, colocated, its first letter; runs stay as
  /// they are. In a query ideographs are read as syllables and runs of letters by `PinyinReading`,
  /// so `gongjijin` and `gjj` are phrases that find 公积金.
  /// - Returns: 0, or what `emit` returned to stop.
  public func fts5PinyinTokens(
    _ utf8: UnsafeBufferPointer<UInt8>, for purpose: FTS5Purpose, _ emit: FTS5Emit
  ) -> Int32 {
    let analysis = analyze(utf8: utf8)
    func send(_ text: String, _ bytes: Range<Int>, colocated: Bool = false) -> Int32 {
      var text = text
      return text.withUTF8 { emit($0, bytes.lowerBound, bytes.upperBound, colocated) }
    }
    for (index, syllable) in syllables(analysis).enumerated() {
      let bytes = analysis.bytes(index..<index + 1)
      var pieces = [syllable ?? analysis.string(index..<index + 1)]
      if purpose == .query, syllable == nil {
        switch PinyinReading(pieces[0]) {
        case .syllables(let syllables): pieces = syllables
        case .initials(let letters): pieces = letters
        case nil: break
        }
      }
      for piece in pieces {
        let stop = send(piece, bytes)
        if stop != 0 { return stop }
      }
      if purpose == .document, let syllable, syllable.utf8.count > 1 {
        let stop = send(String(syllable.prefix(1)), bytes, colocated: true)
        if stop != 0 { return stop }
      }
    }
    return 0
  }

  private static func appendUTF8(_ scalar: UInt32, to bytes: inout [UInt8]) {
    switch scalar {
    case ..<0x80: bytes.append(UInt8(scalar))
    case ..<0x800:
      bytes.append(UInt8(0xC0 | scalar >> 6))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    case ..<0x10000:
      bytes.append(UInt8(0xE0 | scalar >> 12))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    default:
      bytes.append(UInt8(0xF0 | scalar >> 18))
      bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
