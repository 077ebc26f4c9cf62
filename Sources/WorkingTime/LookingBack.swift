import Foundation
import Hotline

/// Looking back from the end of a limit and forward from it.
///
/// A span that must be *left* (剩余1个工作日, 届满1个工作日前) is a length of time: one working day is left
/// when the office closes on the working day before, since no working time lies between that close
/// and the next opening. A *day* that a document names (届满之后的第1个工作日, 办结时限前一日) is that
/// day, from its midnight: no document says that a day's state begins only when the office opens,
/// and a ticket that is overdue at seven in the morning is overdue.
extension WorkingClock {
  /// The moment at which exactly a span is left before a due date.
  ///
  /// One working day before Friday's close is Thursday's close, before Friday noon Thursday noon. A
  /// due date on a day of rest leaves the working days before it.
  public func moment(_ span: TimeSpan, before due: Date) -> Date {
    let count = Self.whole(span)
    switch span.unit {
    case .hour: return due.addingTimeInterval(-span.count * 3600)
    case .workingHour: return workingTime(span.count * 3600, before: due)
    case .minute: return due.addingTimeInterval(-span.count * 60)
    case .day: return due.addingTimeInterval(-86_400 * Double(count))
    case .month, .year:
      let day = lastDay(of: due)
      let months = count * (span.unit == .year ? 12 : 1)
      return day.adding(months: -months).start.addingTimeInterval(due.timeIntervalSince(day.start))
    case .workingDay:
      var day = lastDay(of: due)
      // Nobody works on a day of rest, so all that is left lies before it.
      let rests = !calendar.isWorking(day)
      if rests { day = calendar.workingDay(before: day) }
      let closes = rests || due == end(of: day)
      let time = due.timeIntervalSince(day.start)
      for _ in 0..<count { day = calendar.workingDay(before: day) }
      return closes ? end(of: day) : day.start.addingTimeInterval(time)
    }
  }

  /// The moment from which exactly so much working time, in seconds, lies before a due date.
  ///
  /// Where all of a session is needed it is the close before it, as with whole days.
  private func workingTime(_ seconds: Double, before due: Date) -> Date {
    var left = seconds
    var day = Day(containing: due)
    while true {
      for session in calendar.isWorking(day) ? hours.sessions(on: day).reversed() : [] {
        let opens = day.at(minute: session.opens)
        let closes = min(due, day.at(minute: session.closes))
        guard opens < closes else { continue }
        if left <= 0 { return closes }
        let length = closes.timeIntervalSince(opens)
        if left < length { return closes.addingTimeInterval(-left) }
        left -= length
      }
      day = day.adding(days: -1)
    }
  }

  /// The beginning of the day that lies so many working or calendar days before a due day.
  public func day(_ span: TimeSpan, before due: Date) -> Date {
    var day = lastDay(of: due)
    let count = Self.whole(span)
    guard span.unit == .workingDay else { return day.adding(days: -count).start }
    for _ in 0..<count { day = calendar.workingDay(before: day) }
    return day.start
  }

  /// The beginning of the day that lies so many working or calendar days after a due day.
  public func day(_ span: TimeSpan, after due: Date) -> Date {
    var day = lastDay(of: due)
    guard span.unit == .workingDay else { return day.adding(days: Self.whole(span)).start }
    for _ in 0..<Self.whole(span) { day = calendar.workingDay(after: day) }
    return day.start
  }

  /// The day on which a limit ends; the midnight that ends a day belongs to it.
  private func lastDay(of due: Date) -> Day {
    let day = Day(containing: due)
    return due == day.start ? day.adding(days: -1) : day
  }

  private static func whole(_ span: TimeSpan) -> Int { max(1, Int(span.count.rounded(.up))) }

  /// A moment before a due date, with the way to it.
  public func latest(before due: Date, span: TimeSpan, source: String) -> Deadline {
    lookedBack(moment(span, before: due), due, "届满前须留有\(span)", source)
  }

  /// One step from a moment to a due date; a year without a notice is told.
  public func lookedBack(_ moment: Date, _ due: Date, _ what: String, _ source: String) -> Deadline
  {
    var way = DeadlineWay(calendar: calendar, source: source)
    way.add(min(moment, due), max(moment, due), what, source)
    way.note(Day(containing: moment))
    way.note(Day(containing: due))
    return way.deadline(moment)
  }
}
