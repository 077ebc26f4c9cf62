import Foundation
import Hotline
import Testing

@testable import Figures

@Suite struct PeriodTests {
  @Test(arguments: [
    ("2026", "2026-01-01", "2026-12-31", "2026年", "2025", "2025"),
    ("2026-Q1", "2026-01-01", "2026-03-31", "2026年第一季度", "2025-Q4", "2025-Q1"),
    ("2026-Q4", "2026-10-01", "2026-12-31", "2026年第四季度", "2026-Q3", "2025-Q4"),
    ("2026-01", "2026-01-01", "2026-01-31", "2026年1月", "2025-12", "2025-01"),
    ("2024-02", "2024-02-01", "2024-02-29", "2024年2月", "2024-01", "2023-02"),
    (
      "2026-W01", "2025-12-29", "2026-01-04", "2026年第1周（2025-12-29至2026-01-04）", "2025-W52",
      "2025-W01"
    ),
    ("2026-03-02", "2026-03-02", "2026-03-02", "2026年3月2日", "2026-03-01", "2025-03-02"),
    (
      "2026-03-01..2026-03-10", "2026-03-01", "2026-03-10", "2026-03-01至2026-03-10",
      "2026-02-19..2026-02-28", "2025-03-01..2025-03-10"
    ),
  ])
  func `A period is read, named, and knows the one before and a year ago`(
    key: String, first: String, last: String, title: String, before: String, year: String
  ) throws {
    let period = try #require(FigurePeriod(key))
    #expect(period.key == key)
    #expect(period.first.description == first)
    #expect(period.last.description == last)
    #expect(period.title == title)
    #expect(period.before.key == before)
    #expect(period.yearBefore.key == year)
  }

  @Test(arguments: [
    "", "26", "2026-13", "2026-Q5", "2026-W54", "2025-W53", "2026-2-3", "2026-02-30", "abc",
    "2026-03-10..2026-03-01", "0001-01-01..2026-01-01", "2026-03-", "+026",
  ])
  func `What is no period is not read`(key: String) {
    #expect(FigurePeriod(key) == nil)
  }

  @Test func `Every week of thirty years follows the one before it`() throws {
    var period = try #require(FigurePeriod("2000-W01"))
    for _ in 0..<1_600 {
      let next = FigurePeriod(.week, period.first.adding(days: 7), period.last.adding(days: 7))
      #expect(FigurePeriod(next.key) == next)
      #expect(next.before == period)
      period = next
    }
  }
}
