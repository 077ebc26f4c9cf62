import Foundation
import Testing

@testable import Lifecycle

/// What a closing counts from, and what stands of a round whose result was sent back.
struct ClosingTests {
  private static let by = "\"by\":\"市水务局\""

  private func dissatisfied() throws -> Play {
    let play = try Play("yichun", layer: "nanjing")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", Self.by)
    try play.ok("03-03 10:00", "reply", Self.by + ",\"text\":\"已处理\"")
    try play.ok("03-03 11:00", "approve-completion")
    try play.ok("03-04 09:00", "rate", "\"value\":\"不满意\",\"fault\":\"unit\"")
    return play
  }

  @Test("Y6 J6.3 — the files of a solved request are kept from the day it was solved")
  func solved() throws {
    let play = try dissatisfied()
    try play.ok("03-04 10:00", "judge", Self.by + ",\"class\":\"未解决的合理诉求\",\"promise\":\"3个月\"")
    let solved = try play.ok("05-15 10:00", "solve", Self.by)
    #expect(solved.date("retention")?.hasPrefix("2028-05-15") == true)
    #expect(solved.date("retention-recordings")?.hasPrefix("2029-05-15") == true)
  }

  @Test("Y6 J6.1 — the files of a request signed without a promise are kept from that day")
  func judged() throws {
    let play = try dissatisfied()
    let judged = try play.ok("03-20 10:00", "judge", Self.by + ",\"class\":\"签收解决\"")
    #expect(judged.state == "archived")
    #expect(judged.date("retention")?.hasPrefix("2028-03-20") == true)
  }

  @Test("Y13(七) — a rating alone does not close a ticket whose result is only in")
  func early() throws {
    let play = try Play("yichun")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", Self.by)
    try play.ok("03-03 10:00", "reply", Self.by + ",\"text\":\"已修复\"")
    let refused = try play.no("03-03 11:00", "rate", "\"value\":\"满意\"", "宜春办法第十三条（七）")
    #expect(refused.state == "replied")
    #expect(refused.refused?.first?.instead.contains("等办结后评价") == true)
    try play.ok("03-03 12:00", "approve-completion")
    try play.ok("03-03 13:00", "rate", "\"value\":\"满意\"")
  }

  @Test("H四(五) — after a result is sent back the next one is surveyed and rated anew")
  func sentBack() throws {
    let play = try Play("haojiang")
    try play.receive("求助")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"区水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"区水务局\"")
    try play.ok("03-03 09:00", "reply", HaojiangTests.result)
    try play.ok("03-03 10:00", "callback", "\"outcome\":\"reached\"")
    try play.ok("03-03 10:01", "rate", "\"value\":\"不满意\"")
    try play.ok("03-03 11:00", "reject-completion", "\"reason\":\"漏答\"")
    let again = try play.ok("03-04 09:00", "reply", HaojiangTests.result)
    #expect(again.date("survey") != nil)
    try play.no(
      "03-04 09:30", "correct-rating", "\"value\":\"满意\",\"reason\":\"按错\"", "濠江制度四（五）")
    try play.ok("03-04 10:00", "approve-completion")
    #expect(try !play.at("03-04 10:10", "archive").ok)
    #expect(try !play.at("03-04 10:20", "redo", "\"by\":\"区水务局\"").ok)
    try play.ok("03-04 11:00", "rate", "\"value\":\"满意\"")
    let record = try #require(play.replay.current).record
    #expect(record.ratings.map(\.value) == [.dissatisfied, .satisfied])
    #expect(try play.ok("03-04 12:00", "archive").state == "archived")
  }

  @Test("a rating stored before ratings could lapse is read as one that stands")
  func oldRating() throws {
    let old = Data(#"{"value":"不满意","round":0}"#.utf8)
    let rating = try JSONDecoder().decode(Rating.self, from: old)
    #expect(rating.ofRejected == nil && rating.value == .dissatisfied)
  }
}
