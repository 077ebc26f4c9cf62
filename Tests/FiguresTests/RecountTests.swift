import Foundation
import Hotline
import Lifecycle
import Testing
import Tickets

@testable import Figures

@Suite struct RecountTests {
  static let cases: [(String, String?)] = [
    ("yichun", "nanjing"), ("haojiang", nil), ("nanchang-msa", nil), ("zhongshan", "nanjing"),
  ]

  private func played(_ profile: String, _ layer: String?, _ count: Int) throws -> FigureDesk {
    let desk = try FigureDesk(profile, layer: layer, at: "2026-06-30T23:00:00+08:00")
    var months = RandomMonths(seed: UInt64(profile.utf8.count), desk.machine)
    let begin = try #require(ShanghaiTime.moment("2026-02-20T08:00:00+08:00"))
    let end = try #require(ShanghaiTime.moment("2026-06-30T22:00:00+08:00"))
    let lives = (0..<count).map { index in
      months.life(from: begin.addingTimeInterval(Double(index) * 30_000), until: end)
    }
    try desk.tickets.store(lives, by: FigureDesk.clerk)
    return desk
  }

  @Test(
    "Y26 N19 J3.6 J3.7 J3.8 — every figure of made-up months equals a slow count over the journal",
    arguments: cases)
  func equal(profile: String, layer: String?) throws {
    let desk = try played(profile, layer, 100)
    var seen: Set<Measure> = []
    for key in ["2026-03", "2026-04", "2026-Q2", "2026-W12", "2026-03-10..2026-05-05"] {
      let period = try #require(FigurePeriod(key))
      let recount = try Recount(
        desk.journal, period, desk.clock,
        now: ShanghaiTime.moment("2026-06-30T23:00:00+08:00") ?? Date())
      let whole = try desk.figures.table(FigureQuery(period))
      check(whole.total, recount, unit: "", key, &seen)
      let table = try desk.figures.table(FigureQuery(period, by: .unit))
      for row in table.rows { check(row, recount, unit: row.key, key, &seen) }
      let units = Set(recount.sums.values.flatMap(\.keys)).subtracting([""])
      #expect(units == Set(table.rows.map(\.key)))
      #expect(
        Dictionary(whole.excluded.map { ($0.reason, $0.count) }, uniquingKeysWith: +)
          == recount.excluded)
    }
    // What is not met in five months of play would be compared with nothing.
    let expected = Set(
      try desk.figures.table(FigureQuery(#require(FigurePeriod("2026")))).definitions.map(\.id))
    let unmet = expected.subtracting(seen.map(\.rawValue))
    #expect(unmet.isSubset(of: Self.unmet[profile] ?? []), "\(profile): \(unmet)")
  }

  /// What a regulation does not know.
  static let unmet: [String: Set<String>] = [
    "zhongshan": ["signing", "yellow", "red", "refused"], "haojiang": ["refused"],
    "nanchang-msa": ["yellow", "red", "signing", "refused"],
  ]

  private func check(
    _ row: FigureRow, _ recount: Recount, unit: String, _ key: String, _ seen: inout Set<Measure>
  ) {
    for value in row.values {
      guard let measure = Measure(rawValue: value.id) else { continue }
      let sum = recount.sums[measure == .median ? .hours : measure]?[unit] ?? Recount.Sum()
      let what = "\(key) \(unit) \(measure)"
      if sum.whole > 0 { seen.insert(measure) }
      switch measure.kind {
      case .count: #expect(value.part == sum.part, "\(what)")
      case .share:
        #expect(value.part == sum.part && value.whole == sum.whole, "\(what)")
      case .hours:
        #expect(value.part == sum.minutes.count, "\(what)")
        let sorted = sum.minutes.sorted()
        guard let value = value.value, !sorted.isEmpty else { continue }
        let mean = Double(sorted.reduce(0, +)) / Double(sorted.count) / 60
        let middle = Double(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 120
        #expect(abs(value - (measure == .median ? middle : mean)) < 1e-9, "\(what)")
      }
    }
  }

  @Test("A figure opens into just as many tickets as it counts", arguments: cases)
  func opened(profile: String, layer: String?) throws {
    let desk = try played(profile, layer, 40)
    let period = try #require(FigurePeriod("2026-Q2"))
    for unit in [nil, RandomMonths.units[0]] {
      var query = FigureQuery(period)
      query.unit = unit
      let total = try desk.figures.table(query).total
      for value in total.values {
        let measure = try #require(Measure(rawValue: value.id))
        let part = try all(desk, measure, .part, query)
        #expect(part.count == value.part, "\(measure)")
        if let whole = value.whole {
          #expect(try all(desk, measure, .rest, query).count == whole - value.part)
        }
        if let unit { #expect(part.allSatisfy { $0.unit == unit }) }
      }
    }
  }

  private func all(
    _ desk: FigureDesk, _ measure: Measure, _ part: FigurePart, _ query: FigureQuery
  ) throws -> [FigureTicket] {
    var all: [FigureTicket] = []
    var place: FigurePlace?
    repeat {
      let (tickets, next) = try desk.figures.tickets(measure, part, query, after: place, most: 7)
      all += tickets
      place = next
    } while place != nil
    return all
  }

  @Test func `A rebuild gives the same figures`() throws {
    let desk = try played("yichun", "nanjing", 40)
    let query = FigureQuery(try #require(FigurePeriod("2026")), by: .unit)
    let before = try desk.figures.table(query)
    try desk.journal.rebuild()
    let after = try desk.figures.table(query)
    #expect(after.rows == before.rows && after.total == before.total)
  }

  @Test(
    "The parts by any dimension add up to the whole",
    arguments: FigureDimension.allCases)
  func parts(by: FigureDimension) throws {
    let desk = try played("yichun", "nanjing", 40)
    let table = try desk.figures.table(FigureQuery(try #require(FigurePeriod("2026-Q2")), by: by))
    for (index, value) in table.total.values.enumerated() {
      #expect(table.rows.map { $0.values[index].part }.reduce(0, +) == value.part)
      #expect(
        table.rows.map { $0.values[index].whole ?? 0 }.reduce(0, +) == value.whole ?? 0,
        "\(by) \(value.id)")
    }
  }
}
