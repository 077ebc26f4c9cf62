import Foundation
import Hotline

/// The working days and hours by which a regulation's limits count.
public struct WorkClock: Sendable {
  /// Tells the days on which offices work.
  let isWorkingDay: @Sendable (Day) -> Bool
  /// Seconds after midnight at which the office closes.
  let close: Int

  /// Makes a clock from a calendar and the closing time, in seconds after midnight.
  public init(close: Int, isWorkingDay: @escaping @Sendable (Day) -> Bool) {
    self.close = close
    self.isWorkingDay = isWorkingDay
  }

  private func end(of day: Day) -> Date { day.start.addingTimeInterval(Double(close)) }

  /// The working day so many after a day, which is not counted.
  private func day(_ count: Int, after day: Day) -> Day {
    var day = day
    var left = count
    while left > 0 {
      day = day.adding(days: 1)
      if isWorkingDay(day) { left -= 1 }
    }
    return day
  }

  private func day(_ count: Int, before day: Day) -> Day {
    var day = day
    var left = count
    while left > 0 {
      day = day.adding(days: -1)
      if isWorkingDay(day) { left -= 1 }
    }
    return day
  }

  /// When a span ends that begins at a moment; the day of its beginning is not counted.
  public func due(from start: Date, _ span: TimeSpan) -> Date {
    let count = Int(span.count.rounded(.up))
    let first = Day(containing: start)
    switch span.unit {
    case .hour, .workingHour: return start.addingTimeInterval(span.count * 3600)
    case .minute: return start.addingTimeInterval(span.count * 60)
    case .workingDay: return end(of: day(count, after: first))
    case .day: return end(of: first.adding(days: count))
    case .month: return end(of: Self.month(count, after: first))
    case .year: return end(of: Self.month(count * 12, after: first))
    }
  }

  private static func month(_ count: Int, after day: Day) -> Day {
    let index = day.year * 12 + day.month - 1 + count
    var number = day.day
    while number > 28 {
      if let found = Day(year: index / 12, month: index % 12 + 1, day: number) { return found }
      number -= 1
    }
    return Day(year: index / 12, month: index % 12 + 1, day: number) ?? day
  }

  /// The moment so long before the end of a limit.
  public func before(_ due: Date, _ span: TimeSpan) -> Date {
    let count = Int(span.count.rounded(.up))
    let last = Day(containing: due)
    let time = due.timeIntervalSince(last.start)
    switch span.unit {
    case .hour, .workingHour: return due.addingTimeInterval(-span.count * 3600)
    case .minute: return due.addingTimeInterval(-span.count * 60)
    case .workingDay: return day(count, before: last).start.addingTimeInterval(time)
    case .day: return due.addingTimeInterval(-86_400 * Double(count))
    case .month, .year: return due.addingTimeInterval(-86_400 * 30 * Double(count))
    }
  }

  /// The beginning of the day that lies so many working or calendar days before a due day.
  public func startOfDay(before due: Date, _ span: TimeSpan) -> Date {
    let last = Day(containing: due)
    let count = Int(span.count.rounded(.up))
    return (span.unit == .workingDay ? day(count, before: last) : last.adding(days: -count)).start
  }

  /// The beginning of the day that lies so many working or calendar days after a due day.
  public func startOfDay(after due: Date, _ span: TimeSpan) -> Date {
    let last = Day(containing: due)
    let count = Int(span.count.rounded(.up))
    return (span.unit == .workingDay ? day(count, after: last) : last.adding(days: count)).start
  }

  /// How many working days begin after the first moment's day, up to the second's.
  public func workingDays(from start: Date, to end: Date) -> Int {
    var day = Day(containing: start)
    let last = Day(containing: end)
    var count = 0
    while day < last {
      day = day.adding(days: 1)
      if isWorkingDay(day) { count += 1 }
    }
    return count
  }

  /// The end of the month in which a moment lies.
  public func endOfMonth(_ moment: Date) -> Date {
    let day = Day(containing: moment)
    let index = day.year * 12 + day.month
    let next = Day(year: index / 12, month: index % 12 + 1, day: 1) ?? day
    return end(of: next.adding(days: -1))
  }
}
