import ChineseText

extension MergedHotlines {
  /// The hotlines that a number or some words ask for, best first.
  ///
  /// A number is found whole or by its first digits (three at least), also when it is written with
  /// Chinese digits. Words are found in what the number is for, when they are what is asked and not
  /// only mentioned: 医保 or 医保电话是多少, not 医保断缴怎么补.
  public func search(_ query: String) -> [MergedHotline] {
    let text = HotlineText(query)
    let numbers = text.numbers.map(\.digits).filter { $0.count >= 3 }
    return best { hotline in
      var score = 0
      for number in numbers {
        if hotline.number == number {
          // A line of its own for the number comes before one that only mentions it.
          score += 110
        } else if hotline.dialled.contains(number) {
          score += 100
        } else if hotline.dialled.contains(where: { $0.hasPrefix(number) }) {
          score += 10
        }
      }
      return score + text.likeness(to: hotline)
    }
  }

  /// The hotlines that a call names by their number, or whose number it asks for; best first.
  public func named(in call: String) -> [MergedHotline] {
    let text = HotlineText(call)
    let numbers = text.numbers.filter { $0.isDialled(in: text.characters) }.map(\.digits)
    let asks = HotlineText.questions.contains { text.string.contains($0) }
    guard asks || !numbers.isEmpty else { return [] }
    return best { hotline in
      let own = numbers.contains(hotline.number) ? 10 : 0
      let dialled = own + (numbers.contains { hotline.dialled.contains($0) } ? 100 : 0)
      return dialled + (asks ? text.mentions(of: hotline) : 0)
    }
  }

  private func best(_ score: (MergedHotline) -> Int) -> [MergedHotline] {
    hotlines.enumerated().map { (hotline: $1, score: score($1), order: $0) }
      .filter { $0.score > 0 }
      .sorted { ($1.score, $0.order) < ($0.score, $1.order) }.map(\.hotline)
  }
}

/// A question or call as hotlines are looked for in it.
private struct HotlineText {
  /// A run of digits.
  struct Number {
    let digits: String
    let range: Range<Int>

    /// False for a price, a house number, a size or the number of something else.
    func isDialled(in text: [Character]) -> Bool {
      let before = text[..<range.lowerBound].suffix(4)
      let after = text[range.upperBound...].prefix(6)
      if let last = before.last, "-.,¥$#号".contains(last) || last.isASCII && last.isLetter {
        return false
      }
      if let next = after.first {
        let isNumberWord = after.starts(with: "号码") || after.starts(with: "号热线")
        if HotlineText.measures.contains(next) && !isNumberWord { return false }
        if next.isASCII && next.isLetter { return false }
      }
      // Three digits are more often a count of something than a number that was dialled.
      return digits.count > 3 || before.contains { "打拨报".contains($0) }
        || HotlineText.rings.contains { String(after).contains($0) }
    }
  }

  /// What follows a number that counts something.
  static let measures: Set<Character> = Set("元块平米号室栋幢楼层座户人个度公里斤吨万千年月日岁%-.:/")
  /// What follows a number that was dialled.
  static let rings = ["没人接", "打不通", "占线", "电话", "热线", "不接"]
  /// How a call asks for a number.
  static let questions = [
    "电话是多少", "电话多少", "号码是多少", "号码多少", "什么电话", "哪个电话", "什么号码", "哪个号码", "热线是多少", "热线电话",
    "举报电话", "投诉电话", "服务电话", "咨询电话", "打哪个号", "打什么号",
  ]
  /// How a search asks for a number.
  private static let asking = ["电话", "号码", "热线", "打哪", "打什么", "找谁", "找哪"]
  /// Words that stand in many hotlines' names and tell none apart.
  private static let general = ["热线", "电话", "号码", "举报", "投诉", "服务", "监督", "用户", "申诉", "报警"]

  let string: String
  let characters: [Character]
  let numbers: [Number]

  init(_ text: String) {
    string = NormalText(text).string
    characters = string.filter { !$0.isWhitespace }
    numbers = Self.numbers(in: characters)
  }

  /// Runs of digits; Chinese ones (幺二三幺五) count where three or more follow each other.
  private static func numbers(in text: [Character]) -> [Number] {
    let chinese: [Character: Character] = [
      "零": "0", "〇": "0", "一": "1", "幺": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6",
      "七": "7", "八": "8", "九": "9",
    ]
    var found: [Number] = []
    var start = 0
    while start < text.count {
      var end = start
      var digits = ""
      while end < text.count, let digit = chinese[text[end]] ?? ascii(text[end]) {
        digits.append(digit)
        end += 1
      }
      // 一 belongs to the word behind it in 幺二三三三一直占线.
      if end - start > 1, text[end - 1] == "一", end < text.count, "直个下次般样定些".contains(text[end]) {
        end -= 1
        digits.removeLast()
      }
      if digits.count >= 3 { found.append(Number(digits: digits, range: start..<end)) }
      start = max(end, start + 1)
    }
    return found
  }

  private static func ascii(_ character: Character) -> Character? {
    ("0"..."9").contains(character) ? character : nil
  }

  /// How well a search by words asks for a hotline; 0 for not at all.
  func likeness(to hotline: MergedHotline) -> Int {
    let text = String(characters)
    let core = Self.general.reduce(text) { $0.replacing($1, with: "") }
    let asks = Self.asking.contains { text.contains($0) }
    var score = 0
    for name in Self.names(of: hotline) {
      if text.contains(name) {
        if asks || name.count * 2 > core.count { score += 2 * name.count }
      } else if core.count >= 2, name.contains(core) {
        score += core.count
      }
    }
    return score
  }

  /// How much a call speaks of what a hotline is for.
  func mentions(of hotline: MergedHotline) -> Int {
    Self.names(of: hotline).reduce(0) { $0 + (string.contains($1) ? 2 * $1.count : 0) }
  }

  /// What the number is for, also without 热线 and 电话 at its end.
  private static func names(of hotline: MergedHotline) -> [String] {
    let purpose = NormalText(hotline.purpose).string
    var names = [purpose] + hotline.words.map { NormalText($0).string }
    if purpose.hasSuffix("热线") || purpose.hasSuffix("电话") {
      names.append(String(purpose.dropLast(2)))
    }
    return names
  }
}
