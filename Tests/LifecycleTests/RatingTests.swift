import Foundation
import Testing

@testable import Lifecycle

/// Whose fault a bad rating is may be found after it was given.
struct RatingTests {
  private static let by = "\"by\":\"市水务局\""

  private func completed() throws -> Play {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", Self.by)
    try play.ok("03-03 10:00", "reply", Self.by + ",\"text\":\"已修复\"")
    try play.ok("03-03 11:00", "approve-completion")
    return play
  }

  private func redone() throws -> Play {
    let play = try completed()
    try play.ok("03-04 09:00", "rate", "\"value\":\"不满意\",\"fault\":\"unit\"")
    try play.ok("03-04 10:00", "redo", Self.by)
    try play.ok("03-05 10:00", "reply", Self.by + ",\"text\":\"再次修复\"")
    try play.ok("03-05 11:00", "approve-completion")
    try play.ok("03-06 09:00", "callback", "\"outcome\":\"reached\"")
    return play
  }

  @Test("Y13(七) — a bad rating is not archived before somebody finds whose fault it is")
  func finding() throws {
    let play = try completed()
    try play.ok("03-04 09:00", "rate", "\"value\":\"不满意\"")
    let refused = try play.no("03-04 10:00", "archive", "", "宜春办法第十三条（七）")
    #expect(refused.refused?.map(\.instead) == ["先核实责任，用 correct-rating 补上 fault"])
    let none = "\"value\":\"不满意\",\"reason\":\"现场核实\",\"fault\":\"none\""
    let found = try play.ok("03-04 11:00", "correct-rating", none)
    #expect(found.events == ["rating-corrected"])
    #expect(try play.ok("03-04 12:00", "archive").state == "archived")
  }

  @Test("Y13(七) — a bad rating found to be the unit's fault is done again")
  func redo() throws {
    let play = try completed()
    try play.ok("03-04 09:00", "rate", "\"value\":\"不满意\"")
    try play.no("03-04 09:30", "redo", Self.by, "宜春办法第十三条（七）")
    try play.ok(
      "03-04 10:00", "correct-rating", "\"value\":\"不满意\",\"reason\":\"核实\",\"fault\":\"unit\"")
    try play.no("03-04 10:30", "archive", "", "宜春办法第十三条（七）")
    #expect(try play.ok("03-04 11:00", "redo", Self.by).state == "redo")
  }

  @Test("Y32 — a rating may be found not to count, for a listed reason only")
  func excluded() throws {
    let play = try completed()
    try play.ok("03-04 09:00", "rate", "\"value\":\"不满意\"")
    let body = "\"value\":\"不满意\",\"reason\":\"核实\",\"excluded\":"
    #expect(try !play.at("03-04 10:00", "correct-rating", body + "\"太忙\"").ok)
    let found = try play.ok("03-04 10:30", "correct-rating", body + "\"没有政策依据，已解释\"")
    #expect(found.sources?.contains { $0.hasPrefix("宜春办法第三十二条") } == true)
    #expect(try play.ok("03-04 11:00", "archive").state == "archived")
  }

  @Test("Y13(七) — corrected to dissatisfied at the unit's fault after a redo, it is supervised")
  func supervised() throws {
    let play = try redone()
    try play.ok("03-06 09:01", "rate", "\"value\":\"满意\"")
    let bad = "\"value\":\"不满意\",\"reason\":\"登记有误\",\"fault\":\"unit\""
    let corrected = try play.ok("03-06 10:00", "correct-rating", bad)
    #expect(corrected.events?.prefix(2) == ["rating-corrected", "supervised"])
    #expect(corrected.state == "supervised")
  }

  @Test("Y13(七) — the finding on a rating that is supervised already supervises it no second time")
  func once() throws {
    let play = try redone()
    #expect(try play.ok("03-06 09:01", "rate", "\"value\":\"不满意\"").state == "supervised")
    try play.ok(
      "03-06 10:00", "correct-rating", "\"value\":\"不满意\",\"reason\":\"核实\",\"fault\":\"unit\"")
    #expect(play.replay.current?.record.supervision.count == 1)
  }

  @Test("what the caller said is corrected only after a callback that reached the caller")
  func callback() throws {
    let play = try completed()
    try play.ok("03-04 09:00", "rate", "\"value\":\"满意\"")
    let bad = "\"value\":\"不满意\",\"reason\":\"登记有误\",\"fault\":\"unit\""
    #expect(try !play.at("03-04 10:00", "correct-rating", bad).ok)
    try play.ok("03-04 11:00", "callback", "\"outcome\":\"reached\"")
    try play.ok("03-04 12:00", "correct-rating", bad)
    #expect(play.replay.current?.rating?.fault == .unit)
  }

  @Test("a malformed finding is named")
  func malformed() throws {
    let play = try completed()
    try play.ok("03-04 09:00", "rate", "\"value\":\"不满意\"")
    let answer = try play.at(
      "03-04 10:00", "correct-rating",
      "\"value\":\"不满意\",\"reason\":\"核实\",\"fault\":\"me\",\"excluded\":3")
    let faults = answer.refused?.map { String($0.ground.prefix { $0 != "：" }) }
    #expect(faults == ["fault", "excluded"])
  }

  @Test("a correction stored without a finding is read as one that finds nothing")
  func oldForm() throws {
    let old = Data(
      #"{"at":0,"change":{"ratingCorrected":{"_0":"不满意","reason":"按错"}},"sources":[]}"#.utf8)
    let event = try JSONDecoder().decode(TicketEvent.self, from: old)
    #expect(event.change == .ratingCorrected(.dissatisfied, reason: "按错"))
    let new = TicketEvent.Change.ratingCorrected(
      .dissatisfied, reason: "核实", fault: .unit, excluded: "没有政策依据")
    let stored = try JSONEncoder().encode(new)
    #expect(try JSONDecoder().decode(TicketEvent.Change.self, from: stored) == new)
  }
}
