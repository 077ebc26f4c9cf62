import Foundation
import Hotline
import Journal
import Knowledge
import Testing

@Suite struct CorrectionTests {
  private func hall() throws -> NoticeHall {
    let hall = try NoticeHall(now: "2026-05-08 10:00")
    try hall.journal.append([revise(article())], by: "甲")
    return hall
  }

  @Test("Z34 — an entry marked as wrong becomes a task for its owner with a limit")
  func task() throws {
    let hall = try hall()
    let id = try hall.corrections.report(
      .wrong, on: "article/GJ-001", owner: "甲市公积金中心", words: "额度已变", by: "话务01")
    let task = try #require(hall.corrections.list(unit: "甲市公积金中心").first)
    #expect(task.id == id)
    #expect(task.version == 1)
    #expect(task.reportedBy == "话务01")
    // 2026-05-08 is a Friday.
    #expect(task.dueAt == moment("2026-05-13 17:30"))
    #expect(!task.isLate(at: moment("2026-05-13 17:30")))
    #expect(task.isLate(at: moment("2026-05-13 17:31")))
    let again = try hall.corrections.report(
      .wrong, on: "article/GJ-001", owner: "甲市公积金中心", words: "", by: "话务01")
    #expect(again == id)
  }

  @Test func theOwnerClosesItOnlyWithANewVersion() throws {
    let hall = try hall()
    let id = try hall.corrections.report(
      .wrong, on: "article/GJ-001", owner: "甲市公积金中心", words: "额度已变", by: "话务01")
    let early = #expect(throws: InputProblem.self) {
      try hall.corrections.close(id, outcome: "已改", unit: "甲市公积金中心", by: "张某")
    }
    #expect(early?.code == "not_mended")
    #expect(throws: InputProblem.self) {
      try hall.corrections.close(id, outcome: "已改", unit: "甲市水务局", by: "王某")
    }
    var mended = article()
    mended.answer = "可以全额提取。"
    try hall.journal.append([revise(mended)], by: "张某")
    hall.clock.now = moment("2026-05-12 09:00")
    try hall.corrections.close(id, outcome: "已改", unit: "甲市公积金中心", by: "张某")
    let done = try #require(hall.corrections.list([.corrected]).first)
    #expect(done.mendedVersion == 2)
    #expect(done.closedAt == moment("2026-05-12 09:00"))
    #expect(done.closedBy == "张某")
    #expect(try hall.corrections.list().isEmpty)
    #expect(throws: InputProblem.self) {
      try hall.corrections.dismiss(id, reason: "无误", by: "李某")
    }
    try hall.journal.rebuild()
    #expect(try hall.corrections.list([.corrected]) == [done])
  }

  @Test func whatIsMissingIsClosedByTheRecordThatFillsIt() throws {
    let hall = try hall()
    #expect(throws: InputProblem.self) {
      try hall.corrections.report(.missing, on: "", owner: "甲市公积金中心", words: "", by: "话务01")
    }
    let id = try hall.corrections.report(
      .missing, on: "", owner: "甲市公积金中心", words: "异地贷款", by: "话务01")
    #expect(throws: InputProblem.self) {
      try hall.corrections.close(id, outcome: "已补", unit: "甲市公积金中心", by: "张某")
    }
    try hall.journal.append([revise(article("GJ-002", title: "异地贷款"))], by: "张某")
    try hall.corrections.close(
      id, mendedBy: "article/GJ-002", outcome: "已补", unit: "甲市公积金中心", by: "张某")
    #expect(try hall.corrections.list([.corrected]).map(\.mendedBy) == ["article/GJ-002"])
  }

  @Test func anotherPersonDismissesAMark() throws {
    let hall = try hall()
    let id = try hall.corrections.report(
      .wrong, on: "article/GJ-001", owner: "甲市公积金中心", words: "", by: "话务01")
    #expect(throws: InputProblem.self) {
      try hall.corrections.dismiss(id, reason: "无误", by: "话务01")
    }
    try hall.corrections.dismiss(id, reason: "核实无误", by: "李某")
    #expect(try hall.corrections.list([.dismissed]).map(\.outcome) == ["核实无误"])
    #expect(throws: InputProblem.self) {
      try hall.corrections.report(
        .wrong, on: "article/XX-999", owner: "甲市公积金中心", words: "", by: "话务01")
    }
  }

  @Test func accuracyAndFreshnessFollowFromMarksAndChecks() throws {
    let hall = try hall()
    let stale = article("GJ-002", title: "旧文", verified: "2025-01-01")
    try hall.journal.append([revise(stale)], by: "甲")
    _ = try hall.corrections.report(
      .wrong, on: "article/GJ-001", owner: "甲市公积金中心", words: "", by: "话务01")
    let false_ = try hall.corrections.report(
      .wrong, on: "article/GJ-002", owner: "甲市公积金中心", words: "", by: "话务01")
    try hall.corrections.dismiss(false_, reason: "无误", by: "李某")
    let all = try hall.corrections.list(Set(Correction.State.allCases))
    let quality = KnowledgeQuality.byUnit(
      [article(), stale], all, in: .always, at: moment("2026-06-01"))
    #expect(quality.map(\.unit) == ["甲市公积金中心"])
    #expect(quality[0].accuracy == 0.5)
    #expect(quality[0].freshness == 0.5)
    #expect(quality[0].marks == 1)
    #expect(quality[0].late == 1)
  }
}

@Suite struct FreshnessTests {
  @Test(arguments: [
    ("2026-12-02", nil), ("2026-12-03", FreshnessDuty.Reason.soon), ("2027-01-01", .soon),
    ("2027-01-02", .soon), ("2027-01-03", .overdue),
  ])
  func ownersAreRemindedAMonthBeforeTheYearIsOver(
    day: String, reason: FreshnessDuty.Reason?
  ) throws {
    // Checked on 2026-01-02, so the year ends on 2027-01-02.
    let list = FreshnessDuty.list(
      [article(verified: "2026-01-02")], on: try #require(Day(day)))
    #expect(list.map(\.reason) == (reason.map { [$0] } ?? []))
  }

  @Test func articlesWhoseLawChangedComeFirstAndExpiringOnesAreListed() throws {
    let articles = [
      article("GJ-001", verified: "2024-01-01"),
      article("GJ-002", title: "乙", to: "2026-06-10", verified: "2026-05-01"),
    ]
    let list = FreshnessDuty.list(
      articles, on: try #require(Day("2026-06-01")),
      citationFault: { $0.document == "某办法" ? "“某办法”已废止" : nil })
    #expect(list.map(\.reason) == [.law, .law, .overdue, .expiring])
    #expect(list[2].article == "GJ-001")
    #expect(list[3].text.contains("2026-06-10"))
  }
}
