import Foundation

/// One point of a request that wants an answer of its own.
struct RequestPoint: Equatable {
  /// Its place, from 1.
  var number: Int
  /// What it says.
  var text: String

  /// Its beginning, for messages.
  var shown: String { text.count > 20 ? text.prefix(20) + "…" : text }

  /// The points that the operator wrote down one by one, or that the text numbers; none for one.
  static func points(of request: Request) -> [RequestPoint] {
    let listed = request.points ?? numbered(request.text)
    guard listed.count > 1 else { return [] }
    return listed.enumerated().map { RequestPoint(number: $0.offset + 1, text: $0.element) }
  }

  /// The points that a reply leaves out.
  ///
  /// A point is answered where the reply bears its number, or names what it alone is about.
  static func unanswered(_ points: [RequestPoint], in draft: ReplyDraft) -> [RequestPoint] {
    guard !points.isEmpty else { return [] }
    let parts = draft.parts.map { "\($0.key)：\($0.value)" }
    let text = ([draft.text] + parts + draft.papers.points.values).joined(separator: "\n")
    return points.filter { point in
      if draft.papers.points.keys.contains(where: { point.isNamed(by: $0) }) { return false }
      if NumberStyle.all.contains(where: { $0.place(of: point.number, in: text) != nil }) {
        return false
      }
      let others = points.filter { $0 != point }.map(\.text).joined(separator: "\n")
      return !point.pairs.contains { text.contains($0) && !others.contains($0) }
    }
  }

  /// True when a field's name means this point: its number in any writing, or its words.
  private func isNamed(by name: String) -> Bool {
    let core = name.filter { !"第（）()[]项点条、.．问题诉求point Point".contains($0) }
    if let value = Int(core) { return value == number }
    if let place = NumberStyle.chinese.firstIndex(of: core) { return place + 1 == number }
    if let place = NumberStyle.circled.firstIndex(of: core) { return place + 1 == number }
    return core.count > 1 && (text.contains(name) || name.contains(text))
  }

  /// Neighbouring characters that say something.
  private var pairs: [String] {
    let characters = Array(text)
    return zip(characters, characters.dropFirst()).compactMap { first, second in
      let pair = String([first, second])
      let han = pair.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
      guard han, !Self.common.contains(pair), !Self.empty.contains(first),
        !Self.empty.contains(second)
      else { return nil }
      return pair
    }
  }

  private static let empty: Set<Character> = Set("的了在是有和与及等我你您他她它这那不没也都就要请能会对把被还又很")
  private static let common: Set<String> = [
    "反映", "问题", "情况", "要求", "希望", "诉求", "处理", "解决", "部门", "单位", "相关", "小区", "是否", "怎么", "如何",
    "尽快", "什么", "时候", "办理", "回复", "答复", "告知", "核实", "市民", "居民", "现场", "进行", "目前", "多次", "一直",
  ]

  /// The points of a text that numbers them, by the first way of numbering that runs from one to two.
  private static func numbered(_ text: String) -> [String] {
    for style in NumberStyle.all {
      let points = style.points(of: text)
      if points.count > 1 { return points }
    }
    return []
  }
}

/// A way of numbering points: （一）, 一、, 1., ①, 第一.
struct NumberStyle: Sendable {
  static let chinese = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七",
    "十八", "十九", "二十",
  ]
  static let circled = [
    "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩", "⑪", "⑫", "⑬", "⑭", "⑮", "⑯", "⑰", "⑱", "⑲",
    "⑳",
  ]
  /// The headings that every reply of a form has; their numbers answer nothing.
  private static let headings = ["调查情况", "处理情况", "沟通反馈", "相关佐证", "经办人"]

  static let all: [NumberStyle] = [
    NumberStyle { ["（\(chinese[$0])）", "(\(chinese[$0]))"] },
    NumberStyle { ["（\($0 + 1)）", "(\($0 + 1))"] },
    NumberStyle { [circled[$0]] },
    NumberStyle {
      ["第\(chinese[$0])，", "第\(chinese[$0])、", "第\(chinese[$0])：", "其\(chinese[$0])"]
    },
    NumberStyle {
      ["第\(chinese[$0])项", "第\(chinese[$0])点", "第\($0 + 1)项", "第\($0 + 1)点", "问题\(chinese[$0])"]
    },
    NumberStyle(starts: true) { ["\(chinese[$0])、", "\(chinese[$0])是", "\(chinese[$0])."] },
    NumberStyle(starts: true) { number in
      ["、", ".", "．", "。", ")", "）", "：", ":"].map { "\(number + 1)\($0)" }
    },
  ]

  /// True when a mark counts only at the start or behind a mark of punctuation.
  var starts = false
  let marks: @Sendable (Int) -> [String]

  init(starts: Bool = false, marks: @escaping @Sendable (Int) -> [String]) {
    self.starts = starts
    self.marks = marks
  }

  /// Where a number's mark stands in a text.
  func place(of number: Int, in text: String) -> Range<String.Index>? {
    place(of: number, in: text, from: text.startIndex)
  }

  private func place(
    of number: Int, in text: String, from start: String.Index
  ) -> Range<String.Index>? {
    guard (1...Self.chinese.count).contains(number) else { return nil }
    var found: Range<String.Index>?
    for mark in marks(number - 1) {
      var rest = start
      while rest < text.endIndex, let range = text.range(of: mark, range: rest..<text.endIndex) {
        rest = range.upperBound
        guard counts(range, in: text) else { continue }
        if found.map({ range.lowerBound < $0.lowerBound }) ?? true { found = range }
        break
      }
    }
    return found
  }

  private func counts(_ range: Range<String.Index>, in text: String) -> Bool {
    let rest = text[range.upperBound...]
    if Self.headings.contains(where: rest.hasPrefix) { return false }
    guard starts else { return true }
    // 2.5 and 10:30 are no second point.
    if let next = rest.first, next.isASCII, next.isNumber { return false }
    guard range.lowerBound > text.startIndex else { return true }
    let before = text[text.index(before: range.lowerBound)]
    return before.isWhitespace || before.isPunctuation || "：；。，、".contains(before)
  }

  /// The texts between the marks of one, two and so on.
  func points(of text: String) -> [String] {
    var places: [Range<String.Index>] = []
    while places.count < Self.chinese.count,
      let next = place(
        of: places.count + 1, in: text, from: places.last?.upperBound ?? text.startIndex)
    { places.append(next) }
    guard places.count > 1 else { return [] }
    var points: [String] = []
    for (index, place) in places.enumerated() {
      let end = index + 1 < places.count ? places[index + 1].lowerBound : text.endIndex
      let point = text[place.upperBound..<end].trimmingCharacters(
        in: .whitespacesAndNewlines.union(.punctuationCharacters))
      // 1、2、3栋 is a list of houses.
      guard point.count > 1 else { return [] }
      points.append(point)
    }
    return points
  }
}
