import DataFiles
import Foundation
import Hotline
import Testing

@Suite struct CSVTests {
  @Test func cellsQuotesAndLinesAreKept() throws {
    let text = "\u{FEFF}name,note\r\n甲,\"一,二\"\r\n\r\n乙,\"说\"\"好\"\"\n第二行\"\n丙,|a| b |\n"
    let table = try Table(text: text, file: "t.csv")
    #expect(table.columns == ["name", "note"])
    #expect(table.rows.map(\.line) == [2, 4, 6])
    #expect(table.rows[0]["note"] == "一,二")
    #expect(table.rows[1]["note"] == "说\"好\"\n第二行")
    #expect(table.rows[2].list("note") == ["a", "b"])
  }

  @Test func everyFaultOfFormIsNamedAtOnce() {
    let text = "name,odd,name\n甲,b\n乙,c,d\n丙,\"e,f\n"
    let faults = #expect(throws: DataFaults.self) {
      try Table(
        text: text, file: "t.csv", required: ["name", "unit"], allowed: ["name", "unit"])
    }
    let found = faults?.faults.map { "\($0.line) \($0.field)" } ?? []
    #expect(found == ["1 unit", "1 odd", "1 name", "2 ", "4 "])
  }

  @Test func whatIsWrittenReadsBack() throws {
    let cells = ["a,b", "\"q\"", "两\n行", "", "plain"]
    let table = try Table(text: csvLine(["a", "b", "c", "d", "e"]) + csvLine(cells), file: "t")
    #expect(["a", "b", "c", "d", "e"].map { table.rows[0][$0] } == cells)
  }

  @Test func formulasAreNotGivenOutAndReadBack() throws {
    let line = csvLine(["=1+1", "@x"])
    #expect(line == "'=1+1,'@x\n")
    let row = try Table(text: "a,b\n" + line, file: "t").rows[0]
    #expect(row["a"] == "=1+1")
  }
}

@Suite struct YAMLNodeTests {
  @Test func valuesKnowTheirLines() throws {
    let node = try YAMLNode(
      text: "a: 1\nlist:\n  - 甲\n  - {k: v}\nempty:\nquoted: ''\n", file: "t.yaml", firstLine: 2)
    #expect(node["a"]?.text == "1")
    #expect(node["list"]?.elements?.count == 2)
    #expect(node["list"]?.elements?[1]["k"]?.line == 5)
    #expect(node["empty"]?.isEmpty == true)
    #expect(node["quoted"]?.text?.isEmpty == true)
    #expect(node.entries?.map(\.line) == [2, 3, 6, 7])
  }

  @Test(
    "broken texts name their line",
    arguments: [
      ("a: 1\na: 2\n", 2), ("a: [1, 2\nb: 3\n", 2), ("a: *x\n", 1), ("a: b: c\n", 1),
      ("- a\nb: c\n", 2),
    ])
  func broken(text: String, line: Int) {
    let faults = #expect(throws: DataFaults.self) { try YAMLNode(text: text, file: "t.yaml") }
    #expect(faults?.faults.first?.line == line)
  }

  @Test func deepNestingIsRefused() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: DataFaults.self) { try YAMLNode(text: deep, file: "t.yaml") }
  }

  @Test func nothingIsAnEmptyValue() throws {
    #expect(try YAMLNode(text: "", file: "t.yaml").isEmpty)
  }
}

@Suite struct FrontMatterTests {
  @Test func headAndBodyAreParted() throws {
    let matter = try FrontMatter(text: "---\r\nid: A\r\n---\r\n\r\n# 题\n文\n", file: "t.md")
    #expect(matter.head["id"]?.text == "A")
    #expect(matter.body == "# 题\n文\n")
  }

  @Test("missing marks are named", arguments: ["", "id: A\n", "---\nid: A\n", "---\n- a\n---\n"])
  func missing(text: String) {
    #expect(throws: DataFaults.self) { try FrontMatter(text: text, file: "t.md") }
  }
}

@Suite struct TextFileTests {
  @Test func otherEncodingsAreNamedWithTheirLine() {
    let data = Data("好\n".utf8) + Data([0xD6, 0xD0, 0xB9, 0xFA])
    let faults = #expect(throws: DataFaults.self) { try TextFile.decode(data, as: "t.csv") }
    #expect(faults?.faults.first?.line == 2)
  }

  @Test func nulIsNamedWithItsLine() {
    let faults = #expect(throws: DataFaults.self) {
      try TextFile.decode(Data("a\nb\0".utf8), as: "t.csv")
    }
    #expect(faults?.faults.first?.line == 2)
  }
}
