import Foundation
import Journal

/// The journal entries that tell what happened to a message; none holds anything personal.
enum OutboxEntry {
  /// A sender took it.
  struct Sent: Codable {
    static let type = "message-sent"
    var sender: String
    var attempt: Int
  }

  /// A try failed.
  struct Failed: Codable {
    static let type = "message-failed"
    var attempt: Int
    /// In milliseconds since 1970; nil when it is not tried again.
    var nextTry: Int?
    var reason: String
    /// Nil when no sender was there to try.
    var sender: String?
  }

  /// It is not tried again by itself.
  struct GivenUp: Codable {
    static let type = "message-given-up"
    var reason: String
  }

  /// Somebody has it tried again from the beginning.
  struct Requeued: Codable {
    static let type = "message-requeued"
    var once: OnceMark?
  }

  /// What an entry of a ticket, or a reminder to owners, says about messages; its other fields are
  /// not the outbox's business.
  struct Asking: Decodable {
    static let type = "ticket-acted"
    static let reminder = "owners-reminded"
    var messages: [Wanted]?

    /// One message that a ticket asks for.
    struct Wanted: Decodable {
      var to: OutboxMessage.Audience
      var unit: String?
      var kind: String
      var text: String
      var ticket: String
    }
  }
}
