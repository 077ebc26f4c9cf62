import Hotline
import WorkingTime

/// Minutes of office hours between two moments, without going through the days.
struct WorkedTime: Sendable {
  /// Minutes worked before each day since the first.
  private let before: [Int]
  private let sessions: [[OfficeHours.Session]]
  private let first: Int

  /// Makes the table for the years in which tickets are likely; outside them nothing is worked.
  init(_ clock: WorkingClock, years: ClosedRange<Int> = 2010...2045) {
    let start = Day(year: years.lowerBound, month: 1, day: 1) ?? Day(daysSince1970: 0)
    let end = Day(year: years.upperBound, month: 12, day: 31) ?? start
    first = start.daysSince1970
    var before = [0]
    var sessions: [[OfficeHours.Session]] = []
    for number in start.daysSince1970...end.daysSince1970 {
      let day = Day(daysSince1970: number)
      let worked = clock.calendar.isWorking(day) ? clock.hours.sessions(on: day) : []
      sessions.append(worked)
      before.append((before.last ?? 0) + worked.reduce(0) { $0 + $1.closes - $1.opens })
    }
    (self.before, self.sessions) = (before, sessions)
  }

  /// Minutes of office hours from one moment to another, in seconds since 1970.
  func minutes(from start: Int, to end: Int) -> Int {
    max(0, worked(until: end) - worked(until: start))
  }

  private func worked(until moment: Int) -> Int {
    let local = moment + ShanghaiTime.offset
    let day = local >= 0 ? local / 86_400 - first : -1
    guard day >= 0 else { return 0 }
    guard day < sessions.count else { return before[before.count - 1] }
    let minute = local % 86_400 / 60
    return before[day]
      + sessions[day].reduce(0) { $0 + max(0, min(minute, $1.closes) - $1.opens) }
  }
}
