import Foundation
import Hotline

/// Counts limits in working days, half days, working hours, clock hours, days, months and years.
///
///     let clock = WorkingClock(calendar: calendar, hours: .usual)
///     clock.due(from: call, span: TimeSpan(5, .workingDay), source: "宜春办法第十四条").dueAt
///
/// The day on which a limit starts is not counted; a limit in days, months or years that would end
/// on a day of rest ends on the next working day; hours are counted at once.
///
/// Source: 民法典第二百条至第二百零四条.
public struct WorkingClock: Sendable {
  /// Source of leaving out the first day.
  static let firstDaySource = "民法典第二百零一条第一款"
  /// Source of counting hours at once.
  static let hourSource = "民法典第二百零一条第二款"
  /// Source of the last day of months and years.
  static let monthSource = "民法典第二百零二条"
  /// Source of moving an end from a day of rest, and of the time at which it ends.
  static let endSource = "民法典第二百零三条"

  /// The days of work.
  public let calendar: WorkingCalendar
  /// The hours of work.
  public let hours: OfficeHours
  /// At which time of its last day a limit ends.
  public let dayEnd: DayEnd

  /// Makes a clock.
  public init(calendar: WorkingCalendar, hours: OfficeHours = .usual, dayEnd: DayEnd = .close) {
    self.calendar = calendar
    self.hours = hours
    self.dayEnd = dayEnd
  }

  /// When a limit that starts at a moment ends.
  ///
  /// - Parameter source: the rule that set the limit, such as 宜春办法第十四条.
  public func due(from start: Date, span: TimeSpan, source: String) -> Deadline {
    var way = DeadlineWay(calendar: calendar, source: source)
    let end: Date
    switch span.unit {
    case .workingDay: end = workingDays(span.count, from: start, &way)
    case .workingHour: end = workingMinutes(Int(span.count * 60), from: start, &way)
    case .hour, .minute:
      let seconds = span.count * (span.unit == .hour ? 3600 : 60)
      end = start.addingTimeInterval(seconds)
      way.add(start, end, "\(span)，按钟点连续计算，夜间和节假日不停", Self.hourSource)
    case .day, .month, .year: end = calendarSpan(span, from: start, &way)
    }
    return way.deadline(end)
  }

  /// The end of a day on which a limit ends.
  public func end(of day: Day) -> Date {
    dayEnd == .midnight ? day.adding(days: 1).start : hours.closing(of: day)
  }

  // MARK: working days

  private func workingDays(_ count: Double, from start: Date, _ way: inout DeadlineWay) -> Date {
    let whole = Int(count.rounded(.down))
    let half = count - Double(whole) >= 0.5
    guard whole > 0 else { return halfDay(after: start, &way) }
    var day = Day(containing: start)
    way.add(start, day.adding(days: 1).start, "起算当日不计", Self.firstDaySource)
    var counted = 0
    while counted < whole {
      day = day.adding(days: 1)
      let kind = calendar.kind(of: day)
      if kind.isWorking { counted += 1 }
      way.add(day, kind, count: kind.isWorking ? counted : nil)
    }
    way.flush()
    let due = end(of: day)
    way.add(hours.closing(of: day), due, "最后一日于\(dayEnd.rawValue)届满", Self.endSource)
    return half ? halfDay(after: hours.closing(of: day), &way) : due
  }

  /// The end of the first half working day that begins after a moment.
  private func halfDay(after start: Date, _ way: inout DeadlineWay) -> Date {
    var day = Day(containing: start)
    while true {
      way.note(day)
      let kind = calendar.kind(of: day)
      if kind.isWorking,
        let half = hours.halves(on: day).first(where: { day.at(minute: $0.opens) > start })
      {
        way.flush()
        let opens = day.at(minute: half.opens)
        let closes = day.at(minute: half.closes)
        way.add(start, opens, "起算的半个工作日不计", Self.firstDaySource)
        way.add(opens, closes, "半个工作日", way.source)
        return closes
      }
      if !kind.isWorking { way.add(day, kind, count: nil) }
      day = day.adding(days: 1)
    }
  }

  // MARK: working hours

  private func workingMinutes(_ minutes: Int, from start: Date, _ way: inout DeadlineWay) -> Date {
    var left = Double(minutes) * 60
    var day = Day(containing: start)
    while true {
      way.note(day)
      let kind = calendar.kind(of: day)
      if !kind.isWorking { way.add(day, kind, count: nil) }
      for session in kind.isWorking ? hours.sessions(on: day) : [] {
        let opens = max(start, day.at(minute: session.opens))
        let closes = day.at(minute: session.closes)
        guard opens < closes else { continue }
        way.flush()
        let length = closes.timeIntervalSince(opens)
        if left <= length {
          let end = opens.addingTimeInterval(left)
          way.add(opens, end, "办公时间内 \(Int(left / 60)) 分钟", way.source)
          return end
        }
        left -= length
        way.add(opens, closes, "办公时间内 \(Int(length / 60)) 分钟", way.source)
      }
      day = day.adding(days: 1)
    }
  }

  // MARK: days, months, years

  private func calendarSpan(
    _ span: TimeSpan, from start: Date, _ way: inout DeadlineWay
  ) -> Date {
    let first = Day(containing: start)
    way.add(start, first.adding(days: 1).start, "起算当日不计", Self.firstDaySource)
    let last: Day
    if span.unit == .day {
      last = first.adding(days: Int(span.count))
      way.add(first.adding(days: 1).start, last.adding(days: 1).start, "\(span)", way.source)
    } else {
      let months = Int(span.count) * (span.unit == .year ? 12 : 1)
      last = first.adding(months: months)
      let what = last.day == first.day ? "\(span)，到期月的对应日" : "\(span)，没有对应日，到月末日"
      way.add(first.adding(days: 1).start, last.adding(days: 1).start, what, Self.monthSource)
    }
    way.note(last)
    guard !calendar.isWorking(last) else { return end(of: last) }
    let moved = calendar.workingDay(after: last)
    way.add(
      last.start, moved.start, "最后一日是休息日，顺延到 \(moved)", Self.endSource)
    way.note(moved)
    return end(of: moved)
  }
}

extension Day {
  /// The same day of the month so many months later, or the month's last day.
  func adding(months: Int) -> Day {
    let index = year * 12 + month - 1 + months
    var number = day
    while number > 28 {
      if let found = Day(year: index / 12, month: index % 12 + 1, day: number) { return found }
      number -= 1
    }
    return Day(year: index / 12, month: index % 12 + 1, day: number) ?? self
  }

  /// The last day of the month.
  public var endOfMonth: Day {
    var last = self
    while last.adding(days: 1).month == month { last = last.adding(days: 1) }
    return last
  }
}
