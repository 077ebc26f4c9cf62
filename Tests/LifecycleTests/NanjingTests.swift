import Testing

struct NanjingTests {
  /// A closed request over Yichun's rules that the caller is dissatisfied with on Wednesday 4 March.
  private func dissatisfied(_ profile: String = "yichun", layer: String? = "nanjing") throws -> Play
  {
    let play = try Play(profile, layer: layer)
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市住建局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市住建局\"")
    try play.ok("03-03 10:00", "reply", "\"by\":\"市住建局\",\"text\":\"已处理\"")
    try play.ok("03-03 11:00", "approve-completion")
    try play.ok("03-04 09:00", "callback", "\"outcome\":\"reached\"")
    try play.ok("03-04 09:01", "rate", "\"value\":\"不满意\",\"fault\":\"unit\"")
    return play
  }

  @Test("J6.1 J6.3.2 — four classes go to the archive once signed, without a promise")
  func classes() throws {
    for kind in ["不合理诉求", "诉讼解决", "签收解决", "一次性投诉"] {
      let play = try dissatisfied()
      try play.no("03-04 10:00", "archive", "", "南京规范6.1.1")
      #expect(
        try !play.at(
          "03-04 10:00", "judge", "\"by\":\"市住建局\",\"class\":\"\(kind)\",\"promise\":\"当月\""
        ).ok)
      let answer = try play.ok("03-04 10:01", "judge", "\"by\":\"市住建局\",\"class\":\"\(kind)\"")
      #expect(answer.state == "archived" && answer.sources?.contains("南京规范6.3.2") == true)
    }
  }

  @Test(
    "J6.2.1 — an unsolved reasonable request is promised one of five limits",
    arguments: [
      ("当月", "2026-03-31"), ("2个月", "2026-05-06"), ("3个月", "2026-06-04"), ("6个月", "2026-09-04"),
      ("长期", ""),
    ])
  func promises(promise: String, day: String) throws {
    let play = try dissatisfied()
    try play.no(
      "03-04 10:00", "judge", "\"by\":\"市住建局\",\"class\":\"未解决的合理诉求\"", "南京规范6.2.1")
    let answer = try play.ok(
      "03-04 10:01", "judge", "\"by\":\"市住建局\",\"class\":\"未解决的合理诉求\",\"promise\":\"\(promise)\"")
    #expect(answer.state == "rehandling" && String(answer.due_at?.prefix(10) ?? "") == day)
    #expect((answer.date("progress") == nil) == (promise == "当月"))
  }

  @Test("J6.2.2 — beyond the first month the caller hears of the progress every month")
  func progress() throws {
    let play = try dissatisfied()
    let judged = try play.ok(
      "03-04 10:00", "judge", "\"by\":\"市住建局\",\"class\":\"未解决的合理诉求\",\"promise\":\"3个月\"")
    #expect(judged.date("progress")?.hasPrefix("2026-04-07") == true)
    let told = try play.ok("04-02 10:00", "progress", "\"by\":\"市住建局\"")
    #expect(
      told.events == ["progress-told"] && told.date("progress")?.hasPrefix("2026-05-06") == true)
    let late = try play.ok("05-07 10:00", "tick")
    #expect(late.events == ["progress-overdue"] && late.sources == ["南京规范6.2.2"])
  }

  @Test("J6.2.3 — a promise is extended three times, then no more; J6.3.1 — solved it is kept")
  func extending() throws {
    let play = try dissatisfied()
    try play.ok(
      "03-04 10:00", "judge", "\"by\":\"市住建局\",\"class\":\"未解决的合理诉求\",\"promise\":\"当月\"")
    let ask = "\"by\":\"市住建局\",\"reason\":\"尚在施工\""
    for (at, day) in [("03-31", "2026-04-30"), ("04-30", "2026-05-31"), ("05-29", "2026-06-30")] {
      let answer = try play.ok("\(at) 10:00", "extend-promise", ask)
      #expect(answer.due_at?.hasPrefix(day) == true && answer.state == "rehandling")
    }
    try play.no("06-30 10:00", "extend-promise", ask, "南京规范6.2.3")
    let solved = try play.ok("06-30 11:00", "solve", "\"by\":\"市住建局\"")
    #expect(solved.state == "archived" && solved.sources?.contains("南京规范6.3.1") == true)
  }

  @Test("J6.1.1 — only a dissatisfied closed request is judged, by the unit that handled it")
  func who() throws {
    let play = try dissatisfied()
    #expect(try !play.at("03-04 10:00", "judge", "\"by\":\"市水务局\",\"class\":\"签收解决\"").ok)
    let without = try dissatisfied(layer: nil)
    #expect(try !without.at("03-04 10:00", "judge", "\"by\":\"市住建局\",\"class\":\"签收解决\"").ok)
    let alone = try dissatisfied("nanjing", layer: nil)
    #expect(
      try alone.ok("03-04 10:00", "judge", "\"by\":\"市住建局\",\"class\":\"签收解决\"").state == "archived"
    )
  }
}
