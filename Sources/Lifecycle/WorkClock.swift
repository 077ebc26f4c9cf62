import Foundation
import Hotline
import Regulations
import WorkingTime

/// The working days and hours by which a ticket's limits count.
///
/// Forward it counts as `WorkingClock` does; it adds the looking back that cards, reminders and
/// extensions need.
public struct WorkClock: Sendable {
  let clock: WorkingClock

  /// Makes a clock from a calendar and the regulation's own hours and end of day.
  public init(calendar: WorkingCalendar, rules: Rulebook) {
    clock = RegulationDeadlines(profile: rules.base, calendar: calendar).clock
  }

  /// When a span ends that begins at a moment; the day of its beginning is not counted.
  ///
  /// Whole working days and hours go without the steps, which cost more than the counting.
  public func due(from start: Date, _ span: TimeSpan) -> Date {
    if span.unit == .hour { return start.addingTimeInterval(span.count * 3600) }
    if span.unit == .workingDay, span.count == span.count.rounded(), span.count >= 1 {
      var day = Day(containing: start)
      for _ in 0..<Int(span.count) { day = clock.calendar.workingDay(after: day) }
      return clock.end(of: day)
    }
    return clock.due(from: start, span: span, source: "").dueAt
  }

  /// The way from a limit's start to its end: the span, the days of review, each extension.
  func steps(of limit: Limit) -> [DeadlineStep] {
    let source = limit.sources.first ?? ""
    var steps: [DeadlineStep] = []
    var end = limit.start
    if let fixed = limit.fixed {
      steps.append(
        DeadlineStep(from: limit.start, to: fixed, what: "转办单写明的完成时限", source: source))
      end = fixed
    } else if let span = limit.span {
      let way = clock.due(from: limit.start, span: span, source: source)
      (steps, end) = (way.steps, way.dueAt)
    }
    if limit.pausedDays > 0 {
      let to = due(from: end, TimeSpan(Double(limit.pausedDays), .workingDay))
      steps.append(
        DeadlineStep(from: end, to: to, what: "审核的\(limit.pausedDays)个工作日不计", source: source))
      end = to
    }
    for extra in limit.extensions {
      let to = due(from: end, extra)
      steps.append(DeadlineStep(from: end, to: to, what: "延期\(extra)", source: source))
      end = to
    }
    return steps
  }

  /// The moment so long before the end of a limit, at the same time of day.
  ///
  /// One working day before Friday's close is Thursday's close.
  public func before(_ due: Date, _ span: TimeSpan) -> Date {
    let last = Day(containing: due)
    let count = Self.whole(span)
    switch span.unit {
    case .hour, .workingHour: return due.addingTimeInterval(-span.count * 3600)
    case .minute: return due.addingTimeInterval(-span.count * 60)
    case .workingDay:
      return back(count, from: last).start.addingTimeInterval(due.timeIntervalSince(last.start))
    case .day: return due.addingTimeInterval(-86_400 * Double(count))
    case .month, .year: return due.addingTimeInterval(-86_400 * 30 * Double(count))
    }
  }

  /// The beginning of the day that lies so many working or calendar days before a due day.
  public func startOfDay(before due: Date, _ span: TimeSpan) -> Date {
    let last = Day(containing: due)
    let count = Self.whole(span)
    return (span.unit == .workingDay ? back(count, from: last) : last.adding(days: -count)).start
  }

  /// The beginning of the day that lies so many working or calendar days after a due day.
  public func startOfDay(after due: Date, _ span: TimeSpan) -> Date {
    var day = Day(containing: due)
    guard span.unit == .workingDay else { return day.adding(days: Self.whole(span)).start }
    for _ in 0..<Self.whole(span) { day = clock.calendar.workingDay(after: day) }
    return day.start
  }

  /// How many working days lie after the first moment's day, up to the second's.
  public func workingDays(from start: Date, to end: Date) -> Int {
    clock.calendar.workingDays(after: Day(containing: start), through: Day(containing: end))
  }

  /// The end of the last day of the month in which a moment lies.
  public func endOfMonth(_ moment: Date) -> Date {
    clock.hours.closing(of: Day(containing: moment).endOfMonth)
  }

  private static func whole(_ span: TimeSpan) -> Int { max(1, Int(span.count.rounded(.up))) }

  private func back(_ count: Int, from day: Day) -> Day {
    var day = day
    for _ in 0..<count { day = clock.calendar.workingDay(before: day) }
    return day
  }
}
