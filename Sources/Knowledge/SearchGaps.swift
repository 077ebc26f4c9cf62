import Foundation
import Hotline
import Journal
import SQLite

/// Searches that found nothing, or whose hits nobody used, by day and matter.
///
/// Only words of the lexicon are kept, never what was typed: nobody's name, number or address can
/// come in.
public struct SearchGap: Codable, Hashable, Sendable {
  /// What was missed.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Nothing was found.
    case nothing = "没有找到"
    /// What was found was not used.
    case unused = "没有用上"
  }

  /// What was missed.
  public var kind: Kind
  /// The matter, as the catalogue's categories name it.
  public var matter: String
  /// Words of the lexicon that were asked for, parted by blanks.
  public var words: String
  /// How often.
  public var count: Int

  /// Makes a gap.
  public init(kind: Kind, matter: String, words: String, count: Int) {
    self.kind = kind
    self.matter = matter
    self.words = words
    self.count = count
  }
}

/// What is missing under one matter.
public struct MissingMatter: Codable, Hashable, Sendable {
  /// The matter.
  public var matter: String
  /// How many searches.
  public var count: Int
  /// The searches, the most frequent first.
  public var searches: [SearchGap]
}

/// The tables of missed searches and of reminders to owners, as they follow from the journal.
public struct UpkeepProjection: Projection {
  /// Body of `searches-missed`.
  struct Missed: Codable {
    var day: Day
    var searches: [SearchGap]
  }

  /// Body of `owners-reminded`; its messages are the outbox's.
  struct Reminded: Codable {
    struct Message: Codable { var to, unit, kind, text, ticket: String }
    var duties: [String]
    var messages: [Message]
  }

  static let stream = "upkeep/knowledge"

  /// Makes the projection.
  public init() {}

  /// Adds the tables to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("upkeep 1") {
      try $0.execute(
        """
        CREATE TABLE search_gap (
          day TEXT NOT NULL, kind TEXT NOT NULL, matter TEXT NOT NULL, words TEXT NOT NULL,
          count INTEGER NOT NULL, PRIMARY KEY (day, kind, matter, words)
        ) WITHOUT ROWID;
        CREATE TABLE owner_reminder (duty TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        """)
    }
  }

  /// Empties the tables.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM search_gap; DELETE FROM owner_reminder;")
  }

  /// Adds missed searches, or notes of what owners were reminded.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    switch entry.type {
    case "searches-missed":
      let missed = try entry.decoded(Missed.self)
      for gap in missed.searches {
        try connection.run(
          """
          INSERT INTO search_gap (day, kind, matter, words, count) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (day, kind, matter, words) DO UPDATE SET count = count + excluded.count
          """, missed.day.description, gap.kind.rawValue, gap.matter, gap.words, gap.count)
      }
    case "owners-reminded":
      for duty in try entry.decoded(Reminded.self).duties {
        try connection.run(
          "INSERT OR REPLACE INTO owner_reminder (duty, at) VALUES (?, ?)", duty, entry.sequence)
      }
    default: break
    }
  }

  /// What is missing from one day through another, the most missed matter first.
  public static func missing(
    from first: Day, through last: Day, _ connection: Connection
  ) throws -> [MissingMatter] {
    let gaps = try connection.rows(
      """
      SELECT kind, matter, words, sum(count) FROM search_gap WHERE day BETWEEN ? AND ?
      GROUP BY kind, matter, words ORDER BY sum(count) DESC, words
      """, first.description, last.description
    ).map { row in
      SearchGap(
        kind: SearchGap.Kind(rawValue: row.text(0)) ?? .nothing, matter: row.text(1),
        words: row.text(2), count: row.int(3))
    }
    return Dictionary(grouping: gaps, by: \.matter).map { matter, searches in
      MissingMatter(
        matter: matter, count: searches.reduce(0) { $0 + $1.count },
        searches: Array(searches.prefix(50)))
    }.sorted { ($1.count, $0.matter) < ($0.count, $1.matter) }
  }

  /// The entry that adds missed searches.
  public static func missed(_ gaps: [SearchGap], on day: Day) throws -> NewEntry {
    try NewEntry(
      stream: stream, type: "searches-missed", encoding: Missed(day: day, searches: gaps))
  }

  /// The entry that reminds owners of duties of which they have not been reminded; nil when there
  /// are none.
  ///
  /// - Parameter duties: the duty's key, the unit, and what is said of it in a line.
  public static func reminding(
    _ duties: [(key: String, unit: String, text: String)], _ connection: Connection
  ) throws -> NewEntry? {
    let new = try duties.filter {
      try connection.row("SELECT 1 FROM owner_reminder WHERE duty = ?", $0.key) == nil
    }
    guard !new.isEmpty else { return nil }
    let byUnit = Dictionary(grouping: new, by: \.unit)
    let messages = byUnit.sorted { $0.key < $1.key }.map { unit, duties in
      let lines = duties.prefix(20).map(\.text).joined(separator: "；")
      let rest = duties.count > 20 ? "；另有 \(duties.count - 20) 项" : ""
      return Reminded.Message(
        to: "unit", unit: unit, kind: "knowledge",
        text: "知识库有 \(duties.count) 项请你单位核对：\(lines)\(rest)。",
        ticket: "")
    }
    return try NewEntry(
      stream: stream, type: "owners-reminded",
      encoding: Reminded(duties: new.map(\.key), messages: messages))
  }
}
