import Foundation
import Synchronization
import Testing

@testable import SQLite

@Suite struct WriteQueueTests {
  private struct Own: Error, Equatable { let thread: Int }

  /// A pool over a file of its own.
  private func pool() throws -> (pool: ConnectionPool, folder: URL) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let pool = try ConnectionPool(path: folder.appending(path: "t.sqlite").path)
    try pool.write { try $0.execute("CREATE TABLE t (thread INTEGER, value INTEGER UNIQUE)") }
    return (pool, folder)
  }

  private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      Thread {
        body(index)
        group.leave()
      }.start()
    }
    group.wait()
  }

  /// Keeps the writer until so many writes wait behind another one, so that they are one batch.
  private func together(
    _ pool: ConnectionPool, _ count: Int, _ body: @escaping @Sendable (Int) -> Void
  ) throws {
    let done = DispatchSemaphore(value: 0)
    try pool.exclusively { _ in
      let ahead = Thread { _ = try? pool.write { $0.isInTransaction } }
      ahead.start()
      while pool.waitingWrites < 1 { usleep(200) }
      let all = Thread {
        self.onThreads(count, body)
        done.signal()
      }
      all.start()
      while pool.waitingWrites < count + 1 { usleep(200) }
    }
    done.wait()
  }

  @Test func everyThreadsWritesLandAndItGetsItsOwnResults() throws {
    let (pool, folder) = try pool()
    defer { try? FileManager.default.removeItem(at: folder) }
    let wrong = Mutex(0)
    onThreads(8) { thread in
      for index in 0..<200 {
        let value = thread * 1000 + index
        let result = try? pool.write { connection in
          try connection.run("INSERT INTO t VALUES (?, ?)", thread, value)
          return value
        }
        if result != value { wrong.withLock { $0 += 1 } }
      }
    }
    #expect(wrong.withLock { $0 } == 0)
    let counts = try pool.read {
      try $0.rows("SELECT count(*) FROM t GROUP BY thread").map { $0.int(0) }
    }
    #expect(counts == Array(repeating: 200, count: 8))
  }

  @Test func anErrorReachesItsOwnThreadAndTakesBackOnlyItsOwnWork() throws {
    let (pool, folder) = try pool()
    defer { try? FileManager.default.removeItem(at: folder) }
    let errors = Mutex<[Int: Own]>([:])
    try together(pool, 8) { thread in
      do {
        try pool.write { connection in
          try connection.run("INSERT INTO t VALUES (?, ?)", thread, thread)
          if thread.isMultiple(of: 3) { throw Own(thread: thread) }
        }
      } catch {
        errors.withLock { $0[thread] = error as? Own }
      }
    }
    #expect(errors.withLock { $0 } == [0: Own(thread: 0), 3: Own(thread: 3), 6: Own(thread: 6)])
    let stored = try pool.read {
      try $0.rows("SELECT value FROM t ORDER BY value").map { $0.int(0) }
    }
    #expect(stored == [1, 2, 4, 5, 7])
  }

  @Test func aCommitThatFailsFailsEveryWorkOfItsBatch() throws {
    let (pool, folder) = try pool()
    defer { try? FileManager.default.removeItem(at: folder) }
    // A deferred foreign key is looked at by the commit alone.
    try pool.write {
      try $0.execute(
        """
        CREATE TABLE parent (id INTEGER PRIMARY KEY);
        CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
        """)
    }
    let failed = Mutex(0)
    try together(pool, 5) { thread in
      do {
        try pool.write { connection in
          try connection.run("INSERT INTO t VALUES (?, ?)", thread, thread)
          if thread == 2 { try connection.run("INSERT INTO child VALUES (99)") }
        }
      } catch is SQLiteError {
        failed.withLock { $0 += 1 }
      } catch {}
    }
    #expect(failed.withLock { $0 } == 5)
    #expect(try pool.read { try $0.row("SELECT count(*) FROM t")?.int(0) } == 0)
    try pool.write { try $0.run("INSERT INTO t VALUES (9, 9)") }
    #expect(try pool.read { try $0.row("SELECT count(*) FROM t")?.int(0) } == 1)
  }

  @Test func aWriteWithinAWriteIsPartOfItAndCanFailAlone() throws {
    let (pool, folder) = try pool()
    defer { try? FileManager.default.removeItem(at: folder) }
    try pool.write { connection in
      try connection.run("INSERT INTO t VALUES (0, 1)")
      try pool.write { try $0.run("INSERT INTO t VALUES (0, 2)") }
      try pool.exclusively { connection in
        _ = try pool.write { try $0.run("INSERT INTO t VALUES (0, 3)") }
        #expect(connection.isInTransaction)
      }
      _ = try? pool.write { inner in
        try inner.run("INSERT INTO t VALUES (0, 4)")
        try inner.run("INSERT INTO t VALUES (0, 1)")
      }
    }
    let stored = try pool.read {
      try $0.rows("SELECT value FROM t ORDER BY value").map { $0.int(0) }
    }
    #expect(stored == [1, 2, 3])
  }

  @Test func whoeverHoldsTheWriterMayWriteWhileOthersWait() throws {
    let (pool, folder) = try pool()
    defer { try? FileManager.default.removeItem(at: folder) }
    let done = DispatchSemaphore(value: 0)
    Thread {
      try? pool.exclusively { _ in
        let other = Thread { _ = try? pool.write { try $0.run("INSERT INTO t VALUES (1, 1)") } }
        other.start()
        while pool.waitingWrites < 1 { usleep(200) }
        _ = try pool.write { try $0.run("INSERT INTO t VALUES (2, 2)") }
      }
      // Behind the other one, which came first.
      _ = try? pool.write { try $0.run("INSERT INTO t VALUES (3, 3)") }
      done.signal()
    }.start()
    #expect(done.wait(timeout: .now() + 20) == .success)
    #expect(try pool.read { try $0.row("SELECT count(*) FROM t")?.int(0) } == 3)
  }

  @Test func theLogIsCopiedBesideTheWorkAndBeginsAnew() throws {
    let (_, folder) = try pool()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "log.sqlite").path
    let checkpointer = Checkpointer(path: path, some: 50, many: 200)
    let writer = try Connection(path: path)
    writer.onCommit(checkpointer.noticed)
    try writer.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, bytes BLOB)")
    let bytes = [UInt8](repeating: 1, count: 3_000)
    for _ in 0..<500 { try writer.run("INSERT INTO page (bytes) VALUES (?)", bytes) }
    checkpointer.finish()
    // At least two pages a commit: without a new beginning it would be 4 MiB.
    let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")
    #expect((log[.size] as? Int ?? 0) < 5 << 19)
    #expect(try writer.row("SELECT count(*) FROM page")?.int(0) == 500)
    #expect(try writer.row("PRAGMA integrity_check")?.text(0) == "ok")
  }
}
