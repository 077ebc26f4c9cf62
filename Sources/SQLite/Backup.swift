import CSQLite

extension Connection {
  /// Copies the whole database into a file while others go on reading and writing.
  ///
  /// - Parameter progress: pages copied and pages in all, after every step.
  ///
  /// Source: <https://www.sqlite.org/backup.html>
  public func backup(
    to path: String, pagesPerStep: Int32 = 2_000, progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    let target = try Connection(path: path)
    guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else {
      throw target.failure(SQLITE_ERROR, nil)
    }
    var code = SQLITE_OK
    repeat {
      code = sqlite3_backup_step(backup, pagesPerStep)
      let all = Int(sqlite3_backup_pagecount(backup))
      progress(all - Int(sqlite3_backup_remaining(backup)), all)
      if code == SQLITE_BUSY || code == SQLITE_LOCKED { sqlite3_sleep(20) }
    } while code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED
    sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else { throw target.failure(code, nil) }
  }
}
