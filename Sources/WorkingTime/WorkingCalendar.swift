import Hotline

/// The days on which offices work, by the State Council's yearly notices.
///
/// Years without a published notice have weekends only; `isPublished` tells which those are.
public struct WorkingCalendar: Sendable {
  /// Source of the weekly days of rest.
  public static let weekendSource = "国务院关于职工工作时间的规定第七条"

  private let special: [Day: DayKind]
  private let years: Set<Int>

  /// Makes a calendar from days by notice and the years whose notices are published.
  public init(special: [Day: DayKind], years: Set<Int>) {
    self.special = special
    self.years = years
  }

  /// A calendar that knows weekends only.
  public static let weekendsOnly = WorkingCalendar(special: [:], years: [])

  /// The first and last years with a notice; nil when there is none.
  public var publishedYears: ClosedRange<Int>? {
    guard let first = years.min(), let last = years.max() else { return nil }
    return first...last
  }

  /// True when the notice for a year is at hand.
  public func isPublished(_ year: Int) -> Bool { years.contains(year) }

  /// What a day is.
  public func kind(of day: Day) -> DayKind {
    special[day] ?? (day.weekday >= 6 ? .weekend : .workday)
  }

  /// True when offices work on a day.
  public func isWorking(_ day: Day) -> Bool { kind(of: day).isWorking }

  /// The first working day after a day.
  public func workingDay(after day: Day) -> Day {
    var next = day.adding(days: 1)
    while !isWorking(next) { next = next.adding(days: 1) }
    return next
  }

  /// The last working day before a day.
  public func workingDay(before day: Day) -> Day {
    var next = day.adding(days: -1)
    while !isWorking(next) { next = next.adding(days: -1) }
    return next
  }

  /// How many working days lie after one day up to and including another; 0 when none do.
  public func workingDays(after first: Day, through last: Day) -> Int {
    guard first < last else { return 0 }
    return (first.daysSince1970 + 1...last.daysSince1970).count {
      isWorking(Day(daysSince1970: $0))
    }
  }
}
