import DataFiles
import Foundation
import Hotline
import Spreadsheet
import Testing

@Suite struct TableTests {
  private func workbook(_ rows: [[String]]) throws -> Data {
    try WorkbookWriter.bytes([.init(name: "封面", rows: []), .init(name: "事项", rows: rows)])
  }

  @Test func everyCellKnowsItsPlace() throws {
    let rows = [["name", "unit"], [], ["供水", "水务局|  城管局"], ["", "甲"]]
    let table = try Table(bytes: workbook(rows), named: "t.xlsx", required: ["unit"])
    #expect(table.file == "t.xlsx#事项")
    #expect(table.rows.map(\.line) == [3, 4])
    #expect(table.rows[0].cell("unit") == "B3")
    #expect(table.rows[0].cell("other") == nil)
    #expect(table.rows[0].list("unit") == ["水务局", "城管局"])
    #expect(table.rows[0].cells == ["name": "供水", "unit": "水务局|  城管局"])
    let csv = try Table(
      bytes: Data("name,unit\n\n\"两\n行\",甲\n丙,乙\n".utf8), named: "t.csv")
    #expect(csv.rows.map(\.line) == [3, 5])
    #expect(csv.rows.map { $0.cell("unit") } == ["B3", "B4"])
  }

  @Test func faultsOfASheetNameTheirCells() throws {
    let rows = [["name", "", "name", "odd"], ["甲", "", "", "", "乙"]]
    let faults = #expect(throws: DataFaults.self) {
      try Table(
        bytes: workbook(rows), named: "t.xlsx", required: ["unit"], allowed: ["name", "unit"])
    }
    #expect(
      faults?.faults.map { "\($0.line) \($0.cell ?? "") \($0.field)" } == [
        "1  unit", "1 B1 ", "1 C1 name", "1 D1 odd", "2 E2 ",
      ])
    #expect(faults?.faults.first?.description == "t.xlsx#事项:1: [unit] 表头缺少这一列")
    #expect(faults?.faults.last?.description.hasPrefix("t.xlsx#事项:2:E2: ") == true)
  }

  @Test func whatOfficeProgramsAddIsLeftOut() throws {
    let table = try Table(bytes: Data("name,unit,,\n甲,乙,,\n,,,\n".utf8), named: "t.csv")
    #expect(table.columns == ["name", "unit"])
    #expect(table.rows.map { $0["unit"] } == ["乙"])
    #expect(table.faults.isEmpty)
  }

  @Test func theEncodingIsSaid() throws {
    let gbk = Data([0xC3, 0xFB, 0xB3, 0xC6, 0x09, 0xBC, 0xD7, 0x0A])
    let file = try TableFile(gbk, named: "t.csv")
    #expect(file.understood == "GB18030 编码，制表符分隔")
    #expect(file.remarks.map(\.message) == ["按 GB18030 编码，制表符分隔 读取"])
    #expect(try file.table(0).columns == ["名称", "甲"])
    #expect(try TableFile(workbook([["a"]]), named: "t").understood == "工作簿，工作表：封面、事项")
  }

  @Test func aPageOfTheWebIsNoTable() {
    let faults = #expect(throws: DataFaults.self) {
      try Table(bytes: Data(" <html><table>".utf8), named: "t.xls")
    }
    #expect(faults?.faults.first?.message.contains("网页") == true)
  }

  @Test func aFileThatIsTooLargeIsRefused() {
    let faults = #expect(throws: DataFaults.self) {
      try Table(bytes: Data(repeating: 0x41, count: 50 * 1_048_576 + 1), named: "t.csv")
    }
    #expect(faults?.faults.first?.message.contains("50 MiB") == true)
  }
}
