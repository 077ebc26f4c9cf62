import Hotline
import Journal
import SQLite

/// The table of messages to callers and units, as it follows from the journal.
public struct OutboxProjection: Projection {
  /// The types of entries that may bear a key under which they were made once.
  public static let markedTypes: Set<String> = [OutboxEntry.Requeued.type]

  /// Makes the projection.
  public init() {}

  /// Adds the table to a database's layout.
  ///
  /// A row's number gives the order in which messages were asked for, also after a rebuild.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("outbox 1") {
      try $0.execute(
        """
        CREATE TABLE outbox (
          number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ticket TEXT NOT NULL,
          audience TEXT NOT NULL, unit TEXT, kind TEXT NOT NULL, text TEXT NOT NULL,
          at INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, next_try INTEGER,
          last_error TEXT, done_at INTEGER
        );
        CREATE INDEX outbox_by_ticket ON outbox (ticket, number);
        CREATE INDEX outbox_by_kind ON outbox (kind, number);
        CREATE INDEX outbox_queued ON outbox (number) WHERE state = 'queued';
        CREATE INDEX outbox_waiting ON outbox (ticket, number) WHERE state = 'queued';
        CREATE INDEX outbox_failed ON outbox (number) WHERE state = 'failed';
        """)
    }
  }

  /// Empties the table.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM outbox")
  }

  /// Writes what one entry says of messages.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    switch entry.type {
    case OutboxEntry.Asking.type, OutboxEntry.Asking.reminder: try add(entry, connection)
    case OutboxEntry.Sent.type:
      let body = try entry.decoded(OutboxEntry.Sent.self)
      try connection.run(
        """
        UPDATE outbox SET state = 'sent', attempts = ?, next_try = NULL, done_at = ? WHERE id = ?
        """, body.attempt, entry.at.milliseconds, id(entry))
    case OutboxEntry.Failed.type:
      let body = try entry.decoded(OutboxEntry.Failed.self)
      try connection.run(
        "UPDATE outbox SET attempts = ?, next_try = ?, last_error = ? WHERE id = ?",
        body.attempt, body.nextTry, body.reason, id(entry))
    case OutboxEntry.GivenUp.type:
      let body = try entry.decoded(OutboxEntry.GivenUp.self)
      try connection.run(
        """
        UPDATE outbox SET state = 'failed', next_try = NULL, last_error = ?, done_at = ?
        WHERE id = ?
        """, body.reason, entry.at.milliseconds, id(entry))
    case OutboxEntry.Requeued.type:
      try connection.run(
        """
        UPDATE outbox SET state = 'queued', attempts = 0, next_try = ?, done_at = NULL
        WHERE id = ?
        """, entry.at.milliseconds, id(entry))
    default: break
    }
  }

  private func add(_ entry: JournalEntry, _ connection: Connection) throws {
    // Most steps of a ticket send nothing, and their bodies may be long.
    guard entry.body.contains("\"messages\"") else { return }
    let wanted = try entry.decoded(OutboxEntry.Asking.self).messages ?? []
    let at = entry.at.milliseconds
    for (index, message) in wanted.enumerated() {
      try connection.run(
        """
        INSERT INTO outbox (id, ticket, audience, unit, kind, text, at, state, attempts, next_try)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', 0, ?)
        """, "\(entry.sequence)-\(index)", message.ticket, message.to.rawValue, message.unit,
        message.kind, message.text, at, at)
    }
  }

  private func id(_ entry: JournalEntry) -> String { String(entry.stream.dropFirst(8)) }
}
