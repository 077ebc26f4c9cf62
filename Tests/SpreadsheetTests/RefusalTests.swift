import Foundation
import Hotline
import Testing

@testable import Spreadsheet

@Suite struct RefusalTests {
  private static let cells = "<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>"
  private static let good = Foreign.parts(cells, texts: "<sst><si><t>甲</t></si></sst>")

  private func refusal(_ data: Data, _ limits: WorkbookLimits = WorkbookLimits()) -> String {
    do {
      _ = try Workbook(data, file: "t.xlsx", limits: limits)
      return ""
    } catch let faults as DataFaults {
      return faults.description
    } catch {
      return "\(error)"
    }
  }

  private func replacing(_ name: String, _ text: String) throws -> Data {
    try Foreign.data(Self.good.filter { $0.name != name } + [(name, text)])
  }

  @Test func otherFormatsAreToldFromDamage() throws {
    let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let name = "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] }
    #expect(refusal(Data(old)).contains("旧的 .xls"))
    #expect(refusal(Data(old + [0, 0] + name)).contains("密码"))
    #expect(refusal(Data("甲,乙".utf8)).contains("不是 .xlsx"))
    #expect(refusal(Data("PK".utf8)).contains("已损坏"))
    #expect(refusal(try Foreign.data([("a.txt", "甲")])).contains("没有表格"))
    #expect(refusal(try Foreign.data([("content.xml", ""), ("mimetype", "")])).contains(".ods"))
    #expect(refusal(try Foreign.data([("xl/workbook.bin", "")])).contains(".xlsb"))
  }

  @Test func pathsOutOfTheArchiveAndTwinsAreRefused() throws {
    #expect(refusal(try Foreign.data(Self.good)).isEmpty)
    #expect(refusal(try replacing("../../x", "")).contains("路径"))
    #expect(refusal(try replacing("/etc/x", "")).contains("路径"))
    #expect(refusal(try replacing("XL/workbook.xml", "")).contains("同名"))
  }

  @Test func anEncryptedEntryIsRefused() throws {
    var data = try Foreign.data(Self.good)
    // Bit 0 of the flags in every central record says that the entry is encrypted.
    for at in data.indices.dropLast(10) where data[at...].starts(with: [0x50, 0x4B, 1, 2]) {
      data[at + 8] |= 1
    }
    for at in data.indices.dropLast(10) where data[at...].starts(with: [0x50, 0x4B, 3, 4]) {
      data[at + 6] |= 1
    }
    #expect(refusal(data).contains("密码"))
  }

  @Test func bombsAreStoppedWhileTheyUnpack() throws {
    let text = String(repeating: " ", count: 20 * 1_048_576)
    let bomb = try replacing("xl/worksheets/sheet1.xml", "<worksheet>\(text)</worksheet>")
    #expect(bomb.count < 100_000)
    #expect(refusal(bomb).contains("解压后过大"))
    var limits = WorkbookLimits()
    limits.inflated = 100
    #expect(refusal(try Foreign.data(Self.good), limits).contains("解压后过大"))
  }

  @Test func limitsAreSaid() throws {
    var limits = WorkbookLimits()
    limits.bytes = 10
    #expect(refusal(try Foreign.data(Self.good), limits).contains("文件超过"))
    limits = WorkbookLimits()
    limits.entries = 3
    #expect(refusal(try Foreign.data(Self.good), limits).contains("里面的文件超过 3 个"))
    limits = WorkbookLimits()
    limits.cells = 0
    #expect(refusal(try Foreign.data(Self.good), limits).contains("单元格超过"))
    let low = "<worksheet><sheetData><row r=\"1048577\"/></sheetData></worksheet>"
    #expect(
      refusal(try replacing("xl/worksheets/sheet1.xml", low)).contains("超过 1,048,576 行"))
    let long = "<sst><si><t>\(String(repeating: "长", count: 50_000))</t></si></sst>"
    #expect(refusal(try replacing("xl/sharedStrings.xml", long)).contains("32,767"))
  }

  @Test func entitiesAreRefused() throws {
    let text = "<!DOCTYPE sst [<!ENTITY a \"甲\">]><sst><si><t>&a;</t></si></sst>"
    #expect(refusal(try replacing("xl/sharedStrings.xml", text)).contains("DTD"))
    let deep = String(repeating: "<a>", count: 100)
    #expect(refusal(try replacing("xl/sharedStrings.xml", deep)).contains("嵌套"))
    let tag = "<sst a=\"\(String(repeating: "长", count: 900_000))\"/>"
    #expect(refusal(try replacing("xl/sharedStrings.xml", tag)).contains("过长"))
  }

  @Test("a claim of very many entries sets nothing aside", arguments: [false, true])
  func manyEntries(isLarge: Bool) throws {
    var data = try Foreign.data(Self.good)
    let end = try #require(data.range(of: Data([0x50, 0x4B, 5, 6]))).lowerBound
    if isLarge {
      let record: [UInt8] = [0x50, 0x4B, 6, 6, 44] + Array(repeating: 0, count: 7)
      let counts: [UInt8] = Array(repeating: 0x0F, count: 4) + [0, 0, 0, 0]
      let place = withUnsafeBytes(of: UInt64(end).littleEndian) { Array($0) }
      let head = Array(repeating: UInt8(0), count: 12) + counts + counts
      let large = record + head + Array(repeating: UInt8(0), count: 16)
      let locator: [UInt8] = [0x50, 0x4B, 6, 7, 0, 0, 0, 0] + place + [1, 0, 0, 0]
      data[(end + 8)..<(end + 12)] = Data(repeating: 0xFF, count: 4)
      data.insert(contentsOf: large + locator, at: end)
    } else {
      data[(end + 8)..<(end + 12)] = Data([0xFE, 0xFF, 0xFE, 0xFF])
    }
    #expect(refusal(data).contains("里面的文件超过"))
  }

  @Test("damage of any kind is an error or a table, never a crash", arguments: 1...40)
  func damage(seed: Int) throws {
    var generator = Repeatable(state: UInt64(seed))
    let rows = (0..<20).map { _ in (0..<5).map { _ in Odd.text(&generator) } }
    let data =
      try seed % 2 == 0
      ? Foreign.data(Self.good) : WorkbookWriter.bytes([.init(name: "表", rows: rows)])
    for _ in 0..<40 {
      var hurt = data
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        hurt[Int.random(in: 0..<hurt.count, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      if Bool.random(using: &generator) {
        hurt.removeLast(Int.random(in: 0..<hurt.count, using: &generator))
      }
      let said = refusal(hurt)
      #expect(said.isEmpty || said.hasPrefix("t.xlsx"))
    }
  }

  @Test("damaged XML is an error or a table, never a crash", arguments: 1...40)
  func damagedXML(seed: Int) throws {
    var generator = Repeatable(state: UInt64(seed) << 8)
    for _ in 0..<20 {
      var parts = Self.good
      let at = Int.random(in: 0..<parts.count, using: &generator)
      var text = Array(parts[at].text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        text[Int.random(in: 0..<text.count, using: &generator)] = .random(
          in: 32...126, using: &generator)
      }
      parts[at].text = String(decoding: text, as: UTF8.self)
      let said = refusal(try Foreign.data(parts))
      #expect(said.isEmpty || said.hasPrefix("t.xlsx"))
    }
  }
}
