import Foundation
import Journal
import SQLite

/// The tables of proposals and of the records that they touch, as they follow from the journal.
public struct ProposalProjection: Projection {
  /// Makes the projection.
  public init() {}

  /// Adds the tables to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("proposals 1") {
      try $0.execute(
        """
        CREATE TABLE proposal (
          id TEXT PRIMARY KEY, state TEXT NOT NULL, unit TEXT NOT NULL, sequence INTEGER NOT NULL,
          body TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE proposal_record (
          stream TEXT NOT NULL, proposal TEXT NOT NULL, PRIMARY KEY (stream, proposal)
        ) WITHOUT ROWID;
        """)
    }
    migrations.add("proposals 2") { try createOnce($0) }
  }

  /// Empties the tables.
  public func reset(_ connection: Connection) throws {
    try connection.execute(
      "DELETE FROM proposal; DELETE FROM proposal_record; DELETE FROM proposal_once;")
  }

  /// Writes a proposal's next step.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    guard entry.stream.hasPrefix("proposal/") else { return }
    let id = String(entry.stream.dropFirst("proposal/".count))
    guard let proposal = try Proposal.after(entry, Self.proposal(id, connection)) else { return }
    try Self.noteOnce(entry, id, connection)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try connection.run(
      """
      INSERT OR REPLACE INTO proposal (id, state, unit, sequence, body) VALUES (?, ?, ?, ?, ?)
      """, id, proposal.state.rawValue, proposal.unit, entry.sequence,
      String(decoding: try encoder.encode(proposal), as: UTF8.self))
    try connection.run("DELETE FROM proposal_record WHERE proposal = ?", id)
    for stream in Set(proposal.changes.map(\.stream)) {
      try connection.run(
        "INSERT INTO proposal_record (stream, proposal) VALUES (?, ?)", stream, id)
    }
  }

  /// The proposal of a number; nil when there is none.
  public static func proposal(_ id: String, _ connection: Connection) throws -> Proposal? {
    try connection.row("SELECT body FROM proposal WHERE id = ?", id).map(decoded)
  }

  /// Proposals, the newest first.
  ///
  /// - Parameter states: only those in one of these states.
  /// - Parameter unit: only those of one unit; nil for all.
  public static func list(
    _ states: Set<Proposal.State> = Set(Proposal.State.allCases), unit: String? = nil,
    _ connection: Connection
  ) throws -> [Proposal] {
    try connection.rows("SELECT body FROM proposal ORDER BY id DESC").map(decoded).filter {
      states.contains($0.state) && (unit == nil || $0.unit == unit)
    }
  }

  /// The open proposals that touch a record, the oldest first.
  public static func open(on stream: String, _ connection: Connection) throws -> [Proposal] {
    try connection.rows(
      """
      SELECT body FROM proposal JOIN proposal_record ON proposal = id WHERE stream = ? ORDER BY id
      """, stream
    ).map(decoded).filter(\.state.isOpen)
  }

  /// The highest number given in a year; 0 when there is none.
  static func lastNumber(of year: Int, _ connection: Connection) throws -> Int {
    let row = try connection.row(
      "SELECT max(CAST(substr(id, 6) AS INTEGER)) FROM proposal WHERE id LIKE ?", "\(year)-%")
    return row?.int(0) ?? 0
  }

  private static func decoded(_ row: SQLiteRow) throws -> Proposal {
    try JSONDecoder().decode(Proposal.self, from: Data(row.text(0).utf8))
  }
}
