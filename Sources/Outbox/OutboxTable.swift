import Foundation
import Hotline
import SQLite

/// Reads the table of messages.
enum OutboxTable {
  private static let columns =
    """
    SELECT number, id, ticket, audience, unit, kind, text, at, state, attempts, next_try,
      last_error, done_at FROM outbox AS message
    """

  /// Messages to be sent at a moment, in the order in which they were asked for.
  ///
  /// A message waits as long as an earlier one of its ticket to the same receiver is queued, except
  /// for one that waits for the morning while it may go out itself.
  ///
  /// - Parameter quiet: true while callers are not to be disturbed.
  static func due(
    at moment: Date, quiet: Bool, urgent: Set<String>, after number: Int, limit: Int,
    _ connection: Connection
  ) throws -> [(number: Int, message: OutboxMessage)] {
    let kinds = String(decoding: try JSONEncoder().encode(urgent.sorted()), as: UTF8.self)
    return try connection.rows(
      columns + """
         WHERE message.state = 'queued' AND message.number > ?1 AND message.next_try <= ?2
          AND (NOT ?3 OR message.audience <> 'caller'
            OR message.kind IN (SELECT value FROM json_each(?4)))
          AND NOT EXISTS (
            SELECT 1 FROM outbox AS earlier WHERE earlier.state = 'queued'
              AND earlier.ticket = message.ticket AND earlier.number < message.number
              AND earlier.audience = message.audience AND earlier.unit IS message.unit
              AND (NOT ?3 OR earlier.audience <> 'caller'
                OR earlier.kind IN (SELECT value FROM json_each(?4))))
        ORDER BY message.number LIMIT ?5
        """, number, moment.milliseconds, quiet, kinds, limit
    ).compactMap { row in message(row).map { (row.int(0), $0) } }
  }

  /// Messages of a state, kind and ticket, the last first, those before a number.
  static func list(
    state: OutboxMessage.State?, kind: String?, ticket: String?, before number: Int?, limit: Int,
    _ connection: Connection
  ) throws -> [OutboxMessage] {
    // A fixed text of the state lets SQLite use the small indexes of queued and failed messages.
    let stated = state.map { " AND state = '\($0.rawValue)'" } ?? ""
    let ofKind = kind == nil ? "?2 IS NULL" : "kind = ?2"
    let ofTicket = ticket == nil ? "?3 IS NULL" : "ticket = ?3"
    return try connection.rows(
      columns
        + " WHERE number < ?1 AND \(ofKind) AND \(ofTicket)\(stated) ORDER BY number DESC LIMIT ?4",
      number ?? Int.max, kind, ticket, limit
    ).compactMap { message($0) }
  }

  /// One message; nil when there is none of that id.
  static func one(
    _ id: String, _ connection: Connection
  ) throws -> (number: Int, message: OutboxMessage)? {
    try connection.row(columns + " WHERE id = ?", id).flatMap { row in
      message(row).map { (row.int(0), $0) }
    }
  }

  private static func message(_ row: SQLiteRow) -> OutboxMessage? {
    guard let audience = OutboxMessage.Audience(rawValue: row.text(3)),
      let state = OutboxMessage.State(rawValue: row.text(8))
    else { return nil }
    return OutboxMessage(
      id: row.text(1), ticket: row.text(2), audience: audience, unit: row.optionalText(4),
      kind: row.text(5), text: row.text(6), at: Date(milliseconds: row.int(7)), state: state,
      attempts: row.int(9), nextTry: time(row, 10), lastError: row.optionalText(11),
      doneAt: time(row, 12))
  }

  private static func time(_ row: SQLiteRow, _ column: Int) -> Date? {
    if case .integer(let value) = row[column] { return Date(milliseconds: Int(value)) }
    return nil
  }
}
