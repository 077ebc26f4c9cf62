/// Chinese numerals as laws count their articles (一 … 九千九百九十九).
public enum ChineseNumeral {
  private static let digits: [Character: Int] = [
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
  ]
  private static let units: [Character: Int] = ["十": 10, "百": 100, "千": 1000]
  private static let names: [Character] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

  /// Reads a numeral such as 一百三十三, or plain digits; nil when it is none.
  public static func value(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.count <= 12 else { return nil }
    if text.allSatisfy({ $0.isASCII && $0.isNumber }) { return Int(text) }
    var total = 0
    var digit: Int?
    for character in text {
      if let value = digits[character] {
        digit = value
      } else if let unit = units[character] {
        total += (digit ?? 1) * unit
        digit = nil
      } else {
        return nil
      }
    }
    return total + (digit ?? 0)
  }

  /// Writes 1 to 9999 as laws do: 10 is 十, 110 is 一百一十, 101 is 一百零一.
  public static func text(_ number: Int) -> String {
    guard (1...9999).contains(number) else { return String(number) }
    var result = ""
    var rest = number
    var gap = false
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
      let digit = rest / unit
      rest %= unit
      if digit == 0 {
        gap = !result.isEmpty && rest > 0
        continue
      }
      if gap { result.append("零") }
      gap = false
      if !(unit == 10 && digit == 1 && result.isEmpty) { result.append(names[digit]) }
      result += name
    }
    return result
  }
}
