import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite

/// What one round of the timers did.
public struct TickReport: Equatable, Sendable {
  /// Tickets whose moment had come.
  public var tickets = 0
  /// Events that timers brought.
  public var events = 0
  /// Tickets whose callers' data were destroyed as their retention had ended.
  public var erased = 0
  /// True when more tickets wait for the next round.
  public var more = false
}

extension TicketOffice {
  /// Lets the timers of tickets whose moment has come act.
  ///
  /// It may be late, doubled or interrupted: what a timer does is recorded once, at the time at
  /// which it was due. Tickets judged by other rules than today's are looked at again.
  ///
  /// - Parameter most: how many tickets one round takes.
  @discardableResult
  public func tick(most: Int = 200) throws -> TickReport {
    let at = clock
    let numbers = try dueNumbers(at: at, most: most)
    var report = TickReport()
    // A few tickets an append: one sync of the disk serves them all, and nobody waits for long.
    for start in stride(from: 0, to: numbers.count, by: 20) {
      let batch = Array(numbers[start..<min(start + 20, numbers.count)])
      do {
        report.add(try tick(batch, at: at))
      } catch is VersionConflict {
        // Somebody acted on one of them meanwhile: each for itself, and that one is done already.
        for number in batch {
          do { report.add(try tick([number], at: at)) } catch is VersionConflict { continue }
        }
      }
    }
    report.erased = try eraseExpired(most: most)
    if unscrubbed.withLock({ $0 }) { try scrub() }
    // Tickets of a regulation that is gone stay due for ever; there is no hurry for them.
    report.more = numbers.count == most && report.tickets > 0 || report.erased == most
    return report
  }

  /// When the next timer acts; nil when none is set.
  public func nextWake() throws -> Date? {
    try pool.read {
      try $0.row("SELECT min(wake) FROM ticket WHERE wake IS NOT NULL").flatMap {
        $0.isNull(0) ? nil : Date(milliseconds: $0.int(0))
      }
    }
  }

  private func dueNumbers(at: Date, most: Int) throws -> [String] {
    try pool.read { connection in
      let due = try connection.rows(
        "SELECT number FROM ticket WHERE wake <= ? AND \(installed) ORDER BY wake LIMIT ?",
        at.milliseconds, most
      ).map { $0.text(0) }
      guard due.count < most else { return due }
      let seen = Set(due)
      return due
        + (try outdated(most, connection)).filter { !seen.contains($0) }.prefix(most - due.count)
    }
  }

  /// Tickets judged by other rules than today's.
  ///
  /// There are few versions of the rules, so each is looked up by the index instead of asking every
  /// ticket for its own.
  private func outdated(_ most: Int, _ connection: Connection) throws -> [String] {
    let known = Set(books.allVersions)
    var numbers: [String] = []
    var last = try connection.row("SELECT min(rules) FROM ticket WHERE wake IS NOT NULL")
    while let row = last, !row.isNull(0), numbers.count < most {
      let version = row.text(0)
      if !known.contains(version) {
        numbers += try connection.rows(
          "SELECT number FROM ticket WHERE wake IS NOT NULL AND rules = ? AND \(installed) LIMIT ?",
          version,
          most - numbers.count
        ).map { $0.text(0) }
      }
      last = try connection.row(
        "SELECT min(rules) FROM ticket WHERE wake IS NOT NULL AND rules > ?", version)
    }
    return numbers
  }

  /// The condition for tickets whose regulation is installed; others are left alone.
  private var installed: String {
    let keys = books.keys.map { "'" + $0.replacingOccurrences(of: "'", with: "''") + "'" }
    return "profile || coalesce('+' || layer, '') IN (\(keys.joined(separator: ", ")))"
  }

  private func tick(_ numbers: [String], at: Date) throws -> TickReport {
    var report = TickReport()
    var works: [(TicketRecord, TicketMachine, [TicketEvent])] = []
    for number in numbers {
      guard let found = try pool.read({ try record(number, $0) }) else { continue }
      // A regulation that is no longer installed keeps its tickets as they are.
      guard let machine = try? books.machine(found.profile, found.layer) else { continue }
      works.append((found, machine, machine.act(.tick, on: found.ticket, at: at).events))
    }
    try journal.append(by: Seat.timers.name) { connection in
      try works.map { record, machine, events in
        try entry(
          CommandName.tick.rawValue, events, original: events, record, machine, at: at, connection)
      }
    }
    report.tickets = works.count
    report.events = works.reduce(0) { $0 + $1.2.count }
    return report
  }
}

extension TickReport {
  fileprivate mutating func add(_ other: TickReport) {
    tickets += other.tickets
    events += other.events
  }
}
