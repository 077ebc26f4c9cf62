import ChineseText
import DataFiles
import Foundation
import Hotline
import Journal
import SQLite
import Testing

@testable import Knowledge

/// A folder of knowledge files made for a test and gone after it.
final class KnowledgeFixture {
  let folder: URL

  init(_ files: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)")
    for (name, text) in files {
      let url = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static let fund = """
    ---
    id: GJ-001
    title: 公积金怎么提取
    questions:
      - 公积金怎么取出来
      - 买房能取公积金吗
      - "退休了: 公积金怎么办"
    answer: 买房、退休等情况可以提取。
    owner: 甲市公积金中心
    region: 甲市
    source:
      - 住房公积金管理条例第二十四条
    valid_from: 2024-01-01
    valid_to:
    verified_on: 2026-11-01
    keywords: [公积金, 提取]
    items: [JR-001]
    ---
    - 钱归个人。
    """

  static let water = """
    ---
    id: SD-001
    title: 停水了怎么办
    questions: [家里没水, 什么时候来水, 为什么停水]
    answer: 先看停水通知。
    owner: 甲市水务局
    region: 甲市
    source: [供水条例（待核）]
    valid_from: 2025-01-01
    valid_to: 2026-12-31
    verified_on: 2026-11-01
    keywords: [停水]
    ---
    """

  static var whole: [String: String] {
    [
      "articles/公积金/提取.md": fund, "articles/水电/停水.md": water,
      "lexicon/words.txt": "公积金\n停水\n", "lexicon/synonyms.txt": "没水|停水\n",
    ]
  }
}

private let references = KnowledgeReferences(
  citationFault: { $0.toBeVerified || $0.articleNumber ?? 0 <= 47 ? nil : "没有这一条" },
  units: ["甲市公积金中心", "甲市水务局"], items: ["JR-001"], regions: ["甲市"])

@Suite struct KnowledgeFolderTests {
  @Test func aSoundFolderReadsWithoutFault() throws {
    let fixture = try KnowledgeFixture(KnowledgeFixture.whole)
    let (content, faults) = KnowledgeFolder.read(fixture.folder, references: references)
    #expect(faults.isEmpty, "\(faults)")
    let fund = try #require(content.articles.first { $0.id == "GJ-001" })
    #expect(fund.field == "公积金")
    #expect(fund.questions[2] == "退休了: 公积金怎么办")
    #expect(fund.validTo == nil)
    #expect(fund.body == "- 钱归个人。")
    #expect(content.lexicon == "公积金\n停水\n")
  }

  @Test func whatIsWrittenReadsBackEqual() throws {
    let fixture = try KnowledgeFixture(KnowledgeFixture.whole)
    var content = KnowledgeFolder.read(fixture.folder).content
    content.articles[0].answer = "带\"引号\"、反斜\\杠: 和\n换行"
    content.articles[0].title = "- 像列表 # 像注释"
    let files = Dictionary(
      uniqueKeysWithValues: KnowledgeFolder.files(content).map { ($0.path, $0.text) })
    let again = try KnowledgeFixture(files)
    let (read, faults) = KnowledgeFolder.read(again.folder, references: references)
    #expect(faults.isEmpty, "\(faults)")
    #expect(Set(read.articles) == Set(content.articles))
    #expect(read.synonyms == content.synonyms)
  }

  @Test(
    "a fault is named with its key",
    arguments: [
      ("id: GJ-001", "id: gj1", "id"), ("title: 公积金怎么提取", "title:", "title"),
      ("  - 买房能取公积金吗", "  - 公积金怎么取出来", "questions"),
      ("  - 买房能取公积金吗", "  - {a: b}", "questions"),
      ("answer: 买房、退休等情况可以提取。", "answer: [a]", "answer"),
      ("owner: 甲市公积金中心", "owner: 无此单位", "owner"), ("region: 甲市", "region: 火星", "region"),
      ("第二十四条", "第九十九条", "source"), ("第二十四条", "", "source"),
      ("valid_from: 2024-01-01", "valid_from: 2024年", "valid_from"),
      ("valid_to:", "valid_to: 2023-01-01", "valid_to"),
      ("verified_on: 2026-11-01", "", "verified_on"), ("keywords: [公积金, 提取]", "", "keywords"),
      ("items: [JR-001]", "items: [JR-999]", "items"), ("items: [JR-001]", "odd: 1", "odd"),
    ])
  func faults(old: String, new: String, field: String) throws {
    var files = KnowledgeFixture.whole
    files["articles/公积金/提取.md"] = KnowledgeFixture.fund.replacingOccurrences(of: old, with: new)
    let fixture = try KnowledgeFixture(files)
    let faults = KnowledgeFolder.read(fixture.folder, references: references).faults
    #expect(faults.contains { $0.field == field && $0.line > 0 }, "\(faults)")
    #expect(faults.allSatisfy { $0.file == "articles/公积金/提取.md" })
  }

