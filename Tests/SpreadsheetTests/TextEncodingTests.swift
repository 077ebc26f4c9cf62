import Foundation
import Hotline
import Spreadsheet
import Testing

@Suite struct TextEncodingTests {
  private func read(_ bytes: [UInt8]) throws -> (String, TextEncoding) {
    let read = try bytes.withUnsafeBytes { try TextEncoding.decode($0, file: "t.csv") }
    return (String(decoding: read.text, as: UTF8.self), read.encoding)
  }

  private func fault(_ bytes: [UInt8]) -> DataFault? {
    do {
      _ = try read(bytes)
      return nil
    } catch {
      return (error as? DataFaults)?.faults.first
    }
  }

  /// “名称,承办单位\n供水,水务局\n” in GBK.
  private static let gbk: [UInt8] = [
    0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xB3, 0xD0, 0xB0, 0xEC, 0xB5, 0xA5, 0xCE, 0xBB, 0x0A, 0xB9, 0xA9,
    0xCB, 0xAE, 0x2C, 0xCB, 0xAE, 0xCE, 0xF1, 0xBE, 0xD6, 0x0A,
  ]
  private static let text = "名称,承办单位\n供水,水务局\n"

  private static func utf16(_ text: String, isBig: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBig ? pair : pair.reversed()
    }
  }

  @Test func everyEncodingOfOfficeProgramsIsFoundOut() throws {
    #expect(try read(Self.gbk) == (Self.text, .gb18030))
    #expect(try read(Array(Self.text.utf8)) == (Self.text, .utf8))
    #expect(try read([0xEF, 0xBB, 0xBF] + Array(Self.text.utf8)) == (Self.text, .utf8))
    for mark in ["", "\u{FEFF}"] {
      let text = mark + Self.text + "𠮷\n"
      let big = try read(Self.utf16(text, isBig: true))
      let little = try read(Self.utf16(text, isBig: false))
      #expect(big == (Self.text + "𠮷\n", .utf16BigEndian))
      #expect(little == (Self.text + "𠮷\n", .utf16LittleEndian))
    }
    #expect(try read([]) == ("", .utf8))
  }

  @Test func aRareCharacterOfGB18030HasFourBytes() throws {
    let bytes: [UInt8] = Self.gbk + [0x95, 0x34, 0xB2, 0x35, 0x0A]
    #expect(try read(bytes).0 == Self.text + "𠮷\n")
  }

  @Test func aWrongByteIsNamedByLineAndPlace() throws {
    var gbk = Self.gbk
    gbk[19] = 0xFF
    #expect(fault(gbk)?.line == 2)
    #expect(fault(gbk)?.message.contains("第 6 个字节（0xFF）不是 GB18030") == true)
    var utf8 = Array(Self.text.utf8)
    utf8[22] = 0xFF
    #expect(fault(utf8)?.line == 2)
    #expect(fault(utf8)?.message.contains("第 3 个字节（0xFF）不是 UTF-8") == false)
    #expect(fault(utf8)?.message.contains("不是 UTF-8") == true)
    let lone: [UInt8] = [0xFF, 0xFE, 0x41, 0, 0x0A, 0, 0x42, 0, 0x00, 0xD8, 0x43, 0]
    #expect(fault(lone)?.line == 2)
    #expect(fault(lone)?.message.contains("第 3 个字节（0x0）不是 UTF-16LE") == true)
    #expect(fault([0xFF, 0xFE, 0x41]) != nil)
    #expect(fault(Array("a\u{0}b\u{0}\u{0}".utf8)) != nil)
  }

  @Test("any bytes are a text or an error", arguments: 1...60)
  func anyBytes(seed: Int) {
    var generator = Repeatable(state: UInt64(seed))
    let high: UInt8 = seed % 2 == 0 ? 255 : 0x8F
    let bytes = (0..<500).map { _ in UInt8.random(in: 0...high, using: &generator) }
    if let fault = fault(bytes) {
      #expect(fault.line > 0)
      #expect(fault.message.contains("字节") || fault.message.contains("空字符"))
    }
  }

  @Test(
    "the separator is known by the first record",
    arguments: [
      ("甲,乙\n1,2\n", ","), ("甲\t乙\n1\t2,3\n", "\t"), ("甲;乙\n1;\"2;3\"\n", ";"), ("甲\n1\n", ","),
      ("\"a,b,c\";乙\n1;2\n", ";"), ("sep=;\r\n甲;乙\r\n1;2\r\n", ";"), ("\n\n甲\t乙\n1\t2\n", "\t"),
    ])
  func separator(text: String, separator: String) throws {
    let read = try DelimitedText(Array(text.utf8), file: "t.csv")
    #expect(read.separator.rawValue == separator)
    #expect(read.sheet.rows.count == 2)
  }

  @Test func linesAndNumbersOfRowsAreKept() throws {
    let text = "甲,乙\r\n\r\n\"两\n行\",2\r3,\n\"没有闭合,4\n"
    let read = try DelimitedText(Array(text.utf8), file: "t.csv")
    #expect(read.sheet.rows.map(\.line) == [1, 3, 5])
    #expect(read.sheet.rows.map(\.number) == [1, 3, 4])
    #expect(read.sheet.rows.map(\.width) == [2, 2, 2])
    #expect(read.sheet.faults.map(\.line) == [6])
  }
}
