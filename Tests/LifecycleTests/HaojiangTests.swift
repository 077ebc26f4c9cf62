import Testing

struct HaojiangTests {
  private func dispatched(_ type: String, more: String = "") throws -> Play {
    let play = try Play("haojiang")
    try play.receive(type, more: more)
    let answer = try play.ok("03-02 10:00", "dispatch", "\"lead\":\"区水务局\"")
    #expect(answer.state == "dispatched" && answer.due_at == nil)
    return play
  }

  private func accepted(_ type: String) throws -> Play {
    let play = try dispatched(type)
    try play.ok("03-03 09:00", "sign", "\"by\":\"区水务局\"")
    return play
  }

  static let result =
    "\"by\":\"区水务局\",\"text\":\"经查属实，已采取措施修复。依据《城市供水条例》办理；不服的可以申请行政复议。\""

  @Test(
    "H三(四) — limits count from the confirmed acceptance",
    arguments: [
      ("咨询", "2026-03-04T17:30"), ("意见建议", "2026-03-05T17:30"),
      ("求助", "2026-03-06T17:30"), ("投诉", "2026-03-12T17:30"), ("举报", "2026-03-12T17:30"),
    ])
  func limits(type: String, due: String) throws {
    let play = try dispatched(type)
    let answer = try play.ok("03-03 09:00", "sign", "\"by\":\"区水务局\"")
    #expect(answer.state == "signed" && answer.due == due)
    #expect(answer.date("contact") == "2026-03-04T17:30")
  }

  @Test("H三(四)5 — a law's limit counts only when it is shorter")
  func lawLimit() throws {
    for (limit, due) in [("2个工作日", "2026-03-05T17:30"), ("15个工作日", "2026-03-06T17:30")] {
      let play = try Play("haojiang")
      try play.receive("求助")
      try play.ok("03-02 10:00", "dispatch", "\"lead\":\"区水务局\",\"limit\":\"\(limit)\"")
      #expect(try play.ok("03-03 09:00", "sign", "\"by\":\"区水务局\"").due == due)
    }
  }

  @Test("H三(一) — silence for one working day counts as acceptance, however late the tick")
  func silence() throws {
    let play = try dispatched("求助")
    #expect(try play.ok("03-03 17:30", "tick").state == "dispatched")
    let late = try play.ok("03-05 08:00", "tick")
    #expect(late.state == "signed" && late.due == "2026-03-06T17:30")
    #expect(late.events?.contains("deemed-accepted") == true)
    #expect(late.sources?.contains("濠江制度三（一）") == true)
  }

  @Test("H三(一) — after acceptance there is no return, the unit leads")
  func noReturnAfterAcceptance() throws {
    let play = try accepted("求助")
    try play.no(
      "03-03 10:00", "request-return",
      "\"by\":\"区水务局\",\"reason\":\"不属\",\"basis\":\"三定\",\"suggest\":\"区住建局\",\"signed_by\":\"分管领导\"",
      "濠江制度三（一）")
  }

  @Test("H三(二) — a return needs reason, basis, unit and signature within one working day")
  func returnPapers() throws {
    let play = try dispatched("求助")
    let bare = "\"by\":\"区水务局\",\"reason\":\"不属\""
    let answer = try play.no("03-02 11:00", "request-return", bare, "濠江制度三（二）")
    #expect(answer.refused?.count == 2)
    try play.no(
      "03-02 11:30", "request-return",
      bare + ",\"basis\":\"三定\",\"suggest\":\"区住建局\",\"signed_by\":\"经办人\"", "濠江制度三（二）")
    let full = bare + ",\"basis\":\"三定\",\"suggest\":\"区住建局\",\"signed_by\":\"区水务局分管领导\""
    #expect(try play.ok("03-03 17:00", "request-return", full).state == "returning")
    let sent = try play.ok("03-04 09:00", "approve-return", "\"lead\":\"区住建局\"")
    #expect(sent.state == "dispatched" && sent.date("sign") == "2026-03-05T17:30")
    #expect(sent.sources?.contains("濠江制度三（二）") == true)
  }

