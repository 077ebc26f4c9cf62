import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite

/// Where a request went for good: what a suggestion can learn from.
public struct TicketOutcome: Equatable, Sendable {
  /// The ticket's number.
  public var number: String
  /// What was asked, with everything personal masked.
  public var text: String
  /// The unit that took it on as lead; nil when the ticket's personal data were erased, after which
  /// nothing of its text may be kept.
  public var unit: String?
  /// The kind of request.
  public var type: String
  /// When it came.
  public var received: Date
  /// The caller asked for secrecy, or somebody is reported on: the text may teach, not be shown.
  public var isSecret = false
}

extension TicketOffice {
  /// Tickets that a unit has taken on behind a place in the journal, oldest first, each as it
  /// stands now; one that was returned and taken on elsewhere comes again.
  ///
  /// A unit takes a ticket on by signing it or by letting the time for a return pass. What a unit
  /// sends back before that is no outcome; what it sends back later is corrected by the next one.
  ///
  /// - Returns: the outcomes, and the place from which to ask next.
  public func outcomes(
    after sequence: Int, most: Int = 500
  ) throws -> (outcomes: [TicketOutcome], next: Int, more: Bool) {
    try pool.read { connection in
      let rows = try connection.rows(
        """
        SELECT sequence, stream, type, body FROM entry WHERE sequence > ? AND (
          type = 'caller-erased' OR type = ? AND (
            instr(body, '"signed":{') > 0 OR instr(body, '"deemedAccepted":{') > 0))
        ORDER BY sequence LIMIT ?
        """, sequence, TicketEntry.type, most)
      let outcomes = try rows.compactMap { row -> TicketOutcome? in
        if row.text(2) == "caller-erased" {
          return TicketOutcome(
            number: String(row.text(1).dropFirst("caller-access/".count)), text: "", unit: nil,
            type: "", received: .distantPast)
        }
        return try outcome(
          TicketEntry.number(of: row.text(1)),
          JSONDecoder().decode(TicketEntry.self, from: Data(row.text(3).utf8)), connection)
      }
      if rows.count == most, let last = rows.last { return (outcomes, last.int(0), true) }
      let head = try connection.row("SELECT coalesce(max(sequence), 0) FROM entry")?.int(0) ?? 0
      return (outcomes, max(head, sequence), false)
    }
  }

  private func outcome(
    _ number: String, _ entry: TicketEntry, _ connection: Connection
  ) throws -> TicketOutcome? {
    let row = try connection.row(
      """
      SELECT json_extract(body, '$.request.text'), type, received, lead,
        json_extract(body, '$.request.secret') = 1
          OR json_extract(body, '$.request.reported') IS NOT NULL
      FROM ticket WHERE number = ?
      """, number)
    guard let row else { return nil }
    var unit: String?
    for event in entry.events {
      switch event.change {
      case .signed(let by, _): unit = by
      case .deemedAccepted: unit = row.isNull(3) ? unit : row.text(3)
      default: break
      }
    }
    return unit.map {
      TicketOutcome(
        number: number, text: row.text(0), unit: $0, type: row.text(1),
        received: Date(timeIntervalSince1970: Double(row.int(2)) / 1000),
        isSecret: row.int(4) != 0)
    }
  }
}
