/// What one client may take from a server.
public struct ServerLimits: Sendable {
  /// The longest body that is read, in bytes; a longer one is 413.
  public var body = 1 << 20
  /// All bodies being read at one time, in bytes; a request beyond it is 503.
  public var bodiesTogether = 64 << 20
  /// The longest request target, in bytes; a longer one is 414.
  public var target = 8 << 10
  /// All header fields of a request together, in bytes; more is 431.
  public var headers = 16 << 10
  /// How long a request may take to arrive, from its request line to the last byte of its body.
  public var receiving = Duration.seconds(15)
  /// How long a client may take to read a response.
  public var sending = Duration.seconds(60)
  /// How long a connection may stay open between two requests.
  public var idle = Duration.seconds(60)
  /// How many connections are open at one time; further ones wait.
  public var connections = 2048
  /// How many connections one address may have open, nil for any number: behind a proxy all
  /// clients have the proxy's address.
  public var connectionsPerAddress: Int?

  /// The limits for a service inside a bureau's network.
  public init() {}

  /// How much of a body over the limit is read and dropped, so that a client that only reads after
  /// it has written still sees the 413.
  var drained: Int { body * 16 }
}
