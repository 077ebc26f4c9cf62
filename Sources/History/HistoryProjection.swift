import Foundation
import Hotline
import Journal
import SQLite

/// The table of past tickets, as it follows from the journal.
public struct HistoryProjection: Projection {
  /// Makes the projection.
  public init() {}

  /// Adds the table to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("history 1") {
      try $0.execute(
        """
        CREATE TABLE past_ticket (
          number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sequence INTEGER NOT NULL,
          body TEXT NOT NULL
        );
        """)
    }
  }

  /// Empties the table.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM past_ticket")
  }

  /// Writes a recorded ticket.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    guard entry.type == "past-ticket-recorded" else { return }
    try connection.run(
      """
      INSERT INTO past_ticket (id, sequence, body) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, body = excluded.body
      """, String(entry.stream.dropFirst("history/".count)), entry.sequence, entry.body)
  }

  /// Reads all past tickets, in the order in which they first came.
  public static func tickets(_ connection: Connection) throws -> [PastTicket] {
    let decoder = JSONDecoder()
    var tickets: [PastTicket] = []
    try connection.each("SELECT body FROM past_ticket ORDER BY number") { row in
      tickets.append(try decoder.decode(PastTicket.self, from: Data(row.text(0).utf8)))
      return true
    }
    return tickets
  }

  /// Tells one history from another.
  public struct State: Equatable, Sendable {
    /// How many past tickets there are.
    public var count: Int
    /// The sequence of the last change among them.
    public var sequence: Int

    /// Makes a state from its parts.
    public init(count: Int, sequence: Int) {
      self.count = count
      self.sequence = sequence
    }
  }

  /// How many past tickets there are, and the sequence of the last change among them.
  public static func state(_ connection: Connection) throws -> State {
    let row = try connection.row("SELECT count(*), coalesce(max(sequence), 0) FROM past_ticket")
    return State(count: row?.int(0) ?? 0, sequence: row?.int(1) ?? 0)
  }

  /// The journal entries that record tickets; a ticket stored equally gives none.
  public static func changes(
    recording tickets: [PastTicket], over stored: [PastTicket]
  ) throws -> [NewEntry] {
    let known = Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    return try tickets.filter { known[$0.id] != $0 }.map {
      try NewEntry(stream: "history/\($0.id)", type: "past-ticket-recorded", encoding: $0)
    }
  }
}
