import Foundation
import Hotline

/// The days on which offices work, by the State Council's yearly notices.
///
/// Years without a published notice have weekends only; `isPublished` tells which those are.
public struct WorkingCalendar: Sendable {
  /// Source of the weekly days of rest.
  public static let weekendSource = "国务院关于职工工作时间的规定第七条"
  /// Source of the holidays that every year has, whose days off a notice sets.
  public static let holidaySource = "全国年节及纪念日放假办法第二条"

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

  /// The years without a notice from one moment to another, in order.
  public func unpublishedYears(from start: Date, to end: Date) -> [Int] {
    let last = Day(containing: end)
    // The midnight that ends a year is still that year's.
    let year = end == last.start ? last.adding(days: -1).year : last.year
    let first = Day(containing: start).year
    return first <= year ? (first...year).filter { !isPublished($0) } : []
  }

  /// What is said of a date that was counted through years without a notice; nil for no years.
  ///
  /// Source: 全国年节及纪念日放假办法第二条.
  public static func note(unpublished years: [Int]) -> String? {
    guard !years.isEmpty else { return nil }
    let names = years.map { "\($0)年" }.joined(separator: "、")
    return "\(names)的放假安排没有公布，只扣除了周末，元旦、春节、清明节、劳动节、端午节、中秋节、国庆节等法定节假日还没有扣除，公布后重新计算"
  }

  /// The notices by which days of some years between two days are off or worked.
  public func notices(of years: Set<Int>, from first: Day, through last: Day) -> [HolidayNotice] {
    guard first <= last else { return [] }
    var found: [HolidayNotice] = []
    for number in first.daysSince1970...last.daysSince1970 {
      let day = Day(daysSince1970: number)
      guard years.contains(day.year) else { continue }
      switch kind(of: day) {
      case .holiday(_, let notice), .makeUp(_, let notice):
        if !found.contains(notice) { found.append(notice) }
      case .workday, .weekend: break
      }
    }
    return found
  }

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
