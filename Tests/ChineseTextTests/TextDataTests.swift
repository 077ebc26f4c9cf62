import Testing

@testable import ChineseText

@Suite struct TextDataTests {
  @Test func `a lexicon file has words, weights and readings`() throws {
    let lexicon = try Lexicon(parsing: "# 词\n公积金\n\n銀行\t5\tyin hang\r\n公积金\t3\n")
    #expect(
      lexicon.entries == [
        .init("公积金", weight: 3), .init("银行", weight: 5, reading: ["yin", "hang"]),
      ])
  }

  @Test func `every broken line of a lexicon is told at once`() {
    let error = #expect(throws: TextDataError.self) {
      try Lexicon(parsing: "公积金\tmany\n银行\t1\tyin\n好\n\t4\na\t1\tx\ty")
    }
    #expect(error?.problems.map(\.line) == [1, 2, 4, 5])
  }

  @Test func `every broken line of a synonym file is told at once`() throws {
    let error = #expect(throws: TextDataError.self) {
      try Synonyms(parsing: "停水|断水\n停电\n煤气||燃气\n路灯|路灯\n# 注")
    }
    #expect(error?.problems.map(\.line) == [2, 3, 4])
    #expect(try Synonyms(parsing: "停水|断水\n# 注").groups == [["停水", "断水"]])
  }
}
