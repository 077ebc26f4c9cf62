import CICU

/// What a character is to the analyser.
enum CharacterClass: UInt8, Sendable {
  /// Space, punctuation, control characters, U+FFFD: ends whatever stands before it.
  case separator = 0
  /// A character of a script written without spaces (Han, kana, hangul, bopomofo).
  case ideograph = 1
  /// A letter of an alphabet.
  case letter = 2
  /// A digit or other number.
  case digit = 3
  /// An emoji or other symbol, a token of its own.
  case symbol = 4
}

/// The normal form and class of every code point, computed once from ICU.
///
/// One array look-up a character keeps the analyser linear and free of ICU calls; code points from
/// `limit` on are private or unassigned and stay as they are.
struct CharacterTable: Sendable {
  /// The first code point without an entry.
  static let limit: UInt32 = 0x34000
  /// Marks an entry that is `expansions[entry & ~expansionFlag]`.
  static let expansionFlag: UInt32 = 0x8000_0000

  /// Folded scalar, or an index into `expansions`.
  let folded: [UInt32]
  /// Foldings to no scalar or to several ones.
  let expansions: [[UInt32]]
  /// Raw `CharacterClass` of a folded scalar.
  let classes: [UInt8]

  /// The one table of the process.
  static let shared = CharacterTable()

  private init() {
    let count = Int(Self.limit)
    var classes = [UInt8](repeating: 0, count: count)
    var simple = [UInt32](repeating: 0, count: count)
    paidan_classes(0, Self.limit, &classes)
    if paidan_simplify(0, Self.limit, &simple) != 0 {
      simple = Array(0..<Self.limit)
    }
    var folded = [UInt32](repeating: 0, count: count)
    var expansions: [[UInt32]] = []
    var known: [[UInt32]: UInt32] = [:]
    var buffer = [UInt32](repeating: 0, count: 64)
    for scalar in 0..<Self.limit {
      let written = paidan_fold(scalar, &buffer, 64)
      let parts =
        written < 0
        ? [scalar]
        : buffer[..<Int(written)].map { part in
          let plain = Self.punctuation[part] ?? part
          return plain < Self.limit ? simple[Int(plain)] : plain
        }
      if parts.count == 1 {
        folded[Int(scalar)] = parts[0]
        continue
      }
      let index = known[parts] ?? UInt32(expansions.count)
      if known[parts] == nil {
        known[parts] = index
        expansions.append(parts)
      }
      folded[Int(scalar)] = index | Self.expansionFlag
    }
    self.folded = folded
    self.expansions = expansions
    self.classes = classes
  }

  /// Punctuation that compatibility folding leaves apart although typists mix it freely.
  private static let punctuation: [UInt32: UInt32] = {
    let pairs: [(String, Character)] = [
      ("。｡", "."), ("、､", ","), ("“”„‟「」『』〝〞〟＂", "\""), ("‘’‚‛", "'"),
      ("【〔〖〘〚", "["), ("】〕〗〙〛", "]"), ("〈《", "<"), ("〉》", ">"),
      ("‐‑‒–—―─", "-"), ("·•‧・", "·"),
    ]
    var table: [UInt32: UInt32] = [:]
    for (sources, target) in pairs {
      for scalar in sources.unicodeScalars {
        table[scalar.value] = target.unicodeScalars.first?.value
      }
    }
    return table
  }()

  /// The class of a folded scalar.
  func characterClass(_ scalar: UInt32) -> CharacterClass {
    scalar < Self.limit
      ? CharacterClass(rawValue: classes[Int(scalar)]) ?? .separator : .separator
  }
}
