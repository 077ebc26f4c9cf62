import Foundation
import Hotline
import Journal
import SQLite

/// Keeps a restored database from giving a number twice on the day of the restore.
///
/// A number is the day and a count, such as 20261121-000001. Numbers that were given after the
/// backup was made are not in it, and their callers hold them. Those of earlier days are never given
/// again; on the day of a restore the count goes on from 100,000 plus ten for every second of the
/// day so far (a restore at 09:00:00: 20261121-424001). Without a restore no day comes to 100,000,
/// and after one nobody takes ten requests a second for the rest of the day: so a second restore of
/// the same backup on the same day gives no number twice either.
public struct NumberFloor: Projection {
  /// Makes the projection.
  public init() {}

  static func addMigrations(to migrations: inout Migrations) {
    migrations.add("ticket numbers 1") {
      try $0.execute(
        "CREATE TABLE ticket_number_floor (day TEXT PRIMARY KEY, count INTEGER NOT NULL)")
    }
  }

  /// Empties the table.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM ticket_number_floor")
  }

  /// Keeps what a restore leaves out.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    guard entry.type == JournalRestored.type else { return }
    try connection.run(
      """
      INSERT INTO ticket_number_floor (day, count) VALUES (?1, ?2)
      ON CONFLICT (day) DO UPDATE SET count = max(count, ?2)
      """, TicketOffice.day(entry.at), Self.count(at: entry.at))
  }

  /// The highest count that may have been given on the day of a moment.
  static func count(at moment: Date) -> Int {
    let tenths = moment.milliseconds / 100 + ShanghaiTime.offset * 10
    return 100_000 + tenths % 864_000
  }

  /// The count beyond which numbers of a day are given.
  static func of(_ day: String, _ connection: Connection) throws -> Int {
    try connection.row("SELECT count FROM ticket_number_floor WHERE day = ?", day)?.int(0) ?? 0
  }
}
