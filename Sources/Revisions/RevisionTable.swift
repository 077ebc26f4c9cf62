import Foundation
import Hotline
import Journal
import SQLite

/// A table of all revisions of some kinds of records, as it follows from the journal.
public struct RevisionTable: Sendable {
  /// Name of the table.
  public let name: String
  private let revision: @Sendable (JournalEntry) throws -> Revision?

  /// Makes the table's description.
  ///
  /// - Parameter revision: the revision that an entry records; nil for all other entries.
  public init(
    _ name: String, revision: @escaping @Sendable (JournalEntry) throws -> Revision?
  ) {
    self.name = name
    self.revision = revision
  }

  /// Makes the table and fills it from the journal, for a database that was made before it.
  public func create(_ connection: Connection) throws {
    try connection.execute(
      """
      CREATE TABLE \(name) (
        stream TEXT NOT NULL, version INTEGER NOT NULL, sequence INTEGER NOT NULL,
        at INTEGER NOT NULL, actor TEXT NOT NULL, ended INTEGER NOT NULL,
        starts INTEGER, ends INTEGER, body TEXT NOT NULL, PRIMARY KEY (stream, version)
      ) WITHOUT ROWID;
      CREATE INDEX \(name)_by_sequence ON \(name) (sequence);
      """)
    var last = 0
    while true {
      let rows = try connection.rows(
        """
        SELECT sequence, stream, version, type, at, actor, body FROM entry WHERE sequence > ?
        ORDER BY sequence LIMIT 1000
        """, last)
      guard let end = rows.last else { return }
      for row in rows {
        try apply(
          JournalEntry(
            sequence: row.int(0), stream: row.text(1), version: row.int(2), type: row.text(3),
            at: Date(milliseconds: row.int(4)), actor: row.text(5), body: row.text(6)), connection)
      }
      last = end.int(0)
    }
  }

  /// Empties the table, before a rebuild.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM \(name)")
  }

  /// Adds the revision that an entry records, if it records one.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    guard let revision = try revision(entry) else { return }
    try connection.run(
      """
      INSERT OR REPLACE INTO \(name)
        (stream, version, sequence, at, actor, ended, starts, ends, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, revision.stream, revision.version, revision.sequence, revision.at.milliseconds,
      revision.actor, revision.isEnd, revision.period.from.map(\.milliseconds),
      revision.period.to.map(\.milliseconds), revision.body)
  }

  private static let columns =
    "stream, version, sequence, at, actor, ended, starts, ends, body"

  /// All revisions of one record, the first first.
  public func history(of stream: String, _ connection: Connection) throws -> [Revision] {
    try connection.rows(
      "SELECT \(Self.columns) FROM \(name) WHERE stream = ? ORDER BY version", stream
    ).map(Self.revision)
  }

  /// One revision; nil when there is none.
  public func revision(
    _ version: Int, of stream: String, _ connection: Connection
  ) throws -> Revision? {
    try connection.row(
      "SELECT \(Self.columns) FROM \(name) WHERE stream = ? AND version = ?", stream, version
    ).map(Self.revision)
  }

  /// The revision of one record in force at a moment, as a ticket keeps it; nil when none is.
  ///
  /// - Parameter recorded: what was recorded until then counts.
  public func standing(
    of stream: String, at moment: Date, knownAt recorded: Date = .distantFuture,
    _ connection: Connection
  ) throws -> Revision? {
    RecordTimeline(try history(of: stream, connection)).revision(at: moment, knownAt: recorded)
  }

  /// The timelines of all records whose stream begins with a text, in the order in which the
  /// records first came.
  public func timelines(
    _ prefix: String = "", _ connection: Connection
  ) throws -> [RecordTimeline] {
    var order: [String] = []
    var found: [String: [Revision]] = [:]
    try connection.each("SELECT \(Self.columns) FROM \(name) ORDER BY sequence") { row in
      let revision = Self.revision(row)
      guard revision.stream.hasPrefix(prefix) else { return true }
      if found[revision.stream] == nil { order.append(revision.stream) }
      found[revision.stream, default: []].append(revision)
      return true
    }
    return order.map { RecordTimeline(found[$0] ?? []) }
  }

  /// The first moment after another at which some record comes into force, changes or goes out of
  /// force by itself; nil when none is known.
  public func nextChange(after moment: Date, _ connection: Connection) throws -> Date? {
    let now = moment.milliseconds
    let row = try connection.row(
      """
      SELECT min(moment) FROM (
        SELECT min(starts) AS moment FROM \(name) WHERE starts > ?
        UNION ALL SELECT min(ends) FROM \(name) WHERE ends > ?)
      """, now, now)
    guard let row, case .integer(let next) = row[0] else { return nil }
    return Date(milliseconds: Int(next))
  }

  private static func revision(_ row: SQLiteRow) -> Revision {
    func optional(_ column: Int) -> Date? {
      guard case .integer(let value) = row[column] else { return nil }
      return Date(milliseconds: Int(value))
    }
    let entry = JournalEntry(
      sequence: row.int(2), stream: row.text(0), version: row.int(1), type: "",
      at: Date(milliseconds: row.int(3)), actor: row.text(4), body: row.text(8))
    return Revision(
      entry, isEnd: row.int(5) != 0, period: Validity(from: optional(6), to: optional(7)))
  }
}
