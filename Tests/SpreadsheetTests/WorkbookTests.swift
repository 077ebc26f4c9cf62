import Foundation
import Hotline
import Testing

@testable import Spreadsheet

/// Workbooks as other programs write them.
enum Foreign {
  static let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  static func relations(_ links: [(String, String)]) -> String {
    "<Relationships>"
      + links.enumerated().map {
        "<Relationship Id=\"r\($0)\" Type=\"\(relation)/\($1.0)\" Target=\"\($1.1)\"/>"
      }.joined() + "</Relationships>"
  }

  static func parts(
    _ sheet: String, texts: String = "<sst/>", styles: String = "<styleSheet/>",
    book: String = "<workbookPr/>"
  ) -> [(name: String, text: String)] {
    [
      ("_rels/.rels", relations([("officeDocument", "/xl/workbook.xml")])),
      (
        "xl/workbook.xml",
        "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\">\(book)"
          + "<x:sheets><x:sheet name=\"表\" sheetId=\"1\" r:id=\"r0\"/></x:sheets></x:workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        relations([
          ("worksheet", "../xl/worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"),
          ("styles", "styles.xml"),
        ])
      ),
      ("xl/sharedStrings.xml", texts), ("xl/styles.xml", styles),
      ("xl/worksheets/sheet1.xml", "<worksheet>\(sheet)</worksheet>"),
    ]
  }

  static func data(_ parts: [(name: String, text: String)]) throws -> Data {
    try #require(WorkbookWriter.pack(parts))
  }

  static func sheet(_ data: Data) throws -> Sheet {
    try #require(try Workbook(data, file: "t.xlsx").sheets.first)
  }
}

@Suite struct WorkbookTests {
  @Test func textsOfEveryKindAreRead() throws {
    let sheet = try Foreign.sheet(
      Foreign.data(
        Foreign.parts(
          """
          <sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c>\
          <c t="inlineStr"><is><t>行内</t></is></c><c t="b"><v>1</v></c></row>\
          <row><c t="str"><f>A2&amp;"x"</f><v>算出</v></c><c t="e"><v>#N/A</v></c>\
          <c><f>1+1</f></c><c t="d"><v>2024-03-01</v></c></row></sheetData>
          """,
          texts: """
            <sst><si><r><t>派</t></r><r><t xml:space="preserve">单 </t></r>\
            <rPh sb="0" eb="1"><t>パイ</t></rPh></si><si><t>a_x000D_b</t></si></sst>
            """)))
    #expect(sheet.rows.map(\.number) == [2, 3])
    #expect(sheet.rows[0].cells.map(\.text) == ["派单 ", "a\rb", "行内", "TRUE"])
    #expect(sheet.rows[0].cells.map(\.column) == [1, 3, 4, 5])
    #expect(sheet.rows[1].cells.map(\.text) == ["算出", "2024-03-01"])
    #expect(sheet.formulas.map(\.description) == ["A3", "C3"])
    #expect(sheet.faults.map(\.cell) == ["B3", "C3"])
  }

  @Test(
    "numbers show as office programs show them",
    arguments: [
      ("13800000000", 0, "13800000000"), ("1.1000000000000001", 0, "1.1"), ("-5", 0, "-5"),
      ("0.30000000000000004", 0, "0.3"), ("1E+20", 0, "100000000000000000000"), ("7", 3, "007"),
      ("45352", 1, "2024-03-01"), ("45352.354166666664", 1, "2024-03-01T08:30:00+08:00"),
      ("60", 1, "60"), ("59", 1, "1900-02-28"), ("61", 1, "1900-03-01"), ("0.5", 1, "12:00:00"),
      ("1.5", 4, "36:00:00"), ("45352", 2, "2024-03-01"), ("1234.5", 5, "1234.5"),
      ("45352", 6, "2024-03-01"),
    ])
  func numbers(stored: String, style: Int, shown: String) throws {
    let styles = """
      <styleSheet><numFmts><numFmt numFmtId="164" formatCode="000"/>\
      <numFmt numFmtId="165" formatCode="[h]:mm:ss"/>\
      <numFmt numFmtId="166" formatCode="[Red]#,##0.00&quot;元 ymd&quot;"/>\
      <numFmt numFmtId="167" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>\
      </numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>\
      <xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="164"/><xf numFmtId="165"/>\
      <xf numFmtId="166"/><xf numFmtId="167"/></cellXfs></styleSheet>
      """
    let cell = "<sheetData><row><c s=\"\(style)\"><v>\(stored)</v></c></row></sheetData>"
    let sheet = try Foreign.sheet(Foreign.data(Foreign.parts(cell, styles: styles)))
    #expect(sheet.rows.first?.cells.map(\.text) == [shown])
  }

  @Test func longNumbersThatLostTheirEndAreFaults() throws {
    let cells = "<c><v>441900199001010000</v></c><c><v>13800000000</v></c>"
    let sheet = try Foreign.sheet(
      Foreign.data(Foreign.parts("<sheetData><row>\(cells)</row></sheetData>")))
    #expect(sheet.rows[0].cells.map(\.text) == ["441900199001010000", "13800000000"])
    #expect(sheet.faults.map(\.cell) == ["A1"])
  }

  @Test func daysMayBeginIn1904() throws {
    let sheet = try Foreign.sheet(
      Foreign.data(
        Foreign.parts(
          "<sheetData><row><c s=\"0\"><v>43890</v></c></row></sheetData>",
          styles: "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
          book: "<workbookPr date1904=\"1\"/>")))
    #expect(sheet.rows[0].cells[0].text == "2024-03-01")
  }

  @Test func mergedCellsAreNamedAndFilledWhenAsked() throws {
    var sheet = try Foreign.sheet(
      Foreign.data(
        Foreign.parts(
          """
          <sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c><c r="B1" t="str"><v>乙</v></c></row>\
          <row r="2"><c r="B2" t="str"><v>丙</v></c></row>\
          <row r="9"><c r="B9" t="str"><v>丁</v></c></row></sheetData>\
          <mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>
          """)))
    #expect(sheet.merged.map(\.description) == ["A1:A1048576"])
    sheet.fillMerged()
    #expect(sheet.rows.map { $0.cells.map(\.text) } == [["甲", "乙"], ["甲", "丙"], ["甲", "丁"]])
    #expect(sheet.merged.isEmpty)
  }

  @Test func aMissingSheetIsAnsweredWithThoseThatAreThere() throws {
    let data = try WorkbookWriter.bytes([.init(name: "甲", rows: []), .init(name: "乙", rows: [])])
    let faults = #expect(throws: DataFaults.self) {
      try Workbook(data, file: "t.xlsx", only: "丙")
    }
    #expect(faults?.description == "t.xlsx: 没有名为“丙”的工作表，现有：甲、乙")
    #expect(try Workbook(data, file: "t.xlsx", only: "乙").sheets.map(\.name) == ["乙"])
  }
}
