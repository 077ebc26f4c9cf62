import Foundation
import Hotline
import Lifecycle
import Testing

@testable import Tickets

struct UpkeepTests {
  @Test("tickets handed over whole are as if each command had been given, and tell nobody")
  func wholeLives() throws {
    let desk = try Office(at: "2026-03-02T09:00:00+08:00")
    let begin = desk.time.now
    let request = Request(
      type: .help, text: "城东路的路灯坏了，打我电话13800000001", caller: "诉求人", channel: "电话", at: begin)
    let life = WholeLife(
      intake: Intake(caller: Caller(name: "张某", phone: "13800000001"), fields: Data()),
      entries: [
        [(begin, .receive(request))],
        [
          (
            begin + 60,
            .dispatch(lead: "市城管局", co: [], terms: Terms(item: "CG-001"), approvedBy: nil)
          ),
          (begin + 120, .sign(by: "市城管局")),
        ],
      ])
    #expect(try desk.office.store([life, life], by: Office.clerk) == 2)
    let number = "20260302-000002"
    let record = try desk.office.record(number, for: Office.clerk)
    #expect(record.version == 2)
    #expect(record.item == "CG-001")
    #expect(record.ticket.state.name == .signed)
    #expect(record.ticket.request.text.contains("13800000001") == false)
    #expect(try desk.office.caller(of: record)?.phone == "13800000001")
    let entries = try desk.office.entries(of: number)
    #expect(entries.allSatisfy { $0.body.messages == nil })
    #expect(Ticket.replaying(entries.flatMap(\.body.events)) == record.ticket)
    #expect(try desk.receive() == "20260302-000003")
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
  }

  @Test("one life that the regulation forbids keeps all of them out")
  func forbiddenLife() throws {
    let desk = try Office()
    let at = desk.time.now
    let request = Request(type: .help, text: "路灯坏了", caller: "诉求人", channel: "电话", at: at)
    let intake = Intake(caller: Caller(), fields: Data())
    let good = WholeLife(intake: intake, entries: [[(at, .receive(request))]])
    let bad = WholeLife(intake: intake, entries: [[(at, .receive(request)), (at, .archive)]])
    #expect(throws: CommandRefused.self) { try desk.office.store([good, bad], by: Office.clerk) }
    #expect(try desk.journal.lastSequence() == 0)
  }

  @Test("upkeep leaves the index of texts in few parts and finds the same")
  func tidying() throws {
    let desk = try Office()
    for index in 0..<12 {
      try desk.receive("第\(index)小区的电梯停运", phone: "1380000\(1000 + index)")
    }
    var filter = TicketFilter()
    filter.words = "电梯停运"
    func parts() throws -> Int {
      try desk.pool.read {
        try $0.row("SELECT count(DISTINCT segid) FROM ticket_text_idx")?.int(0) ?? 0
      }
    }
    let found = try desk.office.list(filter, for: Office.clerk)
    #expect(found.count == 12)
    #expect(try parts() == 12)
    try desk.office.tidy()
    #expect(try parts() < 4)
    #expect(try desk.office.list(filter, for: Office.clerk) == found)
  }

  @Test("a long request is shown by its beginning")
  func beginning() throws {
    let desk = try Office()
    try desk.receive(String(repeating: "路灯坏了", count: 40))
    let line = try #require(try desk.office.list(TicketFilter(), for: Office.clerk).first)
    #expect(line.text == String(repeating: "路灯坏了", count: 20))
  }
}
