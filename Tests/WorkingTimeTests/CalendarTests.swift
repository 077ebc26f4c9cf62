import Foundation
import Hotline
import Testing

@testable import WorkingTime

/// The shipped calendar, found from the place of this source.
enum Shipped {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Catalogue/calendar")

  static func calendar() throws -> WorkingCalendar { try WorkingCalendar(folder: folder) }
}

@Suite struct CalendarTests {
  @Test("Every day from 2007 to 2026 is what the second source says")
  func secondSource() throws {
    let calendar = try Shipped.calendar()
    #expect(calendar.publishedYears == 2007...2026)
    for year in 2007...2026 {
      let (off, work) = try #require(SecondSource.years[year])
      let offDays = Set(off.split(whereSeparator: \.isWhitespace).map(String.init))
      let workDays = Set(work.split(whereSeparator: \.isWhitespace).map(String.init))
      var day = try #require(Day(year: year, month: 1, day: 1))
      while day.year == year {
        let name = String(day.description.dropFirst(5))
        let working = workDays.contains(name) || (day.weekday <= 5 && !offDays.contains(name))
        #expect(calendar.isWorking(day) == working, "\(day)")
        day = day.adding(days: 1)
      }
    }
  }

  @Test("A day off names its holiday and its notice")
  func notices() throws {
    let calendar = try Shipped.calendar()
    let day = try #require(Day("2026-10-01"))
    guard case .holiday(let name, let notice) = calendar.kind(of: day) else {
      Issue.record("2026-10-01 is a working day")
      return
    }
    #expect(name == "国庆节")
    #expect(notice.number == "国办发明电〔2025〕7号")
    let victory = try #require(Day("2015-09-06"))
    guard case .makeUp(_, let other) = calendar.kind(of: victory) else {
      Issue.record("2015-09-06 is no make-up day")
      return
    }
    #expect(other.number == "国发明电〔2015〕1号")
  }

  @Test("A folder with wrong files tells all faults at once, each with its line")
  func faults() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = """
      year: 2024
      colour: red
      notices:
        - {id: main, title: 通知}
      holidays:
        - {name: 元旦, notice: main, off: ["2024-01-01", "2024-13-01"], work: ["2024-01-02"]}
        - {name: 春节, notice: other, off: ["2024-02-10"]}
        - {name: 五一, notice: main, off: ["2022-05-01", "2024-01-01"]}
      """
    try text.write(to: folder.appending(path: "2024.yaml"), atomically: true, encoding: .utf8)
    let later = "year: 2026\nnotices:\n  - {id: main, title: 通知}\n"
    try later.write(to: folder.appending(path: "2026.yaml"), atomically: true, encoding: .utf8)
    let problem = #expect(throws: DataFaults.self) { try WorkingCalendar(folder: folder) }
    let lines = try #require(problem).faults.map(\.line)
    #expect(lines == [2, 6, 6, 7, 8, 8, 0])
  }
}
