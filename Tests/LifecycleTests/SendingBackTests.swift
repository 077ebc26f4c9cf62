import Foundation
import Hotline
import Testing

@testable import Lifecycle

struct SendingBackTests {
  @Test(
    "N18(5) N17 — the platform sends a closed ticket back; nobody else's closed ticket goes back")
  func reopened() throws {
    let play = try Play("nanchang-msa")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", NanchangTests.office + "," + NanchangTests.due)
    try play.ok("03-02 11:00", "sign", "\"by\":\"网监科\"")
    try play.ok("03-03 10:00", "reply", NanchangTests.result)
    try play.ok("03-03 11:00", "approve-completion")
    let back = try play.ok("03-04 10:00", "reject-completion", "\"reason\":\"答复不合要求\"")
    #expect(back.state == "handling" && back.due == "2026-03-13T17:00")
    #expect(back.sources?.contains("南昌规则第十八条（五）") == true)
    try play.no("03-04 11:00", "reply", NanchangTests.result, "南昌规则第十八条（五）")
    try play.ok("03-04 12:00", "reply", NanchangTests.result + ",\"approved_by\":\"科室分管领导\"")
    try play.ok("03-04 13:00", "approve-completion")
    let later = try play.ok(
      "03-05 10:00", "reject-completion",
      "\"reason\":\"仍不合要求\",\"platform_due\":\"2026-03-20T17:00:00+08:00\"")
    #expect(later.due == "2026-03-20T17:00")
    #expect(later.events?.contains("supervision-due") == true)

    for (profile, source) in [("zhongshan", "中山办法第二十二条"), ("yichun", "宜春办法第三十六条（四）")] {
      let other = try Play(profile)
      try other.receive("投诉")
      try other.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\",\"limit\":\"5个工作日\"")
      try other.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
      try other.ok("03-03 10:00", "reply", "\"by\":\"市水务局\",\"text\":\"已修复\"")
      try other.ok("03-03 11:00", "approve-completion")
      try other.no("03-04 10:00", "reject-completion", "\"reason\":\"漏答\"", source)
    }
  }

  @Test("Z17 — the review's days are not counted either when coordination leaves the unit as it is")
  func coordination() throws {
    for (day, due) in [("03", "2026-03-09"), ("04", "2026-03-10"), ("05", "2026-03-11")] {
      let play = try Play("zhongshan")
      try play.receive("投诉")
      try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\",\"limit\":\"5个工作日\"")
      try play.ok(
        "03-03 09:00", "request-return", "\"by\":\"市水务局\",\"reason\":\"不属\",\"basis\":\"三定\"")
      let kept = try play.ok(
        "03-\(day) 16:00", "fix-unit", "\"lead\":\"市水务局\",\"by\":\"接诉即办协商会议\"")
      #expect(kept.due == due + "T17:30")
      #expect(kept.sources?.contains("中山办法第十七条") == true)
    }
    // Where the document counts the review, it is counted.
    let play = try Play("yichun")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
    try play.ok("03-02 11:00", "sign", "\"by\":\"市水务局\"")
    try play.ok(
      "03-03 09:00", "request-return", "\"by\":\"市水务局\",\"reason\":\"不属\",\"basis\":\"三定\"")
    let kept = try play.ok("03-05 16:00", "fix-unit", "\"lead\":\"市水务局\",\"by\":\"协调会\"")
    #expect(kept.due == "2026-03-16T17:30")
  }
}

struct CallbackTests {
  @Test("Y13(七) Y14 — a ticket answered at once is called back before it goes to the files")
  func answered() throws {
    let play = try Play("yichun")
    try play.receive("咨询")
    try play.ok("03-02 09:01", "answer", "\"article\":\"户口迁移\"")
    try play.no("03-02 09:02", "archive", "", "宜春办法第十三条（七）")
    let called = try play.ok("03-03 09:00", "callback", "\"outcome\":\"not-reached\"")
    #expect(called.state == "answered" && called.sources?.contains("宜春办法第十三条（七）") == true)
    #expect(try play.ok("03-03 10:00", "archive").state == "archived")
    // 中山 calls back what a unit has closed.
    let other = try Play("zhongshan")
    try other.receive("咨询")
    try other.ok("03-02 09:01", "answer", "\"article\":\"户口迁移\"")
    #expect(try other.ok("03-02 09:02", "archive").state == "archived")
  }

