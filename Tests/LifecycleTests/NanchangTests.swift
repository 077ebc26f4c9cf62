import Testing

struct NanchangTests {
  static let office = "\"lead\":\"网监科\",\"approved_by\":\"消保科分管领导\""
  static let due = "\"platform_due\":\"2026-03-13T17:00:00+08:00\""
  static let result =
    "\"by\":\"网监科\",\"text\":\"经查，商家未明码标价。已责令整改。已于10:20电话联系市民告知处理情况，市民认可。经办人：李四，职务：科员，电话：0791-83800000。\""

  private func signed(more: String = "", channel: String = "电话") throws -> Play {
    let play = try Play("nanchang-msa")
    try play.receive("投诉", channel: channel, more: more)
    let sent = try play.ok("03-02 10:00", "dispatch", Self.office + "," + Self.due)
    #expect(sent.due == "2026-03-13T17:00")
    try play.ok("03-02 11:00", "sign", "\"by\":\"网监科\"")
    return play
  }

  @Test("N8(1) — pre-dispatch is answered within two hours, a no is signed by the unit's head")
  func predispatch() throws {
    let play = try Play("nanchang-msa")
    try play.receive("投诉")
    let asked = try play.ok("03-02 09:10", "predispatch", "\"unit\":\"网监科\"")
    #expect(asked.state == "received" && asked.date("predispatch") == "2026-03-02T11:10")
    try play.no(
      "03-02 10:00", "refuse-predispatch", "\"unit\":\"网监科\",\"reason\":\"不属\"", "南昌规则第八条（一）")
    try play.no("03-02 10:01", "accept-predispatch", "\"unit\":\"广告科\"", "南昌规则第八条（一）")
    try play.ok(
      "03-02 10:30", "refuse-predispatch",
      "\"unit\":\"网监科\",\"reason\":\"不属\",\"signed_by\":\"网监科负责人\"")
    try play.ok("03-02 10:40", "predispatch", "\"unit\":\"广告科\"")
    #expect(try play.ok("03-02 12:41", "tick").events == ["predispatch-overdue"])
    #expect(
      try play.ok("03-02 13:00", "accept-predispatch", "\"unit\":\"广告科\"").state == "received")
  }

  @Test("N8(2) — the transfer form is signed by the leader in charge")
  func form() throws {
    let play = try Play("nanchang-msa")
    try play.receive("投诉")
    try play.no("03-02 10:00", "dispatch", "\"lead\":\"网监科\"," + Self.due, "南昌规则第八条（二）")
    try play.no(
      "03-02 10:01", "dispatch", "\"lead\":\"网监科\",\"approved_by\":\"经办人\"," + Self.due,
      "南昌规则第八条（二）")
    try play.ok(
      "03-02 10:02", "dispatch", "\"lead\":\"网监科\",\"approved_by\":\"市局主要领导\"," + Self.due)
  }

  @Test("N8(3) — a return within four hours of signing, signed by the leader in charge")
  func window() throws {
    let full =
      "\"by\":\"网监科\",\"reason\":\"不属\",\"basis\":\"三定\",\"suggest\":\"广告科\",\"signed_by\":\"网监科分管领导\""
    let play = try signed()
    try play.no(
      "03-02 12:00", "request-return",
      "\"by\":\"网监科\",\"reason\":\"不属\",\"basis\":\"三定\",\"suggest\":\"广告科\",\"signed_by\":\"单位负责人\"",
      "南昌规则第八条（三）")
    try play.no("03-02 15:01", "request-return", full, "南昌规则第八条（三）")
    let other = try signed()
    #expect(try other.ok("03-02 15:00", "request-return", full).state == "returning")
  }

  @Test("N8(3) — after two returns the bureau head fixes the unit, which keeps it")
  func twoReturns() throws {
    let play = try signed()
    let ask = "\"reason\":\"不属\",\"basis\":\"三定\",\"suggest\":\"某科\",\"signed_by\":\"分管领导\""
    try play.ok("03-02 12:00", "request-return", "\"by\":\"网监科\"," + ask)
    try play.ok("03-02 13:00", "approve-return", "\"lead\":\"广告科\"")
    try play.ok("03-02 14:00", "sign", "\"by\":\"广告科\"")
    try play.ok("03-02 15:00", "request-return", "\"by\":\"广告科\"," + ask)
    try play.no("03-02 15:30", "approve-return", "\"lead\":\"价监科\"", "南昌规则第八条（三）")
    #expect(try play.ok("03-02 15:40", "approve-return").state == "reassigning")
    try play.no(
      "03-02 15:50", "dispatch", "\"lead\":\"价监科\",\"approved_by\":\"消保科分管领导\"", "南昌规则第八条（三）")
    try play.no("03-02 16:00", "fix-unit", "\"lead\":\"价监科\",\"by\":\"消保科分管领导\"", "南昌规则第八条（三）")
    let fixed = try play.ok("03-02 16:10", "fix-unit", "\"lead\":\"价监科\",\"by\":\"市局主要领导\"")
    #expect(fixed.state == "dispatched" && fixed.due == "2026-03-13T17:00")
    try play.ok("03-02 16:20", "sign", "\"by\":\"价监科\"")
    try play.no("03-02 16:30", "request-return", "\"by\":\"价监科\"," + ask, "南昌规则第八条（三）")
  }

  @Test("N8(4) — one extension, a working day before, at most the first limit, by the lead")
  func extending() throws {
    let play = try signed()
    let ask = "\"reason\":\"复杂\",\"signed_by\":\"分管领导\""
    try play.no("03-10 10:00", "request-extension", "\"by\":\"广告科\"," + ask, "南昌规则第八条（四）")
    try play.no(
      "03-10 10:01", "request-extension", "\"by\":\"网监科\"," + ask + ",\"days\":10", "南昌规则第八条（四）")
    try play.no("03-13 09:00", "request-extension", "\"by\":\"网监科\"," + ask, "南昌规则第八条（四）")
    let other = try signed()
    try other.ok("03-12 16:00", "request-extension", "\"by\":\"网监科\"," + ask + ",\"days\":9")
    let granted = try other.ok("03-12 17:00", "approve-extension")
    #expect(granted.due?.hasPrefix("2026-03-26") == true)
    try other.no("03-13 09:00", "request-extension", "\"by\":\"网监科\"," + ask, "南昌规则第八条（四）")
  }

  @Test("N8(5) — reminded on the day before the limit while no reply is in, once")
  func reminder() throws {
    let play = try signed()
    #expect(try play.ok("03-11 16:00", "tick").events == [])
    let reminded = try play.ok("03-12 09:00", "tick")
    #expect(reminded.events == ["reminded"] && reminded.sources == ["南昌规则第八条（五）"])
    #expect(try play.ok("03-12 10:00", "tick").events == [])
    let twice = try play.ok("03-12 11:00", "urge")
    #expect(twice.events?.contains("supervision-due") == true)
    #expect(twice.sources?.contains("南昌规则第八条（六）3") == true)
  }

  @Test("N18 — at most about 400 characters, four parts, the handler's name, post and phone")
  func reply() throws {
    let play = try signed()
    try play.no("03-03 09:00", "reply", "\"by\":\"网监科\",\"text\":\"已办结\"", "南昌规则第十八条（二）")
    let long = String(repeating: "查", count: 401)
    try play.no("03-03 09:01", "reply", "\"by\":\"网监科\",\"text\":\"\(long)\"", "南昌规则第十八条（一）")
    try play.no("03-03 09:02", "reply", "\"by\":\"广告科\",\"text\":\"经查\"", "南昌规则第八条（四）")
    #expect(try play.ok("03-03 10:00", "reply", Self.result).state == "replied")
    #expect(
      try play.ok("03-03 11:00", "approve-completion").sources?.contains("南昌规则第八条（七）") == true)
  }

  @Test("N18(2) — parts as an object are as good as a text, without the handler they are not")
  func parts() throws {
    for names in [
      ["调查情况", "处理情况", "沟通反馈情况", "经办人情况"], ["调查", "处理", "反馈", "经办人"],
      ["investigation", "handling", "feedback", "handler"],
    ] {
      let play = try signed()
      let three = names.dropLast().map { "\"\($0)\":\"属实\"" }.joined(separator: ",")
      let body = "\"by\":\"网监科\",\"text\":\"见各部分\",\"parts\":{" + three
      try play.no("03-03 09:00", "reply", body + "}", "南昌规则第十八条（二）")
      try play.ok("03-03 10:00", "reply", body + ",\"\(names[3])\":{\"姓名\":\"李四\"}}")
    }
  }

  @Test("N18(4)(6) — who approves depends on the basis, the channel and the kind of unit")
  func approvals() throws {
    let play = try signed(more: "\"basis\":false")
    try play.no("03-03 09:00", "reply", Self.result, "南昌规则第十八条（四）")
    try play.ok("03-03 09:01", "reply", Self.result + ",\"approved_by\":\"科室分管领导\"")
    let special = try signed(channel: "市委书记留言板")
    try special.no(
      "03-03 09:00", "reply", Self.result + ",\"approved_by\":\"科室分管领导\"", "南昌规则第十八条（六）")
    try special.ok("03-03 09:01", "reply", Self.result + ",\"approved_by\":\"市局主要领导\"")
  }

  @Test("N18(6) — only what that channel hands over by official document needs the bureau's head")
  func officialDocument() throws {
    let approved = Self.result + ",\"approved_by\":\"科室分管领导\""
    let ordinary = try signed(channel: "省委民声通道")
    try ordinary.ok("03-03 09:00", "reply", approved)
    let document = try signed(channel: "省委民声通道公文交办")
    try document.no("03-03 09:00", "reply", approved, "南昌规则第十八条（六）")
    try document.ok("03-03 09:01", "reply", Self.result + ",\"approved_by\":\"市局主要领导\"")
  }

  @Test(
    "N18(5) — sent back for redo the leader approves; the third bad callback asks for a statement")
  func redo() throws {
    let play = try signed()
    try play.ok("03-03 10:00", "reply", Self.result)
    for day in ["03-04", "03-05", "03-06"] {
      try play.ok("\(day) 11:00", "callback", "\"outcome\":\"reached\"")
      try play.ok("\(day) 11:01", "rate", "\"value\":\"不满意\"")
      #expect(try play.ok("\(day) 11:02", "redo", "\"by\":\"网监科\"").state == "redo")
      if day == "03-04" { try play.no("\(day) 12:00", "reply", Self.result, "南昌规则第十八条（五）") }
      let approved = Self.result + ",\"approved_by\":\"科室分管领导\""
      if day == "03-06" {
        try play.no("\(day) 15:00", "reply", approved, "南昌规则第十八条（五）")
        try play.ok("\(day) 15:01", "statement", "\"by\":\"网监科\",\"text\":\"履职情况如下\"")
      }
      try play.ok("\(day) 16:00", "reply", approved)
    }
  }

  @Test("N9 — an emergency is not turned away for a missing signature")
  func emergency() throws {
    let play = try Play("nanchang-msa")
    try play.receive("举报", more: "\"urgent\":true")
    try play.ok("03-02 09:05", "predispatch", "\"unit\":\"食品科\"")
    try play.no(
      "03-02 09:10", "refuse-predispatch",
      "\"unit\":\"食品科\",\"reason\":\"领导未签批\",\"signed_by\":\"单位负责人\"", "南昌规则第九条")
    try play.ok("03-02 09:20", "dispatch", "\"lead\":\"食品科\"," + Self.due)
  }

  @Test("N8(8) — files are kept three years")
  func retention() throws {
    let play = try signed()
    try play.ok("03-03 10:00", "reply", Self.result)
    try play.ok("03-03 11:00", "approve-completion")
    #expect(try play.ok("03-04 10:00", "archive").date("retention")?.hasPrefix("2029-03-0") == true)
  }
}

