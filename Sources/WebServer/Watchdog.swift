import Foundation
import Synchronization

/// Ends connections whose clock has run out.
///
/// A connection is shut down, not closed: its server thread then sees the end of the stream and
/// closes it itself. The list is held locked meanwhile and libmicrohttpd reports a closing
/// connection before it frees the descriptor, so a descriptor that was given to someone else is
/// never touched.
final class Watchdog: Sendable {
  private let clocks = Mutex<[Int32: ConnectionClock]>([:])
  private let stopped = Atomic(false)
  private static let interval: UInt32 = 200_000

  /// Starts the watchdog's own thread.
  func start() {
    Thread.detachNewThread {
      while !self.stopped.load(ordering: .acquiring) {
        usleep(Watchdog.interval)
        self.endOverdue()
      }
    }
  }

  func stop() { stopped.store(true, ordering: .releasing) }

  func add(_ clock: ConnectionClock) {
    clocks.withLock { $0[clock.descriptor] = clock }
  }

  func remove(_ clock: ConnectionClock) {
    clocks.withLock { $0[clock.descriptor] = nil }
  }

  /// How many connections are open.
  var connections: Int { clocks.withLock { $0.count } }

  private func endOverdue() {
    let now = monotonicNow()
    clocks.withLock { clocks in
      for clock in clocks.values where clock.hasRunOut(at: now) {
        shutdown(clock.descriptor, Int32(SHUT_RDWR))
      }
    }
  }
}
