import Foundation
import Hotline

/// Reads the fields of one script line; collects everything that is wrong with them.
struct ScriptFields {
  let values: [String: ScriptValue]
  private(set) var faults: [Refusal.Ground] = []

  init(_ values: [String: ScriptValue]) { self.values = values }

  /// Tells that a field is wrong and what would be right.
  mutating func fault(_ field: String, _ wrong: String, right: String) {
    faults.append(
      Refusal.Ground("\(field)：\(wrong)", source: ScriptLine.source, instead: "\(field) 应为\(right)")
    )
  }

  private func value(_ field: String) -> ScriptValue? {
    let value = values[field]
    return value == .null ? nil : value
  }

  /// A text that must be there; empty after a fault.
  mutating func text(_ field: String, _ what: String) -> String {
    guard value(field) != nil else {
      fault(field, "缺少", right: what)
      return ""
    }
    return optionalText(field, what) ?? ""
  }

  /// A text that may be missing.
  mutating func optionalText(_ field: String, _ what: String) -> String? {
    guard let value = value(field) else { return nil }
    guard case .text(let text) = value, value.isFilled else {
      fault(field, "不是非空的文字", right: what)
      return nil
    }
    return text
  }

  /// A text out of a fixed set.
  mutating func choice(_ field: String, _ known: [String]) -> String? {
    let list = known.joined(separator: "、")
    guard let value = value(field) else {
      fault(field, "缺少", right: "\(list) 之一")
      return nil
    }
    guard case .text(let text) = value, known.contains(text) else {
      fault(field, "“\(value.words.prefix(20))”不对", right: "\(list) 之一")
      return nil
    }
    return text
  }

  /// A text out of a fixed set that may be missing.
  mutating func optionalChoice(_ field: String, _ known: [String]) -> String? {
    value(field) == nil ? nil : choice(field, known)
  }

  /// A truth value; `fallback` when it is missing.
  mutating func flag(_ field: String, default fallback: Bool) -> Bool {
    guard let value = value(field) else { return fallback }
    guard case .bool(let flag) = value else {
      fault(field, "“\(value.words.prefix(20))”不对", right: "true 或 false")
      return fallback
    }
    return flag
  }

  /// A whole number within bounds.
  mutating func count(_ field: String, _ bounds: ClosedRange<Int>) -> Int? {
    guard let value = value(field) else { return nil }
    guard case .number(let number) = value, number == number.rounded(),
      number >= Double(bounds.lowerBound), number <= Double(bounds.upperBound)
    else {
      fault(
        field, "“\(value.words.prefix(20))”不对",
        right: "\(bounds.lowerBound) 到 \(bounds.upperBound) 的整数")
      return nil
    }
    return Int(number)
  }

  /// A list of names, or one name.
  mutating func names(
    _ field: String, _ what: String = "单位名称", like example: String = "市水务局"
  ) -> [String] {
    guard let value = value(field) else { return [] }
    let list: [ScriptValue]
    switch value {
    case .text: list = [value]
    case .list(let values): list = values
    default: list = [.null]
    }
    var names: [String] = []
    for entry in list {
      guard case .text(let name) = entry, entry.isFilled else {
        fault(field, "不是\(what)的列表", right: "\(what)的列表，如 [\"\(example)\"]")
        return []
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// A list of names, or one name, of which one must be there.
  mutating func someNames(_ field: String, _ what: String, like example: String) -> [String] {
    let before = faults.count
    let list = names(field, what, like: example)
    if list.isEmpty, faults.count == before { fault(field, "缺少", right: "\(what)的列表") }
    return list
  }

  /// A moment with its offset.
  mutating func moment(_ field: String) -> Date? {
    guard let value = value(field) else { return nil }
    guard case .text(let text) = value, let moment = ShanghaiTime.moment(text) else {
      fault(
        field, "“\(value.words.prefix(40))”不对",
        right: "带时区的 RFC 3339 时间，如 2026-03-02T09:00:00+08:00")
      return nil
    }
    return moment
  }

  /// A moment that lies ahead, within two years; a form names no other.
  mutating func future(_ field: String, after now: Date) -> Date? {
    guard let moment = moment(field) else { return nil }
    let latest = now.addingTimeInterval(2 * 366 * 86_400)
    guard moment > now, moment <= latest else {
      fault(
        field, "\(ShanghaiTime.minute(moment)) \(moment <= now ? "已经过去" : "在两年以后")",
        right: "现在（\(ShanghaiTime.minute(now))）以后、两年以内的时间")
      return nil
    }
    return moment
  }

  /// A list of texts that may be missing.
  mutating func someOrNone(_ field: String, _ what: String, like example: String) -> [String]? {
    let list = names(field, what, like: example)
    return list.isEmpty ? nil : list
  }

  /// Answers by number: an object, or a list in the order of the points.
  mutating func points(_ field: String) -> [String: String] {
    guard case .list(let list)? = value(field) else { return parts(field) }
    var answers: [String: String] = [:]
    for (index, answer) in list.enumerated() where answer.isFilled {
      answers["\(index + 1)"] = answer.words
    }
    return answers
  }

  /// A length of time.
  mutating func span(_ field: String) -> TimeSpan? {
    guard let value = value(field) else { return nil }
    guard case .text(let text) = value, let span = TimeSpan(parsing: text) else {
      fault(
        field, "“\(value.words.prefix(20))”不对",
        right: "一段时间，如 3 working days 或 3个工作日（工作日可以有半日，其他单位须是整数）")
      return nil
    }
    return span
  }

  /// An object whose filled entries are kept as words.
  mutating func parts(_ field: String) -> [String: String] {
    guard let value = value(field) else { return [:] }
    guard case .object(let object) = value else {
      fault(field, "不是对象", right: "对象，如 {\"调查情况\":\"…\"}")
      return [:]
    }
    return object.filter { $0.value.isFilled }.mapValues { $0.words.isEmpty ? "是" : $0.words }
  }

  /// A text or a truth value that says that something was done.
  mutating func textOrFlag(_ field: String, _ what: String) -> String? {
    if case .bool(let flag)? = value(field) { return flag ? "是" : nil }
    if case .object(let object)? = value(field), ScriptValue.object(object).isFilled {
      return ScriptValue.object(object).words
    }
    return optionalText(field, what)
  }

  /// A person's name, or an object about the person.
  mutating func person(_ field: String) -> String {
    if case .object(let object)? = value(field) { return ScriptValue.object(object).words }
    if values[field] == .null { return "匿名" }
    return text(field, "诉求人的称呼或代号")
  }
}