struct NanchangIntakeTests {
  @Test("N10 — a request under one of the fourteen entries goes back with the entry")
  func exclusion() throws {
    let play = try Play("nanchang-msa")
    try play.receive("举报")
    let answer = try play.ok("03-02 09:10", "exclude", "\"entry\":\"第十条（十二）\",\"tell\":\"请用实名号码\"")
    #expect(answer.sources?.contains("南昌规则第十条（十二）") == true)
  }

  @Test("N8(6) — sent back by the platform twice is a matter for supervision")
  func sentBack() throws {
    let play = try Play("nanchang-msa")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", NanchangTests.office + "," + NanchangTests.due)
    try play.ok("03-02 11:00", "sign", "\"by\":\"网监科\"")
    try play.ok("03-03 10:00", "reply", NanchangTests.result)
    try play.ok("03-03 11:00", "reject-completion", "\"reason\":\"答非所问\"")
    try play.no("03-03 12:00", "reply", NanchangTests.result, "南昌规则第十八条（五）")
    try play.ok("03-03 12:01", "reply", NanchangTests.result + ",\"approved_by\":\"网监科分管领导\"")
    let again = try play.ok("03-03 13:00", "reject-completion", "\"reason\":\"漏答\"")
    #expect(again.events?.contains("supervision-due") == true)
    #expect(again.sources?.contains("南昌规则第八条（六）4") == true)
    #expect(again.sources?.contains("南昌规则第二十条（三）") == true)
  }
}
