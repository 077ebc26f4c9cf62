import Foundation

/// Gathers the writes of several threads into one transaction, so that they share its sync.
///
/// The first thread to come carries out its own work and that of all who came meanwhile; the
/// others sleep until it is on the disk.
final class WriteQueue: @unchecked Sendable {
  // Unchecked: everything is reached under `condition` alone.
  private let condition = NSCondition()
  private var waiting: [WriteJob] = []
  private var isLed = false
  private var underWay = 0

  /// How many works share one transaction at most, so that nobody waits for long.
  private static let most = 64

  /// How many works are not done yet.
  var count: Int {
    condition.lock()
    defer { condition.unlock() }
    return waiting.count + underWay
  }

  /// Has a body carried out in a batch and gives its result.
  ///
  /// - Parameter carryOut: runs a batch in one transaction; an error fails every work of it.
  func run<Result>(
    _ body: (Connection) throws -> Result, carryOut: ([WriteJob]) throws -> Void
  ) throws -> Result {
    var result: Swift.Result<Result, any Error>?
    return try withoutActuallyEscaping(body) { body in
      let job = WriteJob { connection in
        result = nil
        let value = try connection.transaction { try body(connection) }
        result = .success(value)
      }
      condition.lock()
      waiting.append(job)
      while !job.isDone {
        if !isLed {
          lead(carryOut)
        } else {
          condition.wait()
        }
      }
      condition.unlock()
      if let failure = job.failure { throw failure }
      guard let result else { throw SQLiteError(code: 1, message: "write was not carried out") }
      return try result.get()
    }
  }

  /// Carries out one batch; called with the condition locked.
  private func lead(_ carryOut: ([WriteJob]) throws -> Void) {
    isLed = true
    let batch = Array(waiting.prefix(Self.most))
    waiting.removeFirst(batch.count)
    underWay = batch.count
    condition.unlock()
    do {
      try carryOut(batch)
    } catch {
      // The whole transaction is gone, also what had succeeded in it.
      for job in batch { job.failure = error }
    }
    condition.lock()
    for job in batch { job.isDone = true }
    isLed = false
    underWay = 0
    condition.broadcast()
  }
}

/// One thread's work in a batch.
final class WriteJob {
  private let body: (Connection) throws -> Void
  /// Why it was not carried out.
  var failure: (any Error)?
  /// It is on the disk, or has failed.
  var isDone = false

  init(_ body: @escaping (Connection) throws -> Void) { self.body = body }

  /// Runs the body; its error is kept for its own thread.
  func carryOut(in connection: Connection) {
    do { try body(connection) } catch { failure = error }
  }
}
