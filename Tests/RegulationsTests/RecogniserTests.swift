import ChineseText
import Hotline
import Testing

@testable import Regulations

@Suite struct RecogniserTests {
  static func library(_ pattern: String) throws -> RecogniserLibrary {
    let text = """
      words:
        火: [着火(了)?, 起火]
      phrases:
        拒名: ["不|别 >2 说|留 >3 姓名|名字"]
      ignore: [消防通道, 打不着火]
      recognisers:
        r: {what: 某, channel: 某, likely: [\(pattern)]}
      """
    let (library, faults) = RecogniserCompiler.library(
      try RecogniserFile(text: text, file: "r.yaml"), wanted: ["r"])
    #expect(faults.isEmpty)
    return library
  }

  @Test(
    "A pattern holds for words in context",
    arguments: [
      ("\"{火}\"", "我家着火了", true), ("\"{火}\"", "车子打不着火", false),
      ("\"{火}\"", "我家著火了", true), ("\"消防\"", "消防通道堵了", false),
      ("\"甲 > 乙\"", "甲和乙", true), ("\"甲 > 乙\"", "乙和甲", false),
      ("\"甲 + 乙\"", "乙和甲", true), ("\"甲 >2 乙\"", "甲一二三乙", false),
      ("\"甲 > 乙\"", "甲。乙", false), ("{find: \"甲 > 乙\", in: text}", "甲。乙", true),
      ("{find: \"甲 > 乙\", in: clause}", "甲，乙", false),
      ("{find: 甲, not: 丙}", "甲丙", false), ("{find: 甲, not: 丙}", "甲，丙", true),
      ("{find: 甲, unless: 丙}", "甲，丙", false), ("{find: 甲, unless: 丙}", "甲。丙", true),
      ("{find: 甲, never: 丙}", "甲。丙", false),
      ("{find: 甲, longest: 2}", "甲，一！", true), ("{find: 甲, longest: 2}", "甲一二", false),
      ("\"{拒名}|实名\"", "我不想留我的姓名", true), ("\"{拒名}\"", "我留姓名", false),
      ("\"(快|赶紧)?来\"", "来", true),
    ])
  func patterns(pattern: String, text: String, holds: Bool) throws {
    let found = try Self.library(pattern).recognise(NormalText(text))
    #expect(found.isEmpty != holds)
  }

  @Test("Ranges are bytes of the original text, whatever its form")
  func ranges() throws {
    let text = "喂！１１９嗎？我家著火了"
    let found = try Self.library("\"119 + {火}\"").recognise(NormalText(text))
    #expect(found.isEmpty)
    let wide = try Self.library("{find: \"119 + {火}\", in: text}").recognise(NormalText(text))
    let words = try #require(wide.first).ranges.map {
      String(decoding: Array(text.utf8)[$0], as: UTF8.self)
    }
    #expect(words == ["１１９", "著火"])
  }

  @Test("Empty, broken and very long texts are scanned in time")
  func odd() throws {
    let profile = try #require(Shipped.profiles["nanchang-msa"])
    for text in ["", " ", "\u{0}", "，。！", "\u{20000}", String(repeating: "着", count: 5)] {
      #expect(profile.exclusions.find(in: text).allSatisfy { !$0.words.isEmpty })
    }
    let long = String(repeating: "我要举报局长受贿，法院不立案，着火了快来人。", count: 2000)
    #expect(!profile.exclusions.find(in: long).isEmpty)
  }
}
