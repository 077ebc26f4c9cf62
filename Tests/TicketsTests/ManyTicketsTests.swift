import Foundation
import Hotline
import Lifecycle
import SQLite
import Testing

@testable import Tickets

struct ManyTicketsTests {
  @Test("Y14 — the third report of one caller on one matter is counted by itself")
  func reports() throws {
    let desk = try Office()
    try desk.receive("城东路的路灯坏了三天，晚上很黑")
    try desk.receive("城东路路灯还是坏的，晚上黑得很", type: "投诉")
    let third = try desk.receive("城东路的路灯坏了一直没修，晚上很黑", more: ["difficult": true])
    #expect(try desk.office.record(third, for: Office.clerk).ticket.request.prior == 2)
    let elsewhere = try desk.receive("楼上漏水到我家天花板")
    #expect(try desk.office.record(elsewhere, for: Office.clerk).ticket.request.prior == 0)
    let other = try desk.receive("城东路的路灯坏了三天，晚上很黑", phone: "13800000009")
    #expect(try desk.office.record(other, for: Office.clerk).ticket.request.prior == 0)
  }

  @Test("others' reports of the same matter are found among many, the likeliest first")
  func sameMatter() throws {
    let desk = try Office()
    for index in 0..<60 {
      try desk.receive("第\(index)小区的物业收费不透明，业主群里都在问", phone: "1390000\(1000 + index)")
    }
    let first = try desk.receive("万福路地铁口旁边的消防栓一直在漏水", phone: "13700000001")
    let found = try desk.office.repeats(of: "万福路地铁口旁边消防栓漏水没人管", caller: nil)
    #expect(found.first?.number == first)
    #expect(found.first?.sameCaller == false)
    #expect(try desk.office.repeats(of: "今天天气不错", caller: nil) == [])
  }

