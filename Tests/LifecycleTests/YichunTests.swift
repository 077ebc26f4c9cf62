import Testing

struct YichunTests {
  @Test(
    "Y14 — limits count working days from dispatch",
    arguments: [
      ("咨询", "", "2026-03-04T17:30"), ("求助", "", "2026-03-09T17:30"),
      ("意见建议", "", "2026-03-09T17:30"), ("投诉", "", "2026-03-16T17:30"),
      ("举报", "", "2026-03-16T17:30"),
      ("投诉", "\"prior\":2,\"difficult\":true", "2026-03-23T17:30"),
      ("投诉", "\"prior\":1,\"difficult\":true", "2026-03-16T17:30"),
      ("投诉", "\"prior\":5", "2026-03-16T17:30"),
    ])
  func limits(type: String, more: String, due: String) throws {
    let play = try Play("yichun")
    try play.receive(type, more: more)
    let answer = try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    #expect(answer.state == "dispatched" && answer.due == due)
    #expect(answer.sources?.contains("宜春办法第十四条") == true)
    #expect(answer.date("sign") == "2026-03-03T17:30")
    #expect(answer.events?.contains("caller-told-receipt") == true)
  }

  @Test("Y14 — a limit set by law prevails, shorter or longer")
  func lawLimit() throws {
    for (limit, due) in [("3 working days", "2026-03-05T17:30"), ("15个工作日", "2026-03-23T17:30")] {
      let play = try Play("yichun")
      try play.receive("投诉")
      let answer = try play.ok(
        "03-02 10:00", "dispatch", "\"lead\":\"市水务局\",\"limit\":\"\(limit)\"")
      #expect(answer.due == due)
    }
  }

  @Test("Y14 — an instant answer closes the ticket with the article")
  func answer() throws {
    let play = try Play("yichun")
    try play.receive("咨询")
    let answer = try play.ok("03-02 09:05", "answer", "\"article\":\"社保卡补办\"")
    #expect(answer.state == "answered" && answer.due_at == nil)
    #expect(answer.sources?.contains("宜春办法第十四条") == true)
    try play.ok("03-02 09:06", "callback", "\"outcome\":\"reached\"")
    #expect(try play.ok("03-02 09:07", "archive").state == "archived")
  }

