import ChineseText
import Foundation
import Testing

@Suite struct ShippedLexiconTests {
  private func text(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "Knowledge/lexicon/\(name)"), encoding: .utf8)
  }

  @Test func `the shipped words and synonyms load without a problem`() throws {
    #expect(try Lexicon(parsing: text("words.txt")).entries.count >= 1_500)
    #expect(try Synonyms(parsing: text("synonyms.txt")).groups.count >= 300)
  }

  @Test func `shipped words are found by their pinyin`() throws {
    let words = PinyinWords(Analyzer(lexicon: try Lexicon(parsing: text("words.txt"))))
    #expect(words.words(for: "gjj").first?.first == "公积金")
    #expect(words.words(for: "gongjijintq").map(\.first) == ["公积金", "提取"])
    #expect(words.words(for: "sbk").first?.contains("社保卡") == true)
    #expect(words.words(for: "renxingdao").first?.first == "人行道")
    #expect(words.words(for: "xyzzy").isEmpty)
  }
}
