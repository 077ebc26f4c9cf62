import Foundation
import Hotline
import SQLite

extension EventJournal {
  /// How many faults a check lists at most.
  static let mostFaults = 20

  /// Empties every projection and plays the whole journal into them, in one transaction.
  ///
  /// - Parameter progress: entries played so far and entries in all.
  public func rebuild(progress: (Int, Int) -> Void = { _, _ in }) throws {
    try pool.write { connection in
      for projection in projections { try projection.reset(connection) }
      try play(from: connection, into: connection, progress: progress)
    }
  }

  /// Plays all entries of one database into the tables of another.
  func play(
    from source: Connection, into target: Connection, progress: (Int, Int) -> Void
  ) throws {
    let all = try source.row("SELECT count(*) FROM entry")?.int(0) ?? 0
    var last = 0
    var played = 0
    while true {
      let rows = try source.rows(
        Self.columns + " WHERE sequence > ? ORDER BY sequence LIMIT 1000", last)
      guard !rows.isEmpty else { return }
      for row in rows {
        let entry = Self.entry(row)
        for projection in projections { try projection.apply(entry, target) }
        last = entry.sequence
      }
      played += rows.count
      progress(played, all)
    }
  }

  /// Checks the chain from the first entry to the last, and that the last is the last one written.
  ///
  /// - Returns: how many entries stand in the journal and what is wrong, the first fault first;
  ///   at most 20 faults are listed.
  public func verify() throws -> (entries: Int, faults: [String]) {
    try pool.read { connection in
      var (count, faults) = try Self.walk(connection)
      if let keys, let fault = try JournalHead.fault(keys, connection) { faults.append(fault) }
      return (count, faults)
    }
  }

  /// What is wrong with the chain as a connection sees it, in the midst of a transaction too.
  public static func faults(in connection: Connection) throws -> [String] {
    try walk(connection).faults
  }

  private static func walk(
    _ connection: Connection
  ) throws -> (count: Int, faults: [String]) {
    var walk = ChainWalk()
    try connection.each(
      """
      SELECT sequence, stream, version, type, at, actor, CAST(body AS BLOB), hash FROM entry
      ORDER BY sequence
      """
    ) { row in
      walk.pass(row)
      return walk.faults.count < Self.mostFaults
    }
    return (walk.count, walk.faults)
  }
}

/// A walk along the chain, entry by entry.
private struct ChainWalk {
  var count = 0
  var faults: [String] = []
  private var last = 0
  private var hash: [UInt8] = []
  private var versions: [String: Int] = [:]

  mutating func pass(_ row: SQLiteRow) {
    count += 1
    let sequence = row.int(0)
    let body = String(validating: row.blob(6), as: UTF8.self)
    let entry = JournalEntry(
      sequence: sequence, stream: row.text(1), version: row.int(2), type: row.text(3),
      at: Date(milliseconds: row.int(4)), actor: row.text(5), body: body ?? "")
    if sequence != last + 1, !isRestore(entry) {
      faults.append("第 \(last + 1) 条：下一条的序号是 \(sequence)，中间有缺失或插入")
    }
    let version = (versions[entry.stream] ?? 0) + 1
    if entry.version != version {
      faults.append("第 \(sequence) 条：\(entry.stream) 的版本应为 \(version)，实为 \(entry.version)")
    }
    if body == nil || EventJournal.hash(entry, after: hash) != row.blob(7) {
      faults.append("第 \(sequence) 条：内容与校验值不符，可能被改动过")
    }
    versions[entry.stream] = entry.version
    hash = row.blob(7)
    last = sequence
  }

  /// Only a restore leaves out positions, and says behind which one it does.
  private func isRestore(_ entry: JournalEntry) -> Bool {
    guard entry.type == JournalRestored.type, entry.sequence > last else { return false }
    return (try? entry.decoded(JournalRestored.self).after) == last
  }
}
