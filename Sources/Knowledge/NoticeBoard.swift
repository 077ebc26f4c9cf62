import Foundation
import Hotline
import Journal
import Revisions
import SQLite
import WorkingTime

/// Takes in policies before their day, wordings of sudden events and planned works.
///
/// Source: 中山办法第三十四条, 第三十五条.
public struct NoticeBoard: Sendable {
  let journal: EventJournal
  let pool: ConnectionPool
  let now: @Sendable () -> Date

  /// Makes the board.
  public init(
    journal: EventJournal, pool: ConnectionPool, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.journal = journal
    self.pool = pool
    self.now = now
  }

  /// Sends out what every operator says of a sudden event, at once.
  ///
  /// - Throws: `DataFaults` that name every faulty field.
  public func issue(_ wording: UrgentWording, by actor: String) throws -> String {
    try refuse(wording.faults(at: now()))
    return try record(.wording, by: actor) { id in
      [
        try NewEntry(
          stream: "wording/\(id)", expectedVersion: 0, type: "wording-issued", encoding: wording)
      ]
    }
  }

  /// Takes a wording back before it expires.
  public func withdraw(wording id: String, reason: String, by actor: String) throws {
    let wording: UrgentWording = try stored("wording/\(id)")
    guard wording.isShown(at: now()) else {
      throw InputProblem(code: "not_shown", field: "id", message: "这条口径已经失效，不用撤下")
    }
    try append("wording/\(id)", "wording-withdrawn", try why(reason), by: actor)
  }

  /// Wordings for the top of every screen, the newest first.
  public func wordings(at moment: Date) throws -> [UrgentWording] {
    try pool.read { try NoticeProjection.wordings($0) }.filter { $0.isShown(at: moment) }
      .sorted { $0.issuedAt > $1.issuedAt }
  }

  /// Announces planned works.
  ///
  /// - Throws: `DataFaults` that name every faulty field.
  public func announce(_ work: PlannedWork, by actor: String) throws -> String {
    try refuse(work.faults(at: now()))
    return try record(.works, by: actor) { id in
      [
        try NewEntry(
          stream: "works/\(id)", expectedVersion: 0, type: "works-announced", encoding: work)
      ]
    }
  }

  /// Changes works that were announced: another time, area or wording.
  public func change(_ work: PlannedWork, by actor: String) throws {
    let _: PlannedWork = try stored("works/\(work.id)")
    try refuse(work.faults(at: now()))
    try append("works/\(work.id)", "works-changed", work, by: actor)
  }

  /// Calls works off.
  public func cancel(works id: String, reason: String, by actor: String) throws {
    let _: PlannedWork = try stored("works/\(id)")
    try append("works/\(id)", "works-cancelled", try why(reason), by: actor)
  }

  /// Works that are still to come, going on, or hardly over, the first to begin first.
  public func works(at moment: Date) throws -> [PlannedWork] {
    try pool.read { try NoticeProjection.works($0) }.filter { $0.stage(at: moment) != nil }
      .sorted { $0.beginsAt < $1.beginsAt }
  }

  /// Works that fit a call's words and place; those going on first.
  public func works(
    for call: String, places: Set<String>, at moment: Date
  ) throws -> [PlannedWork.Match] {
    PlannedWork.matches(try works(at: moment), call: call, places: places, at: moment)
  }

  /// The wording of a number.
  ///
  /// - Throws: `InputProblem` that names `id` when there is none.
  public func wording(_ id: String) throws -> UrgentWording { try stored("wording/\(id)") }

  /// The works of a number.
  ///
  /// - Throws: `InputProblem` that names `id` when there is none.
  public func work(_ id: String) throws -> PlannedWork { try stored("works/\(id)") }

  /// The policy of a number.
  ///
  /// - Throws: `InputProblem` that names `id` when there is none.
  public func policy(_ id: String) throws -> PolicyNotice { try stored("policy/\(id)") }

  // MARK: common to all notices

  func refuse(_ faults: [DataFault]) throws {
    if !faults.isEmpty { throw DataFaults(faults) }
  }

  func why(_ reason: String) throws -> NoticeProjection.Reason {
    let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !reason.isEmpty else {
      throw InputProblem(code: "reason_empty", field: "reason", message: "请写明理由")
    }
    return NoticeProjection.Reason(reason: reason)
  }

  func stored<Value: Decodable>(_ stream: String) throws -> Value {
    guard let value: Value = try pool.read({ try NoticeProjection.stored(stream, $0) }) else {
      let id = stream.split(separator: "/").last.map(String.init) ?? ""
      throw InputProblem(code: "unknown_notice", field: "id", message: "没有编号为“\(id)”的通告")
    }
    return value
  }

  func append(_ stream: String, _ type: String, _ body: some Encodable, by actor: String) throws {
    try journal.append([NewEntry(stream: stream, type: type, encoding: body)], by: actor)
  }

  /// Records a new notice under the next free number.
  func record(
    _ kind: NoticeProjection.Kind, by actor: String, _ entries: (String) throws -> [NewEntry]
  ) throws -> String {
    let year = Day(containing: now()).year
    var attempts = 0
    while true {
      let id = try pool.read { try NoticeProjection.nextID(kind, year: year, $0) }
      do {
        try journal.append(try entries(id), by: actor)
        return id
      } catch let conflict as VersionConflict {
        // Somebody else took the number meanwhile; any other conflict is the caller's.
        attempts += 1
        guard conflict.stream == "\(kind.rawValue)/\(id)", attempts < 50 else { throw conflict }
      }
    }
  }
}