  @Test("Y13 — a return needs a signature, a basis or a unit, and one working day")
  func returning() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    let reason = "\"by\":\"市水务局\",\"reason\":\"不属本部门职责\""
    try play.no("03-02 11:00", "request-return", reason + ",\"basis\":\"三定方案\"", "宜春办法第十三条（三）")
    try play.ok("03-03 09:00", "sign", "\"by\":\"市水务局\"")
    try play.no("03-03 10:00", "request-return", reason, "宜春办法第十三条（三）")
    #expect(
      try play.ok("03-04 17:00", "request-return", reason + ",\"suggest\":\"市住建局\"").state
        == "returning")
    #expect(try play.ok("03-05 09:00", "approve-return").state == "reassigning")
    let sent = try play.ok("03-05 10:00", "dispatch", "\"lead\":\"市住建局\"")
    #expect(sent.due == "2026-03-12T17:30")
    try play.ok("03-05 11:00", "sign", "\"by\":\"市住建局\"")
    try play.no(
      "03-09 09:00", "request-return",
      "\"by\":\"市住建局\",\"reason\":\"不属\",\"basis\":\"三定方案\"", "宜春办法第十三条（三）")
  }

  @Test("Y13 — the centre may refuse the request instead of dispatching it again")
  func returnedThenExcluded() throws {
    let play = try Play("yichun")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    try play.ok(
      "03-02 12:00", "request-return", "\"by\":\"市水务局\",\"reason\":\"已诉讼\",\"basis\":\"受理通知书\"")
    try play.ok("03-02 15:00", "approve-return")
    let answer = try play.ok(
      "03-02 16:00", "exclude", "\"entry\":\"第十一条（三）\",\"tell\":\"请通过法院解决\"")
    #expect(answer.state == "excluded")
    #expect(answer.sources?.contains("宜春办法第十一条（三）") == true)
  }

  @Test("Y16 — one extension before expiry, at most the first limit, from the old due day")
  func extending() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    let ask = "\"by\":\"市水务局\",\"reason\":\"情况复杂\""
    try play.no("03-09 10:00", "request-extension", ask + ",\"days\":6", "宜春办法第十六条")
    #expect(
      try play.ok("03-09 17:30", "request-extension", ask + ",\"days\":5").state == "extending")
    let granted = try play.ok("03-10 09:00", "approve-extension")
    #expect(granted.due == "2026-03-16T17:30" && granted.state == "handling")
    try play.no("03-11 09:00", "request-extension", ask + ",\"days\":1", "宜春办法第十六条")
  }

  @Test("Y16 — after expiry there is no extension")
  func tooLate() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    try play.no(
      "03-09 17:31", "request-extension", "\"by\":\"市水务局\",\"reason\":\"情况复杂\"", "宜春办法第十六条")
  }

  @Test("Y34 — yellow with one working day left, red when overdue")
  func cards() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    #expect(try play.ok("03-06 10:00", "tick").card == "none")
    let yellow = try play.ok("03-09 10:00", "tick")
    #expect(yellow.card == "yellow" && yellow.events?.contains("card-yellow") == true)
    #expect(yellow.sources?.contains("宜春办法第三十四条（二）") == true)
    #expect(try play.ok("03-09 11:00", "tick").events == [])
    let red = try play.ok("03-10 09:00", "tick")
    #expect(red.card == "red" && red.events?.contains("card-red") == true)
  }

  @Test("Y34 — red when not signed within one working day")
  func unsigned() throws {
    let play = try Play("yichun")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    #expect(try play.ok("03-03 17:30", "tick").card == "none")
    let red = try play.ok("03-04 09:00", "tick")
    #expect(red.card == "red" && red.events?.contains("sign-overdue") == true)
    #expect(try play.ok("03-04 10:00", "sign", "\"by\":\"市水务局\"").card == "none")
  }

  @Test("Y13 — dissatisfied at the unit's fault is done again, then supervised")
  func redo() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    try play.ok("03-03 10:00", "reply", "\"by\":\"市水务局\",\"text\":\"已修复\"")
    #expect(try play.ok("03-03 11:00", "approve-completion").state == "completed")
    try play.no("03-03 12:00", "archive", "", "宜春办法第十三条（七）")
    try play.ok("03-04 09:00", "callback", "\"outcome\":\"reached\"")
    try play.ok("03-04 09:01", "rate", "\"value\":\"不满意\",\"fault\":\"unit\"")
    try play.no("03-04 09:02", "archive", "", "宜春办法第十三条（七）")
    let again = try play.ok("03-04 10:00", "redo", "\"by\":\"市水务局\"")
    #expect(again.state == "redo" && again.due == "2026-03-11T17:30")
    try play.ok("03-05 10:00", "reply", "\"by\":\"市水务局\",\"text\":\"再次修复\"")
    try play.ok("03-05 11:00", "approve-completion")
    try play.ok("03-06 09:00", "callback", "\"outcome\":\"reached\"")
    let rated = try play.ok("03-06 09:01", "rate", "\"value\":\"非常不满意\",\"fault\":\"unit\"")
    #expect(rated.state == "supervised")
    #expect(rated.sources?.contains("宜春办法第十三条（七）") == true)
    try play.no("03-06 10:00", "redo", "\"by\":\"市水务局\"", "宜春办法第十三条（七）")
    #expect(try play.ok("03-06 11:00", "resolve-supervision").state == "callback")
    #expect(try play.ok("03-06 12:00", "archive").state == "archived")
  }

  @Test("Y32 — an unadopted suggestion does not count and is not done again")
  func notCounted() throws {
    let play = try Play("yichun")
    try play.receive("意见建议")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    try play.ok("03-03 10:00", "reply", "\"by\":\"市水务局\",\"text\":\"暂不具备条件\"")
    try play.ok("03-03 11:00", "callback", "\"outcome\":\"reached\"")
    let rated = try play.ok("03-03 11:01", "rate", "\"value\":\"不满意\",\"excluded\":\"建议未被采纳\"")
    #expect(rated.sources?.contains("宜春办法第三十二条（一）") == true)
    try play.no("03-03 12:00", "redo", "\"by\":\"市水务局\"", "宜春办法第三十二条（一）")
    #expect(try play.ok("03-03 13:00", "archive").state == "archived")
  }

  @Test("Y15 — an emergency is handed on within two hours by the clock")
  func emergency() throws {
    let play = try Play("yichun")
    try play.receive("求助", at: "03-07 22:00", more: "\"urgent\":true")
    #expect(try play.ok("03-07 22:30", "tick").date("handover") == "2026-03-08T00:00")
    #expect(try play.ok("03-08 00:01", "tick").events == ["handover-overdue"])
  }

  @Test("Y6 — files are kept two years, recordings three")
  func retention() throws {
    let play = try Play("yichun")
    try play.receive("咨询")
    try play.ok("03-02 09:05", "answer", "\"article\":\"社保卡补办\"")
    try play.ok("03-02 09:06", "callback", "\"outcome\":\"reached\"")
    let filed = try play.ok("03-02 10:00", "archive")
    #expect(filed.date("retention")?.hasPrefix("2028-03-02") == true)
    #expect(filed.date("retention-recordings")?.hasPrefix("2029-03-02") == true)
    for command in ["urge", "withdraw", "sign"] {
      let fields = command == "sign" ? "\"by\":\"市水务局\"" : "\"by\":\"caller\""
      #expect(try !play.at("03-03 09:00", command, fields).ok)
    }
  }
}

