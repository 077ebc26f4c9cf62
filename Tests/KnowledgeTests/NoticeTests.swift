import Foundation
import Hotline
import Journal
import Knowledge
import SQLite
import Testing
import WorkingTime

/// A notice board over a journal whose clock stands where the test puts it.
final class NoticeHall: Sendable {
  let pool: ConnectionPool
  let journal: EventJournal
  let board: NoticeBoard
  let corrections: CorrectionDesk
  let clock = TestClock()

  init(now: String) throws {
    pool = try ConnectionPool(path: ":memory:") { try KnowledgeProjection.prepare($0) }
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    KnowledgeProjection.addMigrations(to: &migrations)
    NoticeProjection.addMigrations(to: &migrations)
    CorrectionProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let clock = clock
    clock.now = moment(now)
    journal = EventJournal(
      pool: pool,
      projections: [KnowledgeProjection(), NoticeProjection(), CorrectionProjection()],
      now: { clock.now })
    board = NoticeBoard(journal: journal, pool: pool, now: { clock.now })
    corrections = CorrectionDesk(
      journal: journal, pool: pool, clock: WorkingClock(calendar: .weekendsOnly),
      limit: TimeSpan(3, .workingDay), limitSource: "知识库管理规定（示例）", now: { clock.now })
  }

  func policy(_ hour: String) -> PolicyNotice {
    PolicyNotice(
      unit: "甲市公积金中心", title: "提取新规", publishedAt: moment(hour), handedInAt: clock.now,
      documents: ["提取新规.pdf"], interpretation: "问答十条", training: "线上培训", contact: "张某 0760-00000000"
    )
  }

  func answers(at time: String) throws -> [String] {
    try pool.read { try KnowledgeProjection.content($0, at: moment(time)) }.articles.map(\.answer)
  }
}

@Suite struct PolicyTests {
  @Test("Z34 — a policy is hidden from answers until its hour and opens then by itself")
  func hidden() throws {
    let hall = try NoticeHall(now: "2026-08-01")
    try hall.journal.append([revise(article())], by: "甲")
    var new = article()
    new.answer = "可以全额提取。"
    let id = try hall.board.announce(
      hall.policy("2026-09-01 09:00"), articles: [new], by: "乙")
    #expect(id == "ZC2026-0001")
    #expect(try hall.answers(at: "2026-09-01 08:59") == ["可以提取。"])
    #expect(try hall.answers(at: "2026-09-01 09:00") == ["可以全额提取。"])
    #expect(try hall.board.policies().map(\.articles) == [["GJ-001"]])
    try hall.journal.rebuild()
    #expect(try hall.board.policies().map(\.handedInAt) == [moment("2026-08-01")])
  }

  @Test func aPostponedPolicyOpensAtItsNewHourOnly() throws {
    let hall = try NoticeHall(now: "2026-08-01")
    try hall.journal.append([revise(article())], by: "甲")
    var new = article()
    new.answer = "可以全额提取。"
    let fresh = article("GJ-002", title: "新文")
    let id = try hall.board.announce(
      hall.policy("2026-09-01 09:00"), articles: [new, fresh], by: "乙")
    hall.clock.now = moment("2026-08-20")
    try hall.board.postpone(
      policy: id, to: moment("2026-10-01 09:00"), reason: "待批准", by: "乙")
    #expect(try hall.answers(at: "2026-09-15") == ["可以提取。"])
    #expect(try hall.answers(at: "2026-10-01 08:59") == ["可以提取。"])
    #expect(try hall.answers(at: "2026-10-01 09:00") == ["可以全额提取。", "可以提取。"])
    try hall.board.postpone(
      policy: id, to: moment("2026-11-01 09:00"), reason: "再等", by: "乙")
    #expect(try hall.answers(at: "2026-10-15") == ["可以提取。"])
    #expect(try hall.answers(at: "2026-11-01 09:00").count == 2)
    try hall.board.cancel(policy: id, reason: "不发布了", by: "乙")
    #expect(try hall.answers(at: "2027-01-01") == ["可以提取。"])
    #expect(throws: InputProblem.self) {
      try hall.board.cancel(policy: id, reason: "再取消", by: "乙")
    }
    #expect(throws: DataFaults.self) {
      try hall.board.announce(
        hall.policy("2026-10-01 09:00"), articles: [fresh], by: "乙")
    }
  }

  @Test(
    "Z34 — a policy is handed in 3 to 10 working days before its publication",
    arguments: [
      // 2026-03-16 is a Monday.
      ("2026-03-11", 3, nil), ("2026-03-12", 2, PolicyLateness.Kind.handedInLate),
      ("2026-03-02", 10, nil), ("2026-02-27", 11, .handedInEarly), ("2026-03-15", 0, .handedInLate),
    ])
  func lead(day: String, days: Int, late: PolicyLateness.Kind?) throws {
    let hall = try NoticeHall(now: day)
    _ = try hall.board.announce(hall.policy("2026-03-16 10:00"), by: "乙")
    let policy = try #require(hall.board.policies().first)
    #expect(policy.leadDays(.weekendsOnly) == days)
    let list = try hall.board.latePolicies(at: hall.clock.now, calendar: .weekendsOnly)
    #expect(list.map(\.kind) == (late.map { [$0] } ?? []))
  }

  @Test("Z34 — the official text is due on the day, and who is late is listed")
  func officialText() throws {
    let hall = try NoticeHall(now: "2026-03-10")
    let id = try hall.board.announce(hall.policy("2026-03-16 10:00"), by: "乙")
    func late(_ time: String) throws -> [PolicyLateness.Kind] {
      try hall.board.latePolicies(at: moment(time), calendar: .weekendsOnly).map(\.kind)
    }
    #expect(try late("2026-03-16 09:59").isEmpty)
    #expect(try late("2026-03-16 10:00") == [.textDue])
    #expect(try late("2026-03-17") == [.textLate])
    hall.clock.now = moment("2026-03-16 23:00")
    try hall.board.addText(policy: id, title: "提取新规", place: "正文.pdf", by: "乙")
    #expect(try late("2026-03-20").isEmpty)
    hall.clock.now = moment("2026-03-18 09:00")
    try hall.board.addText(policy: id, title: "提取新规", place: "正文.pdf", by: "乙")
    #expect(try late("2026-03-20") == [.textLate])
  }

  @Test func everyMissingPartOfAPolicyIsNamedAtOnce() throws {
    let hall = try NoticeHall(now: "2026-03-10")
    var policy = hall.policy("2026-03-09")
    (policy.documents, policy.contact, policy.training) = ([], " ", "")
    let error = #expect(throws: DataFaults.self) { try hall.board.announce(policy, by: "乙") }
    #expect(error?.faults.map(\.field) == ["documents", "training", "contact", "published_at"])
    #expect(try hall.board.policies().isEmpty)
  }
}

