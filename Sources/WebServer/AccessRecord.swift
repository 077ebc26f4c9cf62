/// What may be logged of a request: nothing that a caller said or that names a person.
public struct AccessRecord: Sendable {
  /// The method, `OTHER` for one that the server does not know.
  public let method: String
  /// The pattern of the route, not the path; nil when no route matched.
  public let pattern: String?
  /// The status of the response.
  public let status: Int
  /// From the request line to the queued response, in milliseconds.
  public let milliseconds: Double
  /// The type of an error that became a 500.
  public let failure: String?
}
