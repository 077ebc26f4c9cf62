/// Random texts of what an operator's screen may hold, the same ones at every run.
struct RandomText {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 11) % bound
  }

  private static let pieces = [
    "公积金", "提取", "異地貸款", "預付", "１２３４５", "12345", "5G", "A座", "3.5", "。", "，", " ", "\n",
    "\u{0}", "👍🏽", "👨‍👩‍👧", "🇨🇳", "𠮷野家", "𪚥", "é", "e\u{301}", "ﬁ", "㎡", "㈠", "Ⅳ", "\u{FEFF}", "ー",
    "かな", "한국", "Привет", "的", "了", "社保卡", "〇", "々", "\u{E0100}", "\u{10FFFF}", "...", "“引”",
  ]

  mutating func text(_ count: Int) -> String {
    (0..<count).map { _ in
      next(4) == 0
        ? String(UnicodeScalar(UInt32(0x4E00 + next(0x5000))) ?? "一")
        : Self.pieces[next(Self.pieces.count)]
    }.joined()
  }

  /// Bytes of a text with some overwritten at random.
  mutating func brokenBytes(_ count: Int) -> [UInt8] {
    var bytes = Array(text(count).utf8)
    for _ in 0..<count where !bytes.isEmpty { bytes[next(bytes.count)] = UInt8(next(256)) }
    return bytes
  }
}
