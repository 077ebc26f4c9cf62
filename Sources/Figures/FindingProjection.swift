import Foundation
import Hotline
import Journal
import SQLite

/// The tables of what people decided and found: accountability and spot checks.
public struct FindingProjection: Projection {
  struct Decided: Codable, Sendable {
    var unit: String
    var rule: String
    var outcome: String
    var reason: String
  }

  struct Drawn: Codable, Sendable {
    struct Case: Codable, Sendable {
      var ticket: String
      var unit: String
      var kind: String
    }
    var month: String
    var seed: Int
    var size: Int
    var cases: [Case]
  }

  struct Recorded: Codable, Sendable {
    var ticket: String
    var way: String
    var finding: String
    var text: String
    var until: String?
  }

  struct Rectified: Codable, Sendable {
    var ticket: String
    var text: String
  }

  static let decided = "accountability-decided"
  static let drawn = "spot-check-drawn"
  static let recorded = "spot-check-recorded"
  static let rectified = "spot-check-rectified"

  /// Makes the projection.
  public init() {}

  /// Adds the tables to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("figures 2") {
      try $0.execute(
        """
        CREATE TABLE figure_decision (
          id INTEGER PRIMARY KEY, ticket TEXT NOT NULL, unit TEXT NOT NULL, rule TEXT NOT NULL,
          outcome TEXT NOT NULL, reason TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL
        );
        CREATE INDEX figure_decision_by_ticket ON figure_decision (ticket);
        CREATE INDEX figure_decision_by_at ON figure_decision (at);
        CREATE TABLE spot_check (
          id INTEGER PRIMARY KEY, month TEXT NOT NULL, seed INTEGER NOT NULL, size INTEGER NOT NULL,
          by TEXT NOT NULL, at INTEGER NOT NULL
        );
        CREATE TABLE spot_case (
          spot_check INTEGER NOT NULL, place INTEGER NOT NULL, ticket TEXT NOT NULL,
          unit TEXT NOT NULL, kind TEXT NOT NULL, way TEXT, finding TEXT, text TEXT, until TEXT,
          rectified TEXT, rectified_at INTEGER, PRIMARY KEY (spot_check, place)
        ) WITHOUT ROWID;
        CREATE INDEX spot_case_by_ticket ON spot_case (ticket);
        """)
    }
  }

  /// Empties the tables.
  public func reset(_ connection: Connection) throws {
    try connection.execute(
      "DELETE FROM figure_decision; DELETE FROM spot_check; DELETE FROM spot_case;")
  }

  /// Writes what an entry says of a decision or a spot check.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    switch entry.type {
    case Self.decided:
      let body = try entry.decoded(Decided.self)
      try connection.run(
        """
        INSERT INTO figure_decision (ticket, unit, rule, outcome, reason, by, at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """, String(entry.stream.dropFirst("accountability/".count)), body.unit, body.rule,
        body.outcome, body.reason, entry.actor, entry.at.seconds)
    case Self.drawn:
      let body = try entry.decoded(Drawn.self)
      let id = Self.number(of: entry)
      try connection.run(
        "INSERT INTO spot_check (id, month, seed, size, by, at) VALUES (?, ?, ?, ?, ?, ?)", id,
        body.month, body.seed, body.size, entry.actor, entry.at.seconds)
      for (place, item) in body.cases.enumerated() {
        try connection.run(
          "INSERT INTO spot_case (spot_check, place, ticket, unit, kind) VALUES (?, ?, ?, ?, ?)",
          id, place, item.ticket, item.unit, item.kind)
      }
    case Self.recorded:
      let body = try entry.decoded(Recorded.self)
      try connection.run(
        """
        UPDATE spot_case SET way = ?, finding = ?, text = ?, until = ?, rectified = NULL,
          rectified_at = NULL WHERE spot_check = ? AND ticket = ?
        """, body.way, body.finding, body.text, body.until, Self.number(of: entry), body.ticket)
      try Self.mark(body.ticket, at: entry.sequence, connection)
    case Self.rectified:
      let body = try entry.decoded(Rectified.self)
      try connection.run(
        "UPDATE spot_case SET rectified = ?, rectified_at = ? WHERE spot_check = ? AND ticket = ?",
        body.text, entry.at.seconds, Self.number(of: entry), body.ticket)
    default: return
    }
  }

  private static func number(of entry: JournalEntry) -> Int {
    Int(entry.stream.dropFirst("spot-check/".count)) ?? 0
  }

  /// A judgement found wrong is no accurate receipt.
  ///
  /// Source: 南京规范7.3.
  private static func mark(_ ticket: String, at sequence: Int, _ connection: Connection) throws {
    let isWrong =
      try connection.row(
        "SELECT 1 FROM spot_case WHERE ticket = ? AND finding = ?", ticket,
        SpotFinding.misjudged.rawValue) != nil
    let bit = HandFacts.Marks.misjudged.rawValue
    let change = isWrong ? "marks | \(bit)" : "marks & ~\(bit)"
    try connection.run(
      """
      UPDATE figure_hand SET marks = \(change), changed = ? WHERE marks & ? <> 0
        AND ticket = (SELECT id FROM figure_ticket WHERE number = ?)
      """, sequence, HandFacts.Marks.judged.rawValue, ticket)
  }
}

/// What a look at a sampled ticket found.
public enum SpotFinding: String, CaseIterable, Codable, Sendable {
  /// All as recorded.
  case asRecorded = "属实"
  /// The class is wrong.
  case misjudged = "判定不准确"
  /// The caller was not contacted.
  case falseContact = "虚假联系"
  /// The matter is not solved.
  case falseSolution = "虚假解决"
  /// It was solved behind its limit.
  case lateSolution = "超期解决"
  /// It came up again.
  case repeated = "重复投诉"
  /// Something else.
  case other = "其他"
}
