import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite

/// A line of the ledger of supervised matters.
///
/// Source: 宜春办法第三十四条.
public struct SupervisedMatter: Sendable, Equatable {
  /// The line's place, for paging.
  public var id: Int
  /// The ticket.
  public var number: String
  /// The unit that led then.
  public var unit: String?
  /// Why.
  public var reason: String
  /// Since when.
  public var since: Date
  /// Until when; nil while it lasts.
  public var resolved: Date?
}

/// The ledger as it follows from the journal.
enum SupervisionTable {
  static let migration = """
    CREATE TABLE supervision (
      id INTEGER PRIMARY KEY, number TEXT NOT NULL, unit TEXT, reason TEXT NOT NULL,
      since INTEGER NOT NULL, resolved INTEGER
    );
    CREATE INDEX supervision_by_number ON supervision (number);
    CREATE INDEX supervision_open ON supervision (unit) WHERE resolved IS NULL;
    """

  /// Writes what an entry's events say of supervision.
  static func note(
    _ events: [TicketEvent], of number: String, unit: String?, _ connection: Connection
  ) throws {
    for event in events {
      switch event.change {
      case .supervised(let reason):
        try connection.run(
          "INSERT INTO supervision (number, unit, reason, since) VALUES (?, ?, ?, ?)", number,
          unit, reason, event.at.milliseconds)
      // What closes a ticket for good ends its supervision too.
      case .supervisionResolved, .archived, .withdrawn, .excluded, .transferred, .solved,
        .judged(_, nil):
        try connection.run(
          "UPDATE supervision SET resolved = ? WHERE number = ? AND resolved IS NULL",
          event.at.milliseconds, number)
      default: break
      }
    }
  }
}

extension TicketOffice {
  /// The ledger of supervised matters that a seat may see, the latest first.
  ///
  /// - Parameters:
  ///   - open: only those that last, or only those that ended; nil for both.
  ///   - id: the last line of the page before.
  public func supervisionLedger(
    open: Bool? = nil, for seat: Seat, after id: Int? = nil, most: Int = 50
  ) throws -> [SupervisedMatter] {
    var conditions = "id < ?"
    var values: [(any SQLiteBindable)?] = [id ?? Int.max]
    if let open { conditions += " AND resolved IS \(open ? "" : "NOT ")NULL" }
    if let unit = seat.unit {
      conditions += " AND unit = ?"
      values.append(unit)
    }
    return try pool.read { connection in
      var lines: [SupervisedMatter] = []
      try connection.each(
        """
        SELECT id, number, unit, reason, since, resolved FROM supervision
        WHERE \(conditions) ORDER BY id DESC LIMIT \(most)
        """, values
      ) { row in
        lines.append(
          SupervisedMatter(
            id: row.int(0), number: row.text(1), unit: row.optionalText(2), reason: row.text(3),
            since: Date(milliseconds: row.int(4)),
            resolved: row.isNull(5) ? nil : Date(milliseconds: row.int(5))))
        return true
      }
      return lines
    }
  }
}
