import Foundation
import Sealing
import Synchronization

/// Slows down whoever tries passwords, by the name tried and by the address from which.
///
/// A try is refused until its time has come instead of being held up, so guessing occupies no
/// thread. Names are counted whether they exist or not, so a refusal tells nothing. The tallies are
/// kept in memory: a restart forgets them, and nobody outside can cause one.
final class GuessLimits: Sendable {
  /// How many tries are free and how the wait grows after them.
  struct Pace: Sendable {
    /// Failures without any wait.
    var free: Int
    /// The wait after the next failure, doubled with every further one.
    var first: TimeInterval
    var longest: TimeInterval

    func wait(after failures: Int) -> TimeInterval {
      failures < free ? 0 : min(longest, first * pow(2, Double(min(failures - free, 30))))
    }
  }

  private struct Tally {
    var failures = 0
    var last = Date.distantPast
    var until = Date.distantPast
  }

  /// Four mistakes are human; the tenth try waits five minutes, and no wait is over a quarter hour.
  static let byName = Pace(free: 4, first: 5, longest: 900)
  /// Many operators may share one address.
  static let byAddress = Pace(free: 30, first: 1, longest: 300)
  private static let forgottenAfter: TimeInterval = 3600
  private static let most = 20_000

  private let tallies = Mutex<[String: Tally]>([:])

  /// Asks for a try, which counts as failed until it has succeeded; many tries at once are so
  /// counted like one after the other.
  ///
  /// - Returns: nil when it may be made, else the seconds to wait.
  func admit(name: String, address: String, at now: Date) -> Int? {
    tallies.withLock { tallies in
      if tallies.count > Self.most { Self.thin(&tallies, now) }
      let keys = Self.keys(name, address)
      let waits = keys.map { (tallies[$0.key]?.until ?? now).timeIntervalSince(now) }
      if let wait = waits.max(), wait > 0 { return Int(wait.rounded(.up)) }
      for (key, pace) in keys {
        var tally = tallies[key] ?? Tally()
        if now.timeIntervalSince(tally.last) > Self.forgottenAfter { tally.failures = 0 }
        tally.failures += 1
        tally.last = now
        tally.until = now.addingTimeInterval(pace.wait(after: tally.failures))
        tallies[key] = tally
      }
      return nil
    }
  }

  /// A try has succeeded: the name begins anew, and the address is charged nothing for it.
  func succeeded(name: String, address: String) {
    let keys = Self.keys(name, address)
    tallies.withLock { tallies in
      tallies[keys[0].key] = nil
      guard var tally = tallies[keys[1].key] else { return }
      tally.failures = max(0, tally.failures - 1)
      tally.until = .distantPast
      tallies[keys[1].key] = tally
    }
  }

  // Digests, so that names of any length take little room.
  private static func keys(_ name: String, _ address: String) -> [(key: String, pace: Pace)] {
    [
      ("n" + Token.digest(name).prefix(24), byName),
      ("a" + Token.digest(address).prefix(24), byAddress),
    ]
  }

  private static func thin(_ tallies: inout [String: Tally], _ now: Date) {
    tallies = tallies.filter { now.timeIntervalSince($0.value.last) <= forgottenAfter }
    guard tallies.count > most else { return }
    // Those with the fewest failures matter least.
    for (key, _) in tallies.sorted(by: { $0.value.failures < $1.value.failures }).prefix(most / 2) {
      tallies[key] = nil
    }
  }
}
