import Foundation

/// Between the thread that sends and those that have something for it.
final class DeliverySignal: @unchecked Sendable {
  // Unchecked: everything below is touched only while the condition is held.
  private let condition = NSCondition()
  private var isWoken = false
  private var isStopping = false
  private var isRunning = false

  private func holding<Result>(_ body: () -> Result) -> Result {
    condition.lock()
    defer { condition.unlock() }
    return body()
  }

  /// Marks the thread as running; false when one is running already.
  func begin() -> Bool {
    holding {
      guard !isRunning else { return false }
      isRunning = true
      isStopping = false
      return true
    }
  }

  /// The thread's last word.
  func end() {
    holding {
      isRunning = false
      condition.broadcast()
    }
  }

  /// Whether the thread is to end.
  var mustStop: Bool { holding { isStopping } }

  /// Ends the thread's pause.
  func wake() {
    holding {
      isWoken = true
      condition.broadcast()
    }
  }

  /// Tells the thread to end and waits until it has.
  func stop() {
    holding {
      isStopping = true
      condition.broadcast()
      while isRunning { condition.wait() }
      isStopping = false
    }
  }

  /// Pauses until the time is over or somebody calls.
  func pause(_ seconds: TimeInterval) {
    let end = Date().addingTimeInterval(seconds)
    holding {
      while !isWoken, !isStopping {
        guard condition.wait(until: end) else { break }
      }
      isWoken = false
    }
  }
}
