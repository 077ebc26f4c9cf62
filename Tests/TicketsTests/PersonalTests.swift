import Foundation
import Hotline
import Lifecycle
import SQLite
import Sealing
import Testing

@testable import Tickets

struct PersonalTests {
  @Test(
    "mobile numbers and identity cards are masked, office numbers and dates stay",
    arguments: [
      ("请打13800000001找我", "请打138********找我"),
      ("2026-11-21 13800000001", "2026-11-21 138********"),
      ("138 0000 0001", "138 **** ****"),
      ("１３８０００００００１", "１３８********"),
      ("+8613800000001", "+86138********"),
      ("身份证11010119900101000X", "身份证110***************"),
      ("办公电话0791-83880000", "办公电话0791-83880000"),
      ("订单号1234567890123456", "订单号1234567890123456"),
      ("12345热线", "12345热线"),
      ("家里电话0760-88881234", "家里电话0760-********"),
      ("(0760)88881234联系我", "(0760)********联系我"),
      ("打010 8888 1234找我", "打010 **** ****找我"),
      ("076088881234", "0760********"),
      ("我家座机8888123，晚上在", "我家座机*******，晚上在"),
      ("回电8888 1234即可", "回电**** ****即可"),
      ("市城管局电话：0760-88881234", "市城管局电话：0760-88881234"),
      ("咨询热线88881234", "咨询热线88881234"),
      ("来电时间20261121，工单20261121-000001", "来电时间20261121，工单20261121-000001"),
      ("电话费88881234元", "电话费88881234元"),
      ("拨打12345或者4008123123", "拨打12345或者4008123123"),
      ("事项CG-20123456，面积8888123平方米", "事项CG-20123456，面积8888123平方米"),
      ("110101 19900101 0010", "110*** ******** ****"),
      ("1101 0119 9001 0100 1X", "110* **** **** **** **"),
      ("编号123456 78901234 5678", "编号123456 78901234 5678"),
      ("2026-03-02 09:00:00至2026-03-05", "2026-03-02 09:00:00至2026-03-05"),
    ])
  func masking(text: String, masked: String) {
    #expect(PersonalText.masked(text) == masked)
    #expect(PersonalText.masked(text).count == text.count)
  }

  private static let resident = Caller(
    name: "欧阳小明", phone: "0760-88881234", address: "某市石岐街道民生路38号翠景花园3栋2单元501房")

  @Test(
    "what a text repeats of the caller's name, landline and address is masked, the road stays",
    arguments: [
      ("我是欧阳小明，欧 阳 小 明", "我是欧某某某，欧某某某某某某"),
      ("住民生路38号，路灯不亮", "住民生路**号，路灯不亮"),
      ("翠景花园3栋501漏水", "翠景花园*栋***漏水"),
      ("三栋二单元501室", "*栋*单元***室"),
      ("3号楼和5号楼之间", "*号楼和5号楼之间"),
      ("3月3号打过38次12345", "3月3号打过38次12345"),
      ("交了501元，3楼有3户", "交了501元，3楼有3户"),
      ("地铁3号线38号车厢", "地铁3号线38号车厢"),
      ("我的号码8888 1234", "我的号码**** ****"),
    ])
  func repeated(text: String, masked: String) {
    #expect(PersonalText.masked(text, of: Self.resident) == masked)
    #expect(PersonalText.masked(text, of: Self.resident).count == text.count)
  }

