/// Texts that tables lose when they are written carelessly.
enum Odd {
  static let texts = [
    "", "甲", "=1+1", "+86 13800000000", "-5", "@某", "\t开头", "\r开头", "'=1", "''+1", "'平常", " =空格",
    "\u{3000}=全角空格", "＝全角", "一,二", "a;b", "说\"好\"", "\"", "两\n行", "两\r\n行", "=\u{301}", ",\u{301}",
    "_x000D_", "_x005F_x000D_", "_x12", "<b>&amp;</b>", "]]>", "🀄️👨‍👩‍👧", "𠮷野家", " 首尾 ", "0012", "1e5",
    "441900199001010000", "2024-03-01", "TRUE", "#N/A", "\u{FEFF}标记", "\u{7F}\u{85}", "{{0}}",
  ]

  /// A text of Chinese words and odd pieces.
  static func text(_ generator: inout some RandomNumberGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      switch Int.random(in: 0...3, using: &generator) {
      case 0: text += texts.randomElement(using: &generator) ?? ""
      case 1:
        let value = UInt32.random(in: 1...0x2FFFF, using: &generator)
        text.unicodeScalars.append(Unicode.Scalar(value) ?? "缺")
      default:
        let value = UInt32.random(in: 0x4E00...0x9FA5, using: &generator)
        text.unicodeScalars.append(Unicode.Scalar(value) ?? "字")
      }
    }
    return text
  }
}

/// The same numbers in every run.
struct Repeatable: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
