/// The method of a request, as the client wrote it.
public struct Method: RawRepresentable, Hashable, Sendable {
  /// The token of the request line, such as `GET`.
  public let rawValue: String

  /// Takes any token; only the ones named below can be routed.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Reads a resource.
  public static let get = Method(rawValue: "GET")
  /// Reads a resource's header fields without its body; answered from the GET route.
  public static let head = Method(rawValue: "HEAD")
  /// Sends a command or a question with a body.
  public static let post = Method(rawValue: "POST")
  /// Replaces a resource.
  public static let put = Method(rawValue: "PUT")
  /// Changes a part of a resource.
  public static let patch = Method(rawValue: "PATCH")
  /// Removes a resource.
  public static let delete = Method(rawValue: "DELETE")
  /// Asks which methods a resource has.
  public static let options = Method(rawValue: "OPTIONS")

  /// The methods whose names may stand in a log; a client can invent any other.
  static let known: Set<Method> = [get, head, post, put, patch, delete, options]
}
