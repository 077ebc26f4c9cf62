import Foundation
import Sealing

/// The key with which a receiver checks that a message comes from here; it never prints itself.
public struct WebhookSecret: Sendable, CustomStringConvertible, CustomReflectable {
  /// The fewest bytes of a secret.
  public static let shortest = 16
  let bytes: [UInt8]

  /// Takes a secret; nil when it is shorter than 16 bytes.
  public init?(_ text: String) {
    bytes = Array(text.utf8)
    guard bytes.count >= Self.shortest else { return nil }
  }

  /// Tells nothing.
  public var description: String { "（密钥）" }
  /// Tells nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Posts messages as JSON to a receiver's address, signed.
///
/// The receiver finds `Paidan-Id` (the same for the same message, as one may come twice),
/// `Paidan-Timestamp` (seconds since 1970) and `Paidan-Signature: v1=…`, the HMAC-SHA256 over
/// `timestamp.body` in hexadecimal. An answer 2xx means taken, 410 that the receiver will never take
/// it; with anything else the message comes again. Redirects are not followed.
public struct WebhookSender: MessageSender {
  /// How the configuration calls it.
  public let name: String
  private let url: URL
  private let secret: WebhookSecret
  private let filter: MessageFilter
  private let timeout: TimeInterval
  private let now: @Sendable () -> Date

  /// Names a receiver.
  ///
  /// - Parameter timeout: how long the receiver may take to answer, in seconds.
  public init(
    name: String, url: URL, secret: WebhookSecret, filter: MessageFilter = MessageFilter(),
    timeout: TimeInterval = 10, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.name = name
    self.url = url
    self.secret = secret
    self.filter = filter
    self.timeout = timeout
    self.now = now
  }

  /// Whether the filter lets the message pass.
  public func accepts(_ message: OutboxMessage) -> Bool { filter.passes(message) }

  /// Posts one message and waits for the answer's status.
  public func send(_ message: OutboxMessage, to address: String?) throws {
    let body = try MessageEnvelope(message, to: address).json()
    let timestamp = String(Int(now().timeIntervalSince1970))
    let signed = Signature.hmacSHA256(Array("\(timestamp).".utf8) + body, key: secret.bytes)
    let headers = [
      (name: "Content-Type", value: "application/json; charset=utf-8"),
      (name: "User-Agent", value: "Paidan"), (name: "Paidan-Id", value: message.id),
      (name: "Paidan-Timestamp", value: timestamp),
      (name: "Paidan-Signature", value: "v1=\(signed)"),
    ]
    switch try WebhookExchange.status(posting: body, to: url, headers: headers, within: timeout) {
    case 200..<300: return
    case 410: throw SendFailure(.giveUp, "接收方不再接收（410）")
    // The receiver as a whole is busy or away: its other messages need not be tried now.
    case let status where [429, 502, 503, 504].contains(status):
      throw SendFailure(.rest, "接收方暂时不能接收（\(status)）")
    case 300..<400: throw SendFailure(.retry, "接收方要求转到别的地址，没有跟随")
    case let status: throw SendFailure(.retry, "接收方没有接收（\(status)）")
    }
  }
}
