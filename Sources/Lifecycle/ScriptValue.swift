import Foundation

/// A JSON value of a script, with truth kept apart from numbers.
enum ScriptValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([ScriptValue])
  case object([String: ScriptValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([ScriptValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: ScriptValue].self))
    }
  }

  /// True when there is anything in it.
  var isFilled: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    case .number: true
    case .text(let text): !text.allSatisfy(\.isWhitespace)
    case .list(let list): list.contains(where: \.isFilled)
    case .object(let object): object.values.contains(where: \.isFilled)
    }
  }

  /// The words in it, for looking up parts.
  var words: String {
    switch self {
    case .null: ""
    case .bool(let value): value ? "是" : ""
    // A number may be far beyond what an integer holds.
    case .number(let value):
      Int(exactly: value).map(String.init) ?? String(value)
    case .text(let text): text
    case .list(let list): list.map(\.words).joined(separator: " ")
    case .object(let object):
      object.keys.sorted().map { "\($0) \(object[$0]?.words ?? "")" }.joined(separator: " ")
    }
  }
}
