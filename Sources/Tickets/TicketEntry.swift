import Foundation
import Hotline
import Lifecycle

/// What one journal entry of type `ticket-acted` says: a command, its events, and how the ticket
/// stood afterwards.
///
/// The standing is recorded too, so that the tables follow from the journal without asking the
/// regulation again.
struct TicketEntry: Codable, Sendable {
  static let type = "ticket-acted"

  /// The command that was given.
  var command: String
  /// What happened, timers first; texts are masked.
  var events: [TicketEvent]
  /// How the ticket stands now.
  var standing: Standing
  /// Only on the first entry.
  var opening: Opening?
  /// The item by which it was sent, only on entries that send it.
  var item: SentItem?
  /// The texts as they were written, sealed; nil when nothing had to be masked.
  var sealed: String?
  /// The sender's key for doing a thing only once, and a digest of what was asked.
  var key: OnceKey?
  /// What goes out of the system.
  var messages: [OutgoingMessage]?
  /// The ticket into which this one was merged; an empty text ends that.
  var merged: String?

  /// The stream of a ticket.
  static func stream(_ number: String) -> String { "ticket/\(number)" }

  /// The number of a ticket's stream.
  static func number(of stream: String) -> String { String(stream.dropFirst("ticket/".count)) }
}

/// How a ticket stands after an entry.
struct Standing: Codable, Sendable {
  var state: String
  var card: String
  var due: Date?
  /// The next moment at which something happens by itself; nil for never.
  var wake: Date?
  /// The version of the rules by which this was worked out.
  var rules: String
}

/// What is fixed when a ticket begins.
struct Opening: Codable, Sendable {
  var profile: String
  var layer: String?
  var region: String?
  /// Name, phone, address and number of an identity card, sealed.
  var caller: String?
  /// How the caller wants to be called back.
  var callback: String?
}

/// A catalogue item as it stood when a ticket was sent by it.
public struct SentItem: Codable, Equatable, Sendable {
  /// The item's id.
  public var id: String
  /// Its name then.
  public var name: String
  /// The version of its record in the journal.
  public var revision: Int
}

/// A key under which a command is carried out only once.
struct OnceKey: Codable, Equatable, Sendable {
  var key: String
  /// Digest of the command and its fields.
  var asked: String
}

/// A message to a caller or a unit that goes out of the system; holds nothing personal.
public struct OutgoingMessage: Codable, Equatable, Sendable {
  /// `caller` or `unit`.
  public var to: String
  /// The unit, for a unit.
  public var unit: String?
  /// Such as `acceptance`, `extension`, `result`, `survey`, `urging`.
  public var kind: String
  /// What it says; `{查询码}` stands for the caller's code.
  public var text: String
  /// The ticket.
  public var ticket: String
}
