import Foundation
import Hotline
import Lifecycle
import Testing
import Tickets

@testable import Figures

@Suite struct RateTests {
  static let unit = "中山市水务局"
  private let request = TicketCommand.receive(
    Request(type: .help, text: "停水", caller: "诉求人", channel: "电话", at: Date()))
  private let dispatch = TicketCommand.dispatch(
    lead: unit, co: [], terms: Terms(), approvedBy: nil)
  private let reply = TicketCommand.reply(
    by: unit, text: "已修复。", parts: [:], approvedBy: nil, contact: true)
  private let march = FigureQuery(FigurePeriod("2026-03") ?? .month(of: Date()), by: .unit)

  private func value(_ desk: FigureDesk, _ measure: Measure) throws -> FigureValue {
    try #require(try desk.figures.table(march).rows.first?[measure])
  }

  @Test("Y14 Y26 — signed on the last day counts as in time, on the day after it does not")
  func signing() throws {
    let desk = try FigureDesk("yichun")
    try desk.life([
      ("03-02 09:00", request), ("03-02 10:00", dispatch), ("03-03 17:29", .sign(by: Self.unit)),
    ])
    try desk.life([
      ("03-02 09:00", request), ("03-02 10:00", dispatch), ("03-04 09:00", .sign(by: Self.unit)),
    ])
    // Still within its day: neither nor.
    try desk.life([("03-02 09:00", request), ("03-02 10:00", dispatch), ("03-02 11:00", .tick)])
    let signing = try value(desk, .signing)
    #expect((signing.part, signing.whole) == (1, 2))
  }

  @Test("Y32 — a suggestion that was not adopted does not count, and is listed with the article")
  func notCounted() throws {
    let desk = try FigureDesk("yichun")
    let opinion = TicketCommand.receive(
      Request(type: .opinion, text: "建议加站", caller: "诉求人", channel: "电话", at: Date()))
    let way: [(String, TicketCommand)] = [
      ("03-02 10:00", dispatch), ("03-02 11:00", .sign(by: Self.unit)), ("03-03 09:00", reply),
      ("03-03 10:00", .approveCompletion), ("03-03 11:00", .callback(reached: true)),
    ]
    try desk.life(
      [("03-02 09:00", opinion)] + way + [
        ("03-03 11:05", .rate(value: .dissatisfied, fault: nil, excluded: "建议没有被采纳"))
      ])
    try desk.life(
      [("03-02 09:00", request)] + way
        + [("03-03 11:05", .rate(value: .satisfied, fault: nil, excluded: nil))])
    let table = try desk.figures.table(march)
    #expect(table.total[.satisfaction]?.value == 1)
    #expect(table.total[.satisfaction]?.whole == 1)
    #expect(
      table.excluded == [
        FigureExclusion(reason: "建议没有被采纳", source: "宜春办法第三十二条（一）", count: 1)
      ])
    let listed = try desk.figures.tickets(.satisfaction, .excluded, march).tickets
    #expect(listed.map(\.why) == ["建议没有被采纳"])
  }

  @Test("Y26 — nights, weekends and the noon break are no handling time")
  func hours() throws {
    let desk = try FigureDesk("yichun")
    // Friday 16:30 to Monday 09:30: one hour and one hour.
    try desk.life([
      ("03-06 16:00", request), ("03-06 16:30", dispatch), ("03-06 16:40", .sign(by: Self.unit)),
      ("03-09 09:30", reply), ("03-09 10:00", .approveCompletion),
    ])
    #expect(try value(desk, .hours).value == 2)
  }

  @Test("J3.7 — a month without a word to the caller is missed once, whatever follows")
  func contact() throws {
    let desk = try FigureDesk("yichun", layer: "nanjing", at: "2026-05-20T09:00:00+08:00")
    let number = try desk.life([
      ("03-02 09:00", request), ("03-02 10:00", dispatch), ("03-02 11:00", .sign(by: Self.unit)),
      ("03-03 09:00", reply), ("03-03 10:00", .approveCompletion),
      ("03-03 11:00", .callback(reached: true)),
      ("03-03 11:05", .rate(value: .dissatisfied, fault: .unit, excluded: nil)),
      ("03-04 09:00", .judge(by: Self.unit, kind: "未解决的合理诉求", promise: "3个月")),
      ("04-01 09:00", .progress(by: Self.unit)), ("05-15 09:00", .progress(by: Self.unit)),
    ])
    #expect(!number.isEmpty)
    func contact(_ month: String) throws -> FigureValue? {
      try desk.figures.table(FigureQuery(#require(FigurePeriod(month)))).total[.contact]
    }
    #expect(try contact("2026-04")?.part == 1)
    #expect(try contact("2026-05")?.part == 0)
    #expect(try contact("2026-05")?.whole == 1)
  }

  @Test("J3.8 — solved on the promised day counts, promised for long does not")
  func solving() throws {
    let desk = try FigureDesk("yichun", layer: "nanjing", at: "2026-05-20T09:00:00+08:00")
    for (promise, solved) in [("当月", "03-31 16:00"), ("长期", "04-20 09:00")] {
      try desk.life([
        ("03-02 09:00", request), ("03-02 10:00", dispatch), ("03-02 11:00", .sign(by: Self.unit)),
        ("03-03 09:00", reply), ("03-03 10:00", .approveCompletion),
        ("03-03 11:00", .callback(reached: true)),
        ("03-03 11:05", .rate(value: .dissatisfied, fault: .unit, excluded: nil)),
        ("03-04 09:00", .judge(by: Self.unit, kind: "未解决的合理诉求", promise: promise)),
        (solved, .solve(by: Self.unit)),
      ])
    }
    let solving = try desk.figures.table(march).total[.solving]
    #expect(solving?.part == 1)
    #expect(solving?.whole == 1)
  }

  @Test("Under a regulation without the standard its three rates are not measured")
  func layer() throws {
    let desk = try FigureDesk("haojiang")
    let ids = try desk.figures.table(march).definitions.map(\.id)
    #expect(!ids.contains("accurate-receipt") && ids.contains("satisfaction"))
  }
}
