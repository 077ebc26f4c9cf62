/// A file held in memory and served with an entity tag.
public struct StaticFile: Sendable {
  /// The whole content.
  public let body: [UInt8]
  /// The media type with its character set.
  public let contentType: String
  /// The strong entity tag, quotes included: equal content has an equal tag.
  public let entityTag: String

  /// Holds a file; the media type follows from the ending of its name.
  public init(name: String, body: [UInt8]) {
    self.body = body
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    contentType = StaticFile.types[ending] ?? "application/octet-stream"
    // FNV-1a: the tag tells versions apart, it protects nothing.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in body { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    entityTag = "\"" + String(hash, radix: 16) + "-" + String(body.count, radix: 16) + "\""
  }

  /// The file, or 304 when the client has this version.
  ///
  /// Clients may keep a copy but ask every time, so a new release is seen at once.
  public func response(to request: Request) -> Response {
    let headers: HeaderFields = ["ETag": entityTag, "Cache-Control": "no-cache"]
    if request.holds(entityTag: entityTag) { return Response(status: 304, headers: headers) }
    var response = Response(status: 200, headers: headers, body: body)
    response.headers["Content-Type"] = contentType
    return response
  }

  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "json": "application/json",
    "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon",
    "txt": "text/plain; charset=utf-8", "webmanifest": "application/manifest+json",
  ]
}
