/// A text in the analyser's normal form, with the way back into the original bytes.
///
/// Full width becomes half width, traditional characters simplified ones, letters lose case and
/// accents, Chinese punctuation becomes its ASCII relative, ignorable characters vanish. Invalid
/// UTF-8 becomes U+FFFD, one for each maximal broken part, as the Unicode standard advises.
public struct NormalText: Sendable, Equatable {
  /// The normal form, one Unicode scalar value an element.
  public private(set) var scalars: [UInt32]
  /// For each scalar the byte offset in the original where its source begins; ends with `byteCount`.
  public private(set) var starts: [UInt32]
  /// The length of the original in bytes of UTF-8.
  public let byteCount: Int

  /// Folds a text into its normal form.
  public init(_ text: String) {
    var text = text
    self = text.withUTF8 { NormalText(utf8: $0) }
  }

  /// Folds bytes that ought to be UTF-8 into their normal form.
  ///
  /// Texts of 4 GiB and more are cut there, since offsets are kept in 32 bits.
  public init(utf8: UnsafeBufferPointer<UInt8>) {
    let bytes = UnsafeBufferPointer(rebasing: utf8.prefix(Int(UInt32.max) - 1))
    scalars = []
    starts = []
    byteCount = bytes.count
    scalars.reserveCapacity(bytes.count / 3 + 8)
    starts.reserveCapacity(bytes.count / 3 + 9)
    let table = CharacterTable.shared
    table.folded.withUnsafeBufferPointer { folded in
      var decoder = UTF8Decoder(bytes: bytes)
      while let (scalar, start) = decoder.next() {
        guard scalar < CharacterTable.limit else {
          if scalar < 0xE0000 || scalar > 0xE0FFF { append(scalar, at: start) }
          continue
        }
        let entry = folded[Int(scalar)]
        if entry & CharacterTable.expansionFlag == 0 {
          append(entry, at: start)
        } else {
          for part in table.expansions[Int(entry & ~CharacterTable.expansionFlag)] {
            append(part, at: start)
          }
        }
      }
    }
    starts.append(UInt32(byteCount))
  }

  private mutating func append(_ scalar: UInt32, at start: Int) {
    scalars.append(scalar)
    starts.append(UInt32(truncatingIfNeeded: start))
  }

  /// The byte range of the original that a range of scalars came from.
  ///
  /// A source character that folded to several scalars belongs to each of them whole.
  public func bytes(_ range: Range<Int>) -> Range<Int> {
    let start = Int(starts[range.lowerBound])
    guard !range.isEmpty else { return start..<start }
    var next = range.upperBound
    let last = starts[range.upperBound - 1]
    while next < scalars.count, starts[next] == last { next += 1 }
    return start..<Int(starts[next])
  }

  /// The normal form as a string.
  public var string: String { string(0..<scalars.count) }

  /// A part of the normal form as a string.
  public func string(_ range: Range<Int>) -> String {
    var result = String.UnicodeScalarView()
    for value in scalars[range] {
      result.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(result)
  }
}

/// Decodes bytes that ought to be UTF-8, giving U+FFFD for each maximal broken part.
struct UTF8Decoder {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var offset = 0

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The next scalar value and where its bytes begin.
  @inline(__always)
  mutating func next() -> (scalar: UInt32, start: Int)? {
    guard offset < bytes.count else { return nil }
    let start = offset
    let lead = bytes[start]
    offset += 1
    if lead < 0x80 { return (UInt32(lead), start) }
    let length: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch lead {
    case 0xC2...0xDF: length = 1
    case 0xE0: (length, low) = (2, 0xA0)
    case 0xED: (length, high) = (2, 0x9F)
    case 0xE1...0xEF: length = 2
    case 0xF0: (length, low) = (3, 0x90)
    case 0xF4: (length, high) = (3, 0x8F)
    case 0xF1...0xF3: length = 3
    default: return (0xFFFD, start)
    }
    var scalar = UInt32(lead) & (0x3F >> UInt32(length))
    for _ in 0..<length {
      guard offset < bytes.count, bytes[offset] >= low, bytes[offset] <= high else {
        return (0xFFFD, start)
      }
      scalar = scalar << 6 | UInt32(bytes[offset] & 0x3F)
      offset += 1
      low = 0x80
      high = 0xBF
    }
    return (scalar, start)
  }
}
