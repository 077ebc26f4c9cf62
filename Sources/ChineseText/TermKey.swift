/// Hashing of terms into 64 bits, so that an index needs no strings.
///
/// Two different terms share a key with a chance of about one in 2⁶⁴, far below any disk fault.
enum TermKey {
  /// The kind of a term is the seed of its hash, so that kinds never meet.
  static func seed(_ kind: TermKind) -> UInt64 { seed(UInt64(kind.rawValue)) }

  static func seed(_ number: UInt64) -> UInt64 { (number &+ 1) &* 0x9E37_79B9_7F4A_7C15 }

  @inline(__always)
  static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(
      by: 0xE703_7ED1_A0B4_28DB ^ value &* 0x2545_F491_4F6C_DD1D)
    return product.high ^ product.low
  }
}

/// The kinds of terms that the analyser makes.
public enum TermKind: UInt8, Sendable, CaseIterable {
  /// A word of the lexicon, or one that ICU found between such words.
  case word
  /// Two neighbouring units: two characters, or a character and a Latin or number run.
  case bigram
  /// A single character.
  case character
  /// A run of Latin letters and digits.
  case run
  /// The letters or the digits of a run that has both.
  case runPart
  /// An emoji or other symbol.
  case symbol
  /// A syllable of pinyin.
  case syllable
  /// A first letter of pinyin.
  case initial
  /// Units with one unit left out between them.
  case skip
}

/// A set of kinds of terms.
public struct TermKinds: OptionSet, Sendable {
  /// One bit a kind.
  public let rawValue: UInt16

  /// Takes the bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The set of one kind.
  public init(_ kind: TermKind) { rawValue = 1 << UInt16(kind.rawValue) }

  /// Best-path words.
  public static let words = TermKinds(.word)
  /// Overlapping bigrams.
  public static let bigrams = TermKinds(.bigram)
  /// Single characters.
  public static let characters = TermKinds(.character)
  /// Latin and number runs with their parts.
  public static let runs: TermKinds = [TermKinds(.run), TermKinds(.runPart)]
  /// Emoji and other symbols.
  public static let symbols = TermKinds(.symbol)
  /// Pairs of units around one that is left out.
  public static let skips = TermKinds(.skip)
  /// What an index of Chinese text needs at least: nothing that can be typed is lost.
  public static let floor: TermKinds = [.bigrams, .runs, .symbols]
}
