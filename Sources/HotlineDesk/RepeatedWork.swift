import Foundation

/// Does a piece of work again and again on a thread of its own.
///
/// A round that fails is told of once and tried again; between rounds the thread sleeps unless the
/// work says that there is more to do.
final class RepeatedWork: @unchecked Sendable {
  // Unchecked: `stopping` and `running` are reached only under the condition.
  private let name: String
  private let pause: Double
  private let until: () -> Date?
  private let work: (_ goOn: () -> Bool) throws -> Bool
  private let complain: (any Error) -> Void
  private let condition = NSCondition()
  private var stopping = false
  private var running = false

  /// - Parameters:
  ///   - pause: how long it sleeps at most, in seconds.
  ///   - until: a moment before which it wakes even so; nil for none.
  ///   - complain: is told when a round fails after one that did not.
  ///   - work: one round; true when there is more to do at once. It should end early when `goOn`
  ///     turns false.
  init(
    named name: String, pause: Double, complain: @escaping @Sendable (any Error) -> Void,
    until: @escaping @Sendable () -> Date? = { nil },
    work: @escaping @Sendable (_ goOn: () -> Bool) throws -> Bool
  ) {
    self.name = name
    self.pause = pause
    self.until = until
    self.work = work
    self.complain = complain
  }

  /// Starts the thread, once.
  func start() {
    condition.lock()
    defer { condition.unlock() }
    guard !running else { return }
    running = true
    let thread = Thread { [self] in run() }
    thread.name = name
    thread.start()
  }

  /// Lets a running round end, and no other begin.
  func stop() {
    condition.lock()
    stopping = true
    condition.broadcast()
    while running { condition.wait() }
    condition.unlock()
  }

  private func run() {
    var failed = false
    while !isStopping {
      do {
        let more = try work { !isStopping }
        failed = false
        if more { continue }
      } catch {
        if !failed { complain(error) }
        failed = true
      }
      sleep()
    }
    condition.lock()
    running = false
    condition.broadcast()
    condition.unlock()
  }

  private var isStopping: Bool {
    condition.lock()
    defer { condition.unlock() }
    return stopping
  }

  private func sleep() {
    condition.lock()
    if !stopping {
      let end = Date(timeIntervalSinceNow: pause)
      _ = condition.wait(until: until().map { min(end, $0) } ?? end)
    }
    condition.unlock()
  }
}