  @Test("Z23 — the caller is called back the way that was chosen, another way wants a reason")
  func ways() throws {
    let play = try Play("zhongshan")
    try play.receive("投诉", more: "\"callback\":\"短信\"")
    try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\",\"limit\":\"5个工作日\"")
    try play.ok("03-03 10:00", "reply", "\"by\":\"市水务局\",\"text\":\"已修复\"")
    try play.ok("03-03 11:00", "approve-completion")
    let other = try play.no(
      "03-04 09:00", "callback", "\"outcome\":\"reached\",\"way\":\"电话\"", "中山办法第二十三条")
    #expect(other.refused?.first?.ground == "诉求人选择的回访方式是短信，不是电话")
    try play.no(
      "03-04 09:01", "callback", "\"outcome\":\"reached\",\"way\":\"上门\"", "中山办法第二十三条")
    try play.ok(
      "03-04 09:02", "callback", "\"outcome\":\"not-reached\",\"way\":\"电话\",\"reason\":\"短信没有送达\"")
    try play.ok("03-04 09:03", "callback", "\"outcome\":\"reached\"")
    let calls = try #require(play.replay.current)
    #expect(calls.record.callbacks == 2 && calls.record.reachedByCallback)
  }

  @Test("Z23 — without a way given, the one that was chosen is put on record")
  func recorded() throws {
    let machine = try Bench.machine("zhongshan")
    var line = Line(machine, at: "2026-03-02T09:00")
    line.act(.receive(line.request("路灯不亮", callback: "网络")))
    line.act(
      .dispatch(
        lead: "市城管局", co: [], terms: Terms(limit: TimeSpan(5, .workingDay)), approvedBy: nil))
    line.act(
      .reply(by: "市城管局", text: "已修复", parts: [:], approvedBy: nil, contact: false))
    line.act(.approveCompletion)
    line.act(.callback(reached: true))
    guard case .calledBack(_, let way, _)? = line.events.last?.change else { return }
    #expect(way == "网络")
  }
}

struct NotedGroundTests {
  @Test("N8(6)1 — a ticket unsigned for a working day is due for supervision, the second after")
  func unsigned() throws {
    let play = try Play("nanchang-msa")
    try play.receive("投诉")
    try play.ok("03-02 10:00", "dispatch", NanchangTests.office + "," + NanchangTests.due)
    #expect(try play.ok("03-03 17:00", "tick").events == [])
    let noted = try play.ok("03-03 17:01", "tick")
    #expect(noted.events == ["supervision-due"] && noted.sources == ["南昌规则第八条（六）1"])
    #expect(try play.ok("03-04 17:01", "tick").events == [])
    let other = try Play("nanchang-msa")
    try other.receive("投诉")
    try other.ok("03-02 10:00", "dispatch", NanchangTests.office + "," + NanchangTests.due)
    try other.ok("03-03 16:00", "sign", "\"by\":\"网监科\"")
    #expect(try other.ok("03-04 17:01", "tick").events == [])
  }

  @Test("N8(6)7 — what a leader's answering day brought and is overdue is due for supervision")
  func leaderDay() throws {
    for (channel, expected) in [("领导接听日", true), ("电话", false)] {
      let play = try Play("nanchang-msa")
      try play.receive("投诉", channel: channel)
      try play.ok("03-02 10:00", "dispatch", NanchangTests.office + "," + NanchangTests.due)
      try play.ok("03-02 11:00", "sign", "\"by\":\"网监科\"")
      #expect(try play.ok("03-13 17:00", "tick").events?.contains("overdue") == false)
      let late = try play.ok("03-13 17:01", "tick")
      #expect(late.events?.contains("overdue") == true)
      #expect((late.sources?.contains("南昌规则第八条（六）7") == true) == expected)
    }
  }

  @Test("Y36(五) N20(四) — the third report of what should have been solved is listed")
  func reports() throws {
    for (prior, basis, expected) in [
      (1, true, false), (2, true, true), (3, true, true), (2, false, false),
    ] {
      let play = try Play("yichun")
      try play.receive("投诉", more: "\"prior\":\(prior),\"basis\":\(basis)")
      let sent = try play.ok("03-02 10:00", "dispatch", "\"lead\":\"市水务局\"")
      #expect((sent.events?.contains("accountability-noted") == true) == expected)
      #expect((sent.sources?.contains("宜春办法第三十六条（五）") == true) == expected)
    }
  }
}
