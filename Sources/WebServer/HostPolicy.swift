/// Which `Host` header fields a server answers.
///
/// A page of a stranger can make its own name resolve to 127.0.0.1 and so read a service that is
/// bound to loopback (DNS rebinding); the browser still sends the stranger's name as the host.
public struct HostPolicy: Sendable {
  private let names: Set<String>?

  /// Answers every host; for a server that is reached by names it cannot know.
  public static let any = HostPolicy(names: nil)

  /// Answers the names of this machine's loopback interface and the further names given.
  public static func loopback(and further: some Sequence<String> = []) -> HostPolicy {
    HostPolicy(
      names: Set(["localhost", "127.0.0.1", "[::1]"]).union(further.map { $0.lowercased() }))
  }

  /// Whether a request with this host is answered; HTTP/1.0 may leave it out, a browser never does.
  func admits(_ host: String?) -> Bool {
    guard let names, let host else { return true }
    return names.contains(HostPolicy.withoutPort(host).lowercased())
  }

  private static func withoutPort(_ host: String) -> Substring {
    guard let colon = host.lastIndex(of: ":"),
      host[host.index(after: colon)...].allSatisfy({ $0.isASCII && $0.isNumber })
    else { return host[...] }
    // In a bare IPv6 address the last colon is not before a port.
    return host[..<colon].last == "]" || !host[..<colon].utf8.contains(UInt8(ascii: ":"))
      ? host[..<colon] : host[...]
  }
}
