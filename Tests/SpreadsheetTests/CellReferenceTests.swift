import Spreadsheet
import Testing

@Suite struct CellReferenceTests {
  @Test("places read back", arguments: ["A1", "Z9", "AA10", "XFD1048576"])
  func readsBack(text: String) {
    #expect(CellReference(parsing: text)?.description == text)
  }

  @Test("what is no place", arguments: ["", "A", "1", "A0", "1A", "A1B", "XFE1", "A1048577", "甲1"])
  func refused(text: String) {
    #expect(CellReference(parsing: text) == nil)
  }
}
