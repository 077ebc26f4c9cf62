import Foundation
import Hotline

extension WorkingClock {
  /// The latest moment that leaves a full span before a due date.
  ///
  /// With one working day and a due date on Friday, this is the end of Thursday: all of Friday is
  /// left. A due date in the middle of a day leaves no full day there.
  public func latest(before due: Date, span: TimeSpan, source: String) -> Deadline {
    var day = Day(containing: due)
    if due < hours.closing(of: day) { day = calendar.workingDay(before: day) }
    let cut: Date
    switch span.unit {
    case .hour, .minute:
      cut = due.addingTimeInterval(-span.count * (span.unit == .hour ? 3600 : 60))
    case .workingDay, .workingHour:
      for _ in 0..<max(1, Int(span.count.rounded(.up))) { day = calendar.workingDay(before: day) }
      cut = end(of: day)
    case .day: cut = Day(containing: due).adding(days: -Int(span.count)).adding(days: 1).start
    case .month, .year:
      let months = Int(span.count) * (span.unit == .year ? 12 : 1)
      cut = end(of: Day(containing: due).adding(months: -months))
    }
    let step = DeadlineStep(from: cut, to: due, what: "届满前须留有\(span)", source: source)
    return Deadline(
      dueAt: cut, source: source, steps: [step],
      isEstimate: !calendar.isPublished(Day(containing: due).year))
  }

  /// When the last working days before a due date begin: with one, the opening on the due day.
  public func beginning(ofLast span: TimeSpan, before due: Date, source: String) -> Deadline {
    let dueDay = Day(containing: due)
    let moment: Date
    if span.unit == .workingDay {
      var day = calendar.isWorking(dueDay) ? dueDay : calendar.workingDay(before: dueDay)
      for _ in 1..<max(1, Int(span.count.rounded(.up))) { day = calendar.workingDay(before: day) }
      moment = hours.opening(of: day)
    } else if span.unit == .day {
      moment = hours.opening(of: dueDay.adding(days: -Int(span.count)))
    } else {
      moment = latest(before: due, span: span, source: source).dueAt
    }
    let step = DeadlineStep(from: moment, to: due, what: "距届满\(span)", source: source)
    return Deadline(dueAt: moment, source: source, steps: [step])
  }

  /// When the n-th working day after a due date begins.
  public func beginning(of span: TimeSpan, after due: Date, source: String) -> Deadline {
    var day = Day(containing: due)
    for _ in 0..<max(1, Int(span.count.rounded(.up))) { day = calendar.workingDay(after: day) }
    let moment = hours.opening(of: day)
    let step = DeadlineStep(
      from: due, to: moment, what: "届满之后第\(Int(span.count.rounded(.up)))个工作日", source: source)
    return Deadline(dueAt: moment, source: source, steps: [step])
  }
}
