import ChineseText

/// A run of characters in a text, by its key and its place.
struct Gram {
  /// What the gram is; equal for equal characters in the same role.
  var key: UInt64
  /// Where it begins, in scalars of the normal form.
  var start: Int32
  /// How many scalars it covers.
  var length: Int32
}

/// Reads from a text the grams from which models learn.
///
/// Runs of one to three characters of the normal form. What stands before the first colon (how
/// and from whom the call came) counts in a role of its own too.
enum Grams {
  /// Longest part of a text that is read, in scalars; what a call is about stands before it.
  static let limit = 6_000
  private static let headLimit = 40

  /// The grams of a text in the order of their beginnings.
  static func read(_ text: NormalText) -> [Gram] {
    let scalars = text.scalars
    var characters: [UInt32] = []
    var places: [Int32] = []
    characters.reserveCapacity(min(scalars.count, limit))
    places.reserveCapacity(min(scalars.count, limit))
    for index in 0..<min(scalars.count, limit) {
      let isBlank = scalars[index] <= 0x20 || scalars[index] == 0x3000
      if isBlank, characters.last ?? 0x20 == 0x20 { continue }
      characters.append(isBlank ? 0x20 : scalars[index])
      places.append(Int32(index))
    }
    var grams: [Gram] = []
    grams.reserveCapacity(characters.count * 3 + 16)
    for start in characters.indices {
      var key: UInt64 = 0x9E37_79B9_7F4A_7C15
      for length in 1...3 where start + length <= characters.count {
        let end = start + length - 1
        key = mix(key, UInt64(characters[end]))
        if length == 1, characters[start] == 0x20 { continue }
        grams.append(Gram(key: key, start: places[start], length: places[end] - places[start] + 1))
      }
    }
    appendHead(characters, places, to: &grams)
    return grams
  }

  private static func appendHead(
    _ characters: [UInt32], _ places: [Int32], to grams: inout [Gram]
  ) {
    guard let colon = characters.prefix(headLimit).firstIndex(of: 0x3A), colon > 0 else { return }
    var whole: UInt64 = 0xA5A5_0001
    for index in 0..<colon {
      whole = mix(whole, UInt64(characters[index]))
      guard index + 1 < colon else { continue }
      let pair = mix(mix(0xA5A5_0002, UInt64(characters[index])), UInt64(characters[index + 1]))
      let length = places[index + 1] - places[index] + 1
      grams.append(Gram(key: pair, start: places[index], length: length))
    }
    let length = places[colon - 1] - places[0] + 1
    grams.append(Gram(key: whole, start: places[0], length: length))
  }

  @inline(__always)
  private static func mix(_ key: UInt64, _ value: UInt64) -> UInt64 {
    var hash = (key ^ value) &* 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 32
    hash = hash &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ (hash >> 29)
  }
}