  @Test func twiceTheSameIdOrTitleIsNamed() throws {
    var files = KnowledgeFixture.whole
    files["articles/公积金/再.md"] = KnowledgeFixture.fund
    let fixture = try KnowledgeFixture(files)
    let faults = KnowledgeFolder.read(fixture.folder).faults
    #expect(faults.contains { $0.field == "id" })
  }

  @Test func faultyWordsAreNamedWithTheirLine() throws {
    var files = KnowledgeFixture.whole
    files["lexicon/synonyms.txt"] = "没水|停水\n只有一个\n"
    let fixture = try KnowledgeFixture(files)
    let faults = KnowledgeFolder.read(fixture.folder).faults
    #expect(faults.map(\.file) == ["lexicon/synonyms.txt"])
    #expect(faults.map(\.line) == [2])
  }
}

@Suite struct KnowledgeProjectionTests {
  private func open() throws -> (ConnectionPool, EventJournal) {
    let pool = try ConnectionPool(path: ":memory:") { try KnowledgeProjection.prepare($0) }
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    KnowledgeProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    return (pool, EventJournal(pool: pool, projections: [KnowledgeProjection()]))
  }

  @Test func whatIsRecordedIsKeptUntilItEnds() throws {
    let fixture = try KnowledgeFixture(KnowledgeFixture.whole)
    let content = KnowledgeFolder.read(fixture.folder).content
    let (pool, journal) = try open()
    try journal.append(
      KnowledgeProjection.changes(from: KnowledgeContent(), to: content), by: "import")
    #expect(try pool.read { try KnowledgeProjection.content($0) } == content)
    var changed = content
    changed.articles[0].title = "医保怎么报销"
    let changes = try KnowledgeProjection.changes(from: content, to: changed)
    #expect(changes.count == 1)
    try journal.append(changes, by: "import")
    try journal.append(
      [NewEntry(stream: "article/SD-001", type: "article-ended", body: "{}")], by: "甲")
    try journal.rebuild()
    #expect(
      try pool.read { try KnowledgeProjection.content($0) }.articles.map(\.title) == ["医保怎么报销"])
  }

  @Test func articlesAreFoundByCharactersPhrasesAndPinyin() throws {
    let fixture = try KnowledgeFixture(KnowledgeFixture.whole)
    let articles = KnowledgeFolder.read(fixture.folder).content.articles
    let analyzer = Analyzer(lexicon: .empty, synonyms: .empty)
    let index = try KnowledgeIndex(articles, analyzer: analyzer)
    func matches(_ table: String, _ query: String) throws -> [String] {
      try index.pool.read {
        try $0.rows(
          "SELECT id FROM \(table) JOIN article ON number = \(table).rowid WHERE \(table) MATCH ?",
          query
        ).map { $0.text(0) }
      }
    }
    #expect(try matches("article_text", "\"公積金\"") == ["GJ-001"])
    #expect(try matches("article_text", "\"金公\"").isEmpty)
    #expect(try matches("article_text", "\"水\"") == ["SD-001"])
    #expect(try matches("article_pinyin", "\"gongjijin\"") == ["GJ-001"])
    #expect(try matches("article_pinyin", "\"gjj\"") == ["GJ-001"])
    #expect(try matches("article_pinyin", "\"ting s\" *") == ["SD-001"])
  }

  @Test func anIndexFileIsBuiltOnceAndOpenedAgain() throws {
    let fixture = try KnowledgeFixture(KnowledgeFixture.whole)
    let articles = KnowledgeFolder.read(fixture.folder).content.articles
    let analyzer = Analyzer(lexicon: .empty, synonyms: .empty)
    let path = fixture.folder.appending(path: "a.index").path
    let day = try #require(Day("2026-11-01"))
    for given in [articles, []] {
      let index = try KnowledgeIndex(given, analyzer: analyzer, path: path)
      let search = KnowledgeSearch(articles, analyzer: analyzer, index: index)
      #expect(try search.search("gjj", on: day, limit: 3).map(\.article.id) == ["GJ-001"])
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
    #expect(!names.contains { $0.hasSuffix(".part") })
  }

  @Test func aPeriodHasBothItsEnds() throws {
    let fixture = try KnowledgeFixture(KnowledgeFixture.whole)
    let water = try #require(
      KnowledgeFolder.read(fixture.folder).content.articles.first { $0.id == "SD-001" })
    func valid(_ day: String) throws -> Bool { water.isValid(on: try #require(Day(day))) }
    #expect(try !valid("2024-12-31"))
    #expect(try valid("2025-01-01"))
    #expect(try valid("2026-12-31"))
    #expect(try !valid("2027-01-01"))
    #expect(try water.isStale(on: #require(Day("2027-11-02"))))
    #expect(try !water.isStale(on: #require(Day("2027-11-01"))))
  }
}
