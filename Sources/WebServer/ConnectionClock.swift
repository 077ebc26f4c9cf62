import Foundation
import Synchronization

/// Nanoseconds of the machine's monotonic clock.
func monotonicNow() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}

extension Duration {
  /// The duration in whole nanoseconds, zero when it is negative.
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    return seconds < 0 ? 0 : UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }
}

/// How long one connection may still stay as it is.
///
/// libmicrohttpd's own time-out begins anew with every byte, so a client that sends one byte every
/// few seconds would stay for ever; a clock runs out at a moment that bytes do not move.
final class ConnectionClock: Sendable {
  let descriptor: Int32
  private let deadline: Atomic<UInt64>

  init(descriptor: Int32, allow time: Duration) {
    self.descriptor = descriptor
    deadline = Atomic(monotonicNow() + time.nanoseconds)
  }

  /// Starts the clock for what the client must do next.
  func allow(_ time: Duration) {
    deadline.store(monotonicNow() + time.nanoseconds, ordering: .relaxed)
  }

  /// Stops the clock while the server itself is at work.
  func suspend() { deadline.store(.max, ordering: .relaxed) }

  func hasRunOut(at now: UInt64) -> Bool { deadline.load(ordering: .relaxed) < now }
}
