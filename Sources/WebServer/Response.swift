import Foundation

/// One response: status, header fields and a whole body.
public struct Response: Sendable {
  /// The status code.
  public var status: Int
  /// The header fields; length, date and connection are the server's own business.
  public var headers: HeaderFields
  /// The body; of a HEAD request only its length is sent.
  public var body: [UInt8]

  /// A response of these parts.
  public init(status: Int, headers: HeaderFields = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A JSON document.
  ///
  /// Keys are sorted, so that equal values are equal bytes.
  ///
  /// - Throws: `EncodingError` for a number that JSON cannot write.
  public static func json(_ value: some Encodable, status: Int = 200) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return Response(
      status: status,
      headers: ["Content-Type": "application/json", "Cache-Control": "no-store"],
      body: Array(try encoder.encode(value)))
  }
}
