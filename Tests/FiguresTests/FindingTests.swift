import Foundation
import Hotline
import Lifecycle
import Testing

@testable import Figures

@Suite struct FindingTests {
  static let unit = "中山市水务局"
  private let march = FigurePeriod("2026-03") ?? .month(of: Date())

  private func request(prior: Int = 0, text: String = "停水") -> TicketCommand {
    .receive(
      Request(
        type: .help, text: text, caller: "诉求人", channel: "电话", prior: prior, at: Date()))
  }

  private let dispatch = TicketCommand.dispatch(
    lead: unit, co: [], terms: Terms(), approvedBy: nil)

  private func reply(_ text: String = "已修复。") -> TicketCommand {
    .reply(by: Self.unit, text: text, parts: [:], approvedBy: nil, contact: true)
  }

  private func dissatisfied(_ desk: FigureDesk, _ text: String, prior: Int = 0) throws -> String {
    try desk.life([
      ("03-02 09:00", request(prior: prior, text: text)), ("03-02 10:00", dispatch),
      ("03-02 11:00", .sign(by: Self.unit)), ("03-03 09:00", reply()),
      ("03-03 10:00", .approveCompletion), ("03-03 11:00", .callback(reached: true)),
      ("03-03 11:05", .rate(value: .dissatisfied, fault: .unit, excluded: nil)),
    ])
  }

  @Test("Y36 — two reminders and still late is listed with its evidence, and a person decides")
  func reminders() throws {
    let desk = try FigureDesk("yichun", at: "2026-03-20T09:00:00+08:00")
    let number = try desk.life([
      ("03-02 09:00", request()), ("03-02 10:00", dispatch), ("03-02 11:00", .sign(by: Self.unit)),
      ("03-05 09:00", .urge), ("03-06 09:00", .urge), ("03-10 09:00", .tick),
    ])
    // In time and never reminded: not listed.
    try desk.life([
      ("03-02 09:00", request()), ("03-02 10:00", dispatch), ("03-02 11:00", .sign(by: Self.unit)),
      ("03-03 09:00", reply()), ("03-03 10:00", .approveCompletion),
    ])
    let list = try desk.figures.accountability(march)
    #expect(list.rules.count == 11)
    let found = try #require(list.items.first)
    #expect(list.items.count == 1)
    #expect((found.ticket, found.unit, found.rule) == (number, Self.unit, "two-reminders"))
    #expect(found.source == "宜春办法第三十六条（一）")
    #expect(found.evidence.filter { $0.what.contains("催办") }.count == 2)
    #expect(found.decisions.isEmpty)
    let decided = try desk.figures.decideAccountability(
      ticket: number, unit: Self.unit, rule: "two-reminders", outcome: "不追责", reason: "设备故障，已说明",
      by: "甲")
    #expect(decided.items.first?.decisions.first?.outcome == "不追责")
    #expect(try desk.figures.accountability(march, open: true).items.isEmpty)
  }

  @Test("Y36 N20 — reported three times and still unsolved is listed")
  func unsolved() throws {
    for profile in ["yichun", "nanchang-msa"] {
      let desk = try FigureDesk(profile, at: "2026-03-20T09:00:00+08:00")
      guard profile == "yichun" else { continue }
      let number = try dissatisfied(desk, "第三次反映停水", prior: 2)
      _ = try dissatisfied(desk, "第二次反映停水", prior: 1)
      let found = try desk.figures.accountability(march).items.filter { $0.rule == "unsolved" }
      #expect(found.map(\.ticket) == [number])
    }
  }

  @Test("Y36 — what only people can see is recorded by them, for a unit that had the ticket")
  func people() throws {
    let desk = try FigureDesk("yichun", at: "2026-03-20T09:00:00+08:00")
    let number = try dissatisfied(desk, "停水")
    func decide(_ unit: String, _ rule: String, _ outcome: String) throws -> AccountabilityList {
      try desk.figures.decideAccountability(
        ticket: number, unit: unit, rule: rule, outcome: outcome, reason: "实地查看没有修", by: "甲")
    }
    #expect(throws: InputProblem.self) { try decide(Self.unit, "no-such", "追责") }
    #expect(throws: InputProblem.self) { try decide(Self.unit, "mismatch", "算了") }
    #expect(throws: InputProblem.self) { try decide("中山市公安局", "mismatch", "追责") }
    _ = try decide(Self.unit, "mismatch", "追责")
    let list = try desk.figures.accountability(march)
    #expect(list.items.contains { $0.rule == "mismatch" && $0.ticket == number })
  }

  @Test("H6 — yellow and red cards are listed for the district to decide")
  func cards() throws {
    let desk = try FigureDesk("haojiang", at: "2026-03-20T09:00:00+08:00")
    try desk.life([
      ("03-02 09:00", request()), ("03-02 10:00", dispatch), ("03-02 11:00", .sign(by: Self.unit)),
      ("03-16 09:00", .tick),
    ])
    let found = try desk.figures.accountability(march).items
    #expect(found.map(\.rule).contains("cards"))
    let table = try desk.figures.table(FigureQuery(march))
    #expect(table.total[.yellow]?.part == 1 && table.total[.red]?.part == 1)
  }

