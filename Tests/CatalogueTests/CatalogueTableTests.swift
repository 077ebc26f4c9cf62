import Catalogue
import DataFiles
import Foundation
import Hotline
import Spreadsheet
import Testing

@Suite struct CatalogueTableTests {
  private static func content() throws -> CatalogueContent {
    let fixture = try CatalogueFixture(CatalogueFixture.whole)
    return CatalogueFolder.read(fixture.folder).content
  }

  private static func workbook(
    _ content: CatalogueContent, _ change: (inout [[String]]) -> Void = { _ in }
  ) throws -> Data {
    try WorkbookWriter.bytes(
      CatalogueFolder.sheets(content).map { sheet in
        var rows = sheet.rows
        if sheet.name == "items" { change(&rows) }
        return .init(name: sheet.name, rows: rows)
      })
  }

  @Test func aWorkbookReadsBackAsItWas() throws {
    var content = try Self.content()
    content.items[1].note = "=HYPERLINK(\"http://example.invalid\")"
    content.items[1].validity = Validity(from: Date(timeIntervalSince1970: 1_800_000_000), to: nil)
    let read = CatalogueFolder.read(
      try TableFile(Self.workbook(content), named: "c.xlsx"))
    #expect(read.faults.isEmpty, "\(read.faults)")
    #expect(read.content == content)
  }

  @Test func faultsInAWorkbookNameSheetAndCell() throws {
    let data = try Self.workbook(try Self.content()) { rows in
      rows[1][8] = "很快"
      rows[2][5] = "没有的单位"
      rows.append(rows[2])
    }
    let read = CatalogueFolder.read(try TableFile(data, named: "c.xlsx"))
    let places = read.faults.map { "\($0.file) \($0.line) \($0.cell ?? "") \($0.field)" }
    #expect(places.contains("c.xlsx#items 2 I2 limit"))
    #expect(places.contains("c.xlsx#items 3 F3 unit"))
    #expect(places.contains("c.xlsx#items 4 A4 id"))
  }

  @Test func itemsAreReadFromTheBytesOfATable() throws {
    let content = try Self.content()
    let text = CatalogueFolder.text(of: content.items)
    let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let read = CatalogueFolder.items(Data(little), file: "t.csv", over: content)
    #expect(read.faults.isEmpty, "\(read.faults)")
    #expect(read.items.map(\.value) == content.items)
    let units = CatalogueFolder.items(
      Data(CatalogueFixture.units.utf8), file: "t.csv", over: content)
    #expect(units.faults.contains { $0.message.contains("不是派单目录事项的表") })
  }
}