  @Test("a merged ticket goes the other's way, keeps its own caller, and can be parted again")
  func merging() throws {
    let desk = try Office()
    let first = try desk.receive()
    try desk.act(.dispatch, first, ["lead": "市城管局"])
    let second = try desk.receive("城东路路灯不亮", phone: "13800000002")
    let merged = try desk.office.merge(second, into: first, by: Office.clerk)
    #expect(merged.record.merged == first)
    #expect(try desk.state(second) == "dispatched")
    #expect(try desk.office.followers(of: first) == [second])
    try desk.act(.sign, first, ["by": "市城管局"])
    #expect(try desk.state(second) == "signed")
    #expect(throws: MergeRefused.self) {
      try desk.office.merge(first, into: second, by: Office.clerk)
    }
    try desk.act(.reply, first, ["by": "市城管局", "text": "路灯线路已经修复，依据城市照明管理规定办理，已现场核实。"])
    try desk.act(.approveCompletion, first)
    #expect(try desk.state(second) == "completed")
    // Each caller is asked.
    try desk.act(.callback, first, ["outcome": "reached"])
    #expect(try desk.state(second) == "completed")
    let parted = try desk.office.unmerge(second, by: Office.clerk)
    #expect(parted.record.merged == nil)
    #expect(throws: MergeRefused.self) { try desk.office.unmerge(second, by: Office.clerk) }
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
  }

  @Test("N20 — what is said of one caller is masked on every merged ticket")
  func mergedNames() throws {
    let desk = try Office()
    let first = try desk.receive(name: "赵大明")
    let second = try desk.receive("城东路路灯不亮", phone: "13800000002", name: "钱小红")
    _ = try desk.office.merge(second, into: first, by: Office.clerk)
    try desk.act(.dispatch, first, ["lead": "市城管局"])
    try desk.act(.sign, first, ["by": "市城管局"])
    try desk.act(
      .reply, first,
      [
        "by": "市城管局", "text": "已电话联系赵大明、钱小红，路灯线路已经修复，依据城市照明管理规定办理。",
      ])
    for number in [first, second] {
      let stored = try desk.office.record(number, for: Office.clerk).ticket.record.replies.last
      let text = try #require(stored?.text)
      #expect(!text.contains("大明") && !text.contains("小红"))
    }
    let copied = try desk.office.originals(of: second).compactMap { event in
      if case .replied(let reply) = event.change { reply.text } else { nil }
    }
    #expect(copied.allSatisfy { !$0.contains("大明") })
  }

  @Test("of two mergings at once that would make a ring one is refused")
  func noRing() throws {
    let desk = try Office()
    for round in 0..<10 {
      let first = try desk.receive("第\(round)件甲", phone: "1380001\(1000 + round)")
      let second = try desk.receive("第\(round)件乙", phone: "1380002\(1000 + round)")
      DispatchQueue.concurrentPerform(iterations: 2) { side in
        _ = try? desk.office.merge(
          side == 0 ? first : second, into: side == 0 ? second : first, by: Office.clerk)
      }
      let links = try [first, second].map {
        try desk.office.record($0, for: Office.clerk).merged
      }
      #expect(links.filter { $0 != nil }.count == 1)
    }
  }

  @Test("lists filter and page without gap or double", arguments: TicketFilter.Order.allCases)
  func paging(order: TicketFilter.Order) throws {
    let desk = try Office()
    for index in 0..<25 {
      let number = try desk.receive("第\(index)号楼电梯停运", phone: "1380000\(1000 + index)")
      if index.isMultiple(of: 2) { try desk.act(.dispatch, number, ["lead": "市住建局"]) }
      if index.isMultiple(of: 3) { desk.pass(hours: 5) }
    }
    var filter = TicketFilter()
    filter.order = order
    var seen: [String] = []
    var place: TicketPlace?
    while true {
      let page = try desk.office.list(filter, for: Office.clerk, after: place, most: 7)
      seen += page.map(\.number)
      place = page.last?.place
      if page.count < 7 { break }
    }
    #expect(seen.count == 25)
    #expect(Set(seen).count == 25)
    filter.states = [.dispatched]
    #expect(try desk.office.list(filter, for: Office.clerk).count == 13)
    filter.states = []
    filter.words = "12号楼"
    #expect(try desk.office.list(filter, for: Office.clerk).count == 1)
    filter.words = "梯"
    #expect(try desk.office.list(filter, for: Office.clerk).count == 25)
    filter.words = nil
    filter.phone = "13800001003"
    #expect(try desk.office.list(filter, for: Office.clerk).count == 1)
    filter.phone = nil
    filter.unit = "市住建局"
    filter.open = true
    #expect(try desk.office.list(filter, for: Office.clerk).count == 13)
    filter.open = false
    #expect(try desk.office.list(filter, for: Office.clerk) == [])
    filter.open = nil
    filter.unit = nil
    filter.types = [.complaint]
    #expect(try desk.office.list(filter, for: Office.clerk) == [])
  }

  @Test("the change feed gives everything in order from every place")
  func feed() throws {
    let desk = try Office()
    for index in 0..<12 {
      let number = try desk.receive("第\(index)件", phone: "1380000\(1000 + index)")
      try desk.act(.dispatch, number, ["lead": "市城管局"])
    }
    let all = try desk.office.changes(after: 0, most: 100)
    #expect(all.changes.count == 24)
    #expect(all.changes.map(\.sequence) == all.changes.map(\.sequence).sorted())
    var walked: [Int] = []
    var place = 0
    while true {
      let page = try desk.office.changes(after: place, most: 5)
      if page.changes.isEmpty { break }
      walked += page.changes.map(\.sequence)
      place = page.next
    }
    #expect(walked == all.changes.map(\.sequence))
    #expect(try desk.office.changes(after: all.next).changes.isEmpty)
  }

  @Test(
    "random commands under every regulation keep stored and replayed tickets equal",
    arguments: [
      "yichun", "haojiang", "nanchang-msa", "zhongshan",
    ])
  func random(profile: String) throws {
    let desk = try Office(profile, layer: "nanjing")
    var seed: UInt64 = 7
    func pick(_ count: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % count
    }
    var numbers: [String] = []
    for round in 0..<8 {
      numbers.append(try desk.receive("第\(round)件事情", phone: "1380000\(1000 + round)"))
    }
    let all: [String: Any] = [
      "by": "市城管局", "unit": "市城管局", "lead": "市城管局", "co": ["供电局"], "text": "经核查属实，已经整改完毕",
      "reason": "客观原因", "outcome": "reached", "proof": "录音", "value": "不满意", "fault": "unit",
      "class": "未解决的合理诉求", "promise": "2个月", "entry": "第十一条（三）", "tell": "走法定渠道",
      "note": "暴雨", "article": "K1", "to": "一科", "signed_by": "单位主要负责人",
      "approved_by": "市局主要领导", "limit": "5个工作日", "papers": "立案决定书", "units": ["供电局"],
      "evidence": "三定方案", "told_caller": true, "stage": "已查明", "days": 2,
    ]
    var done = 0
    for _ in 0..<250 {
      let number = numbers[pick(numbers.count)]
      let name = CommandName.allCases[pick(CommandName.allCases.count)]
      if name == .receive { continue }
      desk.pass(hours: Double(pick(30)))
      var fields = all
      if name == .withdraw { fields["by"] = pick(2) == 0 ? "caller" : "unit" }
      if name == .fixUnit { fields["by"] = "市局主要领导" }
      if (try? desk.act(name, number, fields)) != nil { done += 1 }
      if pick(10) == 0 { try desk.office.tick() }
    }
    #expect(done > 20)
    for number in numbers {
      let events = try desk.office.entries(of: number).flatMap(\.body.events)
      let stored = try desk.office.record(number, for: Office.clerk)
      #expect(Ticket.replaying(events) == stored.ticket)
    }
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
    #expect(try desk.journal.verify().faults == [])
  }
}
