import Foundation
import Synchronization

/// One writing connection and several reading ones over the same file, for many threads.
///
/// Readers see the last commit and never wait for the writer (write-ahead log).
///
/// Source: <https://www.sqlite.org/wal.html>
public final class ConnectionPool: @unchecked Sendable {
  // Unchecked: every connection is reached only while its lock or its place in `idle` is held.
  private let writer: Connection
  private let writing = NSRecursiveLock()
  private let holder = Mutex<pthread_t?>(nil)
  private let checkpointer: Checkpointer
  private let queue = WriteQueue()
  private let condition = NSCondition()
  private var idle: [Connection] = []
  private var opened = 0
  private let most: Int
  private let prepare: @Sendable (Connection) throws -> Void
  /// Path of the database file.
  public let path: String

  /// Opens the file for writing, and for reading as need arises.
  ///
  /// - Parameter readers: how many readers may be at work at once.
  /// - Parameter prepare: run once on every new connection, for functions and tokenizers.
  public init(
    path: String, readers: Int = 8,
    prepare: @escaping @Sendable (Connection) throws -> Void = { _ in }
  ) throws {
    self.path = path
    most = max(1, readers)
    self.prepare = prepare
    writer = try Connection(path: path)
    try prepare(writer)
    checkpointer = Checkpointer(path: path)
    if path != ":memory:" { writer.onCommit(checkpointer.noticed) }
  }

  deinit { checkpointer.finish() }

  /// Runs the body in a transaction on the one writing connection; others wait.
  ///
  /// Bodies of several threads that wait at the same time share one transaction and so one sync
  /// of the disk; each is a savepoint of its own, so that an error takes back only its own work.
  /// It returns once the work is on the disk.
  @discardableResult
  public func write<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    // Who holds the writer already must not wait for others, who wait for the writer.
    if holder.withLock({ $0 }) == pthread_self() {
      return try writer.transaction { try body(writer) }
    }
    return try queue.run(body) { batch in
      try holdingWriter {
        try writer.transaction {
          for job in batch {
            job.carryOut(in: writer)
            // A full disk ends the whole transaction; what came next would stand on its own.
            guard writer.isInTransaction else { throw job.failure ?? SQLiteError.rolledBack }
          }
        }
      }
    }
  }

  /// How many writes have not begun yet or are being carried out.
  var waitingWrites: Int { queue.count }

  private func holdingWriter<Result>(_ body: () throws -> Result) rethrows -> Result {
    writing.lock()
    defer { writing.unlock() }
    let before = holder.withLock { $0 }
    holder.withLock { $0 = pthread_self() }
    defer { holder.withLock { $0 = before } }
    return try body()
  }

  /// Runs the body on the writing connection without a transaction, for pragmas and backups.
  public func exclusively<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    try holdingWriter { try body(writer) }
  }

  /// Runs the body on a reading connection, in one consistent view of the database.
  public func read<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    // A database in memory is the writer's alone.
    if path == ":memory:" { return try exclusively(body) }
    let connection = try take()
    defer { give(connection) }
    try connection.execute("BEGIN")
    defer { try? connection.execute("COMMIT") }
    return try body(connection)
  }

  private func take() throws -> Connection {
    condition.lock()
    while idle.isEmpty && opened == most { condition.wait() }
    if let connection = idle.popLast() {
      condition.unlock()
      return connection
    }
    opened += 1
    condition.unlock()
    do {
      let connection = try Connection(path: path, mode: .readOnly)
      try prepare(connection)
      return connection
    } catch {
      condition.lock()
      opened -= 1
      condition.signal()
      condition.unlock()
      throw error
    }
  }

  private func give(_ connection: Connection) {
    condition.lock()
    idle.append(connection)
    condition.signal()
    condition.unlock()
  }
}
