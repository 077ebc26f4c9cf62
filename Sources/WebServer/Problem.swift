import Foundation

/// An error that a client may see, as a problem document.
///
/// The `code` is stable and made for programs; `title` and `detail` are Chinese and made for
/// people. A problem never holds what the client sent beyond the name of the field.
///
/// See [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457.html).
public struct Problem: Error, Sendable, Equatable {
  /// The HTTP status.
  public var status: Int
  /// A stable name in lower case, words joined by hyphens.
  public var code: String
  /// What kind of problem it is, the same for every problem of this code.
  public var title: String
  /// What is wrong this time and what would be right.
  public var detail: String
  /// The field or parameter that is wrong.
  public var field: String?
  /// Every mistake when there are several; the first one is also `field` and `detail`.
  public var faults: [Fault] = []
  /// Further members of the document, which RFC 9457 calls extensions.
  public var members: [String: Member] = [:]
  /// The methods that the resource has, for status 405.
  var allowed: [Method] = []

  /// A value of a further member.
  public indirect enum Member: Sendable, Equatable, Encodable {
    case null
    case text(String)
    case list([Member])
    case object([String: Member])

    /// Writes the value as JSON has it.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .null: try container.encodeNil()
      case .text(let text): try container.encode(text)
      case .list(let list): try container.encode(list)
      case .object(let object): try container.encode(object)
      }
    }
  }

  /// One mistake in a request.
  public struct Fault: Sendable, Equatable, Encodable {
    /// The field or parameter that is wrong.
    public var field: String
    /// What is wrong and what would be right.
    public var detail: String

    /// A mistake of these parts.
    public init(field: String, detail: String) {
      self.field = field
      self.detail = detail
    }
  }

  /// A problem of these parts.
  public init(status: Int, code: String, title: String, detail: String, field: String? = nil) {
    self.status = status
    self.code = code
    self.title = title
    self.detail = detail
    self.field = field
  }

  /// A request that cannot be read (400).
  public static func badRequest(_ detail: String, field: String? = nil) -> Problem {
    Problem(status: 400, code: "bad-request", title: "请求无法读取", detail: detail, field: field)
  }

  /// A resource that does not exist (404).
  public static func notFound(_ detail: String) -> Problem {
    Problem(status: 404, code: "not-found", title: "没有找到", detail: detail)
  }

  /// A body of a media type that the route does not read (415).
  public static func unsupportedMediaType(_ detail: String) -> Problem {
    Problem(status: 415, code: "unsupported-media-type", title: "请求内容的类型不受支持", detail: detail)
  }

  /// A well-formed request with a wrong value (422).
  public static func invalid(_ field: String, _ detail: String) -> Problem {
    Problem(status: 422, code: "invalid-field", title: "请求内容有误", detail: detail, field: field)
  }

  /// A well-formed request with several wrong values (422).
  public static func invalid(_ faults: [Fault]) -> Problem {
    var problem = invalid(faults.first?.field ?? "", faults.first?.detail ?? "")
    problem.faults = faults
    return problem
  }

  /// Our own failure, without detail (500).
  public static let internalError = Problem(
    status: 500, code: "internal-error", title: "服务内部错误", detail: "服务出现内部错误，请稍后再试。")

  /// A body longer than the server reads (413).
  static func bodyTooLarge(limit: Int) -> Problem {
    Problem(
      status: 413, code: "body-too-large", title: "请求内容过大",
      detail: "请求内容不得超过 \(limit) 字节。")
  }

  /// The problem as a response with its document.
  public var response: Response {
    let document = Document(
      status: status, code: code, title: title, detail: detail, field: field,
      errors: faults.count > 1 ? faults : nil, members: members)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    // Short strings and a number always encode.
    let body = (try? encoder.encode(document)).map(Array.init) ?? []
    var headers: HeaderFields = [
      "Content-Type": "application/problem+json", "Content-Language": "zh-CN",
      "Cache-Control": "no-store",
    ]
    if !allowed.isEmpty {
      headers["Allow"] = allowed.map(\.rawValue).joined(separator: ", ")
    }
    return Response(status: status, headers: headers, body: body)
  }

  /// The members of the document; `type` is left out, which means `about:blank`.
  private struct Document: Encodable {
    let status: Int
    let code, title, detail: String
    let field: String?
    let errors: [Fault]?
    let members: [String: Member]

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(_ name: String) { stringValue = name }
      init?(stringValue: String) { self.init(stringValue) }
      init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for (name, value) in members { try container.encode(value, forKey: Key(name)) }
      try container.encode(status, forKey: Key("status"))
      try container.encode(code, forKey: Key("code"))
      try container.encode(title, forKey: Key("title"))
      try container.encode(detail, forKey: Key("detail"))
      try container.encodeIfPresent(field, forKey: Key("field"))
      try container.encodeIfPresent(errors, forKey: Key("errors"))
    }
  }
}
