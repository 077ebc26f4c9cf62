import Foundation
import Tickets

/// Lets tickets' timers act while a service runs, and learns from what becomes of tickets.
///
/// A round that comes late or is cut off does no harm: what is due is found in the database, and
/// each timer acts once. Learning has a thread of its own, so that no timer waits for it.
public final class DeskTimers: Sendable {
  private let timers: RepeatedWork
  private let learning: RepeatedWork
  private let upkeep: RepeatedWork

  /// How long the timers sleep at most, in seconds: cards and reminders need not be faster.
  private static let pause = 5.0
  /// How often owners are reminded and missed searches written down, in seconds.
  private static let upkeepPause = 600.0

  /// Makes the timers of a desk.
  ///
  /// - Parameters:
  ///   - learns: false leaves the learning to somebody else.
  ///   - complain: is told when a round fails; the next one tries again.
  public init(
    _ desk: Desk, learns: Bool = true, complain: @escaping @Sendable (String) -> Void
  ) {
    timers = RepeatedWork(
      named: "timers", pause: Self.pause,
      complain: { complain("计时没有成功，稍后再试：\(type(of: $0))") },
      until: { desk.current.nextChange },
      work: { goOn in
        // What takes effect by itself comes first: tickets are sent by what is in force.
        try desk.refreshIfDue()
        // A long stop is caught up in rounds, between which calls are served.
        if try desk.tick() { return true }
        try desk.tidyTickets {
          // Commands that wait for the database go first.
          usleep(2_000)
          return goOn()
        }
        return false
      })
    learning = RepeatedWork(
      named: "learning", pause: Self.pause,
      complain: { complain("从工单学习没有成功，稍后再试：\(type(of: $0))") },
      work: { try learns && desk.learnOutcomes(while: $0) })
    upkeep = RepeatedWork(
      named: "upkeep", pause: Self.upkeepPause,
      complain: { complain("知识库的提醒没有成功，稍后再试：\(type(of: $0))") },
      work: { _ in
        try desk.keepMissedSearches()
        try desk.remindOwners()
        return false
      })
  }

  /// Starts their threads.
  public func start() {
    timers.start()
    learning.start()
    upkeep.start()
  }

  /// Lets running rounds end, and no other begin.
  public func stop() {
    timers.stop()
    learning.stop()
    upkeep.stop()
  }
}
