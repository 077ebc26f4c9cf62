import Foundation
import Hotline
import Journal
import SQLite
import Sealing

/// A note that a caller abused the line, with what shows it.
///
/// Source: 中山办法第三十七条: who abuses staff or maliciously calls again and again is warned, and
/// what is on file can be handed to the police.
public struct CallerFlag: Codable, Equatable, Sendable {
  /// The kinds that there are.
  public static let kinds = ["辱骂、威胁工作人员", "恶意反复拨打", "虚假诉求", "其他"]

  /// One of the kinds.
  public var kind: String
  /// What shows it, such as which recording of which day.
  public var evidence: String
  /// The tickets that it is about.
  public var tickets: [String]

  /// Makes a note.
  public init(kind: String, evidence: String, tickets: [String]) {
    self.kind = kind
    self.evidence = evidence
    self.tickets = tickets
  }
}

/// A flag as it stands on file.
public struct FiledFlag: Sendable {
  /// Its place in the journal, by which it is named.
  public var id: Int
  /// The flag.
  public var flag: CallerFlag
  /// When it was set.
  public var at: Date
  /// Who set it.
  public var actor: String
  /// Why it was taken off; nil while it stands.
  public var ended: String?
}

/// The tables of callers' flags and of who opened personal data.
public struct CallerProjection: Projection {
  struct Flagging: Encodable {
    var kind, evidence: String
    var tickets: [String]
    var once: OnceMark?
  }
  struct Ending: Codable {
    var flag: Int
    var reason: String
    var once: OnceMark?
  }
  struct Opening: Codable {
    var reason: String
    var once: OnceMark?
  }

  /// The types of entries that may bear a key under which they were made once.
  public static let markedTypes: Set<String> = [
    "caller-flagged", "caller-unflagged", "caller-opened", Erased.type,
  ]

  /// Makes the projection.
  public init() {}

  /// Adds the tables to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("callers 1") {
      try $0.execute(
        """
        CREATE TABLE caller_flag (
          id INTEGER PRIMARY KEY, caller TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
          actor TEXT NOT NULL, ended TEXT
        );
        CREATE INDEX caller_flag_by_caller ON caller_flag (caller);
        CREATE TABLE caller_opened (
          id INTEGER PRIMARY KEY, number TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
          reason TEXT NOT NULL
        );
        CREATE INDEX caller_opened_by_number ON caller_opened (number);
        """)
    }
  }

  /// Empties the tables.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM caller_flag; DELETE FROM caller_opened;")
  }

  /// Writes what an entry says.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    switch entry.type {
    case "caller-flagged":
      try connection.run(
        "INSERT INTO caller_flag (id, caller, body, at, actor) VALUES (?, ?, ?, ?, ?)",
        entry.sequence, String(entry.stream.dropFirst("caller/".count)), entry.body,
        entry.at.milliseconds, entry.actor)
    case "caller-unflagged":
      let ending = try entry.decoded(Ending.self)
      try connection.run(
        "UPDATE caller_flag SET ended = ? WHERE id = ?", ending.reason, ending.flag)
    case "caller-opened":
      try connection.run(
        "INSERT INTO caller_opened (id, number, at, actor, reason) VALUES (?, ?, ?, ?, ?)",
        entry.sequence, String(entry.stream.dropFirst("caller-access/".count)),
        entry.at.milliseconds, entry.actor, try entry.decoded(Opening.self).reason)
    default: break
    }
  }
}

