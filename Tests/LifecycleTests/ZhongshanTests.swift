import Testing

struct ZhongshanTests {
  private func dispatched() throws -> Play {
    let play = try Play("zhongshan")
    try play.receive("投诉")
    let sent = try play.ok(
      "03-02 10:00", "dispatch",
      "\"lead\":\"市水务局\",\"co\":[\"东区街道办事处\"],\"limit\":\"5 working days\"")
    #expect(sent.due == "2026-03-09T17:30" && sent.sources?.contains("中山办法第十五条") == true)
    return play
  }

  @Test("Z17 — a return needs reason and basis; approved, the limit counts from the new dispatch")
  func returnApproved() throws {
    let play = try dispatched()
    try play.no(
      "03-03 09:00", "request-return", "\"by\":\"市水务局\",\"reason\":\"不属\"", "中山办法第十七条")
    try play.ok(
      "03-03 09:01", "request-return", "\"by\":\"市水务局\",\"reason\":\"不属\",\"basis\":\"三定\"")
    let sent = try play.ok("03-04 10:00", "approve-return", "\"lead\":\"市住房城乡建设局\"")
    #expect(sent.due == "2026-03-11T17:30" && sent.sources?.contains("中山办法第十七条") == true)
  }

  @Test("Z17 — refused, the limit counts from first receipt without the days of the review")
  func returnRefused() throws {
    let play = try dispatched()
    try play.ok(
      "03-03 09:00", "request-return", "\"by\":\"市水务局\",\"reason\":\"不属\",\"basis\":\"三定\"")
    let kept = try play.ok("03-05 10:00", "refuse-return")
    #expect(kept.due == "2026-03-11T17:30" && kept.sources?.contains("中山办法第十七条") == true)
  }

  @Test("Z17 — a unit fixed by coordination cannot ask to return again")
  func fixed() throws {
    let play = try dispatched()
    let ask = "\"by\":\"市水务局\",\"reason\":\"不属\",\"basis\":\"三定\""
    try play.ok("03-03 09:00", "request-return", ask)
    try play.ok("03-03 10:00", "fix-unit", "\"lead\":\"市水务局\",\"by\":\"接诉即办协商会议\"")
    try play.no("03-03 11:00", "request-return", ask, "中山办法第十七条")
  }

  @Test("Z18 Z19 — an extension needs a reason; the caller is told")
  func extending() throws {
    let play = try dispatched()
    try play.ok(
      "03-04 09:00", "request-extension", "\"by\":\"市水务局\",\"reason\":\"客观原因\",\"days\":8")
    let granted = try play.ok("03-04 10:00", "approve-extension")
    #expect(granted.due == "2026-03-19T17:30")
    #expect(granted.events?.contains("caller-told-extension") == true)
    #expect(granted.sources?.contains("中山办法第十九条") == true)
    try play.ok(
      "03-05 09:00", "request-extension", "\"by\":\"市水务局\",\"reason\":\"客观原因\",\"days\":1")
    #expect(try play.ok("03-05 10:00", "refuse-extension").due == "2026-03-19T17:30")
  }

  @Test("Z16 — the lead alone answers")
  func lead() throws {
    let play = try dispatched()
    try play.no("03-03 09:00", "reply", "\"by\":\"东区街道办事处\",\"text\":\"已办\"", "中山办法第十六条")
  }

