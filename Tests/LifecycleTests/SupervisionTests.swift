import Testing

/// Supervision lasts until somebody ends it or the ticket is closed for good.
struct SupervisionTests {
  private static let by = "\"by\":\"市水务局\""

  private func supervised(_ profile: String = "yichun", layer: String? = nil) throws -> Play {
    let play = try Play(profile, layer: layer)
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", Self.by)
    #expect(try play.ok("03-02 12:00", "supervise", "\"reason\":\"久拖不办\"").state == "supervised")
    return play
  }

  private func stays(_ play: Play, _ steps: [(String, String, String)]) throws {
    for (time, command, fields) in steps {
      #expect(try play.ok(time, command, fields).state == "supervised", "\(command)")
    }
    #expect(play.replay.current?.record.supervision == ["久拖不办"])
  }

  @Test("Y13(五) — supervision outlasts a refused extension, a result sent back and the closing")
  func worked() throws {
    let play = try supervised()
    try stays(
      play,
      [
        ("03-02 14:00", "request-extension", Self.by + ",\"reason\":\"难\",\"days\":1"),
        ("03-02 15:00", "refuse-extension", ""),
        ("03-03 09:00", "reply", Self.by + ",\"text\":\"已修复\""),
        ("03-03 10:00", "reject-completion", "\"reason\":\"漏答\""),
        ("03-03 11:00", "reply", Self.by + ",\"text\":\"已修复\""),
        ("03-03 12:00", "approve-completion", ""),
        ("03-04 09:00", "callback", "\"outcome\":\"reached\""),
      ])
    try play.no("03-04 10:00", "archive", "", "宜春办法第十三条（五）")
    #expect(try play.ok("03-04 11:00", "resolve-supervision").state == "callback")
    #expect(try play.ok("03-04 12:00", "archive").state == "archived")
  }

  @Test("Y13(五) — supervision outlasts a return, refused or approved, and the next dispatch")
  func returned() throws {
    let ask = Self.by + ",\"reason\":\"不属\",\"basis\":\"三定\""
    let kept = try supervised()
    try stays(
      kept, [("03-02 14:00", "request-return", ask), ("03-02 15:00", "refuse-return", "")])
    let waiting = try supervised()
    try stays(waiting, [("03-02 14:00", "request-return", ask)])
    let early = try waiting.no("03-02 14:10", "archive", "", "宜春办法第十三条（九）")
    #expect(early.refused?.first?.instead.contains("同意退单") == true)
    let moved = try supervised()
    try moved.ok("03-02 14:00", "request-return", ask)
    #expect(try moved.ok("03-02 15:00", "approve-return").state == "reassigning")
    try stays(moved, [("03-02 16:00", "dispatch", "\"lead\":\"市住建局\"")])
  }

  @Test("H三(七) — a filing as a case leaves the ticket under supervision")
  func filed() throws {
    let play = try supervised("haojiang")
    try stays(play, [("03-03 09:00", "file-case", Self.by + ",\"papers\":[\"立案审批表\"]")])
    #expect(try !play.at("03-04 09:00", "archive").ok)
  }

  @Test("J6.2 — supervision stays over a promise and ends once the matter is solved")
  func promised() throws {
    let play = try supervised(layer: "nanjing")
    try play.ok("03-03 11:00", "reply", Self.by + ",\"text\":\"已修复\"")
    try play.ok("03-03 12:00", "approve-completion")
    try play.ok("03-04 09:00", "rate", "\"value\":\"不满意\",\"fault\":\"unit\"")
    try stays(
      play,
      [("03-04 10:00", "judge", Self.by + ",\"class\":\"未解决的合理诉求\",\"promise\":\"3个月\"")])
    #expect(try play.ok("03-05 10:00", "solve", Self.by).state == "archived")
    #expect(play.replay.current?.record.supervision == [])
  }

  @Test("Y13(五) — a request that the caller takes back, or that goes elsewhere, is not supervised")
  func gone() throws {
    let back = try supervised()
    #expect(try back.ok("03-03 09:00", "withdraw", "\"by\":\"caller\"").state == "withdrawn")
    #expect(back.replay.current?.record.supervision == [])
    #expect(try back.ok("03-03 10:00", "archive").state == "archived")
    let out = try supervised()
    try out.ok("03-02 14:00", "request-return", Self.by + ",\"reason\":\"不属\",\"basis\":\"三定\"")
    try out.ok("03-02 15:00", "exclude", "\"entry\":\"第十一条（三）\",\"tell\":\"请通过法院解决\"")
    #expect(out.replay.current?.record.supervision == [])
    #expect(try out.ok("03-02 16:00", "archive").state == "archived")
  }
}
