import Foundation
import Synchronization

/// Copies the write-ahead log into the database on a thread of its own, so that no commit waits
/// for it.
///
/// SQLite by itself does it within the commit that brings the log to 1,000 pages, and that commit
/// takes many times as long as the others.
///
/// Source: <https://www.sqlite.org/wal.html#ckpt>
final class Checkpointer: @unchecked Sendable {
  // Unchecked: `connection` is reached on the queue alone.
  private let path: String
  private let queue = DispatchQueue(label: "checkpoint")
  private let state = Mutex((busy: false, asked: 0, forced: 0))
  private var connection: Connection?

  private let some: Int
  private let many: Int

  /// Makes one for a file.
  ///
  /// - Parameters:
  ///   - some: from so many new pages on the log is copied beside the work.
  ///   - many: from so many pages on the commit itself copies the few that are left, so that the
  ///     log can begin anew; under steady load it would grow without end.
  init(path: String, some: Int = 2_000, many: Int = 16_000) {
    self.path = path
    self.some = some
    self.many = many
  }

  /// Takes note of the log's length after a commit, on the writing thread.
  func noticed(_ writer: Connection, _ pages: Int) {
    let (start, force) = state.withLock { state in
      // A shorter log has begun anew.
      if pages < state.asked { state.asked = 0 }
      if pages < state.forced { state.forced = 0 }
      let force = pages >= many && pages - state.forced >= some
      let start = !state.busy && pages - state.asked >= some
      if force { state.forced = pages }
      if start { (state.busy, state.asked) = (true, pages) }
      return (start, force)
    }
    // A failed checkpoint loses nothing: the log stays, and the next one tries again.
    if force { _ = try? writer.checkpoint() }
    if start { queue.async { self.copy() } }
  }

  /// Waits for what is under way and closes the file.
  func finish() { queue.sync { connection = nil } }

  private func copy() {
    if connection == nil { connection = try? Connection(path: path) }
    _ = try? connection?.checkpoint()
    state.withLock { $0.busy = false }
  }
}
