import Foundation
import Lifecycle
import Testing

struct ScriptTests {
  @Test(
    "a malformed line is refused with its field, and the play goes on",
    arguments: [
      ("nonsense", "line"), ("[1,2]", "line"), ("{\"command\":\"tick\"}", "at"),
      ("{\"at\":\"2026-03-02\",\"command\":\"tick\"}", "at"),
      ("{\"at\":\"2026-03-02T10:00:00\",\"command\":\"tick\"}", "at"),
      ("{\"at\":\"2026-03-01T10:00:00+08:00\",\"command\":\"tick\"}", "at"),
      ("{\"at\":\"2026-03-02T10:00:00+08:00\"}", "command"),
      ("{\"at\":\"2026-03-02T10:00:00+08:00\",\"command\":\"fly\"}", "command"),
      (body("dispatch", ""), "lead"), (body("dispatch", "\"lead\":7"), "lead"),
      (body("dispatch", "\"lead\":\"甲\",\"limit\":\"soon\""), "limit"),
      (body("dispatch", "\"lead\":\"甲\",\"limit\":\"0 working days\""), "limit"),
      (body("dispatch", "\"lead\":\"甲\",\"platform_due\":\"tomorrow\""), "platform_due"),
      (body("dispatch", "\"lead\":\"甲\",\"co\":[1]"), "co"),
      (body("withdraw", "\"by\":\"neighbour\""), "by"),
      (body("contact", "\"by\":\"甲\",\"outcome\":\"maybe\""), "outcome"),
      (body("contact", "\"by\":\"甲\",\"outcome\":\"reached\",\"slot\":\"半夜\""), "slot"),
      (body("request-extension", "\"by\":\"甲\",\"reason\":\"难\",\"days\":-1"), "days"),
      (body("request-extension", "\"by\":\"甲\",\"reason\":\"难\",\"days\":2.5"), "days"),
      (
        body("request-extension", "\"by\":\"甲\",\"reason\":\"难\",\"told_caller\":\"yes\""),
        "told_caller"
      ),
      (body("rate", "\"value\":\"很好\""), "value"),
      (body("rate", "\"value\":\"满意\",\"fault\":\"me\""), "fault"),
      (body("judge", "\"by\":\"甲\",\"class\":\"其他\""), "class"),
      (body("judge", "\"by\":\"甲\",\"class\":\"签收解决\",\"promise\":\"4个月\""), "promise"),
      (body("reply", "\"by\":\"甲\",\"text\":\"\""), "text"),
      (body("reply", "\"by\":\"甲\",\"text\":\"好\",\"parts\":\"全\""), "parts"),
      (
        body("receive", "\"type\":\"表扬\",\"text\":\"好\",\"caller\":\"王\",\"channel\":\"电话\""),
        "type"
      ),
      (
        body("receive", "\"type\":\"投诉\",\"text\":\"好\",\"caller\":\"王\",\"channel\":\"传真\""),
        "channel"
      ),
      (
        body(
          "receive",
          "\"type\":\"投诉\",\"text\":\"好\",\"caller\":\"王\",\"channel\":\"电话\",\"prior\":\"two\""),
        "prior"
      ),
    ])
  func malformed(line: String, field: String) throws {
    let play = try Play("yichun")
    try play.receive("求助")
    let answer = try play.line(line)
    #expect(!answer.ok && answer.state == "received" && answer.n == 2)
    #expect(answer.refused?.contains { $0.ground.hasPrefix(field) } == true, "\(answer)")
    let next = try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    #expect(next.n == 3)
  }

  @Test("several faults of one line are all told")
  func several() throws {
    let play = try Play("yichun")
    let answer = try play.line(Self.body("receive", "\"type\":\"x\",\"urgent\":1"))
    #expect(answer.refused?.count == 5 && answer.state == nil)
  }

