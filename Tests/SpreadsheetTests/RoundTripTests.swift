import Foundation
import Hotline
import Spreadsheet
import Testing

@Suite struct RoundTripTests {
  /// Rows without what no table can tell: empty cells at the end and empty rows.
  private static func rows(seed: UInt64) -> [[String]] {
    var generator = Repeatable(state: seed)
    return (0..<30).map { _ in
      (0..<5).map { _ in Odd.text(&generator) } + ["末"]
    }
  }

  private static func cells(_ sheet: Sheet) -> [[String]] {
    sheet.rows.map { row in
      var cells = Array(repeating: "", count: row.cells.last?.column ?? 0)
      for cell in row.cells { cells[cell.column - 1] = cell.text }
      return cells
    }
  }

  /// Swift calls canonically equivalent texts equal; a table must bring back the same scalars.
  private static func scalars(_ rows: [[String]]) -> [[[Unicode.Scalar]]] {
    rows.map { $0.map { Array($0.unicodeScalars) } }
  }

  private func readCSV(_ text: String) throws -> DelimitedText {
    try Data(text.utf8).withUnsafeBytes { bytes in
      try DelimitedText(TextEncoding.decode(bytes, file: "t.csv").text, file: "t.csv")
    }
  }

  @Test("what is written as CSV reads back", arguments: 1...20 as ClosedRange<UInt64>)
  func csv(seed: UInt64) throws {
    let rows = Self.rows(seed: seed) + [Odd.texts + ["末"]]
    let text = DelimitedText.byteOrderMark + rows.map(DelimitedText.line).joined()
    #expect(Self.scalars(Self.cells(try readCSV(text).sheet)) == Self.scalars(rows))
  }

  @Test("what is written as .xlsx reads back", arguments: 1...20 as ClosedRange<UInt64>)
  func workbook(seed: UInt64) throws {
    let rows = Self.rows(seed: seed) + [Odd.texts + ["末"]]
    let data = try WorkbookWriter.bytes([.init(name: "事项", rows: rows), .init(name: "空", rows: [])])
    let book = try Workbook(data, file: "t.xlsx")
    #expect(book.sheets.map(\.name) == ["事项", "空"])
    #expect(Self.scalars(Self.cells(book.sheets[0])) == Self.scalars(rows))
    #expect(book.sheets[0].formulas.isEmpty)
    let again = try WorkbookWriter.bytes([
      .init(name: "事项", rows: rows), .init(name: "空", rows: []),
    ])
    #expect(again == data)
  }

  @Test(
    "no cell of a CSV file begins like a formula",
    arguments: ["=1", "+1", "-1", "@a", "\t=1", "\r1", " =1", "＝1", "=\u{301}1", "\u{FEFF}=1"])
  func protected(text: String) {
    let line = DelimitedText.line([text])
    #expect(line.hasPrefix("'") || line.hasPrefix("\"'"))
  }

  @Test func cellsThatNoSheetHoldsAreNamed() {
    let long = String(repeating: "长", count: 32_768)
    let faults = #expect(throws: DataFaults.self) {
      try WorkbookWriter.bytes([
        .init(name: "a/b", rows: [["甲", "乙"], ["", long]])
      ])
    }
    #expect(faults?.faults.count == 2)
    #expect(faults?.faults.last?.cell == "B2")
    #expect(faults?.faults.last?.field == "乙")
  }
}