  @Test("Z6 — a village or neighbourhood committee does not handle as the one responsible")
  func committee() throws {
    let play = try dispatched()
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    try play.no(
      "03-03 09:00", "assign-inner", "\"by\":\"市水务局\",\"to\":\"花苑社区居民委员会\"", "中山办法第六条")
    #expect(
      try play.ok("03-03 09:01", "assign-inner", "\"by\":\"市水务局\",\"to\":\"供水科\"").state
        == "handling")
  }

  @Test("Z21 Z22 — a long matter names measures and an end; sent back it counts from receipt")
  func completion() throws {
    let play = try dispatched()
    try play.no(
      "03-03 09:00", "reply", "\"by\":\"市水务局\",\"text\":\"该事项需长期推进\"", "中山办法第二十一条（二）")
    try play.ok("03-03 10:00", "reply", "\"by\":\"市水务局\",\"text\":\"已修复\"")
    try play.no("03-03 10:30", "callback", "\"outcome\":\"reached\"", "中山办法第二十三条")
    let back = try play.ok("03-04 10:00", "reject-completion", "\"reason\":\"漏答\"")
    #expect(back.due == "2026-03-09T17:30" && back.sources?.contains("中山办法第二十二条") == true)
    try play.ok("03-04 11:00", "reply", "\"by\":\"市水务局\",\"text\":\"已修复，逐项答复\"")
    #expect(try play.ok("03-04 12:00", "approve-completion").state == "completed")
    try play.no("03-04 13:00", "archive", "", "中山办法第二十三条")
    #expect(try play.ok("03-05 13:00", "callback", "\"outcome\":\"reached\"").state == "callback")
    #expect(try play.ok("03-05 13:10", "archive").state == "archived")
  }

  @Test("Z15 — an instant answer, Z13 — the four classes")
  func intake() throws {
    let play = try Play("zhongshan")
    try play.receive("咨询")
    let answer = try play.ok("03-02 09:01", "answer", "\"article\":\"户口迁移\"")
    #expect(answer.sources?.contains("中山办法第十五条") == true)
    let other = try Play("zhongshan")
    try other.receive("举报")
    let out = try other.ok("03-02 09:01", "exclude", "\"entry\":\"第十三条(二)\",\"tell\":\"请向法院\"")
    #expect(out.sources?.contains("中山办法第十三条（二）") == true)
  }
}

struct ZhongshanReviewTests {
  @Test("Z17 — refused within the day nothing is left out, and the unit goes on handling")
  func sameDay() throws {
    let play = try Play("zhongshan")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\",\"limit\":\"5个工作日\"")
    try play.ok(
      "03-03 09:00", "request-return", "\"by\":\"市水务局\",\"reason\":\"不属\",\"basis\":\"三定\"")
    let kept = try play.ok("03-03 16:00", "refuse-return")
    #expect(kept.due == "2026-03-09T17:30" && kept.state == "handling")
  }

  @Test("Z15 — make-up working days count, holidays do not")
  func calendar() throws {
    let play = try Play("zhongshan")
    try play.receive("投诉", at: "02-12 09:00")
    let sent = try play.ok("02-12 10:00", "dispatch", "\"lead\":\"市水务局\",\"limit\":\"3个工作日\"")
    // Spring Festival 2026: off from 15 to 23 February, Saturday 14 and Saturday 28 worked.
    #expect(sent.due == "2026-02-24T17:30")
  }
}

struct ZhongshanDutyTests {
  @Test("Z25 — a sign of an emergency is noted to be reported upward at once")
  func emergency() throws {
    let play = try Play("zhongshan")
    let answer = try play.at(
      "03-02 09:00", "receive",
      "\"type\":\"求助\",\"text\":\"燃气泄漏\",\"caller\":\"王\",\"channel\":\"电话\",\"urgent\":true")
    #expect(answer.events?.contains("emergency-noted") == true)
    #expect(answer.sources?.contains("中山办法第二十五条") == true)
  }

  @Test("Z20 Z38 — the unit contacts the caller; poor handling is supervised")
  func duties() throws {
    let play = try Play("zhongshan")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\",\"limit\":\"5个工作日\"")
    let told = try play.ok("03-02 11:00", "contact", "\"by\":\"市水务局\",\"outcome\":\"reached\"")
    #expect(told.sources?.contains("中山办法第二十条（一）") == true)
    let answer = try play.ok("03-03 11:00", "supervise", "\"reason\":\"推诿扯皮\"")
    #expect(answer.state == "supervised" && answer.sources?.contains("中山办法第三十八条") == true)
  }
}
