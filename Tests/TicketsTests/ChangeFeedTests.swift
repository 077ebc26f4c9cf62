import Foundation
import Hotline
import Lifecycle
import Testing

@testable import Tickets

struct ChangeFeedTests {
  /// What a follower keeps of a ticket.
  struct Kept: Equatable {
    var state: String
    var due: Date?
    var lead: String?
    var merged: String?
    var erased = false
  }

  /// Reads the feed page by page, every page twice, as a follower does that was cut off.
  private func follow(_ desk: Office) throws -> [String: Kept] {
    var kept: [String: Kept] = [:]
    var place = 0
    while true {
      let page = try desk.office.changes(after: place, most: 7)
      if page.changes.isEmpty { return kept }
      for change in page.changes + page.changes {
        var ticket = kept[change.number] ?? Kept(state: "")
        (ticket.state, ticket.due) = (change.state, change.due)
        for event in change.events {
          if case .text(let lead)? = event.fields["lead"] { ticket.lead = lead }
          if event.name == "return-approved" { ticket.lead = nil }
          if case .text(let into)? = event.fields["into"] { ticket.merged = into }
          if event.name == "unmerged" { ticket.merged = nil }
          if event.name == "caller-erased" { ticket.erased = true }
        }
        kept[change.number] = ticket
      }
      place = page.next
    }
  }

  @Test("Y7(9) — a follower of the feed holds the same tickets as the list")
  func following() throws {
    let desk = try Office()
    var numbers: [String] = []
    for index in 0..<12 {
      numbers.append(try desk.receive("第\(index)件事", phone: "1380000\(1000 + index)"))
    }
    for (index, number) in numbers.enumerated() where index % 4 != 3 {
      try desk.act(.dispatch, number, ["lead": index.isMultiple(of: 2) ? "市城管局" : "市水务局"])
      desk.pass(hours: 2)
      _ = try? desk.act(.sign, number, ["by": "市城管局"])
    }
    try desk.act(.exclude, numbers[3], ["entry": "第十一条（三）", "tell": "请向法院起诉"])
    try desk.act(.archive, numbers[3])
    _ = try desk.office.merge(numbers[7], into: numbers[0], by: Office.clerk)
    _ = try desk.office.merge(numbers[11], into: numbers[0], by: Office.clerk)
    _ = try desk.office.unmerge(numbers[11], by: Office.clerk)
    try desk.at("2028-03-20T09:00:00+08:00")
    while try desk.office.tick().more {}
    try desk.office.erase(numbers[3], by: Office.clerk)
    let kept = try follow(desk)
    let list = try desk.office.list(TicketFilter(), for: Office.clerk, most: 100)
    #expect(kept.count == list.count)
    for line in list {
      let ticket = try #require(kept[line.number])
      #expect(ticket.state == line.state)
      #expect(ticket.due == line.due)
      #expect(ticket.lead == line.lead || line.state == "reassigning")
      #expect(ticket.merged == line.merged)
      #expect(ticket.erased == (line.number == numbers[3]))
    }
  }

  @Test("the feed tells details by name, without what tells who called")
  func details() throws {
    let desk = try Office()
    let number = try desk.receive("我是张小明，电话13800000001，路灯坏了")
    try desk.act(.dispatch, number, ["lead": "市城管局", "co": ["供电局"]])
    try desk.act(.sign, number, ["by": "市城管局"])
    try desk.act(
      .requestReturn, number,
      [
        "by": "市城管局", "reason": "不属我局职责，已告知张小明", "basis": "三定方案", "suggest": "供电局",
        "signed_by": "单位负责人",
      ])
    let events = try desk.office.changes(after: 0).changes.flatMap(\.events)
    let received = try #require(events.first)
    #expect(received.fields["type"] == .text("求助"))
    #expect(received.fields["urgent"] == .flag(false))
    #expect(received.fields["text"] == .text("我是张某某，电话138********，路灯坏了"))
    let sent = try #require(events.first { $0.name == "dispatched" })
    #expect(sent.fields["lead"] == .text("市城管局"))
    #expect(sent.fields["co"] == .texts(["供电局"]))
    let asked = try #require(events.first { $0.name == "return-requested" })
    #expect(asked.fields["suggest"] == .text("供电局"))
    #expect(asked.fields["reason"] == .text("不属我局职责，已告知张某某"))
  }

  @Test("a unit does not read in the history whom the caller reported")
  func reported() throws {
    let desk = try Office()
    let number = try desk.receive(
      "某局窗口态度差", type: "投诉", more: ["reported": "市水务局"])
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    func reported(_ seat: Seat) throws -> EventField? {
      try desk.office.history(of: number, for: seat).first?.events.first?.fields["reported"]
    }
    #expect(try reported(Office.clerk) == .text("市水务局"))
    #expect(try reported(Seat(name: "小李", unit: "市城管局")) == nil)
  }
}
