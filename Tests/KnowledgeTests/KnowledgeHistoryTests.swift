import Foundation
import Hotline
import Journal
import Knowledge
import Revisions
import SQLite
import Synchronization
import Testing

/// A journal over the knowledge base whose clock stands where the test puts it.
final class KnowledgeOffice: Sendable {
  let pool: ConnectionPool
  let journal: EventJournal
  private let clock: TestClock

  init() throws {
    pool = try ConnectionPool(path: ":memory:") { try KnowledgeProjection.prepare($0) }
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    KnowledgeProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let clock = TestClock()
    self.clock = clock
    journal = EventJournal(
      pool: pool, projections: [KnowledgeProjection()], now: { clock.now })
  }

  @discardableResult
  func record(_ changes: [NewEntry], at time: String, by actor: String = "甲") throws
    -> [JournalEntry]
  {
    clock.now = moment(time)
    return try journal.append(changes, by: actor)
  }

  func content(at time: String, knownAt: String = "2099-01-01") throws -> KnowledgeContent {
    try pool.read {
      try KnowledgeProjection.content($0, at: moment(time), knownAt: moment(knownAt))
    }
  }
}

/// A clock that stands still until it is set.
final class TestClock: Sendable {
  private let date = Mutex(Date(timeIntervalSince1970: 0))
  var now: Date {
    get { date.withLock { $0 } }
    set { date.withLock { $0 = newValue } }
  }
}

/// Midnight of a day, or a time such as `2026-05-01 09:30`, in Shanghai.
func moment(_ text: String) -> Date {
  if let day = Day(text) { return day.start }
  return ShanghaiTime.moment(text.replacing(" ", with: "T") + ":00+08:00") ?? .distantPast
}

/// An article with invented content.
func article(
  _ id: String = "GJ-001", title: String = "公积金怎么提取", from: String = "2024-01-01",
  to: String? = nil, verified: String = "2026-01-01", owner: String = "甲市公积金中心",
  notBefore: String? = nil
) -> KnowledgeArticle {
  let first = Day(from) ?? Day(daysSince1970: 0)
  return KnowledgeArticle(
    id: id, field: "公积金", title: title, questions: ["怎么取", "能不能取", "何时取"], answer: "可以提取。",
    owner: owner, region: "甲市", sources: [Citation(document: "某办法", toBeVerified: true)],
    validFrom: first, validTo: to.flatMap { Day($0) }, verifiedOn: Day(verified) ?? first,
    keywords: ["公积金"], notBefore: notBefore.map(moment))
}

func revise(_ article: KnowledgeArticle, expected: Int? = nil) throws -> NewEntry {
  try NewEntry(
    stream: "article/\(article.id)", expectedVersion: expected, type: "article-revised",
    encoding: article)
}

@Suite struct KnowledgeHistoryTests {
  @Test func theKnowledgeStandsAsItStoodAtAnyMoment() throws {
    let office = try KnowledgeOffice()
    try office.record([revise(article())], at: "2026-01-01")
    var changed = article(from: "2027-03-01")
    changed.answer = "可以全额提取。"
    try office.record([revise(changed)], at: "2026-06-01")
    func answer(_ at: String, _ known: String = "2099-01-01") throws -> String? {
      try office.content(at: at, knownAt: known).articles.first?.answer
    }
    #expect(try answer("2026-07-01") == "可以提取。")
    #expect(try answer("2027-02-28 23:59") == "可以提取。")
    #expect(try answer("2027-03-01") == "可以全额提取。")
    #expect(try answer("2027-03-01", "2026-05-01") == "可以提取。")
    #expect(try answer("2023-12-31") == nil)
    let next = try office.pool.read {
      try KnowledgeProjection.revisions.nextChange(after: moment("2026-07-01"), $0)
    }
    #expect(next == moment("2027-03-01"))
  }