  @Test("H三(二) — an authorised colleague in charge signs a return as well as the leader does")
  func returnAuthorised() throws {
    let paper =
      "\"by\":\"区水务局\",\"reason\":\"不属\",\"basis\":\"三定\",\"suggest\":\"区住建局\",\"signed_by\":"
    for title in ["经授权的有关负责同志", "区水务局经授权的有关负责同志", "主要领导"] {
      let play = try dispatched("求助")
      let answer = try play.ok("03-02 11:00", "request-return", paper + "\"\(title)\"")
      #expect(answer.state == "returning")
    }
    for title in ["有关负责同志", "科长", "经办人"] {
      let play = try dispatched("求助")
      try play.no("03-02 11:00", "request-return", paper + "\"\(title)\"", "濠江制度三（二）")
    }
  }

  @Test("H三(五) — a limit too short for the notice of an extension offers none")
  func extensionTooLate() throws {
    let play = try Play("haojiang")
    try play.receive("求助")
    try play.ok("03-02 15:00", "dispatch", "\"lead\":\"区水务局\",\"limit\":\"半个工作日\"")
    let signed = try play.ok("03-02 15:05", "sign", "\"by\":\"区水务局\"")
    #expect(signed.date("extension") == nil)
  }

  @Test("H三(二) — refused, the limit for accepting counts from the first receipt")
  func returnRefused() throws {
    let play = try dispatched("求助")
    try play.ok(
      "03-02 15:00", "request-return",
      "\"by\":\"区水务局\",\"reason\":\"不属\",\"basis\":\"三定\",\"suggest\":\"区住建局\",\"signed_by\":\"分管领导\""
    )
    let answer = try play.ok("03-04 09:00", "refuse-return")
    #expect(answer.state == "signed" && answer.due == "2026-03-06T17:30")
    #expect(answer.events?.contains("deemed-accepted") == true)
  }

  @Test("H三(三) — a disputed ticket counts from the unit's first receipt")
  func dispute() throws {
    let play = try dispatched("求助")
    try play.ok(
      "03-02 15:00", "request-return",
      "\"by\":\"区水务局\",\"reason\":\"争议\",\"basis\":\"三定\",\"suggest\":\"区住建局\",\"signed_by\":\"分管领导\""
    )
    let fixed = try play.ok("03-03 09:00", "fix-unit", "\"lead\":\"区水务局\",\"by\":\"区分管领导\"")
    #expect(fixed.state == "dispatched" && fixed.date("sign") == "2026-03-03T17:30")
    try play.no(
      "03-03 10:00", "request-return",
      "\"by\":\"区水务局\",\"reason\":\"争议\",\"basis\":\"三定\",\"suggest\":\"区住建局\",\"signed_by\":\"分管领导\"",
      "濠江制度六（五）")
  }

  @Test("H三(五) — an extension a full working day before, with stage and caller told, twice")
  func extending() throws {
    let play = try accepted("求助")
    let ask = "\"by\":\"区水务局\",\"reason\":\"材料未到\""
    try play.no("03-05 10:00", "request-extension", ask, "濠江制度三（五）")
    let full = ask + ",\"stage\":\"已勘查，下周施工\",\"told_caller\":true"
    try play.no("03-06 09:00", "request-extension", full, "濠江制度三（五）")
    try play.no("03-05 10:00", "tick", "", "命令格式")
    try play.no("03-06 10:00", "request-extension", full + ",\"days\":2", "濠江制度三（五）")
  }

  @Test("H三(五) — each extension is exactly the first limit; the third is refused")
  func extensionLength() throws {
    let play = try accepted("求助")
    let ask = "\"by\":\"区水务局\",\"reason\":\"材料未到\",\"stage\":\"已勘查\",\"told_caller\":true"
    try play.ok("03-05 17:30", "request-extension", ask)
    #expect(try play.ok("03-06 09:00", "approve-extension").due == "2026-03-11T17:30")
    try play.ok("03-10 09:00", "request-extension", ask + ",\"days\":3")
    #expect(try play.ok("03-10 10:00", "approve-extension").due == "2026-03-16T17:30")
    try play.no("03-11 09:00", "request-extension", ask, "濠江制度三（五）")
  }

