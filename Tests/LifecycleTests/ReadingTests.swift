import Foundation
import Testing

@testable import Lifecycle

/// Points that the documents leave open, as the profiles decide them.
struct ReadingTests {
  @Test("N8(3) — at the second return the bureau head's approval fixes the unit in one step")
  func secondReturn() throws {
    let play = try Play("nanchang-msa")
    try play.receive("投诉")
    let form = "\"platform_due\":\"2026-03-20T17:00:00+08:00\",\"approved_by\":\"消保科分管领导\""
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\",\(form)")
    func back(_ unit: String, _ hour: String) throws {
      try play.ok("03-02 \(hour):00", "sign", "\"by\":\"\(unit)\"")
      try play.ok(
        "03-02 \(hour):10", "request-return",
        "\"by\":\"\(unit)\",\"reason\":\"不属\",\"basis\":\"三定\",\"suggest\":\"丙局\",\"signed_by\":\"分管领导\""
      )
    }
    try back("甲局", "11")
    try play.ok("03-02 11:20", "approve-return", "\"lead\":\"乙局\"")
    try back("乙局", "14")
    try play.no("03-02 14:20", "approve-return", "\"lead\":\"丙局\"", "南昌规则第八条（三）")
    try play.no(
      "03-02 14:20", "approve-return", "\"lead\":\"丙局\",\"approved_by\":\"消保科分管领导\"",
      "南昌规则第八条（三）")
    let fixed = try play.ok(
      "03-02 14:30", "approve-return", "\"lead\":\"丙局\",\"approved_by\":\"市局主要领导\"")
    #expect(fixed.events == ["return-approved", "unit-fixed", "supervision-due"])
    #expect(fixed.state == "dispatched" && fixed.due == "2026-03-20T17:00")
    try play.ok("03-02 15:00", "sign", "\"by\":\"丙局\"")
    try play.no(
      "03-02 15:10", "request-return",
      "\"by\":\"丙局\",\"reason\":\"不属\",\"basis\":\"三定\",\"suggest\":\"甲局\",\"signed_by\":\"分管领导\"",
      "南昌规则第八条（三）")
  }

  @Test(
    "Z15 N11 — a dispatch without any limit is made and told",
    arguments: [
      ("zhongshan", "中山办法第十五条", "\"limit\":\"5个工作日\""),
      ("nanchang-msa", "南昌规则第十一条", "\"platform_due\":\"2026-03-20T17:00:00+08:00\""),
    ])
  func limitMissing(profile: String, source: String, limit: String) throws {
    let without = "\"lead\":\"甲局\",\"approved_by\":\"消保科分管领导\""
    for (fields, told) in [(without, true), (without + "," + limit, false)] {
      let play = try Play(profile)
      try play.receive("求助")
      let answer = try play.ok("03-02 10:00", "dispatch", fields)
      #expect((answer.due_at == nil) == told)
      #expect(answer.events?.contains("limit-missing") == told)
      if told { #expect(answer.sources?.contains(source) == true) }
    }
  }

  @Test(
    "Y14 H三(四) — where the document has limits nothing is missing",
    arguments: ["yichun", "haojiang"])
  func limitKnown(profile: String) throws {
    let play = try Play(profile)
    try play.receive("求助")
    let answer = try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\"")
    #expect(answer.events?.contains("limit-missing") == false)
  }

  @Test("Y34 — a late result keeps its card until the closing, one in time gets none")
  func cardEnds() throws {
    for (day, card) in [("03-09 17:30", "none"), ("03-09 17:31", "red")] {
      let play = try Play("yichun")
      try play.receive("求助")
      try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\"")
      try play.ok("03-02 11:00", "sign", "\"by\":\"甲局\"")
      try play.ok(day, "reply", "\"by\":\"甲局\",\"text\":\"已修\"")
      let waiting = try play.ok("03-20 09:00", "tick")
      #expect(waiting.card == card && waiting.events?.isEmpty == true)
      #expect(try play.ok("03-20 10:00", "approve-completion").card == "none")
    }
  }

  @Test("J6.2.3 — while a promise is extended the caller hears every month, whatever was promised")
  func extendedMonth() throws {
    let play = try Play("yichun", layer: "nanjing")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"甲局\"")
    try play.ok("03-03 10:00", "reply", "\"by\":\"甲局\",\"text\":\"已处理\"")
    try play.ok("03-03 11:00", "approve-completion")
    try play.ok("03-04 09:00", "rate", "\"value\":\"不满意\",\"fault\":\"unit\"")
    let judged = try play.ok(
      "03-04 10:00", "judge", "\"by\":\"甲局\",\"class\":\"未解决的合理诉求\",\"promise\":\"当月\"")
    #expect(judged.date("progress") == nil)
    let extended = try play.ok("03-31 18:00", "extend-promise", "\"by\":\"甲局\",\"reason\":\"难\"")
    #expect(extended.date("progress") == "2026-04-30T17:30")
    #expect(extended.sources?.contains("南京规范6.2.2") == true)
    #expect(try play.ok("04-30 17:30", "tick").events?.contains("progress-overdue") == false)
    #expect(try play.ok("04-30 17:31", "tick").events?.contains("progress-overdue") == true)
  }

  @Test("H四(一) — a contact is kept and leaves the state as it is")
  func contact() throws {
    let play = try Play("haojiang")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"甲局\"")
    let told = try play.ok(
      "03-02 12:00", "contact", "\"by\":\"甲局\",\"outcome\":\"reached\",\"proof\":\"录音\"")
    #expect(told.state == "signed" && told.date("contact") == nil)
  }
}
