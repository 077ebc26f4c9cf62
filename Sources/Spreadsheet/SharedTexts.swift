import Hotline

/// Gathers the text of a cell, without the phonetic runs that explain how it is read.
struct CellText {
  private var bytes: [UInt8] = []
  private var phonetic = 0
  private var isOpen = false

  /// The most bytes of a cell: 32,767 characters, which is what office programs hold.
  static let most = 4 * 32_767

  mutating func begin() {
    bytes.removeAll(keepingCapacity: true)
    phonetic = 0
    isOpen = false
  }

  mutating func start(_ name: String) {
    if name == "rPh" { phonetic += 1 }
    if name == "t" { isOpen = phonetic == 0 }
  }

  mutating func end(_ name: String) {
    if name == "rPh" { phonetic -= 1 }
    if name == "t" { isOpen = false }
  }

  mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    guard isOpen, bytes.count <= Self.most else { return }
    bytes.append(contentsOf: text)
  }

  var isTooLong: Bool { bytes.count > Self.most }

  /// The text; `_x000D_` and its like stand for characters that XML cannot hold.
  var text: String { EscapedText.decode(bytes) }
}

/// How spreadsheets write characters that XML cannot hold: `_x000D_`.
enum EscapedText {
  static func decode(_ bytes: [UInt8]) -> String {
    guard bytes.contains(0x5F) else { return String(decoding: bytes, as: UTF8.self) }
    var units = Array(String(decoding: bytes, as: UTF8.self).utf16)
    var read = 0
    var write = 0
    while read < units.count {
      if let unit = escape(units, read) {
        units[write] = unit
        read += 7
      } else {
        units[write] = units[read]
        read += 1
      }
      write += 1
    }
    return String(decoding: units[..<write], as: UTF16.self)
  }

  /// The text as XML, with everything escaped that would not come back as it is.
  static func encode(_ text: String) -> String {
    let units = Array(text.utf16)
    var out: [UInt16] = []
    out.reserveCapacity(units.count)
    for (index, unit) in units.enumerated() {
      switch unit {
      case 0x26: out += "&amp;".utf16
      case 0x3C: out += "&lt;".utf16
      case 0x3E: out += "&gt;".utf16
      case 0x22: out += "&quot;".utf16
      case 0x5F where escape(units, index) != nil: out += "_x005F_".utf16
      case 0x00..<0x09, 0x0B..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF:
        let hex = String(unit, radix: 16, uppercase: true)
        out += ("_x" + String(repeating: "0", count: 4 - hex.count) + hex + "_").utf16
      default: out.append(unit)
      }
    }
    return String(decoding: out, as: UTF16.self)
  }

  private static func escape(_ units: [UInt16], _ at: Int) -> UInt16? {
    guard at + 6 < units.count, units[at] == 0x5F, units[at + 1] == 0x78, units[at + 6] == 0x5F
    else { return nil }
    var value: UInt16 = 0
    for unit in units[(at + 2)..<(at + 6)] {
      guard let scalar = Unicode.Scalar(unit), let digit = Character(scalar).hexDigitValue,
        scalar.isASCII
      else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}

/// Reads the file of texts that cells share.
final class SharedTexts: XMLTaker {
  private(set) var texts: [String] = []
  private var current = CellText()
  private let file: String

  init(file: String) { self.file = file }

  func start(_ name: String, _ attributes: XMLAttributes) {
    if name == "si" { current.begin() } else { current.start(name) }
  }

  func end(_ name: String) throws {
    current.end(name)
    guard name == "si" else { return }
    guard !current.isTooLong else { throw unreadable(file, "有单元格超过 32,767 个字，请缩短") }
    texts.append(current.text)
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) { current.add(bytes) }
}
