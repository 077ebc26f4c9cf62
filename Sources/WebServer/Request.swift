/// One request, whole: its body has been read before a handler sees it.
public struct Request: Sendable {
  /// The method of the request line.
  public let method: Method
  /// The decoded segments of the path; empty for `/`.
  public let path: [String]
  /// The decoded query parameters.
  public let query: Query
  /// The header fields.
  public let headers: HeaderFields
  /// The body, at most as long as the server's limit.
  public let body: [UInt8]
  /// The address from which the connection comes, without its port; empty when unknown.
  public let clientAddress: String
  /// What the router's gate found out, for the handler.
  public var context: (any Sendable)?
  /// What the route's `{names}` matched.
  public internal(set) var parameters: [String: String] = [:]

  /// Decodes the target of a request.
  ///
  /// - Throws: a ``Problem`` with status 400 when path or query cannot be decoded.
  init(
    method: Method, rawTarget: [UInt8], headers: HeaderFields = [:], body: [UInt8] = [],
    clientAddress: String = ""
  ) throws(Problem) {
    let target = try Target(raw: rawTarget)
    self.method = method
    self.path = target.path
    self.query = target.query
    self.headers = headers
    self.body = body
    self.clientAddress = clientAddress
  }

  /// The media type of the body in lower case without its parameters.
  public var mediaType: String? {
    headers["Content-Type"].map { value in
      let type = value.prefix { $0 != ";" }
      return type.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
  }

  /// Whether the client already holds the version with this entity tag (`If-None-Match`).
  public func holds(entityTag: String) -> Bool {
    headers.all("If-None-Match").contains { line in
      line.split(separator: ",").contains { candidate in
        let trimmed = candidate.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        let tag = String(trimmed)
        return tag == "*" || tag == entityTag || tag == "W/" + entityTag
      }
    }
  }
}
