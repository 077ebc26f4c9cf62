import Hotline

/// The name of a single value in a regulation file, with the type that its text must have.
///
///     let span = profile[.signWithin]?.value        // 1个工作日
///     let source = profile[.signWithin]?.source     // 宜春办法第十四条
public struct RuleKey<Value: Sendable>: Sendable {
  /// The key in the file, such as `sign.within`.
  public let name: String
  /// What the text must look like, said in faults.
  let expected: String
  let read: @Sendable (String) -> Value?
}

extension RuleKey where Value == TimeSpan {
  init(_ name: String) {
    self.init(name: name, expected: "一段时间，如 5个工作日、2小时、3个月，工作日可以有半日，不能有别的小数") {
      TimeSpan(parsing: $0)
    }
  }
}

extension RuleKey where Value == Int {
  init(_ name: String) {
    self.init(name: name, expected: "0 到 10000 的整数") { text in
      Int(text).flatMap { (0...10_000).contains($0) ? $0 : nil }
    }
  }
}

extension RuleKey where Value == Bool {
  init(_ name: String) {
    self.init(name: name, expected: "是 或 否") { ["是": true, "否": false][$0] }
  }
}

extension RuleKey where Value == String {
  init(_ name: String) {
    self.init(name: name, expected: "文字") { $0.isEmpty ? nil : $0 }
  }
}

extension RuleKey where Value == [String] {
  init(_ name: String) {
    self.init(name: name, expected: "用、分开的几项") { text in
      let parts = text.split(separator: "、", omittingEmptySubsequences: false).map(String.init)
      return parts.contains("") ? nil : parts
    }
  }

  /// A list whose parts come from a fixed set.
  init(_ name: String, of known: [String]) {
    self.init(name: name, expected: "\(known.joined(separator: "、")) 中的几项") { text in
      let parts = text.split(separator: "、", omittingEmptySubsequences: false).map(String.init)
      return parts.allSatisfy(known.contains) ? parts : nil
    }
  }
}

extension RuleKey where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  init(choice name: String) {
    let known = Value.allCases.map(\.rawValue).joined(separator: "、")
    self.init(name: name, expected: "\(known) 之一") { Value(rawValue: $0) }
  }
}

/// A key without its type, for checking a file.
struct AnyRuleKey: Sendable {
  let name: String
  let expected: String
  let accepts: @Sendable (String) -> Bool

  init<Value>(_ key: RuleKey<Value>) {
    name = key.name
    expected = key.expected
    accepts = { key.read($0) != nil }
  }
}

/// A value as it was read.
struct RuleValue: Sendable {
  var text: String
  var source: RuleSource
  var line: Int
}

/// A table of a regulation file, with the attributes that its rows may have.
public struct RuleTable: Sendable {
  /// The table's name in the file, such as `supervision`.
  public let name: String
  let attributes: [String: AnyRuleKey]
  let required: [String]

  init(_ name: String, _ attributes: [AnyRuleKey] = [], required: [String] = []) {
    self.name = name
    self.attributes = Dictionary(attributes.map { ($0.name, $0) }) { first, _ in first }
    self.required = required
  }
}

/// One row of a table.
public struct RuleRow: Sendable {
  /// Its name, unique in the table.
  public let id: String
  /// What it says, in Chinese.
  public let text: String
  /// Where the document says it.
  public let source: RuleSource
  let attributes: [String: String]
  let line: Int

  /// An attribute's text; nil when the row has none.
  public subscript(_ name: String) -> String? { attributes[name] }
  /// An attribute that is a number.
  public func count(_ name: String) -> Int? { attributes[name].flatMap(Int.init) }
  /// An attribute that is a length of time.
  public func span(_ name: String) -> TimeSpan? {
    attributes[name].flatMap(TimeSpan.init(parsing:))
  }
  /// An attribute that is 是 or 否; false when it is missing.
  public func flag(_ name: String) -> Bool { attributes[name] == "是" }
  /// An attribute that lists several, parted by 、.
  public func list(_ name: String) -> [String] {
    attributes[name]?.split(separator: "、").map(String.init) ?? []
  }
}
