import Foundation
import WebServer

/// Any JSON value, so that a body can be checked field by field.
enum JSONValue: Decodable, Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads one level and lets the decoder read the ones below it.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode([String: JSONValue].self) {
      self = .object(value)
    } else {
      self = .array(try container.decode([JSONValue].self))
    }
  }

  /// True when a text in it holds a NUL character, which a terminal or another program would cut.
  var holdsNUL: Bool {
    switch self {
    case .string(let text): text.unicodeScalars.contains("\0")
    case .array(let values): values.contains(where: \.holdsNUL)
    case .object(let fields):
      fields.contains { $0.key.unicodeScalars.contains("\0") || $0.value.holdsNUL }
    case .null, .bool, .number: false
    }
  }

  /// What the value is, in Chinese.
  var kind: String {
    switch self {
    case .null: "空值"
    case .bool: "真假值"
    case .number: "数字"
    case .string: "字符串"
    case .array: "数组"
    case .object: "对象"
    }
  }
}

/// The body of a request as one JSON object.
enum JSONBody {
  /// No body of the API is nested deeper.
  static let deepest = 16

  /// Reads the object.
  ///
  /// - Throws: a ``Problem`` with status 415 for another media type, 400 for what is no JSON.
  static func object(of request: Request) throws(Problem) -> [String: JSONValue] {
    guard request.mediaType == "application/json" else {
      throw .unsupportedMediaType("请求内容须为 JSON，并带请求头 Content-Type: application/json。")
    }
    guard !request.body.isEmpty else { throw .badRequest("请求内容为空，应为一个 JSON 对象。") }
    guard !request.body.contains(0) else { throw .badRequest("请求内容含有空字符（NUL），请删去后再提交。") }
    guard String(validating: request.body, as: UTF8.self) != nil else {
      throw .badRequest("请求内容不是有效的 UTF-8 文本。")
    }
    guard depth(of: request.body) <= deepest else {
      throw .badRequest("JSON 嵌套过深，最多 \(deepest) 层。")
    }
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(request.body)) else {
      throw .badRequest("请求内容不是有效的 JSON。")
    }
    guard case .object(let fields) = value else {
      throw .badRequest("请求内容应为一个 JSON 对象，现为\(value.kind)。")
    }
    if let name = RepeatedKey.first(in: request.body) {
      throw .invalid(String(name.prefix(40)), "这个字段写了不止一次，请只写一次。")
    }
    for (name, field) in fields where field.holdsNUL {
      throw .invalid(String(name.prefix(40)), "不能含有空字符（NUL）。")
    }
    return fields
  }

  /// Reads the object of a command that may have no fields; an empty body is an empty object.
  static func objectOrNone(of request: Request) throws(Problem) -> [String: JSONValue] {
    request.body.isEmpty ? [:] : try object(of: request)
  }

  /// Refuses any field.
  static func none(in request: Request) throws(Problem) {
    guard try objectOrNone(of: request).isEmpty else {
      throw .badRequest("这个操作没有字段，请求内容应为空。")
    }
  }

  /// How many brackets are open at most, without looking at anything else: a decoder that calls
  /// itself for each level must not be the one to find out.
  static func depth(of body: [UInt8]) -> Int {
    var (open, most, inString, escaped) = (0, 0, false, false)
    for byte in body {
      if inString {
        if escaped {
          escaped = false
        } else if byte == UInt8(ascii: "\\") {
          escaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): inString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        open += 1
        most = max(most, open)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): open -= 1
      default: break
      }
    }
    return most
  }
}
