import Foundation
import Lifecycle
import Synchronization

/// Tickets that were read or written lately, so that one command does not parse the same ticket
/// three times.
///
/// A ticket is known by the very text that a column holds, so what is found is never outdated,
/// whatever was taken back or done by another process.
final class TicketMemory: Sendable {
  private struct Known {
    var latest: [String: Ticket] = [:]
    var former: [String: Ticket] = [:]
  }

  private let known = Mutex(Known())
  /// Two generations of so many tickets are kept, a few KiB each.
  private static let most = 1_000

  /// The one of this process.
  static let shared = TicketMemory()

  subscript(text: String) -> Ticket? {
    known.withLock { $0.latest[text] ?? $0.former[text] }
  }

  func keep(_ ticket: Ticket, as text: String) {
    known.withLock { known in
      if known.latest.count >= Self.most {
        known.former = known.latest
        known.latest = [:]
      }
      known.latest[text] = ticket
    }
  }
}

/// A ticket as a column holds it.
enum StoredTicket {
  /// The ticket as JSON.
  static func text(_ ticket: Ticket) throws -> String {
    let text = String(decoding: try JSONEncoder().encode(ticket), as: UTF8.self)
    TicketMemory.shared.keep(ticket, as: text)
    return text
  }

  /// The ticket that a column holds.
  static func ticket(_ text: String) throws -> Ticket {
    if let known = TicketMemory.shared[text] { return known }
    let ticket = try JSONDecoder().decode(Ticket.self, from: Data(text.utf8))
    TicketMemory.shared.keep(ticket, as: text)
    return ticket
  }
}