@Suite struct WordingTests {
  @Test("Z34 — the wording for a sudden event is shown at once and expires")
  func wording() throws {
    let hall = try NoticeHall(now: "2026-05-01 08:00")
    let wording = UrgentWording(
      unit: "甲市水务局", title: "爆管", text: "正在抢修。", issuedAt: hall.clock.now,
      expiresAt: moment("2026-05-01 20:00"))
    let id = try hall.board.issue(wording, by: "乙")
    #expect(try hall.board.wordings(at: moment("2026-05-01 08:00")).map(\.id) == [id])
    #expect(try hall.board.wordings(at: moment("2026-05-01 19:59")).count == 1)
    #expect(try hall.board.wordings(at: moment("2026-05-01 20:00")).isEmpty)
    try hall.board.withdraw(wording: id, reason: "已修好", by: "乙")
    #expect(try hall.board.wordings(at: moment("2026-05-01 09:00")).isEmpty)
    #expect(throws: InputProblem.self) {
      try hall.board.withdraw(wording: id, reason: "再撤", by: "乙")
    }
    let past = UrgentWording(
      unit: "", title: "", text: "", issuedAt: hall.clock.now, expiresAt: hall.clock.now)
    let error = #expect(throws: DataFaults.self) { try hall.board.issue(past, by: "乙") }
    #expect(error?.faults.map(\.field) == ["unit", "title", "text", "expires_at"])
  }
}

@Suite struct PlannedWorkTests {
  private func work() -> PlannedWork {
    PlannedWork(
      unit: "甲市供水公司", kind: .water, areas: ["乙镇", "幸福花园"],
      beginsAt: moment("2026-05-10 08:00"), endsAt: moment("2026-05-10 18:00"),
      text: "计划检修，18 时恢复。")
  }

  @Test(
    "Z35 — planned works are matched to calls by place, words and time",
    arguments: [
      ("家里突然停水了", ["丙村", "乙镇"], "2026-05-10 09:00", PlannedWork.Stage.running),
      ("幸福花園沒水", [], "2026-05-10 09:00", .running),
      ("家里突然停水了", ["丁镇"], "2026-05-10 09:00", nil),
      ("家里突然停电了", ["乙镇"], "2026-05-10 09:00", nil),
      ("明天几点来水", ["乙镇"], "2026-05-09 09:00", .before),
      ("还没有水", ["乙镇"], "2026-05-10 20:00", .overdue),
      ("还没有水", ["乙镇"], "2026-05-11 18:00", nil),
    ])
  func matching(
    call: String, places: [String], time: String, stage: PlannedWork.Stage?
  ) throws {
    let hall = try NoticeHall(now: "2026-05-08")
    _ = try hall.board.announce(work(), by: "乙")
    let found = try hall.board.works(for: call, places: Set(places), at: moment(time))
    #expect(found.map(\.stage) == (stage.map { [$0] } ?? []))
    #expect(found.allSatisfy { !$0.words.isEmpty && !$0.area.isEmpty })
  }

  @Test func changedAndCancelledWorksAreFollowed() throws {
    let hall = try NoticeHall(now: "2026-05-08")
    let id = try hall.board.announce(work(), by: "乙")
    var changed = work()
    changed.id = id
    changed.endsAt = moment("2026-05-11 18:00")
    try hall.board.change(changed, by: "乙")
    #expect(
      try hall.board.works(for: "停水", places: ["乙镇"], at: moment("2026-05-11 09:00")).count == 1)
    try hall.board.cancel(works: id, reason: "改期", by: "乙")
    #expect(try hall.board.works(at: moment("2026-05-10 09:00")).isEmpty)
    var wrong = work()
    (wrong.areas, wrong.endsAt) = (["镇"], wrong.beginsAt)
    let error = #expect(throws: DataFaults.self) { try hall.board.announce(wrong, by: "乙") }
    #expect(error?.faults.map(\.field) == ["areas", "ends_at"])
  }
}