  @Test func anHourKeepsAnArticleHiddenOnItsFirstDay() throws {
    let office = try KnowledgeOffice()
    let hidden = article(from: "2026-09-01", notBefore: "2026-09-01 09:00")
    try office.record([revise(hidden)], at: "2026-08-20")
    #expect(try office.content(at: "2026-09-01 08:59").articles.isEmpty)
    #expect(try office.content(at: "2026-09-01 09:00").articles == [hidden])
  }

  @Test func theHourIsWrittenAndReadWithTheFile() throws {
    let hidden = article(from: "2026-09-01", notBefore: "2026-09-01 09:00")
    let files = KnowledgeFolder.files(KnowledgeContent(articles: [hidden]))
    let read = KnowledgeFolder.article(files[0].text, file: files[0].path)
    #expect(read.faults.isEmpty, "\(read.faults)")
    #expect(read.article == hidden)
    #expect(KnowledgeFolder.faults(in: hidden).isEmpty)
    let never = article(from: "2026-09-01", to: "2026-09-02", notBefore: "2026-10-01 09:00")
    #expect(KnowledgeFolder.faults(in: never).map(\.field) == ["not_before"])
    let twin = article("GJ-002")
    #expect(KnowledgeFolder.faults(in: twin, over: [article()]).map(\.field) == ["title"])
  }

  @Test func wordsStandAsTheyWereRecorded() throws {
    let office = try KnowledgeOffice()
    let first = KnowledgeContent(synonyms: "没水|停水\n")
    try office.record(
      KnowledgeProjection.changes(from: KnowledgeContent(), to: first), at: "2026-01-01")
    let second = KnowledgeContent(synonyms: "没水|停水|断水\n")
    try office.record(KnowledgeProjection.changes(from: first, to: second), at: "2026-02-01")
    #expect(
      try office.content(at: "2026-01-15", knownAt: "2026-01-15").synonyms == first.synonyms)
    #expect(try office.content(at: "2026-03-01").synonyms == second.synonyms)
  }

  @Test func anArticleEndsOnItsDayAndAnOldStateComesBack() throws {
    let office = try KnowledgeOffice()
    try office.record([revise(article())], at: "2026-01-01")
    try office.record(
      [Revision.ending("article/GJ-001", from: moment("2026-03-01"))], at: "2026-02-01")
    #expect(try office.content(at: "2026-02-28").articles.count == 1)
    #expect(try office.content(at: "2026-03-01").articles.isEmpty)
    let history = try office.pool.read {
      try KnowledgeProjection.revisions.history(of: "article/GJ-001", $0)
    }
    #expect(history.map(\.isEnd) == [false, true])
    let back = try KnowledgeProjection.returning(
      to: history[0], from: #require(Day("2026-05-01")), expectedVersion: 2)
    try office.record([back], at: "2026-04-01")
    #expect(try office.content(at: "2026-04-30").articles.isEmpty)
    #expect(try office.content(at: "2026-05-01").articles.map(\.id) == ["GJ-001"])
    #expect(throws: InputProblem.self) {
      try KnowledgeProjection.returning(
        to: history[1], from: #require(Day("2026-05-01")), expectedVersion: 3)
    }
  }

  @Test func twoRevisionsAreComparedFieldByField() throws {
    let office = try KnowledgeOffice()
    try office.record([revise(article())], at: "2026-01-01")
    var changed = article(notBefore: "2026-02-01 09:00")
    changed.questions[2] = "几时取"
    try office.record([revise(changed)], at: "2026-01-02")
    let history = try office.pool.read {
      try KnowledgeProjection.revisions.history(of: "article/GJ-001", $0)
    }
    let changes = Revision.differences(
      from: history[0], to: history[1], names: KnowledgeProjection.fieldNames)
    #expect(changes.map(\.name) == ["常见问法", "公开时刻"])
    #expect(changes[0].added == ["几时取"])
    #expect(changes[1].after.contains("2026-02-01T09:00:00+08:00"))
  }
}
