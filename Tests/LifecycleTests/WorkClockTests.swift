import Foundation
import Hotline
import Testing
import WorkingTime

@testable import Lifecycle

struct WorkClockTests {
  @Test("counting without steps ends where counting with steps ends, over two years of days")
  func agreement() throws {
    let clock = try Bench.machine("yichun").clock
    var random = Seeded(state: 7)
    for _ in 0..<2_000 {
      let start =
        MatrixTests.start + Double(Int.random(in: -31_000_000...31_000_000, using: &random))
      let unit: TimeSpan.Unit = Bool.random(using: &random) ? .workingDay : .hour
      let span = TimeSpan(Double(Int.random(in: 1...30, using: &random)), unit)
      #expect(
        clock.due(from: start, span) == clock.clock.due(from: start, span: span, source: "").dueAt)
    }
  }

  @Test("a working day before Friday's close is Thursday's close, before Monday's Friday's")
  func before() throws {
    let clock = try Bench.machine("yichun").clock
    let friday = try #require(ShanghaiTime.moment("2026-03-06T17:30:00+08:00"))
    let thursday = try #require(ShanghaiTime.moment("2026-03-05T17:30:00+08:00"))
    let monday = try #require(ShanghaiTime.moment("2026-03-09T17:30:00+08:00"))
    #expect(clock.before(friday, TimeSpan(1, .workingDay)) == thursday)
    #expect(clock.before(monday, TimeSpan(1, .workingDay)) == friday)
    #expect(clock.workingDays(from: friday, to: monday) == 1)
  }
}