  @Test("before a receive there is no ticket; a second receive is refused")
  func order() throws {
    let play = try Play("yichun")
    #expect(try !play.at("03-02 09:00", "sign", "\"by\":\"甲\"").ok)
    try play.receive("求助")
    let again = try play.at(
      "03-02 10:00", "receive", "\"type\":\"求助\",\"text\":\"水\",\"caller\":\"王\",\"channel\":\"电话\""
    )
    #expect(!again.ok)
  }

  @Test("hostile lines neither stop the play nor change the ticket")
  func hostile() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    for line in [deep, "{\"at\":\(deep)}", "\u{0}", "{", "null", "\"text\"", "{\"at\":1e999}"] {
      #expect(try !play.line(line).ok)
    }
    let before = play.replay.current
    _ = try play.line(String(repeating: "x", count: 200_000))
    #expect(play.replay.current == before)
    #expect(play.replay.play("   ") == nil)
  }

  @Test("lines may end in CR LF, and a first byte-order mark is no part of them")
  func lineEnds() throws {
    var replay = try Play("yichun").replay
    let line = Self.body(
      "receive", "\"type\":\"投诉\",\"text\":\"停\u{2028}水\",\"caller\":\"王\",\"channel\":\"电话\"")
    let answers = replay.play(script: "\u{FEFF}\(line)\r\n\r\n\(Self.body("tick", ""))\r\n")
    #expect(answers.count == 2 && answers.allSatisfy { $0.contains("\"ok\":true") })
  }

  @Test("the same script gives the same bytes")
  func deterministic() throws {
    let script = [
      Self.body("receive", "\"type\":\"投诉\",\"text\":\"停水\",\"caller\":\"王\",\"channel\":\"电话\""),
      Self.body("dispatch", "\"lead\":\"市水务局\",\"co\":[\"甲\",\"乙\"]"),
      Self.body("request-return", "\"by\":\"丙\",\"reason\":\"不属\""),
    ].joined(separator: "\n")
    let first = try Play("yichun").replay
    let second = try Play("yichun").replay
    var (one, two) = (first, second)
    #expect(one.play(script: script) == two.play(script: script))
  }

  static func body(_ command: String, _ fields: String) -> String {
    let inside = fields.isEmpty ? "" : "," + fields
    return "{\"at\":\"2026-03-02T09:30:00+08:00\",\"command\":\"\(command)\"\(inside)}"
  }
}

private func body(_ command: String, _ fields: String) -> String {
  ScriptTests.body(command, fields)
}

struct CommandReadingTests {
  @Test("a route's JSON becomes a command, or every bad field is told")
  func reading() throws {
    let now = MatrixTests.start
    let good = try TicketCommand.reading(.sign, json: Data("{\"by\":\"市水务局\"}".utf8), at: now)
    #expect(good == .sign(by: "市水务局"))
    #expect(throws: Refusal.self) {
      _ = try TicketCommand.reading(.sign, json: Data("[]".utf8), at: now)
    }
    do {
      _ = try TicketCommand.reading(.reply, json: Data("{\"parts\":1}".utf8), at: now)
      Issue.record("a reply without a unit was read")
    } catch {
      #expect(error.grounds.map { $0.ground.prefix(2) } == ["by", "te", "pa"])
    }
  }
}

struct MangledScriptTests {
  @Test("3,000 mangled lines are each answered, and none moves a ticket that refuses it")
  func mangled() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 09:20", "dispatch", "\"lead\":\"市水务局\"")
    let good = Array(
      ScriptTests.body(
        "request-extension",
        "\"by\":\"市水务局\",\"reason\":\"难\",\"days\":3,\"stage\":\"已查\",\"told_caller\":true"
      ).utf8)
    var random = Seeded(state: 3)
    for _ in 0..<3_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
      }
      let before = play.replay.current?.state
      let answer = try play.line(String(decoding: bytes, as: UTF8.self))
      if !answer.ok, play.replay.current?.state != before { Issue.record("\(bytes)") }
      if !answer.ok, answer.cited.isEmpty { Issue.record("no ground: \(bytes)") }
    }
  }
}
