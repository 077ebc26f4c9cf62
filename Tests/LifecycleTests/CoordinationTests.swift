import Lifecycle
import Testing

struct CoordinationTests {
  private func haojiang(_ type: String = "求助") throws -> Play {
    let play = try Play("haojiang")
    try play.receive(type)
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"区水务局\"")
    return play
  }

  @Test("H三(三) — a dispute gives half a working day for evidence, and silence does not count")
  func dispute() throws {
    let play = try haojiang()
    let raised = try play.ok("03-02 15:00", "dispute", "\"by\":\"区水务局\"")
    #expect(raised.events == ["dispute-raised"] && raised.state == "dispatched")
    #expect(raised.date("evidence") == "2026-03-03T12:00" && raised.date("sign") == nil)
    #expect(raised.sources?.contains("濠江制度三（三）") == true)
    try play.no("03-02 15:10", "dispute", "\"by\":\"区水务局\"", "濠江制度三（三）")
    #expect(try play.ok("03-02 17:30", "tick").events?.isEmpty == true)
    #expect(try play.ok("03-03 12:00", "tick").events?.isEmpty == true)
    #expect(try play.ok("03-03 12:01", "tick").events == ["evidence-overdue"])
    // The day for confirming ends at 17:30; a unit in dispute has not been silent.
    #expect(try play.ok("03-04 09:00", "tick").state == "dispatched")
  }

  @Test("H三(三) — evidence of every unit concerned ends the wait; the leader fixes the unit")
  func evidence() throws {
    let play = try haojiang()
    let raised = try play.ok("03-02 10:30", "dispute", "\"by\":\"区住建局\",\"evidence\":\"三定规定\"")
    #expect(raised.events == ["dispute-raised", "evidence-given"])
    #expect(raised.date("evidence") == "2026-03-02T17:30")
    let both = try play.ok("03-02 11:00", "dispute", "\"by\":\"区水务局\",\"evidence\":\"权责清单\"")
    #expect(both.events == ["evidence-given"] && both.date("evidence") == nil)
    let fixed = try play.ok("03-05 09:00", "fix-unit", "\"lead\":\"区水务局\",\"by\":\"区分管领导\"")
    // It counts from the first receipt, so the day for confirming ended on 3 March.
    #expect(fixed.state == "signed" && fixed.due == "2026-03-06T17:30")
    #expect(fixed.events?.contains("deemed-accepted") == true)
    try play.no("03-05 09:10", "dispute", "\"by\":\"区水务局\"", "濠江制度六（五）")
  }

  @Test("H三(一) — a lead that stays silent while another unit disputes has accepted")
  func silentLead() throws {
    let play = try haojiang()
    let raised = try play.ok("03-02 10:30", "dispute", "\"by\":\"区住建局\",\"evidence\":\"三定\"")
    #expect(raised.date("sign") == "2026-03-03T17:30")
    #expect(try play.ok("03-03 17:30", "tick").state == "dispatched")
    let accepted = try play.ok("03-03 17:31", "tick")
    #expect(accepted.state == "signed" && accepted.date("evidence") == nil)
  }

  @Test(
    "a malformed field of an added command is named",
    arguments: [
      ("file-case", "\"by\":\"甲\",\"papers\":[1]", "papers：不是立案或移交材料的列表"),
      ("joint-handling", "\"by\":\"甲\"", "units：缺少"),
      ("joint-handling", "\"units\":[\"甲\"],\"due\":\"明天\"", "due："),
      ("transfer", "", "to：缺少"), ("escalate", "\"to\":\"\"", "to："), ("dispute", "", "by：缺少"),
      ("report-up", "\"to\":\"市应急局\"", "text：缺少"),
    ])
  func malformed(command: String, fields: String, ground: String) throws {
    let play = try haojiang()
    let answer = try play.at("03-02 11:00", command, fields)
    #expect(!answer.ok && answer.state == "dispatched")
    #expect(answer.refused?.contains { $0.ground.hasPrefix(ground) } == true)
  }

  @Test("H三(一) — there is no dispute after acceptance")
  func disputeAfterAcceptance() throws {
    let play = try haojiang()
    try play.ok("03-02 11:00", "sign", "\"by\":\"区水务局\"")
    try play.no("03-02 12:00", "dispute", "\"by\":\"区水务局\",\"evidence\":\"三定\"", "濠江制度三（一）")
  }

  @Test("H三(二) — a dispute ends when the return that it came with is decided")
  func disputeAndReturn() throws {
    let play = try haojiang()
    try play.ok(
      "03-02 11:00", "request-return",
      "\"by\":\"区水务局\",\"reason\":\"不属\",\"basis\":\"三定\",\"suggest\":\"区住建局\",\"signed_by\":\"分管领导\""
    )
    let raised = try play.ok("03-02 11:30", "dispute", "\"by\":\"区住建局\"")
    #expect(raised.state == "returning" && raised.date("evidence") == "2026-03-02T17:30")
    let refused = try play.ok("03-02 12:00", "refuse-return")
    #expect(refused.state == "dispatched" && refused.date("evidence") == nil)
    #expect(refused.date("sign") == "2026-03-03T17:30")
  }

  @Test("H三(七) — a filed case counts as closed once the papers are in")
  func filed() throws {
    let play = try haojiang("投诉")
    let papers = "\"by\":\"区水务局\",\"papers\":[\"立案审批表\",\"受案回执\"]"
    try play.no("03-02 11:00", "file-case", papers, "濠江制度三（一）")
    try play.ok("03-02 12:00", "sign", "\"by\":\"区水务局\"")
    try play.no("03-03 09:00", "file-case", "\"by\":\"区住建局\",\"papers\":\"立案审批表\"", "濠江制度三（一）")
    #expect(try !play.at("03-03 09:00", "file-case", "\"by\":\"区水务局\"").ok)
    let filed = try play.ok("03-03 10:00", "file-case", papers)
    #expect(filed.state == "completed" && filed.due_at == nil && filed.card == "none")
    #expect(filed.events == ["case-filed"] && filed.sources?.contains("濠江制度三（七）") == true)
    #expect(filed.date("contact") == "2026-03-04T17:30")
    #expect(filed.date("survey") == "2026-03-04T17:30")
    #expect(try play.ok("03-04 17:30", "tick").events?.isEmpty == true)
    #expect(try play.ok("03-04 17:31", "tick").events == ["contact-overdue", "survey-overdue"])
  }

  @Test("H三(五) — an extension told in time takes effect by itself as the limit ends")
  func byNotice() throws {
    let play = try haojiang("投诉")
    try play.ok("03-02 11:00", "sign", "\"by\":\"区水务局\"")
    let asked = try play.ok(
      "03-09 10:00", "request-extension",
      "\"by\":\"区水务局\",\"reason\":\"管线复杂\",\"stage\":\"已勘查，下周开挖\",\"told_caller\":true")
    #expect(asked.state == "extending" && asked.due == "2026-03-11T17:30")
    #expect(try play.ok("03-11 17:29", "tick").state == "extending")
    let ended = try play.ok("03-11 17:30", "tick")
    #expect(ended.events == ["extension-deemed", "caller-told-extension"])
    #expect(ended.state == "handling" && ended.due == "2026-03-20T17:30")
    #expect(ended.sources?.first == "濠江制度三（五）")
    #expect(try play.ok("03-12 17:30", "tick").card == "none")
  }

  @Test("H三(一) — the lead brings further units in; others may not")
  func jointByLead() throws {
    let play = try haojiang()
    try play.ok("03-02 11:00", "sign", "\"by\":\"区水务局\"")
    let joined = try play.ok(
      "03-02 12:00", "joint-handling", "\"units\":[\"区住建局\"],\"by\":\"区水务局\"")
    #expect(joined.events == ["joint-handling-ordered"] && joined.state == "signed")
    #expect(joined.sources?.contains("濠江制度三（一）") == true)
    try play.no(
      "03-02 12:10", "joint-handling", "\"units\":[\"区城管局\"],\"by\":\"区住建局\"", "濠江制度三（一）")
    try play.no("03-02 12:10", "contact", "\"by\":\"区住建局\",\"outcome\":\"reached\"", "濠江制度三（一）")
    #expect(
      try !play.at(
        "03-02 12:11", "joint-handling",
        "\"units\":[\"区城管局\"],\"due\":\"2026-03-20T17:30:00+08:00\""
      ).ok)
  }

  private func yichun() throws -> Play {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    return play
  }

  @Test("Y24 Y3 — the hotline names units to act together; a meeting sets the time")
  func joint() throws {
    let play = try yichun()
    try play.no(
      "03-02 12:00", "joint-handling", "\"units\":[\"市住建局\"],\"by\":\"市水务局\"", "宜春办法第二十四条")
    try play.no("03-02 12:00", "joint-handling", "\"units\":[\"市水务局\"]", "宜春办法第二十四条")
    let joined = try play.ok("03-02 12:00", "joint-handling", "\"units\":[\"市住建局\"]")
    #expect(joined.due == "2026-03-09T17:30" && joined.sources?.contains("宜春办法第二十四条") == true)
    try play.no(
      "03-02 12:30", "joint-handling",
      "\"units\":[\"市城管局\"],\"due\":\"2026-03-02T12:00:00+08:00\"", "宜春办法第三条")
    let met = try play.ok(
      "03-02 13:00", "joint-handling",
      "\"units\":[\"市城管局\"],\"by\":\"协调会\",\"due\":\"2026-03-13T17:30:00+08:00\"")
    #expect(met.due == "2026-03-13T17:30" && met.sources?.contains("宜春办法第三条") == true)
    #expect(try play.ok("03-12 17:29", "tick").card == "none")
    #expect(try play.ok("03-12 17:30", "tick").card == "yellow")
    #expect(try play.ok("03-13 17:31", "tick").card == "red")
    #expect(try play.ok("03-13 17:32", "sign", "\"by\":\"市住建局\"").events == ["co-signed"])
  }

  @Test("Y3 — a coordination meeting fixes the unit and the time; elsewhere it sets no time")
  func meeting() throws {
    let play = try yichun()
    let fixed = try play.ok(
      "03-03 10:00", "fix-unit",
      "\"lead\":\"市住建局\",\"by\":\"协调会\",\"due\":\"2026-03-20T17:30:00+08:00\"")
    #expect(fixed.due == "2026-03-20T17:30" && fixed.sources?.contains("宜春办法第三条") == true)
    let zhongshan = try Play("zhongshan")
    try zhongshan.receive("求助")
    let set = "\"lead\":\"甲局\",\"by\":\"协商会\",\"due\":\"2026-03-20T17:30:00+08:00\""
    #expect(try !zhongshan.at("03-02 10:00", "fix-unit", set).ok)
  }

  @Test("Z16 Z20 — the lead or the consultation brings other units in")
  func jointInZhongshan() throws {
    let play = try Play("zhongshan")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\",\"limit\":\"5个工作日\"")
    let joined = try play.ok(
      "03-02 12:00", "joint-handling", "\"units\":[\"市住建局\"],\"by\":\"市水务局\"")
    #expect(joined.sources?.contains("中山办法第十六条") == true)
    #expect(joined.sources?.contains("中山办法第二十条（四）") == true)
  }

  @Test("Y12 — whoever cannot decide asks level by level, each level once")
  func escalate() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    let asked = try play.ok("03-02 09:05", "escalate", "\"to\":\"值班班长\",\"reason\":\"是否属信访\"")
    #expect(asked.state == "received" && asked.events == ["escalated"])
    #expect(asked.sources?.contains("宜春办法第十二条") == true)
    try play.no("03-02 09:06", "escalate", "\"to\":\"值班班长\"", "宜春办法第十二条")
    try play.ok("03-02 09:07", "escalate", "\"to\":\"中心主任\"")
    try play.ok("03-02 09:10", "dispatch", "\"lead\":\"市水务局\"")
    #expect(try !play.at("03-02 09:11", "escalate", "\"to\":\"分管领导\"").ok)
  }

  @Test("Z24 — a request of another city of the province is handed there and kept here")
  func transfer() throws {
    let play = try Play("zhongshan")
    try play.receive("求助")
    try play.no("03-02 09:05", "transfer", "\"to\":\"中山市\"", "中山办法第二十四条")
    try play.no("03-02 09:05", "transfer", "\"to\":\"长沙市\"", "中山办法第二十四条")
    let sent = try play.ok("03-02 09:06", "transfer", "\"to\":\"广东省深圳市\"")
    #expect(sent.state == "archived" && sent.events == ["transferred"])
    #expect(sent.sources?.contains("中山办法第二十四条") == true)
    #expect(play.replay.current?.record.transferredTo == "广东省深圳市")
  }

  @Test("Z25 — a sign of an emergency is reported upward, also of a call that is not taken")
  func reportUp() throws {
    let play = try Play("zhongshan")
    try play.receive("求助")
    try play.ok("03-02 09:01", "exclude", "\"entry\":\"第十三条（一）\",\"tell\":\"请拨119\"")
    let told = try play.ok("03-02 09:02", "report-up", "\"to\":\"市应急管理局\",\"text\":\"河堤渗水\"")
    #expect(told.state == "excluded" && told.events == ["reported-up"])
    #expect(told.sources?.contains("中山办法第二十五条") == true)
  }

  @Test(
    "a command that a document does not know is refused with what may be done instead",
    arguments: [
      ("yichun", "transfer", "\"to\":\"深圳市\"", "received"),
      ("haojiang", "escalate", "\"to\":\"班长\"", "received"),
      ("yichun", "report-up", "\"to\":\"市应急局\",\"text\":\"渗水\"", "received"),
      ("yichun", "file-case", "\"by\":\"甲\",\"papers\":\"立案表\"", "signed"),
      ("yichun", "dispute", "\"by\":\"甲\"", "signed"),
      ("nanchang-msa", "joint-handling", "\"units\":[\"乙\"]", "signed"),
      ("zhongshan", "dispute", "\"by\":\"甲\"", "dispatched"),
    ])
  func unknown(profile: String, command: String, fields: String, state: String) throws {
    let play = try Play(profile)
    try play.receive("求助")
    if state != "received" {
      try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲\",\"approved_by\":\"消保科分管领导\"")
    }
    if state == "signed" { try play.ok("03-02 10:10", "sign", "\"by\":\"甲\"") }
    let answer = try play.at("03-02 10:30", command, fields)
    #expect(!answer.ok && answer.state == state)
    #expect(answer.refused?.contains { $0.ground.contains("本规定没有") } == true)
    #expect(answer.refused?.allSatisfy { !$0.source.isEmpty && !$0.instead.isEmpty } == true)
    let words = try #require(CommandName(rawValue: command)?.words)
    #expect(answer.refused?.contains { $0.instead.contains(words) } == false, "it is not offered")
  }
}
