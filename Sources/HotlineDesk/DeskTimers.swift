import Foundation
import Tickets

/// Lets tickets' timers act while a service runs.
///
/// A round that comes late or is cut off does no harm: what is due is found in the database, and
/// each timer acts once.
public final class DeskTimers: @unchecked Sendable {
  // Unchecked: `stopping` and `running` are reached only under the condition.
  private let desk: Desk
  private let complain: @Sendable (String) -> Void
  private let condition = NSCondition()
  private var stopping = false
  private var running = false

  /// How long the timers sleep at most, in seconds: cards and reminders need not be faster.
  private static let pause = 5.0
  /// How often owners are reminded and missed searches written down, in seconds.
  private static let upkeep = 600.0
  /// When that was done last; reached by the timers' own thread alone.
  private var keptKnowledge = Date.distantPast

  /// Makes the timers of a desk.
  ///
  /// - Parameter complain: is told when a round fails; the next one tries again.
  public init(_ desk: Desk, complain: @escaping @Sendable (String) -> Void) {
    self.desk = desk
    self.complain = complain
  }

  /// Starts a thread that ticks until `stop`.
  public func start() {
    condition.lock()
    defer { condition.unlock() }
    guard !running else { return }
    running = true
    let thread = Thread { [self] in run() }
    thread.name = "timers"
    thread.start()
  }

  /// Lets a running round end, and no other begin.
  public func stop() {
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
        // What takes effect by itself comes first: tickets are sent by what is in force.
        try desk.refreshIfDue()
        let more = try desk.tick()
        try keepKnowledge()
        failed = false
        // A long stop is caught up in rounds, between which calls are served.
        if more { continue }
        try desk.tidyTickets {
          // Commands that wait for the database go first.
          usleep(2_000)
          return !isStopping
        }
      } catch {
        if !failed { complain("计时没有成功，稍后再试：\(type(of: error))") }
        failed = true
      }
      sleep()
    }
    condition.lock()
    running = false
    condition.broadcast()
    condition.unlock()
  }

  /// Reminds owners and writes down missed searches, now and then.
  private func keepKnowledge() throws {
    guard Date().timeIntervalSince(keptKnowledge) >= Self.upkeep else { return }
    keptKnowledge = Date()
    try desk.keepMissedSearches()
    try desk.remindOwners()
  }

  private var isStopping: Bool {
    condition.lock()
    defer { condition.unlock() }
    return stopping
  }

  private func sleep() {
    condition.lock()
    if !stopping {
      let pause = Date(timeIntervalSinceNow: Self.pause)
      _ = condition.wait(until: min(pause, desk.current.nextChange ?? pause))
    }
    condition.unlock()
  }
}