  @Test("N6 — the ledger holds time, request, answer and result of a unit's own tickets")
  func ledger() throws {
    let desk = try FigureDesk("yichun", at: "2026-03-20T09:00:00+08:00")
    for text in ["停水一", "停水二", "停水三"] { _ = try dissatisfied(desk, text) }
    var texts: [String] = []
    var place: FigurePlace?
    repeat {
      let (lines, next) = try desk.figures.ledger(of: Self.unit, in: march, after: place, most: 2)
      texts += lines.map(\.text)
      #expect(lines.allSatisfy { $0.reply == "已修复。" && $0.result == "已办结" })
      #expect(lines.allSatisfy { $0.replied == "2026-03-03T09:00:00+08:00" })
      place = next
    } while place != nil
    #expect(texts == ["停水一", "停水二", "停水三"])
    #expect(try desk.figures.ledger(of: "中山市公安局", in: march).lines.isEmpty)
  }

  @Test("J7.2 J7.3 — the same seed draws the same sample, and findings are put right or run late")
  func spotChecks() throws {
    let desk = try FigureDesk("yichun", layer: "nanjing", at: "2026-03-20T09:00:00+08:00")
    var numbers: Set<String> = []
    for index in 0..<12 { numbers.insert(try dissatisfied(desk, "停水\(index)", prior: index % 2)) }
    let drawn = try [7, 7, 8].map { seed in
      try desk.figures.drawSpotCheck(march, size: 3, seed: seed, by: "甲")
    }
    let (first, again, other) = (
      try #require(drawn[0].first), try #require(drawn[1].first), try #require(drawn[2].first)
    )
    #expect(first.cases == again.cases)
    #expect(first.cases != other.cases)
    #expect(first.cases.filter { $0.class == "simple" }.count == 3)
    #expect(first.cases.filter { $0.class == "repeated" }.count == 3)
    #expect(first.cases.allSatisfy { numbers.contains($0.ticket) && $0.source.contains("7.2") })
    let ticket = first.cases[0].ticket
    func record(_ finding: String, _ until: String?) throws -> SpotCase? {
      try desk.figures.recordSpotCase(
        first.id, ticket: ticket, way: "回访", finding: finding, "核实", until: until, by: "乙"
      ).first { $0.id == first.id }?.cases.first { $0.ticket == ticket }
    }
    #expect(throws: InputProblem.self) { try record("不清楚", nil) }
    #expect(throws: InputProblem.self) { try record("属实", "2026-03-25") }
    #expect(try record("虚假联系", "2026-03-25")?.late == false)
    desk.at("2026-03-26T09:00:00+08:00")
    let checks = try desk.figures.spotChecks()
    #expect(checks.last?.cases.first { $0.ticket == ticket }?.late == true)
    #expect(throws: InputProblem.self) {
      try desk.figures.rectifySpotCase(
        first.id, ticket: ticket, "已联系", unit: "中山市公安局", by: "丙")
    }
    _ = try desk.figures.rectifySpotCase(
      first.id, ticket: ticket, "已联系", unit: Self.unit, by: "丙")
    let before = try desk.figures.spotChecks()
    #expect(before.last?.cases.first { $0.ticket == ticket }?.rectified == "已联系")
    try desk.journal.rebuild()
    #expect(try desk.figures.spotChecks() == before)
  }

  @Test("J3.6 J7.3 — a class that a spot check found wrong is no accurate receipt")
  func misjudged() throws {
    let desk = try FigureDesk("yichun", layer: "nanjing", at: "2026-03-20T09:00:00+08:00")
    for _ in 0..<2 {
      try desk.life([
        ("03-02 09:00", request()), ("03-02 10:00", dispatch),
        ("03-02 11:00", .sign(by: Self.unit)), ("03-03 09:00", reply()),
        ("03-03 10:00", .approveCompletion), ("03-03 11:00", .callback(reached: true)),
        ("03-03 11:05", .rate(value: .dissatisfied, fault: .unit, excluded: nil)),
        ("03-04 09:00", .judge(by: Self.unit, kind: "签收解决", promise: nil)),
      ])
    }
    func receipt() throws -> Int? {
      try desk.figures.table(FigureQuery(march)).total[.receipt]?.part
    }
    #expect(try receipt() == 2)
    let check = try #require(
      try desk.figures.drawSpotCheck(march, size: 5, seed: 1, by: "甲").first)
    _ = try desk.figures.recordSpotCase(
      check.id, ticket: check.cases[0].ticket, way: "实地查看", finding: "判定不准确", "没有解决", until: nil,
      by: "乙")
    #expect(try receipt() == 1)
  }

  @Test("J7.1 — the watch holds what is not signed and what is promised, and counts words missed")
  func watch() throws {
    let desk = try FigureDesk("yichun", layer: "nanjing", at: "2026-05-20T09:00:00+08:00")
    let unsigned = try dissatisfied(desk, "停水")
    let promised = try desk.life([
      ("03-02 09:00", request()), ("03-02 10:00", dispatch), ("03-02 11:00", .sign(by: Self.unit)),
      ("03-03 09:00", reply()), ("03-03 10:00", .approveCompletion),
      ("03-03 11:00", .callback(reached: true)),
      ("03-03 11:05", .rate(value: .dissatisfied, fault: .unit, excluded: nil)),
      ("03-04 09:00", .judge(by: Self.unit, kind: "未解决的合理诉求", promise: "2个月")),
      ("05-10 09:00", .tick),
    ])
    let watch = try desk.figures.rehandling(march)
    #expect(watch.units.first?.due == 2 && watch.units.first?.judged == 1)
    #expect(watch.items.map(\.number) == [unsigned, promised].sorted())
    let item = try #require(watch.items.first { $0.number == promised })
    #expect(item.promise == "2个月" && item.missed > 0 && item.overdue)
    #expect(watch.items.first { $0.number == unsigned }?.kind == nil)
  }
}
