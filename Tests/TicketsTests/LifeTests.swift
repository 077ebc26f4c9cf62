import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Sealing
import Testing
import WorkingTime

@testable import Tickets

struct LifeTests {
  @Test("a ticket goes from the call to the files, and stored state equals the replayed one")
  func wholeLife() throws {
    let desk = try Office()
    let number = try desk.receive()
    #expect(number == "20260302-000001")
    try desk.act(.dispatch, number, ["lead": "市城管局", "co": ["供电局"]])
    desk.pass(hours: 1)
    try desk.act(.sign, number, ["by": "市城管局"])
    desk.pass(hours: 20)
    try desk.act(.contact, number, ["by": "市城管局", "outcome": "reached", "proof": "通话录音"])
    let answer = try desk.act(
      .reply, number, ["by": "市城管局", "text": "经核查，路灯线路被施工挖断，已于3月3日修复，依据城市道路照明设施管理规定办理。"])
    #expect(answer.record.ticket.state.name == .replied)
    try desk.act(.approveCompletion, number)
    try desk.act(.callback, number, ["outcome": "reached"])
    try desk.act(.rate, number, ["value": "满意"])
    try desk.act(.archive, number)
    #expect(try desk.state(number) == "archived")
    let events = try desk.office.entries(of: number).flatMap(\.body.events)
    #expect(
      Ticket.replaying(events) == (try desk.office.record(number, for: Office.clerk)).ticket)
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
    #expect(try desk.journal.verify().faults == [])
  }

  @Test("a refused command changes nothing, says all grounds, and keeps what timers did before it")
  func refusal() throws {
    let desk = try Office()
    let number = try desk.receive()
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    try desk.at("2026-03-05T09:00:00+08:00")
    let refused = try #require(throws: CommandRefused.self) {
      try desk.act(.sign, number, ["by": "市水务局"])
    }
    #expect(refused.refusal.grounds.first?.source.contains("宜春办法") == true)
    #expect(refused.state == "dispatched")
    let history = try desk.office.history(of: number, for: Office.clerk)
    #expect(history.last?.actor == Seat.timers.name)
    #expect(history.last?.events.isEmpty == false)
    // Once kept, they are not brought again.
    #expect(throws: CommandRefused.self) { try desk.act(.sign, number, ["by": "市水务局"]) }
    #expect(try desk.office.history(of: number, for: Office.clerk).count == history.count)
  }

  @Test("H四(三) N18 — the proof of a contact and the parts of a reply are kept")
  func papers() throws {
    let desk = try Office()
    let number = try desk.receive()
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    try desk.act(.sign, number, ["by": "市城管局"])
    try desk.act(
      .contact, number,
      [
        "by": "市城管局", "outcome": "reached", "proof": "录音0302，拨打13800000001",
      ])
    try desk.act(
      .reply, number,
      [
        "by": "市城管局", "text": "线路已修复", "parts": ["调查情况": "现场核查，路灯线路被挖断", "依据": "照明管理规定"],
      ])
    let record = try desk.office.record(number, for: Office.clerk).ticket.record
    #expect(record.contacts.last?.proof == "录音0302，拨打138********")
    #expect(record.replies.last?.parts?["调查情况"] == "现场核查，路灯线路被挖断")
  }

  @Test("malformed fields are all named and nothing is recorded")
  func malformed() throws {
    let desk = try Office()
    let wrong = try #require(throws: Refusal.self) {
      try desk.receive("", type: "闲聊", more: ["prior": -1])
    }
    #expect(wrong.grounds.count == 3)
    #expect(try desk.journal.lastSequence() == 0)
    #expect(throws: NoSuchTicket.self) { try desk.act(.archive, "20260302-000009") }
  }

  @Test("the same key does a thing once; another thing under it is refused")
  func onceOnly() throws {
    let desk = try Office()
    let number = try desk.receive(key: "a")
    #expect(try desk.receive(key: "a") == number)
    #expect(throws: OnceKeyReused.self) { try desk.receive("别的事情", key: "a") }
    try desk.act(.dispatch, number, ["lead": "市城管局"], key: "b")
    try desk.act(.sign, number, ["by": "市城管局"])
    let again = try desk.act(.dispatch, number, ["lead": "市城管局"], key: "b")
    #expect(again.repeated)
    #expect(again.record.ticket.state.name == .dispatched)
    #expect(again.record.version == 2)
    #expect(throws: OnceKeyReused.self) {
      try desk.act(.dispatch, number, ["lead": "市水务局"], key: "b")
    }
    // Another person's key of the same words is another key.
    let other = Intake(
      caller: Caller(), fields: Data(#"{"type":"求助","text":"停水了","channel":"电话"}"#.utf8))
    #expect(
      try desk.office.receive(other, by: Seat(name: "坐席乙"), key: "a").record.number != number)
  }

  @Test("a command meant for an older version is refused, one for the present is not")
  func versions() throws {
    let desk = try Office()
    let number = try desk.receive()
    try desk.act(.dispatch, number, ["lead": "市城管局"], version: 1)
    #expect(throws: VersionConflict.self) {
      try desk.act(.sign, number, ["by": "市城管局"], version: 1)
    }
    try desk.act(.sign, number, ["by": "市城管局"], version: 2)
  }

  @Test("a unit's account sees and handles its own tickets, in its own name only")
  func units() throws {
    let desk = try Office()
    let number = try desk.receive()
    try desk.act(.dispatch, number, ["lead": "市城管局", "co": ["供电局"]])
    let other = try desk.receive("小区水管爆了", phone: "13800000002")
    try desk.act(.dispatch, other, ["lead": "市水务局"])
    let own = Seat(name: "城管小李", unit: "市城管局")
    #expect(try desk.office.list(TicketFilter(), for: own).map(\.number) == [number])
    #expect(try desk.office.counts(for: own) == ["dispatched": 1])
    #expect(throws: NoSuchTicket.self) { try desk.office.record(other, for: own) }
    #expect(throws: NoSuchTicket.self) { try desk.act(.sign, other, by: own) }
    #expect(throws: InputProblem.self) { try desk.act(.sign, number, ["by": "供电局"], by: own) }
    #expect(try desk.act(.sign, number, by: own).record.ticket.state.name == .signed)
    var asked = TicketFilter()
    asked.unit = "市水务局"
    #expect(try desk.office.list(asked, for: own) == [])
    try desk.act(.requestReturn, number, ["reason": "不属于本单位职责", "suggest": "供电局"], by: own)
    try desk.act(.approveReturn, number)
    #expect(try desk.office.list(TicketFilter(), for: own).map(\.number).isEmpty == false)
    try desk.act(.dispatch, number, ["lead": "供电局"])
    #expect(try desk.office.list(TicketFilter(), for: own) == [])
  }

  @Test("timers act once, at the time at which they were due, also late and twice")
  func ticking() throws {
    let desk = try Office()
    let number = try desk.receive()
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    #expect(try desk.office.tick() == TickReport())
    try desk.at("2026-04-20T09:00:00+08:00")
    let report = try desk.office.tick()
    #expect(report.tickets == 1 && report.events > 0)
    #expect(try desk.office.tick() == TickReport())
    let events = try desk.office.entries(of: number).flatMap(\.body.events)
    let overdue = try #require(events.first { $0.name == "overdue" })
    #expect(overdue.at < desk.time.now)
    #expect(try desk.office.list(TicketFilter(), for: Office.clerk).first?.card == "red")
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
  }

  @Test("changed rules make open tickets be judged again, once")
  func newRules() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let master = SealingKey.random()
    let desk = try Office(folder: folder, key: master)
    let number = try desk.receive()
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    let later = try Office(rules: "2", folder: folder, key: master)
    #expect(try later.office.tick().tickets == 1)
    #expect(try later.office.tick().tickets == 0)
    #expect(try later.state(number) == "dispatched")
  }

  @Test("Y14 — a calendar with one year more settles limits that ran past the last one, once")
  func newYear() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let years = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: years, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: years) }
    for year in 2007...2025 {
      try FileManager.default.copyItem(
        at: Office.root.appending(path: "Catalogue/calendar/\(year).yaml"),
        to: years.appending(path: "\(year).yaml"))
    }
    let master = SealingKey.random()
    let desk = try Office(
      at: "2025-12-29T09:00:00+08:00", folder: folder, key: master,
      calendar: try WorkingCalendar(folder: years))
    let number = try desk.receive(type: "投诉")
    let sent = try desk.act(.dispatch, number, ["lead": "市城管局"])
    try desk.act(.sign, number, ["by": "市城管局"])
    let told = try #require(try desk.office.entries(of: number)[1].body.messages)
    #expect(told.contains { $0.kind == "dispatch" && $0.text.contains("2026年的放假安排没有公布") })
    #expect(sent.record.ticket.due == ShanghaiTime.moment("2026-01-12T17:30:00+08:00"))

    let later = try Office(at: "2025-12-30T09:00:00+08:00", rules: "2", folder: folder, key: master)
    #expect(try later.office.tick().events == 1)
    #expect(try later.office.tick() == TickReport())
    let record = try later.office.record(number, for: Office.clerk)
    #expect(record.ticket.due == ShanghaiTime.moment("2026-01-13T17:30:00+08:00"))
    let last = try #require(try later.office.entries(of: number).last?.body)
    #expect(last.command == "tick" && last.events.map(\.name) == ["limit-recalculated"])
    #expect(last.events.first?.words.contains("国办发明电〔2025〕7号") == true)
    #expect(last.messages?.map(\.kind) == ["recalculated"])
    let line = try later.office.list(TicketFilter(), for: Office.clerk).first
    #expect(line?.due == record.ticket.due)
    #expect(Ticket.replaying(try later.office.events(of: number)) == record.ticket)
  }

  @Test("many threads at once lose nothing and double nothing")
  func together() throws {
    let desk = try Office()
    DispatchQueue.concurrentPerform(iterations: 40) { index in
      _ = try? desk.receive(
        "第\(index)件事情要说一说", phone: "1380000\(1000 + index)", key: "k\(index % 20)")
    }
    let all = try desk.office.list(TicketFilter(), for: Office.clerk, most: 100)
    #expect(all.count == 40 || all.count == 20)
    #expect(Set(all.map(\.number)).count == all.count)
    let number = try desk.receive()
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    DispatchQueue.concurrentPerform(iterations: 16) { index in
      _ = try? desk.act(.supplement, number, ["text": "补充第\(index)条"])
    }
    let ticket = try desk.office.record(number, for: Office.clerk).ticket
    #expect(ticket.record.supplements.count == 16)
    #expect(try desk.journal.verify().faults == [])
  }
}
