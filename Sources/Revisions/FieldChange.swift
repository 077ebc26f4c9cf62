import Foundation

/// What one field of a record was and is.
public struct FieldChange: Codable, Hashable, Sendable {
  /// The field's key, as the record's JSON has it.
  public var field: String
  /// The field's name for people.
  public var name: String
  /// Its text before; empty when there was none.
  public var before: String
  /// Its text after; empty when there is none.
  public var after: String
  /// For a list, what came in.
  public var added: [String]
  /// For a list, what went out.
  public var removed: [String]

  /// Makes a change from its parts.
  public init(
    field: String, name: String, before: String, after: String, added: [String] = [],
    removed: [String] = []
  ) {
    self.field = field
    self.name = name
    self.before = before
    self.after = after
    self.added = added
    self.removed = removed
  }

  /// The fields in which two states of a record differ.
  ///
  /// - Parameter before: a JSON object; nil when there was no record.
  /// - Parameter after: a JSON object; nil when the record ends.
  /// - Parameter names: the fields' keys and names, in the order in which they are shown; fields
  ///   that are not named come behind with their keys.
  public static func between(
    _ before: String?, _ after: String?, names: [(key: String, name: String)]
  ) -> [FieldChange] {
    let old = object(before)
    let new = object(after)
    let known = names.map(\.key)
    let others = Set(old.keys).union(new.keys).subtracting(known).sorted()
    let labels = Dictionary(names.map { ($0.key, $0.name) }, uniquingKeysWith: { $1 })
    return (known + others).compactMap { key in
      let left = texts(old[key])
      let right = texts(new[key])
      guard left != right else { return nil }
      let isList = old[key] is [Any] || new[key] is [Any]
      return FieldChange(
        field: key, name: labels[key] ?? key, before: left.joined(separator: "|"),
        after: right.joined(separator: "|"),
        added: isList ? right.filter { !left.contains($0) } : [],
        removed: isList ? left.filter { !right.contains($0) } : [])
    }
  }

  private static func object(_ text: String?) -> [String: Any] {
    guard let text, let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else {
      return [:]
    }
    return object as? [String: Any] ?? [:]
  }

  /// A value as texts, several for a list; an empty text counts as none.
  private static func texts(_ value: Any?) -> [String] {
    switch value {
    case nil, is NSNull: return []
    case let list as [Any]: return list.map { texts($0).joined(separator: "：") }
    case let object as [String: Any]:
      let parts = object.sorted { $0.key < $1.key }.map { "\($1)" }
      return parts.isEmpty ? [] : [parts.joined(separator: " — ")]
    case let text as String: return text.isEmpty ? [] : [text]
    case let value?: return ["\(value)"]
    }
  }
}