  @Test("H三(四)6 — new facts restart the limit, 7 force majeure too, not after the result")
  func restart() throws {
    let play = try accepted("求助")
    let more = try play.ok("03-05 10:00", "supplement", "\"text\":\"又有一处\"")
    #expect(more.due == "2026-03-10T17:30" && more.sources?.contains("濠江制度三（四）6") == true)
    let storm = try play.ok("03-06 10:00", "force-majeure", "\"note\":\"台风\"")
    #expect(storm.due == "2026-03-11T17:30")
    try play.ok("03-09 10:00", "reply", Self.result + ",\"contact\":{\"通话记录\":\"03-03 09:10\"}")
    #expect(try play.ok("03-09 11:00", "supplement", "\"text\":\"再补充\"").due == "2026-03-11T17:30")
  }

  @Test("H三(六) — a withdrawal told to the unit goes to the hotline first")
  func withdrawal() throws {
    let play = try accepted("求助")
    try play.no("03-03 10:00", "withdraw", "\"by\":\"unit\"", "濠江制度三（六）")
    #expect(try play.ok("03-03 11:00", "withdraw", "\"by\":\"caller\"").state == "withdrawn")
    #expect(try play.ok("03-03 12:00", "archive").state == "archived")
  }

  @Test("H三(七) — the result states four things and is reviewed; sent back it counts from receipt")
  func completion() throws {
    let play = try accepted("求助")
    try play.no("03-04 09:00", "reply", "\"by\":\"区水务局\",\"text\":\"好的\"", "濠江制度三（七）")
    let replied = try play.ok("03-04 10:00", "reply", Self.result)
    #expect(replied.state == "replied" && replied.date("survey") == "2026-03-05T17:30")
    let back = try play.ok("03-04 11:00", "reject-completion", "\"reason\":\"没有依据\"")
    #expect(back.state == "handling" && back.due == "2026-03-05T17:30")
    #expect(back.sources?.contains("濠江制度三（七）") == true)
    try play.ok(
      "03-05 10:00", "reply",
      "\"by\":\"区水务局\",\"text\":\"见各部分\",\"parts\":{\"事实认定\":\"属实\",\"采取措施\":\"修复\",\"权利救济\":\"复议\",\"政策依据\":\"条例\"}"
    )
    let done = try play.ok("03-05 11:00", "approve-completion")
    #expect(done.state == "completed" && done.due_at == nil)
    #expect(done.date("contact") == "2026-03-06T17:30")
  }

  @Test("H四(三) — tried in two slots within a working day is told to the hotline")
  func contacts() throws {
    let play = try accepted("投诉")
    try play.ok(
      "03-03 10:00", "contact", "\"by\":\"区水务局\",\"outcome\":\"not-reached\",\"slot\":\"上午\"")
    let same = try play.ok(
      "03-03 11:00", "contact", "\"by\":\"区水务局\",\"outcome\":\"not-reached\",\"slot\":\"上午\"")
    #expect(same.date("contact") != nil)
    let other = try play.ok(
      "03-03 15:00", "contact", "\"by\":\"区水务局\",\"outcome\":\"not-reached\",\"slot\":\"下午\"")
    #expect(other.events?.contains("unreachable-told") == true && other.date("contact") == nil)
    #expect(other.sources?.contains("濠江制度四（三）") == true)
  }

  @Test("H四(三) — contact without proof counts as none")
  func proof() throws {
    let play = try accepted("投诉")
    let bare = try play.ok("03-03 10:00", "contact", "\"by\":\"区水务局\",\"outcome\":\"reached\"")
    #expect(bare.date("contact") == "2026-03-04T17:30")
    let proven = try play.ok(
      "03-03 11:00", "contact", "\"by\":\"区水务局\",\"outcome\":\"reached\",\"proof\":\"通话录音\"")
    #expect(proven.date("contact") == nil && proven.state == "signed")
  }

