import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Sealing

/// Tickets whose files need no longer be kept and whose callers' data still can be opened.
///
/// The timers of the lifecycle say when that is; the regulation gives the years.
struct RetentionTable {
  static func addMigrations(to migrations: inout Migrations) {
    migrations.add("ticket retention 1") {
      try $0.execute(
        """
        CREATE TABLE ticket_expired (number TEXT PRIMARY KEY) WITHOUT ROWID;
        INSERT INTO ticket_expired
          SELECT number FROM ticket WHERE body LIKE '%"retention-ended@%' AND NOT EXISTS (
            SELECT 1 FROM entry WHERE stream = 'caller-access/' || number
              AND type = 'caller-erased');
        """)
    }
  }

  static func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM ticket_expired")
  }

  /// Notes the tickets whose time is over.
  static func note(_ events: [TicketEvent], of number: String, _ connection: Connection) throws {
    guard events.contains(where: \.endsRetention) else { return }
    try connection.run("INSERT OR IGNORE INTO ticket_expired (number) VALUES (?)", number)
  }

  static func erased(_ number: String, _ connection: Connection) throws {
    try connection.run("DELETE FROM ticket_expired WHERE number = ?", number)
  }
}

extension TicketEvent {
  fileprivate var endsRetention: Bool {
    if case .noted("retention-ended", _) = change { return true }
    return false
  }
}

extension TicketOffice {
  /// Destroys the keys of some tickets whose retention has ended, and puts that on record.
  ///
  /// - Returns: how many it were.
  func eraseExpired(most: Int) throws -> Int {
    let numbers = try pool.read {
      try $0.rows("SELECT number FROM ticket_expired LIMIT ?", most).map { $0.text(0) }
    }
    guard !numbers.isEmpty else { return 0 }
    let entries = try journal.append(by: Seat.timers.name) { connection in
      try numbers.flatMap { try erasure(of: $0, mark: nil, connection) }
    }
    try scrub()
    return entries.count
  }

  /// Destroys a ticket's key; nothing when somebody was first.
  func erasure(
    of number: String, mark: OnceMark?, _ connection: Connection
  ) throws -> [NewEntry] {
    let waits = try connection.row("SELECT 1 FROM ticket_expired WHERE number = ?", number) != nil
    guard waits else { return [] }
    try keys.erase(TicketEntry.stream(number), connection)
    return [
      try NewEntry(
        stream: Erased.streamStart + number, type: Erased.type,
        encoding: Erased(reason: "档案保存期满", once: mark))
    ]
  }

  /// Empties the write-ahead log of destroyed keys.
  ///
  /// A reader may hold it up, as a backup does; then the timers try again.
  func scrub() throws {
    for _ in 0..<10 {
      let done = try pool.exclusively { try RecordKeys.scrub($0) }
      unscrubbed.withLock { $0 = !done }
      if done { return }
      usleep(20_000)
    }
  }
}
