import Foundation
import Hotline
import Testing

@testable import WorkingTime

@Suite struct DeadlineTests {
  static func clock(_ end: DayEnd = .close) throws -> WorkingClock {
    WorkingClock(calendar: try Shipped.calendar(), dayEnd: end)
  }

  static func due(_ from: String, _ span: String, _ end: DayEnd = .close) throws -> String {
    let start = try #require(ShanghaiTime.moment(from + ":00+08:00"))
    let length = try #require(TimeSpan(parsing: span))
    let deadline = try clock(end).due(from: start, span: length, source: "某办法第一条")
    return String(ShanghaiTime.text(deadline.dueAt).prefix(16))
  }

  @Test(
    "Hand-worked limits come out",
    arguments: [
      // A plain week, and a weekend between.
      ("2026-11-02T09:00", "1个工作日", "2026-11-03T17:30"),
      ("2026-11-06T16:59", "2个工作日", "2026-11-10T17:30"),
      ("2026-11-06T23:59", "1个工作日", "2026-11-09T17:30"),
      ("2026-11-07T10:00", "1个工作日", "2026-11-09T17:30"),
      // National Day 2025: off 1 to 8 October, make-up on 28 September and 11 October.
      ("2025-09-26T10:00", "2个工作日", "2025-09-29T17:30"),
      ("2025-09-30T10:00", "1个工作日", "2025-10-09T17:30"),
      ("2025-09-30T10:00", "3个工作日", "2025-10-11T17:30"),
      ("2025-10-03T10:00", "4个工作日", "2025-10-13T17:30"),
      // Spring Festival 2026: off 15 to 23 February, make-up on 14 and 28 February.
      ("2026-02-13T10:00", "1个工作日", "2026-02-14T17:30"),
      ("2026-02-13T10:00", "2个工作日", "2026-02-24T17:30"),
      ("2026-02-13T10:00", "5个工作日", "2026-02-27T17:30"),
      ("2026-02-13T10:00", "6个工作日", "2026-02-28T17:30"),
      // The extended Spring Festival of 2020.
      ("2020-01-23T10:00", "1个工作日", "2020-02-03T17:30"),
      // Victory day 2015: Thursday and Friday off, Sunday worked.
      ("2015-09-02T10:00", "1个工作日", "2015-09-06T17:30"),
      // Half days.
      ("2026-11-02T09:00", "半个工作日", "2026-11-02T17:30"),
      ("2026-11-02T08:00", "半个工作日", "2026-11-02T12:00"),
      ("2026-11-02T15:00", "半个工作日", "2026-11-03T12:00"),
      ("2026-11-06T15:00", "半个工作日", "2026-11-09T12:00"),
      ("2026-11-02T09:00", "1.5个工作日", "2026-11-04T12:00"),
      // Hours.
      ("2026-11-06T17:00", "2小时", "2026-11-06T19:00"),
      ("2026-11-06T23:30", "24小时", "2026-11-07T23:30"),
      ("2026-11-06T17:00", "2个工作小时", "2026-11-09T10:00"),
      ("2026-11-02T11:00", "4个工作小时", "2026-11-02T17:30"),
      // Months and years: the same day, the month's last day, and on from days of rest.
      ("2026-01-31T10:00", "1个月", "2026-02-28T17:30"),
      ("2026-03-31T10:00", "1个月", "2026-04-30T17:30"),
      ("2026-09-04T10:00", "1个月", "2026-10-08T17:30"),
      ("2024-02-29T10:00", "1年", "2025-02-28T17:30"),
      ("2026-11-01T10:00", "6日", "2026-11-09T17:30"),
    ])
  func examples(from: String, span: String, expected: String) throws {
    #expect(try Self.due(from, span) == expected)
  }

  @Test("A limit that ends at midnight ends when its last day is over")
  func midnight() throws {
    #expect(try Self.due("2026-11-06T10:00", "1个工作日", .midnight) == "2026-11-10T00:00")
  }

