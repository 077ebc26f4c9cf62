import Foundation
import Hotline
import Testing
import WorkingTime

@testable import Lifecycle

/// Limits that run into a year whose holidays are published later.
struct RecalculationTests {
  static func moment(_ text: String) throws -> Date {
    try #require(ShanghaiTime.moment("\(text):00+08:00"))
  }

  private static func act(
    _ machine: TicketMachine, _ ticket: Ticket?, _ commands: [TicketCommand], at: Date
  ) throws -> Ticket? {
    var ticket = ticket
    for command in commands {
      let made = machine.act(command, on: ticket, at: at)
      #expect(made.refusal == nil, "\(command.name) \(made.refusal?.grounds ?? [])")
      ticket = made.ticket
    }
    return ticket
  }

  private static func request(_ type: RequestType, at: Date) -> TicketCommand {
    .receive(Request(type: type, text: "路灯不亮", caller: "张某", channel: "电话", at: at))
  }

  @Test("Y14 — a limit past the last notice says so, and is worked out anew once when it is out")
  func limit() throws {
    let before = try Bench.machine("yichun", calendar: try Bench.calendar(through: 2025))
    let after = try Bench.machine("yichun", calendar: try Bench.calendar(through: 2026))
    let start = try Self.moment("2025-12-29T09:00")
    let ticket = try Self.act(
      before, nil,
      [
        Self.request(.complaint, at: start),
        .dispatch(lead: "市城管局", co: [], terms: Terms(), approvedBy: nil), .sign(by: "市城管局"),
      ], at: start)
    #expect(ticket?.due == (try Self.moment("2026-01-12T17:30")))
    let next = before.next(of: ticket, at: start)
    for what in ["complete", "extension"] {
      let note = try #require(next.first { $0.what == what }?.note)
      #expect(note.contains("2026年的放假安排没有公布") && note.contains("元旦"))
    }
    // What ends in the year whose notice is there says nothing.
    #expect(next.first { $0.what == "return" }.map { $0.note == nil } == true)
    let steps = before.limitSteps(of: try #require(ticket))
    #expect(steps.count { $0.what.contains("放假安排没有公布") } == 1)
    // The same calendar changes nothing.
    let eve = try Self.moment("2025-12-30T09:00")
    #expect(before.act(.tick, on: ticket, at: eve).events.isEmpty)

    let made = after.act(.tick, on: ticket, at: eve)
    #expect(made.events.map(\.name) == ["limit-recalculated"])
    guard case .limitRecalculated(let anew)? = made.events.first?.change else { return }
    #expect(anew.was == (try Self.moment("2026-01-12T17:30")))
    #expect(anew.due == (try Self.moment("2026-01-13T17:30")))
    #expect(anew.reason == "2026年的放假安排已经公布")
    #expect(anew.notices.contains { $0.contains("国办发明电〔2025〕7号") })
    #expect(made.events.first?.sources.contains("宜春办法第十四条") == true)
    #expect(made.ticket?.due == anew.due)
    #expect(after.act(.tick, on: made.ticket, at: eve + 60).events.isEmpty)
    #expect(after.next(of: made.ticket, at: eve).allSatisfy { $0.note == nil })
  }

  @Test(
    "Y34 — a late tick under the new calendar shows no card that the old end would have brought")
  func late() throws {
    let before = try Bench.machine("yichun", calendar: try Bench.calendar(through: 2025))
    let after = try Bench.machine("yichun", calendar: try Bench.calendar(through: 2026))
    let start = try Self.moment("2025-12-29T09:00")
    let ticket = try Self.act(
      before, nil,
      [
        Self.request(.complaint, at: start),
        .dispatch(lead: "市城管局", co: [], terms: Terms(), approvedBy: nil), .sign(by: "市城管局"),
      ], at: start)
    let late = try Self.moment("2026-01-12T17:29")
    let made = after.act(.tick, on: ticket, at: late)
    #expect(made.events.map(\.name) == ["limit-recalculated"])
    #expect(after.card(of: made.ticket, at: late) == .none)
  }

  @Test("N11 — the time on the platform's form stays, whatever is published")
  func form() throws {
    let before = try Bench.machine("nanchang-msa", calendar: try Bench.calendar(through: 2025))
    let start = try Self.moment("2025-12-29T09:00")
    let due = try Self.moment("2026-01-01T17:00")
    let ticket = try Self.act(
      before, nil,
      [
        Self.request(.complaint, at: start),
        .dispatch(
          lead: "广告科", co: [], terms: Terms(platformDue: due), approvedBy: "消保科分管领导"),
      ], at: start)
    #expect(before.next(of: ticket, at: start).first { $0.what == "complete" }?.note == nil)
    let made = try Bench.machine("nanchang-msa").act(.tick, on: ticket, at: start + 60)
    #expect(made.events.isEmpty && made.ticket?.due == due)
  }

  @Test(
    "J6.2.1 — a promise that ends in the Spring Festival moves behind it once that is published")
  func promise() throws {
    let before = try Bench.machine(
      "yichun", layer: "nanjing", calendar: try Bench.calendar(through: 2025))
    let after = try Bench.machine("yichun", layer: "nanjing")
    let start = try Self.moment("2025-12-17T09:00")
    let ticket = try Self.act(
      before, nil,
      [
        Self.request(.help, at: start),
        .dispatch(lead: "市城管局", co: [], terms: Terms(), approvedBy: nil), .sign(by: "市城管局"),
        .reply(by: "市城管局", text: "已处理", parts: [:], approvedBy: nil, contact: true),
        .approveCompletion, .callback(reached: true),
        .rate(value: .dissatisfied, fault: .unit, excluded: nil),
        .judge(by: "市城管局", kind: "未解决的合理诉求", promise: "2个月"),
      ], at: start)
    #expect(ticket?.due == (try Self.moment("2026-02-17T17:30")))
    #expect(before.next(of: ticket, at: start).first { $0.what == "solve" }?.note != nil)
    let made = after.act(.tick, on: ticket, at: start + 60)
    #expect(made.events.map(\.name) == ["limit-recalculated"])
    #expect(made.ticket?.due == (try Self.moment("2026-02-24T17:30")))
    #expect(after.act(.tick, on: made.ticket, at: start + 120).events.isEmpty)
  }
}
