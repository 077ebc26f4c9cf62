import Foundation
import Hotline
import WebServer

/// Reads the fields of a body or the parameters of a query and finds every mistake before it
/// reports them.
struct FieldReader {
  private let values: [String: JSONValue]
  private let noun: String
  private var known: Set<String> = []
  private var faults: [Problem.Fault] = []

  /// Reads the JSON object of a request's body.
  ///
  /// - Throws: a ``Problem`` when there is no JSON object.
  init(body request: Request) throws(Problem) {
    values = try JSONBody.object(of: request)
    noun = "字段"
  }

  /// Reads the JSON object of a body that may be left out; without one there are no fields.
  init(bodyOrNone request: Request) throws(Problem) {
    values = try JSONBody.objectOrNone(of: request)
    noun = "字段"
  }

  /// Reads the query; a parameter that comes twice is a mistake.
  init(query request: Request) {
    var values: [String: JSONValue] = [:]
    for (name, value) in request.query.items {
      if values.updateValue(.string(value), forKey: name) != nil {
        faults.append(Problem.Fault(field: name, detail: "参数 \(name) 只能出现一次。"))
      }
    }
    self.values = values
    noun = "参数"
  }

  /// A text of 1 to `most` characters that is not only blank.
  mutating func text(_ name: String, called title: String, most: Int) -> String {
    guard let value = optionalText(name, called: title, most: most) else {
      if values[name] == nil || values[name] == .null {
        fault(name, "缺少\(noun) \(name)（\(title)）。")
      }
      return ""
    }
    if value.allSatisfy(\.isWhitespace) { fault(name, "\(title)不能为空。") }
    return value
  }

  /// A text of at most `most` characters, nil when it is missing or null.
  mutating func optionalText(_ name: String, called title: String, most: Int) -> String? {
    known.insert(name)
    switch values[name] {
    case nil, .null: return nil
    case .string(let text):
      let count = text.unicodeScalars.count
      if count > most { fault(name, "\(title)最多 \(most) 个字符，现有 \(count) 个。") }
      if text.unicodeScalars.contains("\0") { fault(name, "\(title)不能含有空字符（NUL）。") }
      return text
    case .some(let other):
      fault(name, "\(title)应为字符串，现为\(other.kind)。")
      return nil
    }
  }

  /// A whole number of a query within a range, or the default when it is missing.
  mutating func count(
    _ name: String, called title: String, in range: ClosedRange<Int>, else standard: Int
  )
    -> Int
  {
    known.insert(name)
    guard case .string(let text)? = values[name] else { return standard }
    guard let number = Int(text), range.contains(number) else {
      fault(name, "\(title)应为 \(range.lowerBound) 到 \(range.upperBound) 的整数。")
      return standard
    }
    return number
  }

  /// A number of a body, nil when it is missing or null.
  mutating func number(_ name: String, called title: String) -> Double? {
    known.insert(name)
    switch values[name] {
    case nil, .null: return nil
    case .number(let number) where number.isFinite && abs(number) <= 1_000_000: return number
    case .number:
      fault(name, "\(title)超出了范围。")
      return nil
    case .some(let other):
      fault(name, "\(title)应为数字，现为\(other.kind)。")
      return nil
    }
  }

  /// A whole number of a body that must be there.
  mutating func wholeNumber(_ name: String, called title: String) -> Int {
    if let number = number(name, called: title), let whole = Int(exactly: number) { return whole }
    fault(name, "\(title)应为整数。")
    return 0
  }

  /// True or false of a body, which must be there.
  mutating func flag(_ name: String, called title: String) -> Bool {
    known.insert(name)
    if case .bool(let flag)? = values[name] { return flag }
    fault(name, "\(title)应为 true 或 false。")
    return false
  }

  /// A list of objects of a body; empty when it is missing or null.
  mutating func objects(_ name: String, called title: String) -> [[String: JSONValue]] {
    known.insert(name)
    switch values[name] {
    case nil, .null: return []
    case .array(let elements) where elements.count <= 500:
      let objects = elements.compactMap { element -> [String: JSONValue]? in
        if case .object(let object) = element { return object }
        return nil
      }
      if objects.count == elements.count { return objects }
      fault(name, "\(title)应为对象的数组。")
    default: fault(name, "\(title)应为对象的数组，最多 500 个。")
    }
    return []
  }

  /// A list of at most `most` texts of at most 100 characters; empty when it is missing or null.
  mutating func texts(_ name: String, called title: String, most: Int) -> [String] {
    known.insert(name)
    switch values[name] {
    case nil, .null: return []
    case .array(let elements) where elements.count > most:
      fault(name, "\(title)最多 \(most) 个。")
    case .array(let elements):
      let texts = elements.compactMap { element -> String? in
        guard case .string(let text) = element, text.unicodeScalars.count <= 100 else { return nil }
        return text
      }
      if texts.count == elements.count { return texts }
      fault(name, "\(title)应为字符串的数组，每个不超过 100 个字符。")
    case .some(let other): fault(name, "\(title)应为数组，现为\(other.kind)。")
    }
    return []
  }

  /// A moment that must be there, RFC 3339.
  mutating func moment(_ name: String, called title: String) -> Date {
    let text = text(name, called: title, most: 40)
    if let moment = ShanghaiTime.moment(text) { return moment }
    if !text.isEmpty { fault(name, "\(title)应为带时区的时间，如 2026-03-02T09:00:00+08:00。") }
    return .distantPast
  }

  /// A list of at most `most` objects; empty when it is missing or null.
  mutating func objects(
    _ name: String, called title: String, most: Int
  ) -> [[String: JSONValue]] {
    known.insert(name)
    switch values[name] {
    case nil, .null: return []
    case .array(let elements) where elements.count > most: fault(name, "\(title)最多 \(most) 个。")
    case .array(let elements):
      let objects = elements.compactMap { element -> [String: JSONValue]? in
        if case .object(let object) = element { object } else { nil }
      }
      if objects.count == elements.count { return objects }
      fault(name, "\(title)应为对象的数组。")
    case .some(let other): fault(name, "\(title)应为数组，现为\(other.kind)。")
    }
    return []
  }

  /// A whole number of a body that must be there.
  mutating func whole(_ name: String, called title: String, in range: ClosedRange<Int>) -> Int {
    known.insert(name)
    if case .number(let number)? = values[name], let whole = Int(exactly: number),
      range.contains(whole)
    {
      return whole
    }
    fault(name, "\(title)应为 \(range.lowerBound) 到 \(range.upperBound) 的整数。")
    return range.lowerBound
  }

  /// Adds a mistake that only the caller can see.
  mutating func fault(_ field: String, _ detail: String) {
    faults.append(Problem.Fault(field: field, detail: detail))
  }

  /// Ends the reading.
  ///
  /// - Throws: a ``Problem`` with status 422 and all mistakes, unknown names among them.
  mutating func finish() throws(Problem) {
    for name in values.keys.sorted() where !known.contains(name) {
      let names = known.sorted().joined(separator: "、")
      let shown = String(name.unicodeScalars.prefix(40).map { Character($0) })
      fault(
        shown, known.isEmpty ? "这里没有\(noun)。" : "没有这个\(noun)，可用的\(noun)：\(names)。")
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}
