extension NormalText {
  /// Appends a 64-bit key for every run of characters of the given lengths, for classifiers.
  ///
  /// Letters and digits count one by one. A stretch of separators counts as one blank inside a
  /// gram, so that grams see the ends of clauses; a gram of blanks alone is left out.
  /// - Parameter lengths: characters in a gram, such as `1...4`.
  public func appendCharacterGrams(lengths: ClosedRange<Int>, to keys: inout [UInt64]) {
    let table = CharacterTable.shared
    var characters: [UInt32] = []
    characters.reserveCapacity(scalars.count + 2)
    for scalar in scalars {
      let blank = table.characterClass(scalar) == .separator
      if blank, characters.last == 0x20 { continue }
      characters.append(blank ? 0x20 : scalar)
    }
    if characters.last == 0x20 { characters.removeLast() }
    if characters.first == 0x20 { characters.removeFirst() }
    keys.reserveCapacity(keys.count + characters.count * lengths.count)
    for start in characters.indices {
      var key = TermKey.seed(0xC4A2)
      for offset in 0..<min(lengths.upperBound, characters.count - start) {
        key = TermKey.mix(key, UInt64(characters[start + offset]))
        guard offset + 1 >= lengths.lowerBound else { continue }
        if offset == 0, characters[start] == 0x20 { continue }
        keys.append(key)
      }
    }
  }

  /// The character grams in the order of `appendCharacterGrams`, as strings, for explaining.
  public func characterGrams(lengths: ClosedRange<Int>) -> [(key: UInt64, text: String)] {
    var keys: [UInt64] = []
    appendCharacterGrams(lengths: lengths, to: &keys)
    var texts: [String] = []
    let table = CharacterTable.shared
    var characters: [String] = []
    for (index, scalar) in scalars.enumerated() {
      let blank = table.characterClass(scalar) == .separator
      if blank, characters.last == " " { continue }
      characters.append(blank ? " " : string(index..<index + 1))
    }
    if characters.last == " " { characters.removeLast() }
    if characters.first == " " { characters.removeFirst() }
    for start in characters.indices {
      for length in lengths where start + length <= characters.count {
        if length == 1, characters[start] == " " { continue }
        texts.append(characters[start..<start + length].joined())
      }
    }
    return Array(zip(keys, texts)).map { (key: $0, text: $1) }
  }
}
