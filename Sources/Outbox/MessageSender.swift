import Foundation
import Hotline

/// A way out of the system.
public protocol MessageSender: Sendable {
  /// How the configuration calls it.
  var name: String { get }
  /// Whether it takes messages such as this one.
  func accepts(_ message: OutboxMessage) -> Bool
  /// Hands a message over, and returns once the other side has it.
  ///
  /// The same message may come again after a crash; its id tells.
  ///
  /// - Parameter address: the caller's phone or the unit's address; nil for a unit without one.
  /// - Throws: `SendFailure`; any other error counts as one that is worth another try.
  func send(_ message: OutboxMessage, to address: String?) throws
}

/// Why a message could not be handed over.
public struct SendFailure: Error, Hashable, Sendable {
  /// What is to be done now.
  public enum Remedy: Hashable, Sendable {
    /// Try this message again later.
    case retry
    /// Try this message again later, and the sender's other messages only after a rest.
    case rest
    /// Do not try again.
    case giveUp
  }

  /// What is to be done now.
  public let remedy: Remedy
  /// Why, short and in Chinese; never holds a phone number, an address or a secret.
  public let reason: String

  /// Makes a failure from its parts.
  public init(_ remedy: Remedy, _ reason: String) {
    self.remedy = remedy
    self.reason = reason
  }
}

/// Which messages a sender takes.
public struct MessageFilter: Hashable, Sendable {
  /// For whom.
  public var audiences: Set<OutboxMessage.Audience>
  /// Of which kinds; nil for all.
  public var kinds: Set<String>?

  /// Makes a filter; without arguments it takes everything.
  public init(
    audiences: Set<OutboxMessage.Audience> = Set(OutboxMessage.Audience.allCases),
    kinds: Set<String>? = nil
  ) {
    self.audiences = audiences
    self.kinds = kinds
  }

  /// Whether a message passes.
  public func passes(_ message: OutboxMessage) -> Bool {
    audiences.contains(message.audience) && (kinds?.contains(message.kind) ?? true)
  }
}

/// A message as it leaves the system: the only place where the address stands beside the text.
struct MessageEnvelope: Encodable {
  let id: String
  let ticket: String
  let to: String
  let unit: String?
  let kind: String
  let text: String
  let address: String?
  let at: String

  init(_ message: OutboxMessage, to address: String?) {
    id = message.id
    ticket = message.ticket
    to = message.audience.rawValue
    unit = message.unit
    kind = message.kind
    text = message.text
    self.address = address
    at = ShanghaiTime.text(message.at)
  }

  /// The envelope as JSON on one line.
  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }
}
