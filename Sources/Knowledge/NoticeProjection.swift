import Foundation
import Hotline
import Journal
import SQLite

/// The table of policies, sudden wordings and planned works, as it follows from the journal.
public struct NoticeProjection: Projection {
  /// What a notice is; the word stands in stream names.
  enum Kind: String, CaseIterable {
    case policy, wording, works

    /// What its numbers begin with.
    var prefix: String {
      switch self {
      case .policy: "ZC"
      case .wording: "KJ"
      case .works: "SG"
      }
    }
  }

  /// Body of an entry that only says why.
  struct Reason: Codable { var reason: String }
  /// Body of `policy-postponed`.
  struct Postponed: Codable {
    @WrittenTime var publishedAt: Date
    var reason: String
  }
  /// Body of `policy-text-added`.
  struct AddedText: Codable {
    var title: String
    var place: String
  }

  /// Makes the projection.
  public init() {}

  /// Adds the table to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("notices 1") {
      try $0.execute(
        """
        CREATE TABLE notice (
          stream TEXT PRIMARY KEY, kind TEXT NOT NULL, sequence INTEGER NOT NULL, body TEXT NOT NULL
        ) WITHOUT ROWID;
        """)
    }
  }

  /// Empties the table.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM notice")
  }

  /// Writes a notice's next state.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    let id = String(entry.stream.drop { $0 != "/" }.dropFirst())
    switch Kind(rawValue: String(entry.stream.prefix { $0 != "/" })) {
    case .policy:
      try store(try policy(id, entry, connection), .policy, entry, connection)
    case .wording:
      var wording: UrgentWording
      if entry.type == "wording-issued" {
        wording = try entry.decoded()
        (wording.id, wording.issuedAt) = (id, entry.at)
      } else {
        guard let stored: UrgentWording = try Self.stored(entry.stream, connection) else { return }
        wording = stored
        wording.withdrawn = try entry.decoded(Reason.self).reason
      }
      try store(wording, .wording, entry, connection)
    case .works:
      var work: PlannedWork
      if entry.type == "works-cancelled" {
        guard let stored: PlannedWork = try Self.stored(entry.stream, connection) else { return }
        work = stored
        work.cancelled = try entry.decoded(Reason.self).reason
      } else {
        work = try entry.decoded()
        work.id = id
      }
      try store(work, .works, entry, connection)
    case nil: return
    }
  }

  private func policy(
    _ id: String, _ entry: JournalEntry, _ connection: Connection
  ) throws -> PolicyNotice? {
    if entry.type == "policy-announced" {
      var notice: PolicyNotice = try entry.decoded()
      (notice.id, notice.handedInAt) = (id, entry.at)
      return notice
    }
    guard var notice: PolicyNotice = try Self.stored(entry.stream, connection) else { return nil }
    switch entry.type {
    case "policy-postponed":
      notice.publishedAt = try entry.decoded(Postponed.self).publishedAt
    case "policy-cancelled": notice.cancelled = try entry.decoded(Reason.self).reason
    case "policy-text-added":
      let text = try entry.decoded(AddedText.self)
      notice.officialText = PolicyNotice.OfficialText(
        title: text.title, place: text.place, at: entry.at, by: entry.actor)
    default: break
    }
    return notice
  }

  private func store(
    _ value: (some Encodable)?, _ kind: Kind, _ entry: JournalEntry, _ connection: Connection
  ) throws {
    guard let value else { return }
    let body = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    try connection.run(
      "INSERT OR REPLACE INTO notice (stream, kind, sequence, body) VALUES (?, ?, ?, ?)",
      entry.stream, kind.rawValue, entry.sequence, body)
  }

  static func stored<Value: Decodable>(
    _ stream: String, _ connection: Connection
  ) throws -> Value? {
    try connection.row("SELECT body FROM notice WHERE stream = ?", stream).map {
      try JSONDecoder().decode(Value.self, from: Data($0.text(0).utf8))
    }
  }

  private static func all<Value: Decodable>(
    _ kind: Kind, _ connection: Connection
  ) throws -> [Value] {
    try connection.rows("SELECT body FROM notice WHERE kind = ? ORDER BY stream", kind.rawValue)
      .map { try JSONDecoder().decode(Value.self, from: Data($0.text(0).utf8)) }
  }

  /// The place in the journal of the last change of any notice; 0 when there is none.
  public static func lastSequence(_ connection: Connection) throws -> Int {
    try connection.row("SELECT coalesce(max(sequence), 0) FROM notice")?.int(0) ?? 0
  }

  /// All policies handed in, by number.
  public static func policies(_ connection: Connection) throws -> [PolicyNotice] {
    try all(.policy, connection)
  }

  /// All wordings of sudden events, by number.
  public static func wordings(_ connection: Connection) throws -> [UrgentWording] {
    try all(.wording, connection)
  }

  /// All planned works, by number.
  public static func works(_ connection: Connection) throws -> [PlannedWork] {
    try all(.works, connection)
  }

  /// The next free number of a kind.
  static func nextID(_ kind: Kind, year: Int, _ connection: Connection) throws -> String {
    let start = "\(kind.prefix)\(year)-"
    let last = try connection.row(
      "SELECT max(CAST(substr(stream, ?) AS INTEGER)) FROM notice WHERE stream LIKE ?",
      kind.rawValue.count + 1 + start.count + 1, "\(kind.rawValue)/\(start)%")
    let number = String((last?.int(0) ?? 0) + 1)
    return start + String(repeating: "0", count: max(0, 4 - number.count)) + number
  }
}
