import Testing

@testable import ChineseText

@Suite struct NormalTextTests {
  @Test(arguments: [
    ("預付", "预付"), ("１２３４５", "12345"), ("ＡＢＣ", "abc"), ("公積金異地貸款", "公积金异地贷款"),
    ("“你好”，世界。", "\"你好\",世界."), ("㎡", "m2"), ("Café", "cafe"), ("Cafe\u{301}", "cafe"),
    ("\u{FEFF}社保\u{200B}卡", "社保卡"), ("", ""), ("𠮷", "𠮷"), ("ﬁ", "fi"),
  ])
  func `a text has one normal form`(_ text: String, _ normal: String) {
    #expect(NormalText(text).string == normal)
  }

  @Test func `folding twice changes nothing`() {
    var random = RandomText(seed: 1)
    for _ in 0..<300 {
      let once = NormalText(random.text(30)).string
      #expect(NormalText(once).string == once)
    }
  }

  @Test func `every scalar knows the bytes it came from`() {
    let text = NormalText("預１㎡a\u{200B}金")
    #expect(text.string == "预1m2a金")
    #expect(
      (0..<text.scalars.count).map { text.bytes($0..<$0 + 1) } == [
        0..<3, 3..<6, 6..<9, 6..<9, 9..<13, 13..<16,
      ])
    #expect(text.bytes(0..<0) == 0..<0)
  }

  @Test(
    arguments: [
      ([0xFF], 1), ([0xE5, 0x85], 1), ([0xE5, 0x85, 0x41], 2), ([0xC0, 0x80], 2),
      ([0xED, 0xA0, 0x80], 3), ([0xF4, 0x90, 0x80, 0x80], 4), ([0xF0, 0x9F, 0x91], 1),
    ] as [([UInt8], Int)])
  func `invalid UTF-8 becomes replacement characters as in the standard library`(
    _ bytes: [UInt8], _ count: Int
  ) {
    let text = bytes.withUnsafeBufferPointer { NormalText(utf8: $0) }
    #expect(text.scalars.count == count)
    #expect(text.string == String(decoding: bytes, as: UTF8.self).lowercased())
  }

  @Test func `broken bytes decode as the standard library decodes them`() {
    var random = RandomText(seed: 2)
    for _ in 0..<500 {
      let bytes = random.brokenBytes(12)
      let direct = bytes.withUnsafeBufferPointer { NormalText(utf8: $0) }
      #expect(direct.string == NormalText(String(decoding: bytes, as: UTF8.self)).string)
      #expect(direct.starts.last == UInt32(bytes.count))
      #expect(zip(direct.starts, direct.starts.dropFirst()).allSatisfy { $0 <= $1 })
    }
  }
}