  @Test("Every step names its reason, and the steps lie in order")
  func steps() throws {
    let start = try #require(ShanghaiTime.moment("2025-09-26T10:00:00+08:00"))
    let deadline = try Self.clock().due(
      from: start, span: TimeSpan(5, .workingDay), source: "宜春办法第十四条")
    #expect(
      deadline.steps.map(\.what) == [
        "起算当日不计", "周末不计", "第1个工作日（国庆节、中秋节调休上班）", "第2至第3个工作日", "国庆节、中秋节放假不计",
        "第4至第5个工作日",
      ])
    #expect(deadline.steps[2].source.contains("国办发明电〔2024〕12号"))
    #expect(deadline.steps[3].source == "宜春办法第十四条")
    for (earlier, later) in zip(deadline.steps, deadline.steps.dropFirst()) {
      #expect(earlier.to <= later.from)
    }
    #expect(!deadline.isEstimate)
  }

  @Test("Past the last published year only weekends count, and the result says so")
  func unpublished() throws {
    let start = try #require(ShanghaiTime.moment("2026-12-30T10:00:00+08:00"))
    let deadline = try Self.clock().due(
      from: start, span: TimeSpan(2, .workingDay), source: "某办法第一条")
    #expect(Day(containing: deadline.dueAt) == Day("2027-01-01"))
    #expect(deadline.isEstimate)
    let note = try #require(deadline.note)
    #expect(note.contains("2027年的放假安排没有公布，只扣除了周末"))
    for name in ["元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆"] { #expect(note.contains(name)) }
    #expect(note.contains("还没有扣除，公布后重新计算"))
    #expect(deadline.steps.last?.source == "全国年节及纪念日放假办法第二条")
    let within = try Self.clock().due(
      from: start, span: TimeSpan(1, .workingDay), source: "某办法第一条")
    #expect(within.note == nil && !within.isEstimate)
    #expect(try Self.clock().due(from: start, span: TimeSpan(72, .hour), source: "").note == nil)
  }

  @Test("Limits are monotonic in their start, and n+1 never ends before n")
  func monotonic() throws {
    let clock = try Self.clock()
    var random = SystemRandomNumberGenerator()
    let units: [TimeSpan.Unit] = [.workingDay, .workingHour, .hour, .day, .month]
    for _ in 0..<3000 {
      let seconds = Double(Int.random(in: 1_167_600_000...1_798_700_000, using: &random))
      let start = Date(timeIntervalSince1970: seconds)
      let later = start.addingTimeInterval(Double(Int.random(in: 0...400_000, using: &random)))
      for unit in units {
        let count = Double(Int.random(in: 1...20, using: &random))
        let one = clock.due(from: start, span: TimeSpan(count, unit), source: "")
        let next = clock.due(from: start, span: TimeSpan(count + 1, unit), source: "")
        #expect(one.dueAt <= next.dueAt)
        #expect(one.dueAt <= clock.due(from: later, span: TimeSpan(count, unit), source: "").dueAt)
        #expect(one.dueAt >= start)
      }
      let half = Double(Int.random(in: 0...6, using: &random)) + 0.5
      let less =
        half > 1
        ? clock.due(from: start, span: TimeSpan(half - 0.5, .workingDay), source: "").dueAt : start
      let middle = clock.due(from: start, span: TimeSpan(half, .workingDay), source: "").dueAt
      let more = clock.due(from: start, span: TimeSpan(half + 0.5, .workingDay), source: "").dueAt
      #expect(less <= middle && middle <= more)
    }
  }

  @Test("a span is left from the same moment a working day earlier, a named day from its midnight")
  func lookingBack() throws {
    let clock = try Self.clock()
    let day = TimeSpan(1, .workingDay)
    func moment(_ text: String) throws -> Date {
      try #require(ShanghaiTime.moment("2026-\(text):00+08:00"))
    }
    let left = [
      ("11-13T17:30", "11-12T17:30"), ("11-16T17:30", "11-13T17:30"),
      // An afternoon and a morning are one working day.
      ("11-16T12:00", "11-13T12:00"),
      // What ends on a Saturday leaves the working days before it.
      ("11-14T12:00", "11-12T17:30"), ("10-05T12:00", "09-29T17:30"),
      // Monday is the make-up Sunday's next working day.
      ("02-25T17:30", "02-24T17:30"), ("03-02T17:30", "02-28T17:30"),
    ]
    for (due, expected) in left {
      #expect(clock.moment(day, before: try moment(due)) == (try moment(expected)), "\(due)")
    }
    let friday = try moment("11-13T17:30")
    #expect(clock.day(day, after: friday) == (try moment("11-16T00:00")))
    #expect(clock.day(TimeSpan(2, .workingDay), after: friday) == (try moment("11-17T00:00")))
    #expect(clock.day(TimeSpan(1, .day), before: friday) == (try moment("11-12T00:00")))
    let midnight = WorkingClock(calendar: clock.calendar, dayEnd: .midnight)
    // The midnight that ends Friday belongs to Friday.
    let end = try moment("11-14T00:00")
    #expect(midnight.moment(day, before: end) == (try moment("11-13T00:00")))
    #expect(midnight.day(day, after: end) == (try moment("11-16T00:00")))
    #expect(midnight.day(TimeSpan(1, .day), before: end) == (try moment("11-12T00:00")))
  }

  @Test("Summer and winter hours change with the season")
  func seasons() throws {
    let winter = OfficeHours.Season(
      begins: 1001, sessions: [.init(opens: 510, closes: 720), .init(opens: 840, closes: 1020)])
    let summer = OfficeHours.Season(
      begins: 601, sessions: [.init(opens: 510, closes: 720), .init(opens: 900, closes: 1080)])
    let hours = try #require(OfficeHours(seasons: [summer, winter]))
    let clock = WorkingClock(calendar: try Shipped.calendar(), hours: hours)
    let start = try #require(ShanghaiTime.moment("2026-09-29T10:00:00+08:00"))
    let first = clock.due(from: start, span: TimeSpan(1, .workingDay), source: "")
    #expect(ShanghaiTime.text(first.dueAt) == "2026-09-30T18:00:00+08:00")
    let second = clock.due(from: start, span: TimeSpan(2, .workingDay), source: "")
    #expect(ShanghaiTime.text(second.dueAt) == "2026-10-08T17:00:00+08:00")
    #expect(OfficeHours.Session(parsing: "12:00-08:30") == nil)
    #expect(OfficeHours(seasons: []) == nil)
  }

  @Test(
    "A limit in half days or working hours that runs into a year without a notice says so",
    arguments: ["半个工作日", "4个工作小时", "1.5个工作日"])
  func unpublishedHours(span: String) throws {
    let start = try #require(ShanghaiTime.moment("2026-12-31T16:00:00+08:00"))
    let length = try #require(TimeSpan(parsing: span))
    let deadline = try Self.clock().due(from: start, span: length, source: "宜春办法第十四条")
    #expect(deadline.isEstimate)
    #expect(deadline.steps.contains { $0.what.contains("2027年的放假安排没有公布") })
    let before = try #require(ShanghaiTime.moment("2026-12-29T16:00:00+08:00"))
    #expect(try !Self.clock().due(from: before, span: length, source: "").isEstimate)
  }

  @Test(
    "Looking back by working hours goes over office time only",
    arguments: [
      ("2026-03-06T09:00", 4, "2026-03-05T11:30"), ("2026-03-06T17:30", 2, "2026-03-06T15:30"),
      ("2026-03-06T19:00", 2, "2026-03-06T15:30"), ("2026-03-09T09:00", 1, "2026-03-06T17:00"),
      ("2026-03-09T08:30", 1, "2026-03-06T16:30"), ("2026-03-08T12:00", 1, "2026-03-06T16:30"),
      // All of the afternoon: it is left from the close of the morning, as with whole days.
      ("2026-03-06T17:30", 3, "2026-03-06T12:00"),
      ("2026-03-06T12:00", 7, "2026-03-05T11:30"), ("2026-02-14T09:00", 1, "2026-02-13T17:00"),
    ])
  func workingHoursBack(due: String, hours: Int, expected: String) throws {
    let end = try #require(ShanghaiTime.moment(due + ":00+08:00"))
    let found = try Self.clock().moment(TimeSpan(Double(hours), .workingHour), before: end)
    #expect(String(ShanghaiTime.text(found).prefix(16)) == expected)
  }

  @Test("A working day and its 6.5 working hours, looked back, meet at the same close")
  func workingDayInHours() throws {
    let due = try #require(ShanghaiTime.moment("2026-03-06T17:30:00+08:00"))
    let clock = try Self.clock()
    #expect(
      clock.moment(TimeSpan(13, .workingHour), before: due)
        == clock.moment(TimeSpan(2, .workingDay), before: due))
  }

  @Test(
    "A fraction of a working day other than a half is no span, and no other unit has fractions",
    arguments: ["0.3 working days", "0.25个工作日", "2.7个工作日", "1.5小时", "0.5日", "2.5 working hours"])
  func fractions(text: String) {
    #expect(TimeSpan(parsing: text) == nil)
  }

  @Test("Halves of working days are spans", arguments: ["0.5 working days", "半个工作日", "2.5个工作日"])
  func halves(text: String) {
    #expect(TimeSpan(parsing: text)?.unit == .workingDay)
  }
}
