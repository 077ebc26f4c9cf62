import Foundation
import Hotline
import Journal
import SQLite
import WorkingTime

/// Turns operators' marks into tasks for owners and keeps what became of them.
public struct CorrectionDesk: Sendable {
  let journal: EventJournal
  let pool: ConnectionPool
  let clock: WorkingClock
  let limit: TimeSpan
  let limitSource: String
  let now: @Sendable () -> Date

  /// Makes the desk.
  ///
  /// - Parameter limit: within what owners must mend; the regulation leaves it to the city.
  /// - Parameter limitSource: where the city set it.
  public init(
    journal: EventJournal, pool: ConnectionPool, clock: WorkingClock, limit: TimeSpan,
    limitSource: String, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.journal = journal
    self.pool = pool
    self.clock = clock
    self.limit = limit
    self.limitSource = limitSource
    self.now = now
  }

  /// Marks a record as wrong, or something as missing.
  ///
  /// - Parameter record: its stream, such as `article/SB-003`; empty for what is missing altogether.
  /// - Parameter owner: the unit that must mend it.
  /// - Parameter words: what is wrong; may be empty while the call goes on, for a record.
  /// - Returns: the number of the task; the same one for a mark that the same operator has already
  ///   set on the same version.
  public func report(
    _ mark: Correction.Mark, on record: String, owner: String, words: String,
    by operatorName: String
  ) throws -> String {
    let version = try version(of: record)
    if !record.isEmpty, version == 0 {
      throw InputProblem(code: "unknown_record", field: "record", message: "没有“\(record)”这条记录")
    }
    if owner.isEmpty {
      throw InputProblem(code: "unit_empty", field: "unit", message: "请写明由哪个单位更正")
    }
    if record.isEmpty, words.isEmpty {
      throw InputProblem(code: "words_empty", field: "words", message: "请写明缺少什么内容")
    }
    if words.count > 500 {
      throw InputProblem(
        code: "words_too_long", field: "words", message: "说明有 \(words.count) 个字，不能超过 500 个")
    }
    let at = now()
    let due = clock.due(from: at, span: limit, source: limitSource)
    let correction = Correction(
      id: "", mark: mark, record: record, version: version, unit: owner, words: words,
      reportedBy: operatorName, reportedAt: at, dueAt: due.dueAt,
      limit: "\(limit) · \(limitSource)", state: .open, closedBy: "", mendedBy: "",
      mendedVersion: 0, outcome: "")
    return try append(correction, by: operatorName)
  }

  private func append(_ correction: Correction, by actor: String) throws -> String {
    var attempts = 0
    while true {
      let stored = try pool.read { try CorrectionProjection.all($0) }
      if !correction.record.isEmpty,
        let twin = stored.first(where: {
          $0.state == .open && $0.mark == correction.mark && $0.record == correction.record
            && $0.version == correction.version && $0.reportedBy == actor
        })
      {
        return twin.id
      }
      let id = String((stored.compactMap { Int($0.id) }.max() ?? 0) + 1)
      do {
        try journal.append(
          [
            NewEntry(
              stream: "correction/\(id)", expectedVersion: 0, type: "correction-reported",
              encoding: correction)
          ], by: actor)
        return id
      } catch is VersionConflict where attempts < 50 {
        attempts += 1
      }
    }
  }

  /// Closes a task as mended; the owner's step.
  ///
  /// - Parameter record: the record that mends it; the marked one by default.
  /// - Throws: `InputProblem` when the record has no newer version than the one that was marked.
  public func close(
    _ id: String, mendedBy record: String? = nil, outcome: String, unit: String, by actor: String
  ) throws {
    let correction = try open(id)
    guard correction.unit == unit else {
      throw InputProblem(
        code: "other_unit", field: "unit", message: "这项更正由\(correction.unit)负责")
    }
    let mending = record ?? correction.record
    let version = try version(of: mending)
    let seen = mending == correction.record ? correction.version : 0
    guard version > seen else {
      throw InputProblem(
        code: "not_mended", field: "record",
        message: mending.isEmpty ? "请写明由哪篇文章或哪个事项补上" : "“\(mending)”在标记之后还没有新的版本，请先更正")
    }
    try close(
      correction,
      .init(
        state: .corrected, mendedBy: mending, mendedVersion: version, outcome: outcome), by: actor)
  }

  /// Closes a task because nothing is wrong; the hotline's step, after checking.
  public func dismiss(_ id: String, reason: String, by actor: String) throws {
    let correction = try open(id)
    guard !reason.isEmpty else {
      throw InputProblem(code: "reason_empty", field: "reason", message: "请写明核实的结果")
    }
    guard actor != correction.reportedBy else {
      throw InputProblem(code: "own_report", field: "id", message: "不能核销自己标记的问题，请由另一人核实")
    }
    try close(
      correction, .init(state: .dismissed, mendedBy: "", mendedVersion: 0, outcome: reason),
      by: actor)
  }

  private func close(
    _ correction: Correction, _ closing: CorrectionProjection.Closing, by actor: String
  ) throws {
    try journal.append(
      [
        NewEntry(
          stream: "correction/\(correction.id)", expectedVersion: 1, type: "correction-closed",
          encoding: closing)
      ], by: actor)
  }

  private func open(_ id: String) throws -> Correction {
    guard let correction = try pool.read({ try CorrectionProjection.correction(id, $0) }) else {
      throw InputProblem(code: "unknown_correction", field: "id", message: "没有编号为“\(id)”的更正任务")
    }
    guard correction.state == .open else {
      throw InputProblem(
        code: "closed", field: "id", message: "这项任务已是“\(correction.state.rawValue)”")
    }
    return correction
  }

  private func version(of record: String) throws -> Int {
    guard !record.isEmpty else { return 0 }
    return try pool.read {
      try $0.row("SELECT max(version) FROM entry WHERE stream = ?", record)?.int(0) ?? 0
    }
  }

  /// Tasks, the first due first.
  ///
  /// - Parameter unit: only those of one owner; nil for all.
  public func list(
    _ states: Set<Correction.State> = [.open], unit: String? = nil
  ) throws -> [Correction] {
    try pool.read { try CorrectionProjection.all($0) }.filter {
      states.contains($0.state) && (unit == nil || $0.unit == unit)
    }.sorted { $0.dueAt < $1.dueAt }
  }
}
