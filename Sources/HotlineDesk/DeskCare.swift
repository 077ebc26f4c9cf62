import Foundation
import Hotline
import Journal
import Knowledge
import SQLite
import Tickets

/// What a check of the database found.
public struct VerifyReport: Codable, Sendable {
  /// Entries of the journal.
  public var entries: Int
  /// What is wrong; empty when all is well.
  public var faults: [String]
}

extension Desk {
  /// Checks the journal's chain up to its sealed end and the database's own structure, and compares
  /// the tables with ones that are made anew from the journal.
  ///
  /// What it cannot see: a whole older copy of the database put in the place of the present one, and
  /// what was done by somebody who has the key.
  ///
  /// - Parameter tables: whether the tables are compared; that takes as long as a rebuild and as much
  ///   room as the database.
  public func verify(
    tables: Bool = true, progress: @escaping Progress = { _, _, _ in }
  ) throws -> VerifyReport {
    var report: VerifyReport
    do {
      report = try Self.verify(journal, pool)
      // A journal that cannot be trusted has nothing to be compared with.
      guard tables, report.faults.isEmpty else { return report }
      report.faults = try differences(progress: progress)
    } catch let error as SQLiteError where error.isDamaged {
      report = VerifyReport(entries: 0, faults: ["数据库结构：\(error.message)"])
    }
    return report
  }

  /// The rows that differ from what the journal says.
  private func differences(progress: @escaping Progress) throws -> [String] {
    let scratch = folder.url.appending(path: "verify-\(UUID().uuidString).sqlite")
    defer {
      for ending in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: scratch.path + ending)
      }
    }
    do {
      return try journal.differences(
        in: scratch.path, layout: Self.migrations, apart: Self.apart,
        prepare: { try KnowledgeProjection.prepare($0) },
        progress: { progress("核对", $0, $1) })
    } catch let error as SQLiteError where error.isStorageFull {
      throw InputProblem(code: "storage_full", field: "data", message: "磁盘空间不够，核对需要与数据库一样大的空间")
    }
  }

  /// Tables beside those of the journal that do not follow from it.
  private static let apart: Set<String> = [
    // When somebody was last seen, by which analyser articles were cut, and how often the figures
    // were made anew are notes of the moment.
    "session_seen", "article_index", "article_text_docsize", "article_pinyin_docsize",
    "figure_epoch",
  ]

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
    let scratch = DataFolder(folder.url.appending(path: "restoring-\(UUID().uuidString)"))
    try scratch.make()
    defer { try? FileManager.default.removeItem(at: scratch.url) }
    try FileManager.default.copyItem(at: url, to: scratch.database)
    try check(scratch, from: url)
    try beginEpoch(scratch, beyond: lastPosition(folder))
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
    try files.moveItem(at: scratch.database, to: folder.database)
    return kept
  }

  /// Checks a copy of a backup without its master key, which a backup does not hold.
  private static func check(_ copy: DataFolder, from url: URL) throws {
    let report: VerifyReport
    do {
      let pool = try Self.pool(of: copy)
      report = try verify(EventJournal(pool: pool, projections: []), pool)
    } catch {
      throw notABackup(url)
    }
    if let fault = report.faults.first {
      throw InputProblem(code: "damaged", field: "from", message: "备份已损坏：\(fault)")
    }
  }

  /// Writes into a restored copy that a new epoch begins, and leaves it as one file.
  private static func beginEpoch(_ copy: DataFolder, beyond known: Int) throws {
    do {
      let pool = try Self.pool(of: copy)
      try EventJournal(pool: pool, projections: [NumberFloor()])
        .restart(by: "command line", beyond: known)
      _ = try pool.exclusively { try $0.row("PRAGMA wal_checkpoint(TRUNCATE)") }
    }
    for ending in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: copy.database.path + ending)
    }
    // What was copied byte by byte must be on the disk before it takes the place of the other.
    let file = Foundation.open(copy.database.path, O_RDONLY | O_CLOEXEC)
    guard file >= 0, fsync(file) == 0 else {
      throw InputProblem(code: "restore_failed", field: "from", message: "恢复的数据库存不到磁盘")
    }
    close(file)
  }

  /// The last position that a folder's present database gave out; 0 when nobody can say.
  private static func lastPosition(_ folder: DataFolder) -> Int {
    guard FileManager.default.fileExists(atPath: folder.database.path) else { return 0 }
    let row = try? Connection(path: folder.database.path).row("SELECT max(sequence) FROM entry")
    return row?.int(0) ?? 0
  }

  /// Opens a folder's database with its layout brought up to the present one.
  static func pool(
    of folder: DataFolder, layout: Migrations = Desk.migrations
  ) throws -> ConnectionPool {
    let pool = try ConnectionPool(path: folder.database.path) {
      try KnowledgeProjection.prepare($0)
    }
    try pool.exclusively { try layout.apply(to: $0) }
    return pool
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

  /// Whether something could not be written because the disk is full; nothing of it was.
  public static func lacksRoom(_ error: any Error) -> Bool {
    (error as? SQLiteError)?.isStorageFull ?? false
  }

  /// Makes every projection again from the journal.
  public func rebuild(progress: @escaping Progress = { _, _, _ in }) throws {
    try journal.rebuild { progress("重建", $0, $1) }
    try refresh()
  }
}
