import Foundation
import Hotline
import Journal
import Lifecycle

/// One change of a ticket for those who follow: a province, a data platform.
///
/// Source: 宜春办法第七条（九）, 第二十九条.
public struct TicketChange: Sendable {
  /// Its place in the whole journal.
  public var sequence: Int
  /// When it was recorded.
  public var at: Date
  /// The ticket.
  public var number: String
  /// The ticket's version with it.
  public var version: Int
  /// The command.
  public var command: String
  /// Who did it.
  public var actor: String
  /// What happened.
  public var events: [TicketEvent]
  /// The state afterwards.
  public var state: String
  /// The running limit afterwards.
  public var due: Date?
  /// The card afterwards.
  public var card: String
}

extension TicketOffice {
  /// Changes of tickets behind a place in the journal, in order.
  ///
  /// Who asks again from the last place that it kept gets everything, at least once.
  ///
  /// - Returns: the changes, and the place from which to ask next: it goes on also when no ticket
  ///   changed.
  public func changes(after sequence: Int, most: Int = 100) throws -> (
    changes: [TicketChange], next: Int
  ) {
    var changes: [TicketChange] = []
    var next = sequence
    while changes.count < most {
      let entries = try journal.entries(after: next, limit: 500)
      if entries.isEmpty { break }
      for entry in entries {
        next = entry.sequence
        guard entry.type == TicketEntry.type else { continue }
        let body = try entry.decoded(TicketEntry.self)
        changes.append(
          TicketChange(
            sequence: entry.sequence, at: entry.at,
            number: TicketEntry.number(of: entry.stream), version: entry.version,
            command: body.command, actor: entry.actor, events: body.events,
            state: body.standing.state, due: body.standing.due, card: body.standing.card))
        if changes.count == most { break }
      }
    }
    return (changes, next)
  }

  /// The history of a ticket, oldest first.
  public func history(of number: String, for seat: Seat) throws -> [TicketChange] {
    _ = try record(number, for: seat)
    return try entries(of: number).map { head, body in
      TicketChange(
        sequence: head.sequence, at: head.at, number: number, version: head.version,
        command: body.command, actor: head.actor, events: body.events,
        state: body.standing.state, due: body.standing.due, card: body.standing.card)
    }
  }
}