struct YichunRecordTests {
  @Test("Y13 — a supervised ticket is not archived before supervision ends")
  func supervised() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    #expect(try play.ok("03-02 12:00", "supervise", "\"reason\":\"久拖不办\"").state == "supervised")
    #expect(
      try play.ok("03-03 10:00", "contact", "\"by\":\"市水务局\",\"outcome\":\"reached\"").state
        == "supervised")
    #expect(
      try play.ok("03-03 11:00", "reply", "\"by\":\"市水务局\",\"text\":\"已修复\"").state
        == "supervised")
    try play.ok("03-03 12:00", "approve-completion")
    let called = try play.ok("03-04 09:00", "callback", "\"outcome\":\"reached\"")
    #expect(called.state == "supervised")
    #expect(try play.ok("03-04 09:30", "supervise", "\"reason\":\"敷衍\"").state == "supervised")
    try play.no("03-04 10:00", "archive", "", "宜春办法第十三条（五）")
    #expect(try play.ok("03-04 11:00", "resolve-supervision").state == "callback")
    #expect(try play.ok("03-04 12:00", "archive").state == "archived")
  }

  @Test("a limit explains itself step by step with its articles")
  func explained() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    try play.ok("03-03 10:00", "request-extension", "\"by\":\"市水务局\",\"reason\":\"难\",\"days\":2")
    try play.ok("03-03 11:00", "approve-extension")
    let ticket = try #require(play.replay.current)
    let steps = try Bench.machine("yichun").limitSteps(of: ticket)
    #expect(steps.last?.to == ticket.due && steps.last?.what == "延期2个工作日")
    #expect(steps.contains { $0.source == "宜春办法第十四条" })
  }

  @Test("Y36 — two reminders and still overdue is noted with the article")
  func accountability() throws {
    let play = try Play("yichun")
    try play.receive("咨询")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    try play.ok("03-03 10:00", "urge")
    try play.ok("03-04 10:00", "urge")
    let late = try play.ok("03-05 09:00", "tick")
    #expect(late.events?.contains("accountability-noted") == true)
    #expect(late.sources?.contains("宜春办法第三十六条（一）") == true)
  }
}

struct YichunIntakeTests {
  @Test("Y11 Y12 — a refused request keeps the entry and what the caller was told")
  func exclusion() throws {
    let play = try Play("yichun")
    try play.receive("投诉")
    #expect(try !play.at("03-02 09:10", "exclude", "\"entry\":\"第十一条（二）\"").ok)
    try play.no("03-02 09:11", "exclude", "\"entry\":\"第十一条（九）\",\"tell\":\"不属\"", "宜春办法第十一条")
    let answer = try play.ok(
      "03-02 09:12", "exclude", "\"entry\":\"宜春办法第十一条（二）\",\"tell\":\"请向监委\"")
    #expect(answer.sources?.contains("宜春办法第十一条（二）") == true && answer.state == "excluded")
    try play.no("03-02 09:13", "dispatch", "\"lead\":\"市水务局\"", "宜春办法第十三条（二）")
  }

  @Test("Y22 — co-handlers sign their part; only the lead returns, extends and replies")
  func lead() throws {
    let play = try Play("yichun")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\",\"co\":[\"市住建局\"]")
    #expect(try play.ok("03-02 10:30", "sign", "\"by\":\"市住建局\"").state == "dispatched")
    #expect(try !play.at("03-02 10:31", "sign", "\"by\":\"市教育局\"").ok)
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    let by = "\"by\":\"市住建局\""
    try play.no(
      "03-02 12:00", "request-return", by + ",\"reason\":\"不属\",\"basis\":\"三定\"", "宜春办法第二十二条")
    try play.no("03-02 12:01", "request-extension", by + ",\"reason\":\"难\"", "宜春办法第二十二条")
    try play.no("03-02 12:02", "reply", by + ",\"text\":\"已办\"", "宜春办法第二十二条")
    try play.no("03-02 12:03", "contact", by + ",\"outcome\":\"reached\"", "宜春办法第二十二条")
  }

  @Test("Y14 — limits pass over the National Day holiday and count the make-up days")
  func holiday() throws {
    let play = try Play("yichun")
    try play.receive("求助", at: "09-29 09:00")
    let sent = try play.ok("09-29 10:00", "dispatch", "\"lead\":\"市水务局\"")
    // 2026: off from 1 to 7 October; Sunday 20 September and Saturday 10 October are worked.
    #expect(sent.due == "2026-10-12T17:30")
  }
}
