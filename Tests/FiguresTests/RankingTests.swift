import Foundation
import Hotline
import Lifecycle
import Testing

@testable import Figures

@Suite struct RankingTests {
  private let month = FigurePeriod("2026-03") ?? .month(of: Date())
  static let water = "中山市水务局"
  static let police = "中山市公安局"

  /// March: the water bureau in time and satisfying, the police late and not.
  private func played() throws -> FigureDesk {
    let desk = try FigureDesk("yichun", at: "2026-04-01T09:00:00+08:00")
    for (unit, replied, value) in [
      (Self.water, "03-04 09:00", RatingValue.satisfied),
      (Self.police, "03-12 09:00", .veryDissatisfied),
    ] {
      try desk.life([
        (
          "03-02 09:00",
          .receive(
            Request(type: .help, text: "停水", caller: "诉求人", channel: "电话", at: Date()))
        ),
        ("03-02 10:00", .dispatch(lead: unit, co: [], terms: Terms(), approvedBy: nil)),
        ("03-02 11:00", .sign(by: unit)),
        (replied, .reply(by: unit, text: "已修复。", parts: [:], approvedBy: nil, contact: true)),
        ("03-13 10:00", .approveCompletion), ("03-13 11:00", .callback(reached: true)),
        ("03-13 11:05", .rate(value: value, fault: nil, excluded: nil)),
      ])
    }
    return desk
  }

  private func code(_ body: () throws -> Void) -> String? {
    do { try body() } catch let refused as RankingRefused { return refused.code } catch {
      return "\(error)"
    }
    return nil
  }

  @Test("Y31 — before it is drawn up the ranking is of this moment, best first")
  func live() throws {
    let ranking = try played().figures.ranking(month)
    #expect(ranking.state == .live)
    #expect(ranking.source == "宜春办法第三十一条（二）")
    #expect(ranking.lines.map(\.unit) == [Self.water, Self.police])
    #expect(ranking.lines.map(\.score) == [100, 0])
    #expect(ranking.lines.map(\.overdue) == [0, 1])
  }

  @Test("Y31 — drawn up, asked about in time, decided by another, fixed by another, then unchanged")
  func whole() throws {
    let desk = try played()
    let figures = desk.figures
    #expect(code { _ = try figures.fix(month, by: "甲") } == "not_drawn")
    #expect(
      code {
        _ = try figures.request(
          .review, for: Self.police, "早", ticket: nil, points: nil, in: month, by: "丙")
      } == "not_open")
    let drawn = try figures.draw(month, by: "甲")
    // Three working days from Wednesday 1 April, over the day of rest for Qingming.
    #expect(drawn.until?.hasPrefix("2026-04-0") == true)
    #expect(code { _ = try figures.draw(month, by: "甲") } == "drawn")
    _ = try figures.request(
      .review, for: Self.police, "5日已答复，平台没有收到", ticket: nil, points: nil, in: month, by: "丙")
    _ = try figures.request(
      .extra, for: Self.water, "受到通报表扬", ticket: nil, points: 2, in: month, by: "丁")
    #expect(
      code {
        _ = try figures.decide(1, accepted: true, reason: "属实", points: 50, in: month, by: "丙")
      } == "own_request")
    let decided = try figures.decide(
      1, accepted: true, reason: "属实", points: 50, in: month, by: "乙")
    #expect(decided.lines.map(\.score) == [100, 50])
    #expect(code { _ = try figures.fix(month, by: "乙") } == "period_runs")
    desk.at("2026-04-10T09:00:00+08:00")
    #expect(code { _ = try figures.fix(month, by: "乙") } == "open_requests")
    _ = try figures.decide(2, accepted: false, reason: "不在当月", points: nil, in: month, by: "乙")
    #expect(code { _ = try figures.fix(month, by: "甲") } == "own_draft")
    let fixed = try figures.fix(month, by: "乙")
    #expect(fixed.state == .fixed)
    #expect(
      code {
        _ = try figures.request(
          .review, for: Self.police, "晚", ticket: nil, points: nil, in: month, by: "丙")
      } == "not_open")
    // What happens to March's tickets now changes live figures, not the ranking.
    _ = try desk.tickets.act(
      .correctRating, on: "20260302-000002",
      fields: Data("{\"value\":\"满意\",\"reason\":\"回访记错\"}".utf8), by: FigureDesk.clerk)
    #expect(try figures.ranking(month) == fixed)
  }

  @Test("Y31 — a request after the period is refused; who says nothing agrees")
  func late() throws {
    let desk = try played()
    _ = try desk.figures.draw(month, by: "甲")
    desk.at("2026-04-20T09:00:00+08:00")
    #expect(
      code {
        _ = try desk.figures.request(
          .review, for: Self.police, "晚", ticket: nil, points: nil, in: month, by: "丙")
      } == "too_late")
  }

  @Test("Y31 — the running month is not drawn up")
  func running() throws {
    let desk = try FigureDesk("yichun", at: "2026-03-31T23:59:00+08:00")
    #expect(code { _ = try desk.figures.draw(month, by: "甲") } == "month_runs")
  }

  @Test("Y31 — the year is the mean of the fixed months and the accepted items")
  func year() throws {
    let desk = try played()
    let figures = desk.figures
    _ = try figures.draw(month, by: "甲")
    desk.at("2026-04-10T09:00:00+08:00")
    _ = try figures.fix(month, by: "乙")
    let year = try #require(FigurePeriod("2026"))
    let kinds = try figures.year(year).kinds
    #expect(kinds.filter { $0.sign == 1 }.count == 6 && kinds.filter { $0.sign == -1 }.count == 3)
    _ = try figures.proposeYearItem(
      "year-plus-1", points: 3, "省级通报表扬", for: Self.police, in: year, by: "丙")
    _ = try figures.proposeYearItem(
      "year-minus-2", points: 1, "市级媒体曝光", for: Self.police, in: year, by: "丁")
    #expect(
      code { _ = try figures.decideYearItem(1, accepted: true, reason: "属实", in: year, by: "丙") }
        == "own_request")
    _ = try figures.decideYearItem(1, accepted: true, reason: "属实", in: year, by: "丁")
    let done = try figures.decideYearItem(2, accepted: true, reason: "属实", in: year, by: "丙")
    let line = try #require(done.lines.first { $0.unit == Self.police })
    #expect(line.mean == 0 && line.extra == 2 && line.score == 2)
  }

  @Test("N21 — a deduction is divided whole among known units")
  func deductions() throws {
    let desk = try played()
    let year = try #require(FigurePeriod("2026"))
    func record(_ points: Double, _ shares: [DeductionShare]) throws -> Deductions {
      try desk.figures.recordDeduction(
        ticket: "20260302-000001", "回访不满意", points: points, shares: shares, in: year, by: "甲")
    }
    #expect(throws: InputProblem.self) {
      try record(1, [DeductionShare(unit: Self.water, points: 0.5)])
    }
    #expect(throws: InputProblem.self) {
      try record(1, [DeductionShare(unit: "没有的单位", points: 1)])
    }
    _ = try record(
      1,
      [
        DeductionShare(unit: Self.water, points: 0.4),
        DeductionShare(unit: Self.police, points: 0.6),
      ])
    let found = try record(0.5, [DeductionShare(unit: Self.water, points: 0.5)])
    #expect(found.units.map(\.unit) == [Self.water, Self.police])
    #expect(found.units.map(\.points) == [0.9, 0.6])
  }
}
