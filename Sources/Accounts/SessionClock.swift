import Foundation
import Hotline
import SQLite
import Synchronization

/// When sessions were last used: in memory at every request, in the database once in a while and
/// never on a request's own thread, which would wait for a long import.
final class SessionClock: Sendable {
  private struct State {
    var seen: [String: Date] = [:]
    var unwritten: Set<String> = []
    var written = Date.distantPast
  }

  private static let pause: TimeInterval = 60
  private let pool: ConnectionPool
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "session clock", qos: .utility)

  init(pool: ConnectionPool) { self.pool = pool }

  /// When a session was last used, as far as this process knows.
  func last(_ digest: String) -> Date? { state.withLock { $0.seen[digest] } }

  /// A session is used now.
  func touch(_ digest: String, at now: Date) {
    let isDue = state.withLock { state in
      state.seen[digest] = now
      state.unwritten.insert(digest)
      guard now.timeIntervalSince(state.written) >= Self.pause else { return false }
      state.written = now
      return true
    }
    if isDue { queue.async { self.write() } }
  }

  /// A session is over.
  func forget(_ digest: String) {
    state.withLock { state in
      state.seen[digest] = nil
      state.unwritten.remove(digest)
    }
  }

  /// Writes down what is not written yet; a failure leaves it to the next time.
  func write() {
    let (moments, all) = state.withLock { state in
      let moments = state.unwritten.compactMap { digest in
        state.seen[digest].map { (digest, $0.milliseconds) }
      }
      state.unwritten = []
      return (moments, Set(state.seen.keys))
    }
    let kept = try? pool.write { connection in
      for (digest, at) in moments {
        try connection.run(
          """
          INSERT INTO session_seen (digest, at) VALUES (?, ?)
          ON CONFLICT (digest) DO UPDATE SET at = max(at, excluded.at)
          """, digest, at)
      }
      try connection.execute(
        "DELETE FROM session_seen WHERE digest NOT IN (SELECT digest FROM session)")
      return try Set(connection.rows("SELECT digest FROM session").map { $0.text(0) })
    }
    state.withLock { state in
      guard let kept else {
        state.unwritten.formUnion(moments.map(\.0))
        return
      }
      for digest in all.subtracting(kept) {
        state.seen[digest] = nil
        state.unwritten.remove(digest)
      }
    }
  }
}
