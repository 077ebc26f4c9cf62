import Foundation
import Hotline
import Journal
import Knowledge
import SQLite

/// What a check of the database found.
public struct VerifyReport: Codable, Sendable {
  /// Entries of the journal.
  public var entries: Int
  /// What is wrong; empty when all is well.
  public var faults: [String]
}

extension Desk {
  /// Checks the journal's chain and the database's own structure.
  public func verify() throws -> VerifyReport { try Self.verify(journal, pool) }

  /// Copies the database into a file while work goes on.
  ///
  /// The copy is made under another name and takes its own when it is whole.
  public func backup(to url: URL, progress: @escaping Progress = { _, _, _ in }) throws {
    guard !FileManager.default.fileExists(atPath: url.path) else {
      throw InputProblem(code: "exists", field: "to", message: "\(url.path) 已存在，请换一个文件名")
    }
    var isFolder: ObjCBool = false
    let parent = url.deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: parent, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw InputProblem(code: "no_folder", field: "to", message: "没有目录 \(parent)，请先建好")
    }
    let part = url.appendingPathExtension("part")
    do {
      try? FileManager.default.removeItem(at: part)
      try pool.read { connection in
        try connection.backup(to: part.path) { progress("备份", $0, $1) }
      }
      // The copy keeps no log of its own, so that one file is the whole backup.
      try Connection(path: part.path).execute("PRAGMA journal_mode = DELETE")
      try FileManager.default.moveItem(at: part, to: url)
    } catch let error as SQLiteError {
      try? FileManager.default.removeItem(at: part)
      throw InputProblem(
        code: "backup_failed", field: "to", message: "写不成备份 \(url.path)：\(error.message)")
    }
  }

  /// Puts a backup in the place of a data folder's database.
  ///
  /// The backup is checked first; the database that was there is kept beside it.
  ///
  /// - Returns: where the former database was put; nil when there was none.
  public static func restore(_ folder: DataFolder, from url: URL) throws -> URL? {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw InputProblem(code: "missing", field: "from", message: "找不到备份 \(url.path)")
    }
    try folder.make()
    let lock = try folder.lock(.alone)
    defer { lock?.release() }
    let holdsJournal = try? Connection(path: url.path, mode: .readOnly).row(
      "SELECT count(*) FROM sqlite_master WHERE name IN ('entry', 'migration')")?.int(0)
    guard holdsJournal == 2 else { throw Self.notABackup(url) }
    let scratch = DataFolder(
      FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)"))
    try scratch.make()
    defer { try? FileManager.default.removeItem(at: scratch.url) }
    try FileManager.default.copyItem(at: url, to: scratch.database)
    let report: VerifyReport
    do {
      report = try Self.verify(scratch)
    } catch {
      throw Self.notABackup(url)
    }
    if let fault = report.faults.first {
      throw InputProblem(code: "damaged", field: "from", message: "备份已损坏：\(fault)")
    }
    var kept: URL?
    let files = FileManager.default
    if files.fileExists(atPath: folder.database.path) {
      // The log of the old database is emptied into it before it is moved.
      try Connection(path: folder.database.path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
      let stamp = Int(Date().timeIntervalSince1970 * 1000)
      let place = folder.url.appending(path: "before-restore-\(stamp).sqlite")
      try files.moveItem(at: folder.database, to: place)
      for ending in ["-wal", "-shm"] {
        try? files.removeItem(atPath: folder.database.path + ending)
      }
      kept = place
    }
    let part = folder.url.appending(path: "restoring.part")
    try? files.removeItem(at: part)
    try files.copyItem(at: url, to: part)
    try files.moveItem(at: part, to: folder.database)
    return kept
  }

  /// Checks the database of a folder without its master key, which a backup does not hold.
  private static func verify(_ folder: DataFolder) throws -> VerifyReport {
    let pool = try ConnectionPool(path: folder.database.path) {
      try KnowledgeProjection.prepare($0)
    }
    try pool.exclusively { try Desk.migrations.apply(to: $0) }
    return try verify(EventJournal(pool: pool, projections: []), pool)
  }

  private static func verify(
    _ journal: EventJournal, _ pool: ConnectionPool
  ) throws -> VerifyReport {
    let chain = try journal.verify()
    var faults = chain.faults
    let check = try pool.read { try $0.rows("PRAGMA integrity_check(20)").map { $0.text(0) } }
    if check != ["ok"] { faults += check.map { "数据库结构：\($0)" } }
    return VerifyReport(entries: chain.entries, faults: faults)
  }

  private static func notABackup(_ url: URL) -> InputProblem {
    InputProblem(code: "not_a_backup", field: "from", message: "\(url.path) 不是可用的派单备份文件")
  }

  /// Makes every projection again from the journal.
  public func rebuild(progress: @escaping Progress = { _, _, _ in }) throws {
    try journal.rebuild { progress("重建", $0, $1) }
    try refresh()
  }
}
