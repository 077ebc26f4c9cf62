import Foundation
import Hotline
import Testing

@testable import Lifecycle

struct SecrecyTests {
  private func play(_ profile: String, _ type: String, _ more: String) throws -> Play {
    let play = try Play(profile)
    try play.receive(type, more: more)
    return play
  }

  private func hides(_ play: Play, _ profile: String, _ unit: String, above: [String] = []) throws
    -> String?
  {
    let rules = try Bench.machine(profile).rules
    return try #require(play.replay.current).hidesCaller(from: unit, under: rules, above: above)
  }

  @Test(
    "Z32 Y27 N22 H六 — who asks to stay unknown is hidden from every unit",
    arguments: [
      ("zhongshan", "中山办法第三十二条"), ("yichun", "宜春办法第二十七条"), ("nanchang-msa", "南昌规则第二十二条"),
      ("haojiang", "濠江制度六"),
    ])
  func secret(profile: String, source: String) throws {
    let play = try play(profile, "投诉", "\"secret\":true")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\",\"approved_by\":\"消保科分管领导\"")
    #expect(try hides(play, profile, "甲局") == source)
    let open = try self.play(profile, "投诉", "\"secret\":false")
    #expect(try hides(open, profile, "甲局") == nil)
  }

  @Test(
    "Y36(十) N20(6) Z32 H六 — the unit reported on and those above it never learn who called",
    arguments: [
      ("yichun", "宜春办法第三十六条（十）"), ("nanchang-msa", "南昌规则第二十条（六）"), ("zhongshan", "中山办法第三十二条"),
      ("haojiang", "濠江制度六"),
    ])
  func reported(profile: String, source: String) throws {
    let play = try play(profile, "投诉", "\"reported\":\"市城管局执法大队\"")
    for unit in ["市城管局执法大队", "市城管局执法大队二中队", "市城管局"] {
      #expect(try hides(play, profile, unit) == source)
    }
    #expect(try hides(play, profile, "市政府办", above: ["市政府办"]) == source)
    #expect(try hides(play, profile, "市住建局") == nil)
  }

  @Test("Y36(十) — a report is shown to those who handle it and hidden from all others")
  func report() throws {
    let play = try play("yichun", "举报", "\"reported\":\"某餐饮店\"")
    #expect(try hides(play, "yichun", "市市监局") == "宜春办法第三十六条（十）")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市市监局\",\"co\":[\"市城管局\"]")
    try play.ok("03-02 10:01", "sign", "\"by\":\"市市监局\"")
    try play.ok("03-02 10:02", "assign-inner", "\"by\":\"市市监局\",\"to\":\"食品科\"")
    #expect(try hides(play, "yichun", "市市监局") == nil)
    #expect(try hides(play, "yichun", "食品科") == nil)
    #expect(try hides(play, "yichun", "市城管局") == "宜春办法第三十六条（十）")
  }

  @Test("N20(6) — a report does not go to the very unit reported on, by whatever command")
  func notToReported() throws {
    let play = try play("nanchang-msa", "举报", "\"reported\":\"红谷滩分局\"")
    let source = "南昌规则第二十条（六）"
    let signed = "\"approved_by\":\"消保科分管领导\""
    try play.no("03-02 10:00", "predispatch", "\"unit\":\"红谷滩分局\"", source)
    try play.no("03-02 10:00", "dispatch", "\"lead\":\"红谷滩分局\",\(signed)", source)
    try play.no(
      "03-02 10:00", "dispatch", "\"lead\":\"稽查科\",\"co\":[\"红谷滩分局一所\"],\(signed)", source)
    try play.no("03-02 10:00", "fix-unit", "\"lead\":\"红谷滩分局\",\"by\":\"市局主要领导\"", source)
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"稽查科\",\(signed)")
    try play.ok("03-02 10:10", "sign", "\"by\":\"稽查科\"")
    try play.no("03-02 10:20", "assign-inner", "\"by\":\"稽查科\",\"to\":\"红谷滩分局\"", source)
  }

  @Test("the other documents forbid no dispatch of a report; the caller stays hidden")
  func othersDispatch() throws {
    let play = try play("yichun", "举报", "\"reported\":\"市城管局\"")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市城管局\"")
    #expect(try hides(play, "yichun", "市城管局") == "宜春办法第三十六条（十）")
  }

  @Test("H四(一) — the unit owes no contact to a caller who stays unknown to it")
  func waived() throws {
    for (more, due) in [("\"secret\":true", nil), ("\"secret\":false", "2026-03-03T17:30")] {
      let play = try play("haojiang", "投诉", more)
      try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\"")
      #expect(try play.ok("03-02 11:00", "sign", "\"by\":\"甲局\"").date("contact") == due)
    }
  }

  @Test("a malformed wish for secrecy is refused with its field")
  func malformed() throws {
    let play = try Play("yichun")
    let answer = try play.at(
      "03-02 09:00", "receive",
      "\"type\":\"举报\",\"text\":\"违建\",\"caller\":\"张某\",\"channel\":\"电话\",\"secret\":\"yes\",\"reported\":7"
    )
    #expect(answer.refused?.map { $0.ground.prefix(6) } == ["secret", "report"])
  }

  @Test("events stored before tiers and promises had more parts are still read")
  func storedEvents() throws {
    let inner = #"{"at":0,"sources":[],"change":{"innerAssigned":{"to":"供水科"}}}"#
    let promise = #"{"at":0,"sources":[],"change":{"promiseExtended":{"due":9}}}"#
    for (text, name) in [(inner, "inner-assigned"), (promise, "promise-extended")] {
      let event = try JSONDecoder().decode(TicketEvent.self, from: Data(text.utf8))
      #expect(event.name == name)
    }
  }

  @Test("a request stored before there was secrecy asks for none")
  func stored() throws {
    let request = Request(
      type: .report, text: "违建", caller: "张某", channel: "电话", secret: true, reported: "某店",
      at: MatrixTests.start)
    let data = try JSONEncoder().encode(request)
    #expect(try JSONDecoder().decode(Request.self, from: data) == request)
    var old = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    old["secret"] = nil
    old["reported"] = nil
    let read = try JSONDecoder().decode(
      Request.self, from: JSONSerialization.data(withJSONObject: old))
    #expect(!read.secret && read.reported == nil && read.text == "违建")
  }
}