  @Test("any text comes out as long as it went in, and masking twice changes nothing")
  func lengths() {
    let pieces = [
      "0760-", "8888", "1234", " ", "电话", "3栋", "501", "路38号", "X", "（", "张", "１２", "-",
    ]
    var seed: UInt64 = 11
    for _ in 0..<3_000 {
      var text = ""
      for _ in 0..<8 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(seed >> 33) % pieces.count]
      }
      let once = PersonalText.masked(text, of: Self.resident)
      #expect(once.unicodeScalars.count == text.unicodeScalars.count, "\(text)")
      #expect(PersonalText.masked(once, of: Self.resident).count == once.count)
    }
  }

  @Test("neither phone nor name stands in the database, its log or the journal")
  func atRest() throws {
    let desk = try Office()
    let number = try desk.receive(
      "我是欧阳小明明，电话13912345678，路灯坏了", phone: "13912345678", name: "欧阳小明明",
      more: ["address": "无"])
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    try desk.act(.sign, number, ["by": "市城管局"])
    try desk.act(
      .contact, number,
      [
        "by": "市城管局", "outcome": "reached", "proof": "拨打13912345678的录音",
      ])
    try desk.act(.supplement, number, ["text": "欧阳小明明说也可以打13912345678"])
    for file in try FileManager.default.contentsOfDirectory(
      at: desk.folder, includingPropertiesForKeys: nil)
    {
      let data = try Data(contentsOf: file)
      for secret in ["13912345678", "欧阳小明明"] {
        #expect(data.range(of: Data(secret.utf8)) == nil, "\(file.lastPathComponent) \(secret)")
      }
    }
    let caller = try desk.office.openCaller(of: number, reason: "回访", by: Office.clerk)
    #expect(caller == Caller(name: "欧阳小明明", phone: "13912345678"))
    #expect(try desk.office.openings(of: number).map(\.reason) == ["回访"])
    #expect(throws: InputProblem.self) {
      try desk.office.openCaller(of: number, reason: " ", by: Office.clerk)
    }
  }

  @Test("Z19 — progress is shown for number and code, and codes cannot be tried out")
  func progress() throws {
    let desk = try Office()
    let number = try desk.receive()
    let code = try desk.office.code(of: number)
    #expect(code.count == 8)
    #expect(code != (try desk.office.code(of: "20260302-000002")))
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    try desk.act(.sign, number, ["by": "市城管局"])
    try desk.act(
      .requestExtension, number,
      [
        "by": "市城管局", "reason": "线路要从外地调", "days": 3, "stage": "已查明", "told_caller": true,
      ])
    try desk.act(.approveExtension, number)
    let seen = try desk.office.progress(of: number, code: code.lowercased())
    #expect(seen.state == "承办单位正在办理")
    #expect(seen.extensions.count == 1)
    #expect(seen.extensions.first?.contains("线路要从外地调") == true)
    #expect(seen.reply == nil)
    for _ in 0..<TicketOffice.mostGuesses {
      #expect(throws: NoSuchTicket.self) {
        try desk.office.progress(of: number, code: "22222222")
      }
    }
    #expect(throws: TooManyGuesses.self) { try desk.office.progress(of: number, code: code) }
    desk.pass(hours: 1.1)
    #expect(try desk.office.progress(of: number, code: code).number == number)
  }

  @Test("Z37 — a caller who abuses the line is put on file with evidence, and taken off again")
  func flags() throws {
    let desk = try Office()
    let number = try desk.receive()
    let flag = CallerFlag(kind: "恶意反复拨打", evidence: "3月2日录音，自称13800000001", tickets: [])
    let id = try desk.office.flag(flag, callerOf: number, by: Office.clerk)
    let later = try desk.receive("又来骂人")
    let filed = try desk.office.flags(callerOf: later, for: Office.clerk)
    #expect(filed.map(\.id) == [id])
    #expect(filed.first?.flag.tickets == [number])
    #expect(filed.first?.flag.evidence.contains("13800000001") == false)
    try desk.office.unflag(id, reason: "核实为误标", by: Office.clerk)
    #expect(try desk.office.flags(callerOf: later, for: Office.clerk).first?.ended == "核实为误标")
    #expect(throws: InputProblem.self) {
      try desk.office.flag(
        CallerFlag(kind: "讨厌", evidence: "x", tickets: []), callerOf: number, by: Office.clerk)
    }
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
  }

  @Test("when the files' time is over the caller is erased for good, and the chain stays whole")
  func erasing() throws {
    let desk = try Office()
    let number = try desk.receive()
    try desk.act(.exclude, number, ["entry": "第十一条（三）", "tell": "请向法院起诉"])
    try desk.act(.archive, number)
    #expect(throws: InputProblem.self) { try desk.office.erase(number, by: Office.clerk) }
    try desk.at("2028-03-20T09:00:00+08:00")
    try desk.office.tick()
    try desk.office.erase(number, by: Office.clerk)
    #expect(try desk.office.openCaller(of: number, reason: "查", by: Office.clerk) == nil)
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
    #expect(try desk.journal.verify().faults == [])
  }

  @Test("Z23 — the caller rates with the code, and only a closed ticket")
  func ownRating() throws {
    let desk = try Office()
    let number = try desk.receive()
    let code = try desk.office.code(of: number)
    #expect(throws: InputProblem.self) {
      try desk.office.rate(number, code: code, value: "满意")
    }
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    try desk.act(.sign, number, ["by": "市城管局"])
    try desk.act(.reply, number, ["by": "市城管局", "text": "路灯线路已经修复，依据城市照明管理规定办理，已现场核实。"])
    try desk.act(.approveCompletion, number)
    _ = try desk.office.rate(number, code: code, value: "满意")
    let ticket = try desk.office.record(number, for: Office.clerk).ticket
    #expect(ticket.record.ratings.map(\.value) == [.satisfied])
    #expect(throws: NoSuchTicket.self) {
      try desk.office.rate(number, code: "22222222", value: "不满意")
    }
    let sent = try desk.office.entries(of: number).flatMap { $0.body.messages ?? [] }
    #expect(sent.map(\.kind).contains("survey"))
    #expect(!sent.contains { $0.text.contains("13800000001") || $0.text.contains("张小明") })
  }

  @Test("Y34 — the supervision ledger keeps every matter with its reason, beginning and end")
  func supervision() throws {
    let desk = try Office()
    let number = try desk.receive()
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    try desk.act(.supervise, number, ["reason": "多次催办未办"])
    let own = Seat(name: "小李", unit: "市城管局")
    #expect(try desk.office.supervisionLedger(open: true, for: own).map(\.number) == [number])
    let other = Seat(name: "小王", unit: "市水务局")
    #expect(try desk.office.supervisionLedger(for: other) == [])
    desk.pass(hours: 2)
    try desk.act(.resolveSupervision, number)
    let line = try #require(try desk.office.supervisionLedger(for: Office.clerk).first)
    #expect(line.resolved == desk.time.now && line.reason == "多次催办未办")
    let before = try desk.office.supervisionLedger(for: Office.clerk)
    try desk.journal.rebuild()
    #expect(try desk.office.supervisionLedger(for: Office.clerk) == before)
  }
}
