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
  private let pool: ConnectionPool
  private let projections: [any Projection]
  private let now: @Sendable () -> Date

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
  }

  /// Makes the journal over a database whose migrations have been applied.
  public init(
    pool: ConnectionPool, projections: [any Projection],
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.pool = pool
    self.projections = projections
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
      let at = Date(timeIntervalSince1970: (now().timeIntervalSince1970 * 1000).rounded() / 1000)
      var entries: [JournalEntry] = []
      entries.reserveCapacity(changes.count)
      for change in changes {
        let version =
          try connection.row("SELECT max(version) FROM entry WHERE stream = ?", change.stream)?
          .int(0) ?? 0
        if let expected = change.expectedVersion, expected != version {
          throw VersionConflict(stream: change.stream, expected: expected, found: version)
        }
        sequence += 1
        let entry = JournalEntry(
          sequence: sequence, stream: change.stream, version: version + 1, type: change.type,
          at: at, actor: actor, body: change.body)
        hash = Self.hash(entry, after: hash)
        try connection.run(
          """
          INSERT INTO entry (sequence, stream, version, type, at, actor, body, hash)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """, entry.sequence, entry.stream, entry.version, entry.type, milliseconds(entry.at),
          entry.actor, entry.body, hash)
        for projection in projections { try projection.apply(entry, connection) }
        entries.append(entry)
        progress(entries.count)
      }
      return entries
    }
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

  /// Empties every projection and plays the whole journal into them, in one transaction.
  ///
  /// - Parameter progress: entries played so far and entries in all.
  public func rebuild(progress: (Int, Int) -> Void = { _, _ in }) throws {
    try pool.write { connection in
      for projection in projections { try projection.reset(connection) }
      let all = try head(connection).sequence
      var last = 0
      while last < all {
        let rows = try connection.rows(
          Self.columns + " WHERE sequence > ? ORDER BY sequence LIMIT 1000", last)
        guard !rows.isEmpty else { break }
        for row in rows {
          let entry = Self.entry(row)
          for projection in projections { try projection.apply(entry, connection) }
          last = entry.sequence
        }
        progress(last, all)
      }
    }
  }

  /// Checks the chain from the first entry to the last.
  ///
  /// - Returns: how many entries stand in the journal and what is wrong, the first fault first;
  ///   at most 20 faults are listed.
  public func verify() throws -> (entries: Int, faults: [String]) {
    try pool.read { connection in
      var hash: [UInt8] = []
      var count = 0
      var faults: [String] = []
      var versions: [String: Int] = [:]
      try connection.each(
        "SELECT sequence, stream, version, type, at, actor, body, hash FROM entry ORDER BY sequence"
      ) { row in
        count += 1
        let entry = Self.entry(row)
        if entry.sequence != count {
          faults.append("第 \(count) 条：序号是 \(entry.sequence)，中间有缺失或插入")
          count = entry.sequence
        }
        let version = (versions[entry.stream] ?? 0) + 1
        if entry.version != version {
          faults.append(
            "第 \(entry.sequence) 条：\(entry.stream) 的版本应为 \(version)，实为 \(entry.version)")
        }
        versions[entry.stream] = entry.version
        if Self.hash(entry, after: hash) != row.blob(7) {
          faults.append("第 \(entry.sequence) 条：内容与校验值不符，可能被改动过")
        }
        hash = row.blob(7)
        return faults.count < 20
      }
      return (count, faults)
    }
  }

  private static let columns =
    "SELECT sequence, stream, version, type, at, actor, body FROM entry"

  private static func entry(_ row: SQLiteRow) -> JournalEntry {
    JournalEntry(
      sequence: row.int(0), stream: row.text(1), version: row.int(2), type: row.text(3),
      at: Date(timeIntervalSince1970: Double(row.int(4)) / 1000), actor: row.text(5),
      body: row.text(6))
  }

  private func head(_ connection: Connection) throws -> (sequence: Int, hash: [UInt8]) {
    guard
      let row = try connection.row(
        "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1")
    else { return (0, []) }
    return (row.int(0), row.blob(1))
  }

  private static func hash(_ entry: JournalEntry, after previous: [UInt8]) -> [UInt8] {
    var digest = Digest()
    digest.add(previous)
    digest.add(entry.sequence)
    digest.add(entry.stream)
    digest.add(entry.version)
    digest.add(entry.type)
    digest.add(milliseconds(entry.at))
    digest.add(entry.actor)
    digest.add(entry.body)
    return digest.finish()
  }
}

private func milliseconds(_ moment: Date) -> Int {
  Int((moment.timeIntervalSince1970 * 1000).rounded())
}
