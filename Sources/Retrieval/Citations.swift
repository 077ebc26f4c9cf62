import ChineseText

/// The titles that a text cites between 《 and 》, as hashes of their short forms.
///
/// A law that many other works name is the one that people mean more often than a by-law of the
/// same wording, as a page with many links is.
enum Citations {
  /// The hash of a title without the name of the state and without what stands in brackets.
  static func hash(title: String) -> UInt64 { hash(NormalText(title).scalars[...]) }

  /// The hashes of the titles cited in a text, each once.
  static func cited(in text: String) -> [UInt64] {
    guard text.utf8.contains(0x80) || text.contains("<") || text.contains("《") else { return [] }
    let scalars = NormalText(text).scalars
    var result: [UInt64] = []
    var start: Int?
    for (index, scalar) in scalars.enumerated() {
      if scalar == 0x3C {
        start = index + 1
      } else if scalar == 0x3E, let from = start {
        if index - from >= 2, index - from <= 60 { result.append(hash(scalars[from..<index])) }
        start = nil
      }
    }
    return Array(Set(result)).sorted()
  }

  private static let state = Array("中华人民共和国".unicodeScalars.map(\.value))

  private static func hash(_ scalars: ArraySlice<UInt32>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var depth = 0
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      if scalars[index...].starts(with: state) {
        index += state.count
        continue
      }
      index += 1
      if scalar == 0x28 {
        depth += 1
      } else if scalar == 0x29 {
        depth = max(0, depth - 1)
      } else if depth == 0 {
        hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3
      }
    }
    return hash
  }
}
