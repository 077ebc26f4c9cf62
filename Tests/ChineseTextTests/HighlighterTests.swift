import Testing

@testable import ChineseText

@Suite struct HighlighterTests {
  let analyzer = Analyzer(synonyms: Synonyms(groups: [["停水", "断水"]]))

  private func marks(_ query: String, _ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return Highlighter(query, analyzer: analyzer).ranges(in: text)
      .map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test func `matching stretches are marked in the original writing`() {
    #expect(marks("公积金怎么提取", "住房公積金的提取，公積。") == ["公積金", "提取", "公積"])
    #expect(marks("税", "税务局收税") == ["税", "税"])
    #expect(marks("12345", "请拨１２３４５") == ["１２３４５"])
  }

  @Test func `synonyms and pinyin are marked too`() {
    #expect(marks("家里断水了", "计划停水通知") == ["停水"])
    #expect(marks("gjj", "提取公积金") == ["公积金"])
    #expect(marks("gongjijin", "提取公积金") == ["公积金"])
  }

  @Test func `nothing is marked without a match`() {
    #expect(marks("的了", "我的了") == [])
    #expect(marks("", "公积金") == [])
    #expect(marks("公积金", "") == [])
    #expect(marks("gongjijin", "金") == [])
  }
}
