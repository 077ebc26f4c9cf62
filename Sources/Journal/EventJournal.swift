import Foundation
import Hotline
import SQLite
import Sealing

/// The append-only record of every change, chained by hash; its projections are written in the
/// same transaction.
///
///     let journal = EventJournal(pool: pool, projections: [catalogue])
///     try journal.append([NewEntry(stream: "item/A", type: "item-revised", body: "{}")], by: "甲")
///
/// Only the journal writes to the database.
public final class EventJournal: Sendable {
  let pool: ConnectionPool
  let projections: [any Projection]
  let keys: RecordKeys?
  let now: @Sendable () -> Date

  /// Adds the journal's own tables to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("journal 1") {
      try $0.execute(
        """
        CREATE TABLE entry (
          sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL,
          type TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL,
          hash BLOB NOT NULL, UNIQUE (stream, version)
        );
        """)
    }
    JournalHead.addMigrations(to: &migrations)
  }

  /// Makes the journal over a database whose migrations have been applied.
  ///
  /// - Parameter keys: seal the journal's head, so that a cut is seen; without them it is neither
  ///   sealed nor checked.
  public init(
    pool: ConnectionPool, projections: [any Projection], keys: RecordKeys? = nil,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.pool = pool
    self.projections = projections
    self.keys = keys
    self.now = now
  }

  /// Records changes, all or none, and brings the projections up to them.
  ///
  /// - Parameter guarding: runs first in the same transaction; an error keeps everything as it was.
  /// - Parameter progress: how many entries are written so far, after each.
  /// - Throws: `VersionConflict` when a stream is not at its expected version.
  @discardableResult
  public func append(
    _ changes: [NewEntry], by actor: String,
    guarding check: (Connection) throws -> Void = { _ in }, progress: (Int) -> Void = { _ in }
  ) throws -> [JournalEntry] {
    try append(by: actor, progress: progress) { connection in
      try check(connection)
      return changes
    }
  }

  /// Records changes that are worked out in the transaction itself, all or none.
  ///
  /// - Parameter changes: gives the changes; what it writes itself belongs to the transaction.
  /// - Throws: `VersionConflict` when a stream is not at its expected version.
  @discardableResult
  public func append(
    by actor: String, progress: (Int) -> Void = { _ in },
    changes: (Connection) throws -> [NewEntry]
  ) throws -> [JournalEntry] {
    try pool.write { connection in
      let changes = try changes(connection)
      var (sequence, hash) = try head(connection)
      let at = now().inWholeMilliseconds
      var entries: [JournalEntry] = []
      entries.reserveCapacity(changes.count)
      for change in changes {
        let written = try write(
          change, as: sequence + 1, at: at, by: actor, after: hash, connection)
        (sequence, hash) = (written.entry.sequence, written.hash)
        entries.append(written.entry)
        progress(entries.count)
      }
      if let keys, !entries.isEmpty {
        try JournalHead.write(sequence, hash, keys, connection)
      }
      return entries
    }
  }

  /// Writes one entry at a position and brings the projections up to it.
  func write(
    _ change: NewEntry, as sequence: Int, at: Date, by actor: String, after previous: [UInt8],
    _ connection: Connection
  ) throws -> (entry: JournalEntry, hash: [UInt8]) {
    let version =
      try connection.row("SELECT max(version) FROM entry WHERE stream = ?", change.stream)?
      .int(0) ?? 0
    if let expected = change.expectedVersion, expected != version {
      throw VersionConflict(stream: change.stream, expected: expected, found: version)
    }
    let entry = JournalEntry(
      sequence: sequence, stream: change.stream, version: version + 1, type: change.type,
      at: at, actor: actor, body: change.body)
    let hash = Self.hash(entry, after: previous)
    try connection.run(
      """
      INSERT INTO entry (sequence, stream, version, type, at, actor, body, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, entry.sequence, entry.stream, entry.version, entry.type, entry.at.milliseconds,
      entry.actor, entry.body, hash)
    for projection in projections { try projection.apply(entry, connection) }
    return (entry, hash)
  }

  /// The sequence of the last entry; 0 for an empty journal.
  public func lastSequence() throws -> Int { try pool.read { try head($0).sequence } }

  /// Entries behind a sequence, in order.
  public func entries(after sequence: Int, limit: Int) throws -> [JournalEntry] {
    try pool.read { connection in
      try connection.rows(
        Self.columns + " WHERE sequence > ? ORDER BY sequence LIMIT ?", sequence, limit
      ).map { Self.entry($0) }
    }
  }

  /// The entries of one stream, in order.
  public func entries(of stream: String) throws -> [JournalEntry] {
    try pool.read { connection in
      try connection.rows(Self.columns + " WHERE stream = ? ORDER BY version", stream)
        .map { Self.entry($0) }
    }
  }

  static let columns =
    "SELECT sequence, stream, version, type, at, actor, body FROM entry"

  static func entry(_ row: SQLiteRow) -> JournalEntry {
    JournalEntry(
      sequence: row.int(0), stream: row.text(1), version: row.int(2), type: row.text(3),
      at: Date(milliseconds: row.int(4)), actor: row.text(5),
      body: row.text(6))
  }

  func head(_ connection: Connection) throws -> (sequence: Int, hash: [UInt8]) {
    guard
      let row = try connection.row(
        "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1")
    else { return (0, []) }
    return (row.int(0), row.blob(1))
  }

  static func hash(_ entry: JournalEntry, after previous: [UInt8]) -> [UInt8] {
    var digest = Digest()
    digest.add(previous)
    digest.add(entry.sequence)
    digest.add(entry.stream)
    digest.add(entry.version)
    digest.add(entry.type)
    digest.add(entry.at.milliseconds)
    digest.add(entry.actor)
    digest.add(entry.body)
    return digest.finish()
  }
}
