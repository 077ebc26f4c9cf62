import Testing

struct TierTests {
  private func dispatched(_ profile: String) throws -> Play {
    let play = try Play(profile)
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\",\"approved_by\":\"消保科分管领导\"")
    try play.ok("03-02 10:10", "sign", "\"by\":\"甲局\"")
    return play
  }

  @Test("Y6 — tier 2 gives on to tier 3, and there it ends")
  func three() throws {
    let play = try dispatched("yichun")
    try play.ok("03-02 10:20", "assign-inner", "\"by\":\"甲局\",\"to\":\"甲镇\"")
    try play.no("03-02 10:30", "assign-inner", "\"by\":\"甲镇\",\"to\":\"甲村\"", "宜春办法第六条")
    try play.no("03-02 10:30", "assign-inner", "\"by\":\"乙镇\",\"to\":\"甲村\"", "宜春办法第二十二条")
    try play.ok("03-02 10:40", "assign-inner", "\"by\":\"甲局\",\"to\":\"乙镇\"")
    let hand = try #require(play.replay.current?.state.assignment)
    #expect(hand.tiers == ["甲局", "乙镇"] && hand.inner == "乙镇")
    #expect(hand.handings?.map(\.to) == ["甲镇", "乙镇"] && hand.handings?.map(\.by) == ["甲局", "甲局"])
    try play.no(
      "03-02 10:50", "contact", "\"by\":\"甲镇\",\"outcome\":\"reached\"", "宜春办法第二十二条")
    try play.ok("03-02 10:51", "contact", "\"by\":\"乙镇\",\"outcome\":\"reached\"")
    try play.no("03-02 10:52", "reply", "\"by\":\"乙镇\",\"text\":\"已修\"", "宜春办法第二十二条")
  }

  @Test("N8 N5 — bureau, office, lower unit: each hand is kept, each may speak, the lead replies")
  func chain() throws {
    let play = try dispatched("nanchang-msa")
    try play.ok("03-02 10:20", "assign-inner", "\"by\":\"甲局\",\"to\":\"食品科\"")
    try play.ok("03-02 10:30", "assign-inner", "\"by\":\"食品科\",\"to\":\"一所\"")
    #expect(try !play.at("03-02 10:40", "assign-inner", "\"by\":\"一所\",\"to\":\"食品科\"").ok)
    let hand = try #require(play.replay.current?.state.assignment)
    #expect(hand.tiers == ["甲局", "食品科", "一所"] && hand.inner == "一所")
    for unit in ["甲局", "食品科", "一所"] {
      try play.ok("03-02 11:00", "contact", "\"by\":\"\(unit)\",\"outcome\":\"reached\"")
    }
    try play.ok("03-02 11:10", "assign-inner", "\"by\":\"食品科\",\"to\":\"二所\"")
    #expect(play.replay.current?.state.assignment?.tiers == ["甲局", "食品科", "二所"])
    #expect(play.replay.current?.state.assignment?.handings?.count == 3)
    #expect(
      try !play.at("03-02 11:20", "contact", "\"by\":\"一所\",\"outcome\":\"reached\"").ok)
  }

  @Test("Y14 — a co-handler signs also after the lead has, the lead only once")
  func coSigns() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"甲局\",\"co\":[\"乙局\"]")
    try play.ok("03-02 10:10", "sign", "\"by\":\"甲局\"")
    try play.no("03-02 10:20", "sign", "\"by\":\"甲局\"", "宜春办法第十四条")
    let signed = try play.ok("03-02 10:30", "sign", "\"by\":\"乙局\"")
    #expect(signed.events == ["co-signed"] && signed.state == "signed")
    try play.no("03-02 10:40", "sign", "\"by\":\"乙局\"", "宜春办法第十四条")
  }
}
