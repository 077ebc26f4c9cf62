import CICU
import Hotline

/// The encodings in which office programs save text.
public enum TextEncoding: String, Codable, Sendable {
  /// With or without a byte order mark.
  case utf8 = "UTF-8"
  /// Also GBK and GB2312.
  case gb18030 = "GB18030"
  /// The low byte first.
  case utf16LittleEndian = "UTF-16LE"
  /// The high byte first.
  case utf16BigEndian = "UTF-16BE"

  /// Finds out the encoding of a file and turns it into UTF-8 without a byte order mark.
  ///
  /// - Throws: `DataFaults` that names the first wrong byte by its line and its place in it.
  public static func decode(
    _ bytes: UnsafeRawBufferPointer, file: String
  ) throws -> (text: [UInt8], encoding: TextEncoding) {
    let encoding = detect(bytes)
    switch encoding {
    case .utf8: return (try utf8(bytes, file), encoding)
    case .gb18030: return (try gb18030(bytes, file), encoding)
    case .utf16LittleEndian, .utf16BigEndian:
      return (try utf16(bytes, isBig: encoding == .utf16BigEndian, file), encoding)
    }
  }

  /// By the byte order mark, else by what the bytes can be.
  private static func detect(_ bytes: UnsafeRawBufferPointer) -> TextEncoding {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
    if bytes.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
    if bytes.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
    var zeros = (even: 0, odd: 0)
    for (index, byte) in bytes.prefix(65_536).enumerated() where byte == 0 {
      if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    // Separators and line ends have one zero byte each, always on the same side.
    if zeros.odd > 0, zeros.even * 8 < zeros.odd { return .utf16LittleEndian }
    if zeros.even > 0, zeros.odd * 8 < zeros.even { return .utf16BigEndian }
    let scan = UTF8Scan(bytes)
    // Few of GB18030's pairs are sound UTF-8 by chance; UTF-8 with a wrong byte is nearly all sound.
    return scan.firstFault == nil || scan.sound >= scan.wrong ? .utf8 : .gb18030
  }

  private static func utf8(_ bytes: UnsafeRawBufferPointer, _ file: String) throws -> [UInt8] {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if let wrong = UTF8Scan(bytes).firstFault { throw fault(bytes, wrong, .utf8, file) }
    return try checked(Array(bytes[start...]), file)
  }

  private static func gb18030(_ bytes: UnsafeRawBufferPointer, _ file: String) throws -> [UInt8] {
    var wrong: Int64 = -1
    var written = 0
    let capacity = bytes.count + bytes.count / 2 + 16
    let text = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let out = buffer.baseAddress,
        let source = bytes.bindMemory(to: UInt8.self).baseAddress
      else { return }
      written = Int(paidan_gb18030(source, Int64(bytes.count), out, Int64(capacity), &wrong))
      count = max(0, written)
    }
    guard written >= 0 || bytes.isEmpty else {
      if wrong >= 0 { throw fault(bytes, Int(wrong), .gb18030, file) }
      throw unreadable(file, "不是 UTF-8 编码，请另存为 UTF-8")
    }
    return try checked(text, file)
  }

  private static func utf16(
    _ bytes: UnsafeRawBufferPointer, isBig: Bool, _ file: String
  ) throws -> [UInt8] {
    func unit(_ at: Int) -> UInt16 {
      let pair = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
      return isBig ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0
    }
    let encoding: TextEncoding = isBig ? .utf16BigEndian : .utf16LittleEndian
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 2)
    var line = 1
    var lineStart = 0
    func wrong(_ at: Int) -> DataFaults {
      Self.fault(line: line, place: at - lineStart + 1, byte: bytes[at], encoding, file)
    }
    var at = 0
    while at < bytes.count {
      guard at + 1 < bytes.count else { throw wrong(at) }
      var value = UInt32(unit(at))
      var length = 2
      if (0xD800..<0xDC00).contains(value) {
        guard at + 3 < bytes.count, case let low = UInt32(unit(at + 2)),
          (0xDC00..<0xE000).contains(low)
        else { throw wrong(at) }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        length = 4
      }
      guard let scalar = Unicode.Scalar(value) else { throw wrong(at) }
      if at > 0 || value != 0xFEFF { text.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
      at += length
      if value == 0x0A {
        line += 1
        lineStart = at
      }
    }
    return try checked(text, file)
  }

  /// A text has no zero bytes; a file with them is something else.
  private static func checked(_ text: [UInt8], _ file: String) throws -> [UInt8] {
    guard let zero = text.firstIndex(of: 0) else { return text }
    throw unreadable(
      file, "含有空字符（NUL），不是文本文件", line: text[..<zero].count { $0 == 0x0A } + 1)
  }

  private static func fault(
    _ bytes: UnsafeRawBufferPointer, _ wrong: Int, _ encoding: TextEncoding, _ file: String
  ) -> DataFaults {
    let before = bytes[..<wrong]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let byte = wrong < bytes.count ? bytes[wrong] : nil
    return fault(line: line, place: wrong - start + 1, byte: byte, encoding, file)
  }

  private static func fault(
    line: Int, place: Int, byte: UInt8?, _ encoding: TextEncoding, _ file: String
  ) -> DataFaults {
    let hex = byte.map { "（0x\(String($0, radix: 16, uppercase: true))）" } ?? ""
    return unreadable(
      file, "这一行第 \(place) 个字节\(hex)不是 \(encoding.rawValue) 编码，请改正后另存为 UTF-8", line: line)
  }
}

/// How much of some bytes is UTF-8.
struct UTF8Scan {
  /// Offset of the first wrong byte.
  private(set) var firstFault: Int?
  /// Sound characters of more than one byte.
  private(set) var sound = 0
  /// Bytes that belong to no character.
  private(set) var wrong = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    var at = 0
    while at < bytes.count {
      if bytes[at] < 0x80 {
        at += 1
        continue
      }
      let length = Self.length(bytes, at)
      if length > 0 {
        sound += 1
        at += length
      } else {
        if firstFault == nil { firstFault = at }
        wrong += 1
        at += 1
      }
    }
  }

  /// Length of the character that begins at a byte over 0x7F; 0 when none does.
  private static func length(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int {
    let lead = bytes[at]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { second = 0xA0...0xBF }
      if lead == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { second = 0x90...0xBF }
      if lead == 0xF4 { second = 0x80...0x8F }
    default: return 0
    }
    guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return 0 }
    for next in (at + 2)..<(at + max(2, length)) where bytes[next] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
