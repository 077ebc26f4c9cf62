import Foundation
import Hotline
import Regulations
import Testing
import WorkingTime

@testable import Lifecycle

/// What `paidan deadline` says of a limit's cards against what a ticket under that limit shows.
struct CardMomentTests {
  /// A ticket signed at once under a limit that begins at a moment; nil where no limit runs.
  static func ticket(_ machine: TicketMachine, _ type: RequestType, at start: Date) -> Ticket? {
    let request = Request(type: type, text: "路灯不亮", caller: "张某", channel: "电话", at: start)
    var ticket = machine.act(.receive(request), on: nil, at: start).ticket
    let commands: [TicketCommand] = [
      .dispatch(
        lead: "市城管局", co: [], terms: Terms(limit: TimeSpan(4, .workingDay)),
        approvedBy: "消保科分管领导"),
      .sign(by: "市城管局"),
    ]
    for command in commands { ticket = machine.act(command, on: ticket, at: start).ticket }
    return ticket
  }

  @Test(
    "Y34 H五 N8(5) — a deadline and a ticket give the same cards at the same moments",
    arguments: ["zhongshan", "yichun", "haojiang", "nanchang-msa"])
  func same(profile: String) throws {
    let machine = try Bench.machine(profile)
    let answers = RegulationDeadlines(profile: machine.rules.base, calendar: Bench.calendar)
    var random = Seeded(state: 34)
    var compared = 0
    for _ in 0..<400 {
      let start = MatrixTests.start + Double(Int.random(in: 0...25_000_000, using: &random))
      let type = try #require(RequestType.allCases.randomElement(using: &random))
      var ticket = try #require(Self.ticket(machine, type, at: start))
      let limit = try #require(ticket.state.assignment?.limit)
      let dates = answers.dates(from: limit.start, due: limit.due)
      func told(_ what: String) -> Date? { dates.first { $0.what == what }?.deadline.dueAt }
      for what in ["warning", "yellow", "red"] {
        guard let at = told(what), let card = Card(rawValue: what) else { continue }
        compared += 1
        let before = machine.card(of: ticket, at: at - 1)
        let later = machine.card(of: ticket, at: at + 1)
        #expect(before < card && later == card, "\(profile) \(what) \(ShanghaiTime.text(at))")
      }
      let extra = dates.first { $0.what == "extension" }?.deadline.dueAt
      let own = machine.next(of: ticket, at: start).first { $0.what == "extension" }?.due
      if let extra, let own { #expect(extra == own) }
      guard let reminder = told("reminder") else { continue }
      compared += 1
      ticket = try #require(machine.act(.tick, on: ticket, at: reminder - 1).ticket)
      #expect(ticket.record.urges == 0 || reminder == limit.start)
      ticket = try #require(machine.act(.tick, on: ticket, at: reminder).ticket)
      #expect(ticket.record.urges == 1)
    }
    #expect(profile == "zhongshan" ? compared == 0 : compared >= 400)
  }

  @Test("Y34 — the yellow card comes with the close of the working day before, red once it is over")
  func yichun() throws {
    let machine = try Bench.machine("yichun")
    let start = try #require(ShanghaiTime.moment("2026-03-02T09:00:00+08:00"))
    let ticket = try #require(Self.ticket(machine, .consultation, at: start))
    #expect(ticket.due == ShanghaiTime.moment("2026-03-06T17:30:00+08:00"))
    for (time, card) in [
      ("05T17:29:59", Card.none), ("05T17:30:00", .yellow), ("06T17:30:00", .yellow),
      ("06T17:30:01", .red), ("09T08:30:00", .red),
    ] {
      let at = try #require(ShanghaiTime.moment("2026-03-\(time)+08:00"))
      #expect(machine.card(of: ticket, at: at) == card, "\(time)")
    }
  }

  @Test(
    "H五 — a warning while one working day is left, yellow and red from the midnight of the days")
  func haojiang() throws {
    let machine = try Bench.machine("haojiang")
    let start = try #require(ShanghaiTime.moment("2026-03-03T09:00:00+08:00"))
    let ticket = try #require(Self.ticket(machine, .help, at: start))
    #expect(ticket.due == ShanghaiTime.moment("2026-03-06T17:30:00+08:00"))
    for (time, card) in [
      ("05T17:29:59", Card.none), ("05T17:30:00", .warning), ("06T17:30:01", .warning),
      ("08T23:59:59", .warning), ("09T00:00:00", .yellow), ("09T23:59:59", .yellow),
      ("10T00:00:00", .red),
    ] {
      let at = try #require(ShanghaiTime.moment("2026-03-\(time)+08:00"))
      #expect(machine.card(of: ticket, at: at) == card, "\(time)")
    }
  }
}