extension TicketOffice {
  /// The caller of a ticket in full; that it was opened, by whom and why, is put on record first.
  ///
  /// - Parameters:
  ///   - key: a key of the sender's under which it is put on record only once.
  ///   - use: what it is opened for, as far as the key tells one opening from another.
  /// - Throws: `NoSuchTicket`; `InputProblem` when no reason is given, or when the caller must stay
  ///   unknown to this seat's unit; `OnceKeyReused`.
  public func openCaller(
    of number: String, reason: String, by seat: Seat, key: String? = nil, for use: String = ""
  ) throws -> Caller? {
    let mark = try mark(key, "open", number, reason, use)
    let found = try record(number, for: seat)
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw InputProblem(code: "reason", field: "reason", message: "请写明查看个人信息的理由")
    }
    if let hidden = hidden(found, from: seat) {
      throw InputProblem(code: "hidden", field: "number", message: "诉求人的信息对承办单位保密（\(hidden)）")
    }
    try journal.append(by: seat.name) { connection in
      if try known(mark, by: seat, connection) != nil { return [] }
      let person = try caller(of: found, connection) ?? Caller()
      return [
        try NewEntry(
          stream: "caller-access/\(number)", type: "caller-opened",
          encoding: CallerProjection.Opening(
            reason: PersonalText.masked(reason, of: person), once: mark))
      ]
    }
    return try caller(of: found)
  }

  /// Who opened a ticket's personal data, when and why.
  public func openings(of number: String) throws -> [(at: Date, actor: String, reason: String)] {
    try pool.read {
      try $0.rows(
        "SELECT at, actor, reason FROM caller_opened WHERE number = ? ORDER BY id", number
      ).map { (Date(milliseconds: $0.int(0)), $0.text(1), $0.text(2)) }
    }
  }

  /// The article that keeps a ticket's caller unknown to a seat's unit; nil when none does.
  func hidden(_ record: TicketRecord, from seat: Seat) -> String? {
    guard let unit = seat.unit else { return nil }
    guard let machine = try? books.machine(record.profile, record.layer) else {
      // Without its rules nobody can say that the unit may know.
      return record.profile
    }
    return record.ticket.hidesCaller(from: unit, under: machine.rules)
  }

  /// Puts a note about the caller of a ticket on file.
  ///
  /// - Parameter key: a key of the sender's under which it is done only once.
  public func flag(
    _ flag: CallerFlag, callerOf number: String, by seat: Seat, key: String? = nil
  ) throws -> Int {
    let mark = try mark(key, "flag", number, flag.kind, flag.evidence)
    let caller = try flagged(number, seat)
    guard CallerFlag.kinds.contains(flag.kind) else {
      throw InputProblem(
        code: "kind", field: "kind", message: "应为 \(CallerFlag.kinds.joined(separator: "、")) 之一")
    }
    guard !flag.evidence.allSatisfy(\.isWhitespace) else {
      throw InputProblem(code: "evidence", field: "evidence", message: "请写明依据，如录音的日期和内容")
    }
    var flag = flag
    let person = try self.caller(of: record(number, for: seat)) ?? Caller()
    flag.evidence = PersonalText.masked(flag.evidence, of: person)
    if !flag.tickets.contains(number) { flag.tickets.append(number) }
    let body = CallerProjection.Flagging(
      kind: flag.kind, evidence: flag.evidence, tickets: flag.tickets, once: mark)
    var before: Int?
    let entries = try journal.append(by: seat.name) { connection in
      before = try known(mark, by: seat, connection)
      if before != nil { return [] }
      return [try NewEntry(stream: "caller/\(caller)", type: "caller-flagged", encoding: body)]
    }
    return before ?? entries.first?.sequence ?? 0
  }

  /// Takes a note off again.
  ///
  /// - Parameter key: a key of the sender's under which it is done only once.
  public func unflag(_ id: Int, reason: String, by seat: Seat, key: String? = nil) throws {
    let mark = try mark(key, "unflag", String(id), reason)
    if try pool.read({ try known(mark, by: seat, $0) }) != nil { return }
    let row = try pool.read {
      try $0.row("SELECT caller FROM caller_flag WHERE id = ? AND ended IS NULL", id)
    }
    guard let row else { throw NoSuchTicket(number: String(id)) }
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw InputProblem(code: "reason", field: "reason", message: "请写明取消标记的理由")
    }
    let ending = CallerProjection.Ending(
      flag: id, reason: PersonalText.masked(reason), once: mark)
    try journal.append(by: seat.name) { connection in
      if try known(mark, by: seat, connection) != nil { return [] }
      return [
        try NewEntry(
          stream: "caller/\(row.text(0))", type: "caller-unflagged", encoding: ending)
      ]
    }
  }

  /// The notes on file about the caller of a ticket, standing ones first.
  ///
  /// - Parameter id: the last note that counts, as if nothing had happened since; nil for all.
  public func flags(
    callerOf number: String, for seat: Seat, asOf id: Int? = nil
  ) throws -> [FiledFlag] {
    let found = try record(number, for: seat)
    // Who called before is nothing for a unit.
    guard seat.unit == nil, found.sealed != nil, let caller = try? flagged(number, seat) else {
      return []
    }
    let endedLater = try id.map { id in
      try journal.entries(of: "caller/\(caller)").filter {
        $0.sequence > id && $0.type == "caller-unflagged"
      }.map { try $0.decoded(CallerProjection.Ending.self).flag }
    }
    let filed = try pool.read {
      try $0.rows(
        "SELECT id, body, at, actor, ended FROM caller_flag WHERE caller = ? AND id <= ?", caller,
        id ?? Int.max
      ).map {
        FiledFlag(
          id: $0.int(0),
          flag: try JSONDecoder().decode(CallerFlag.self, from: Data($0.text(1).utf8)),
          at: Date(milliseconds: $0.int(2)), actor: $0.text(3),
          ended: endedLater?.contains($0.int(0)) == true ? nil : $0.optionalText(4))
      }
    }
    return filed.sorted { ($0.ended == nil ? 0 : 1, -$0.id) < ($1.ended == nil ? 0 : 1, -$1.id) }
  }

  /// The keyed mark of a ticket's caller.
  private func flagged(_ number: String, _ seat: Seat) throws -> String {
    let found = try record(number, for: seat)
    let row = try pool.read { try $0.row("SELECT caller FROM ticket WHERE id = ?", found.id) }
    guard let caller = row?.optionalText(0) else {
      throw InputProblem(code: "caller", field: "number", message: "这张工单没有留下来电号码，不能标记诉求人")
    }
    return caller
  }
}
