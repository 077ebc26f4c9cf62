import Foundation

/// What became of one try to send a message.
enum DeliveryOutcome: Sendable {
  case sent(sender: String)
  case failed(reason: String, sender: String?)
  case givenUp(reason: String, sender: String?)

  /// Whether another try may help.
  var mayBeTriedAgain: Bool {
    if case .failed = self { return true }
    return false
  }
}

/// What the outbox remembers without the journal; it need not outlive the process.
struct DeliveryMemory: Sendable {
  /// Until when senders rest.
  var resting: [String: Date] = [:]
  /// What happened but could not be recorded, such as on a full disk, by message.
  var unrecorded: [String: DeliveryOutcome] = [:]
}

/// How many messages were tried, by what became of them.
public struct DeliveryCount: Hashable, Sendable {
  /// Taken by a receiver.
  public internal(set) var sent = 0
  /// To be tried again.
  public internal(set) var failed = 0
  /// Given up.
  public internal(set) var givenUp = 0

  /// All together.
  public var tried: Int { sent + failed + givenUp }
}