  @Test("H三(八)(九) — done again once, the same limit, no extension; H四(五) ratings are corrected")
  func redo() throws {
    let play = try accepted("求助")
    try play.ok("03-04 10:00", "reply", Self.result)
    try play.ok("03-04 11:00", "approve-completion")
    try play.no("03-04 12:00", "correct-rating", "\"value\":\"满意\",\"reason\":\"按错\"", "濠江制度四（五）")
    try play.ok("03-05 09:00", "rate", "\"value\":\"不满意\"")
    try play.no("03-05 09:01", "rate", "\"value\":\"满意\"", "濠江制度四（五）")
    let again = try play.ok("03-05 10:00", "redo", "\"by\":\"区水务局\"")
    #expect(again.due == "2026-03-10T17:30" && again.sources?.contains("濠江制度三（九）") == true)
    try play.no(
      "03-06 10:00", "request-extension",
      "\"by\":\"区水务局\",\"reason\":\"材料\",\"stage\":\"已查\",\"told_caller\":true", "濠江制度三（九）")
    try play.ok("03-09 10:00", "reply", Self.result)
    try play.ok("03-09 11:00", "approve-completion")
    try play.ok("03-10 09:00", "callback", "\"outcome\":\"reached\"")
    try play.ok("03-10 09:01", "rate", "\"value\":\"不满意\"")
    try play.no("03-10 10:00", "redo", "\"by\":\"区水务局\"", "濠江制度三（九）")
    let right = try play.ok("03-10 11:00", "correct-rating", "\"value\":\"满意\",\"reason\":\"按错\"")
    #expect(right.sources?.contains("濠江制度四（五）") == true)
  }

  @Test("H五 — warning on the last working day, yellow on the first after, red from the second")
  func cards() throws {
    let play = try accepted("求助")
    #expect(try play.ok("03-05 10:00", "tick").card == "none")
    #expect(try play.ok("03-06 10:00", "tick").card == "warning")
    #expect(try play.ok("03-08 10:00", "tick").card == "warning")
    #expect(try play.ok("03-09 09:00", "tick").card == "yellow")
    let red = try play.ok("03-10 09:00", "tick")
    #expect(red.card == "red" && red.sources?.contains("濠江制度五（三）") == true)
    #expect(try play.ok("03-30 09:00", "tick").card == "red")
  }

  @Test("H三(四) — an emergency: on site in two hours, reported within 24, by the clock")
  func emergency() throws {
    let play = try Play("haojiang")
    try play.receive("求助", at: "03-06 20:00", more: "\"urgent\":true")
    let sent = try play.ok("03-06 20:10", "dispatch", "\"lead\":\"区应急局\"")
    #expect(sent.date("on-site") == "2026-03-06T22:10")
    #expect(sent.date("stage-report") == "2026-03-07T20:10")
    let told = try play.ok("03-06 23:00", "progress", "\"by\":\"区应急局\"")
    #expect(
      told.events == ["on-site-overdue", "progress-told"] && told.date("stage-report") == nil)
  }

  @Test("H三(四) — a failed call is not on the spot; a report or a caller reached is")
  func onSite() throws {
    let play = try Play("haojiang")
    try play.receive("求助", at: "03-06 20:00", more: "\"urgent\":true")
    try play.ok("03-06 20:10", "dispatch", "\"lead\":\"区应急局\"")
    let call = "\"by\":\"区应急局\",\"proof\":\"通话记录\",\"outcome\":"
    let failed = try play.ok("03-06 20:20", "contact", call + "\"not-reached\"")
    #expect(failed.date("on-site") == "2026-03-06T22:10")
    let reached = try play.ok("03-06 20:30", "contact", call + "\"reached\"")
    #expect(reached.date("on-site") == nil && reached.date("stage-report") != nil)
  }

  @Test("H二(二) — only an entry of the list excludes")
  func exclusion() throws {
    let play = try Play("haojiang")
    try play.receive("投诉")
    try play.no("03-02 09:10", "exclude", "\"entry\":\"二（二）99\",\"tell\":\"不属\"", "濠江制度二（二）")
    let answer = try play.ok("03-02 09:11", "exclude", "\"entry\":\"二（二）4\",\"tell\":\"请拨110\"")
    #expect(answer.state == "excluded" && answer.sources?.contains("濠江制度二（二）4") == true)
  }
}
