import Testing

@testable import ChineseText

@Suite struct PinyinTests {
  @Test func `公积金 is gongjijin and gjj`() {
    let analyzer = Analyzer()
    #expect(analyzer.pinyin("公積金") == "gongjijin")
    #expect(analyzer.initials("公积金") == "gjj")
    #expect(analyzer.pinyin("5G旅游") == "5glvyou")
  }

  @Test func `a reading in the lexicon overrules ICU`() throws {
    let lexicon = try Lexicon(parsing: "银行\t5\tyin hang\n行人")
    #expect(Analyzer(lexicon: lexicon).pinyin("中国银行行人") == "zhongguoyinhangxingren")
  }

  @Test(arguments: [
    ("gongjijin", PinyinReading.syllables(["gong", "ji", "jin"])),
    ("ShuiFei", .syllables(["shui", "fei"])),
    ("gjj", .initials(["g", "j", "j"])),
    ("sbk", .initials(["s", "b", "k"])),
  ])
  func `letters are read as syllables or as first letters`(
    _ letters: String, _ reading: PinyinReading
  ) {
    #expect(PinyinReading(letters) == reading)
  }

  @Test(arguments: ["", "g", "5g", "uiv", "公积金"])
  func `other things are no pinyin`(_ letters: String) {
    #expect(PinyinReading(letters) == nil)
  }

  @Test func `every reading of ICU can be typed`() {
    let common = (0x4E00...0x9FA5).map { UInt32($0) }.filter { $0 % 7 == 0 }
    let unknown = PinyinTable.shared.syllables(common).compactMap { $0 }
      .filter { !PinyinReading.known.contains($0) }
    #expect(Set(unknown).subtracting(["m", "n", "ng", "hm", "hng"]) == [])
  }
}
