import Foundation
import Hotline
import Journal
import SQLite
import WorkingTime

/// An operator's mark that an article or item is wrong, or that something is missing: a task for
/// its owner with a limit.
///
/// Source: 中山办法第三十四条第三款.
public struct Correction: Codable, Hashable, Sendable {
  /// The rule.
  public static let source = "中山办法第三十四条第三款"

  /// What the operator marks.
  public enum Mark: String, CaseIterable, Codable, Sendable {
    /// Something stated is wrong.
    case wrong = "有误"
    /// Something that callers ask for is not there.
    case missing = "缺失"
  }

  /// How far it has come.
  public enum State: String, CaseIterable, Codable, Sendable {
    /// With the owner.
    case open = "待更正"
    /// The owner has mended it.
    case corrected = "已更正"
    /// The hotline found nothing wrong.
    case dismissed = "核实无误"
  }

  /// Its number.
  public var id: String
  /// What was marked.
  public var mark: Mark
  /// The record, such as `article/SB-003` or `item/CG-012`; empty when it is missing altogether.
  public var record: String
  /// Version of the record that the operator saw; 0 without a record.
  public var version: Int
  /// The unit that must mend it.
  public var unit: String
  /// What is wrong or missing, in the operator's words.
  public var words: String
  /// Who marked it.
  public var reportedBy: String
  /// When it was marked.
  @WrittenTime public var reportedAt: Date
  /// When it must be mended.
  @WrittenTime public var dueAt: Date
  /// The limit, for people.
  public var limit: String
  /// How far it has come.
  public var state: State
  /// When it was closed; open while it is not.
  public var closed: Validity?
  /// Who closed it; empty while it is open.
  public var closedBy: String
  /// The record and version that mend it, such as `article/SB-003` and 4.
  public var mendedBy: String
  /// Version of the mending record.
  public var mendedVersion: Int
  /// What was done or found.
  public var outcome: String

  /// When it was closed; nil while it is open.
  public var closedAt: Date? { closed?.from }

  /// True when it is open behind its limit, or was closed behind it.
  public func isLate(at moment: Date) -> Bool { (closedAt ?? moment) > dueAt }
}

/// The table of corrections, as it follows from the journal.
public struct CorrectionProjection: Projection {
  /// Body of `correction-closed`.
  struct Closing: Codable {
    var state: Correction.State
    var mendedBy: String
    var mendedVersion: Int
    var outcome: String
  }

  /// Makes the projection.
  public init() {}

  /// Adds the table to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("corrections 1") {
      try $0.execute(
        """
        CREATE TABLE correction (
          id INTEGER PRIMARY KEY, state TEXT NOT NULL, unit TEXT NOT NULL, record TEXT NOT NULL,
          body TEXT NOT NULL
        );
        """)
    }
  }

  /// Empties the table.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM correction")
  }

  /// Writes a mark or its end.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    guard entry.stream.hasPrefix("correction/") else { return }
    let id = String(entry.stream.dropFirst("correction/".count))
    var correction: Correction
    switch entry.type {
    case "correction-reported":
      correction = try entry.decoded()
      correction.id = id
      (correction.reportedBy, correction.reportedAt) = (entry.actor, entry.at)
    case "correction-closed":
      guard let stored = try Self.correction(id, connection) else { return }
      let closing = try entry.decoded(Closing.self)
      correction = stored
      (correction.state, correction.outcome) = (closing.state, closing.outcome)
      (correction.mendedBy, correction.mendedVersion) = (closing.mendedBy, closing.mendedVersion)
      let second = Date(timeIntervalSince1970: entry.at.timeIntervalSince1970.rounded(.down))
      (correction.closed, correction.closedBy) = (Validity(from: second), entry.actor)
    default: return
    }
    let body = String(decoding: try JSONEncoder().encode(correction), as: UTF8.self)
    try connection.run(
      "INSERT OR REPLACE INTO correction (id, state, unit, record, body) VALUES (?, ?, ?, ?, ?)",
      Int(id) ?? 0, correction.state.rawValue, correction.unit, correction.record, body)
  }

  /// The correction of a number; nil when there is none.
  public static func correction(_ id: String, _ connection: Connection) throws -> Correction? {
    try connection.row("SELECT body FROM correction WHERE id = ?", Int(id) ?? 0).map(decoded)
  }

  /// All corrections, in the order of their numbers.
  public static func all(_ connection: Connection) throws -> [Correction] {
    try connection.rows("SELECT body FROM correction ORDER BY id").map(decoded)
  }

  private static func decoded(_ row: SQLiteRow) throws -> Correction {
    try JSONDecoder().decode(Correction.self, from: Data(row.text(0).utf8))
  }
}
