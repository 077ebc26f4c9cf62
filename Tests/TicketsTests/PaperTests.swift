import Foundation
import Hotline
import Lifecycle
import Testing

@testable import Tickets

struct PaperTests {
  @Test("N8(2) N8(4) N11 — the history shows who signed, and a person's name in it is masked")
  func history() throws {
    let desk = try Office("nanchang-msa")
    let number = try desk.receive("摊位没有明码标价", type: "投诉", name: "张小明")
    try desk.act(
      .dispatch, number,
      [
        "lead": "网监科", "approved_by": "消保科分管领导", "instructions": "加盖公章，回复张小明本人",
        "platform_due": "2026-03-13T17:00:00+08:00",
      ])
    try desk.act(.sign, number, ["by": "网监科"])
    try desk.act(
      .requestExtension, number,
      ["by": "网监科", "reason": "需要抽样检验", "days": 2, "signed_by": "分管领导"])
    try desk.act(.approveExtension, number)
    let words = try desk.office.events(of: number).map(\.words)
    #expect(words.contains("派发给网监科，办理要求：加盖公章，回复张某某本人（签批：消保科分管领导）"))
    #expect(words.contains("申请延期 2个工作日 ：需要抽样检验（签批：分管领导）"))
    let last = try #require(try desk.office.entries(of: number).last?.body.messages)
    let told = try #require(last.first { $0.to == "caller" })
    #expect(told.kind == "extension" && told.text.contains("因“需要抽样检验”需要更多时间办理，新的期限是"))
  }

  @Test("Z23 — the way of callback that the caller chose at the desk binds the callback")
  func callback() throws {
    let desk = try Office("zhongshan")
    let fields = try JSONSerialization.data(
      withJSONObject: ["type": "投诉", "text": "路灯不亮", "channel": "电话"])
    let intake = Intake(
      caller: Caller(name: "张某", phone: "13800000001"), fields: fields, callback: "短信")
    let number = try desk.office.receive(intake, by: Office.clerk).record.number
    try desk.act(.dispatch, number, ["lead": "市城管局", "limit": "5个工作日"])
    try desk.act(.reply, number, ["by": "市城管局", "text": "已修复"])
    try desk.act(.approveCompletion, number)
    #expect(throws: CommandRefused.self) {
      try desk.act(.callback, number, ["outcome": "reached", "way": "电话"])
    }
    try desk.act(
      .callback, number, ["outcome": "reached", "way": "电话", "reason": "短信没有送达"])
    #expect(
      try desk.office.events(of: number).last?.words == "电话回访，已联系上（换用理由：短信没有送达）")
  }

  @Test("what may be done now is what is carried out, and stands in the ticket's view")
  func commands() throws {
    let desk = try Office()
    let number = try desk.receive()
    let before = try desk.office.view(number, for: Office.clerk).commands
    #expect(before.contains(.dispatch) && !before.contains(.acceptPredispatch))
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    #expect(try desk.office.view(number, for: Office.clerk).commands.contains(.sign))
    try desk.act(.sign, number, ["by": "市城管局"])
    let after = try desk.office.view(number, for: Office.clerk).commands
    #expect(!after.contains(.sign) && !after.contains(.resolveSupervision))
    #expect(after.contains(.requestReturn))
    desk.pass(hours: 24 * 5)
    #expect(!(try desk.office.view(number, for: Office.clerk).commands.contains(.requestReturn)))
  }
}
