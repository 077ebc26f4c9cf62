import Foundation
import Hotline
import Regulations
import WorkingTime

/// The working days and hours by which a ticket's limits count.
///
/// It counts as `WorkingClock` does, and looks back as it does.
public struct WorkClock: Sendable {
  let clock: WorkingClock
  /// The same dates around a limit that `paidan deadline` tells.
  let deadlines: RegulationDeadlines

  /// Makes a clock from a calendar and the regulation's own hours and end of day.
  public init(calendar: WorkingCalendar, rules: Rulebook) {
    deadlines = RegulationDeadlines(profile: rules.base, layer: rules.layer, calendar: calendar)
    clock = deadlines.clock
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
      // What is said of years without a notice is said once, of the whole way.
      (steps, end) = (way.steps.filter { $0.source != WorkingCalendar.holidaySource }, way.dueAt)
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
    guard let years = unpublished(from: limit.start, to: end), limit.guessed != nil,
      let note = WorkingCalendar.note(unpublished: years)
    else { return steps }
    let said = DeadlineStep(
      from: limit.start, to: end, what: note, source: WorkingCalendar.holidaySource)
    return steps + [said]
  }

  /// The years without a notice between two moments; nil for none.
  func unpublished(from start: Date, to end: Date) -> [Int]? {
    let years = clock.calendar.unpublishedYears(from: start, to: end)
    return years.isEmpty ? nil : years
  }

  /// The moment at which exactly a span is left before the end of a limit.
  public func before(_ due: Date, _ span: TimeSpan) -> Date { clock.moment(span, before: due) }

  /// How many working days lie after the first moment's day, up to the second's.
  public func workingDays(from start: Date, to end: Date) -> Int {
    clock.calendar.workingDays(after: Day(containing: start), through: Day(containing: end))
  }

  /// The end of the last day of the month in which a moment lies.
  public func endOfMonth(_ moment: Date) -> Date {
    clock.hours.closing(of: Day(containing: moment).endOfMonth)
  }
}
