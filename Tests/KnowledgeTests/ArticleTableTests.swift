import DataFiles
import Foundation
import Hotline
import Knowledge
import Spreadsheet
import Testing

@Suite struct ArticleTableTests {
  private let references = KnowledgeReferences(
    citationFault: { $0.document.contains("不存在") ? "法规库里没有" : nil },
    units: ["某市水务局"], items: ["GS-001"], regions: ["某市"])

  private static func article(_ id: String, _ title: String) -> KnowledgeArticle {
    KnowledgeArticle(
      id: id, field: "供水", title: title, questions: ["甲？", "乙？", "丙？"], answer: "=1+1 不是公式",
      owner: "某市水务局", region: "某市",
      sources: [Citation(document: "某市供水办法", article: "第三条")],
      validFrom: Day(daysSince1970: 20_000), verifiedOn: Day(daysSince1970: 20_100),
      keywords: ["+供水", "停水"], items: ["GS-001"], body: "第一段\n\n- 列“表”,\n- @甲",
      notBefore: Date(timeIntervalSince1970: 1_800_000_000))
  }

  private static let content = KnowledgeContent(
    articles: [article("GS-001", "停水了怎么办"), article("GS-002", "水费怎么交")],
    lexicon: "# 词\n\n停水\t5\n=词\n", synonyms: "停水|断水\n")

  private func workbook(_ content: KnowledgeContent) throws -> Data {
    try WorkbookWriter.bytes(
      KnowledgeFolder.sheets(content).map { .init(name: $0.name, rows: $0.rows) })
  }

  @Test func aWorkbookReadsBackAsItWas() throws {
    let file = try TableFile(workbook(Self.content), named: "k.xlsx")
    let read = KnowledgeFolder.read(file, references: references)
    #expect(read.faults.isEmpty)
    #expect(read.content == Self.content)
  }

  @Test func aTableOfArticlesReadsBackAsItWas() throws {
    let sheet = try #require(KnowledgeFolder.sheets(Self.content).first)
    let text = sheet.rows.map(DelimitedText.line).joined()
    #expect(!text.contains("\n=") && !text.contains(",="))
    let file = try TableFile(text: text, named: "k.csv")
    let read = KnowledgeFolder.read(file, references: references)
    #expect(read.faults.isEmpty)
    #expect(read.content.articles == Self.content.articles)
  }

  @Test func everyFaultNamesItsCell() throws {
    var rows = try #require(KnowledgeFolder.sheets(Self.content).first).rows
    let columns = KnowledgeFolder.articleColumns
    func put(_ text: String, _ row: Int, _ column: String) throws {
      rows[row][try #require(columns.firstIndex(of: column))] = text
    }
    try put("某局", 1, "owner")
    try put("昨天", 2, "valid_from")
    rows.append(rows[1])
    try put("某市水务局", 3, "owner")
    rows.append(rows[3])
    let data = try WorkbookWriter.bytes([.init(name: "articles", rows: rows)])
    let read = KnowledgeFolder.read(
      try TableFile(data, named: "k.xlsx"), references: references)
    #expect(
      read.faults.map { "\($0.line) \($0.cell ?? "") \($0.field)" } == [
        "2 F2 owner", "3 I3 valid_from", "4 A4 id", "5 A5 id",
      ])
  }
}

@Suite struct ArticleMappingTests {
  private static let mapping = """
    ids: [QY]
    empty: [无]
    article:
      title: "{事项}（{部门}）"
      field: {from: "{主题}", values: {供水: 供水}, otherwise: 综合}
      questions: ["{事项}怎么办？", "{事项}要什么材料？", "{事项}在哪里办？"]
      answer: ["由{部门}办理。", "地点：{地点}。", "{{原样}"]
      owner: {from: "{部门}", values: {水务: 某市水务局}}
      region: 某市
      source: ["{部门}办事指南（待核）"]
      valid_from: 2026-01-01
      verified_on: 2026-11-01
      keywords: {from: "{关键词}", split: "；", otherwise: 办事}
      body: {from: ["材料：{材料}", "对象：{对象}"], most: 12}
    """
  private static let header = ["事项", "部门", "主题", "地点", "关键词", "材料", "对象"]

  private func made(
    _ rows: [[String]], _ mapping: String = mapping, over base: [KnowledgeArticle] = []
  ) throws -> ArticleMapping.Result {
    let text = ([Self.header] + rows).map(DelimitedText.line).joined()
    return try ArticleMapping(text: mapping, file: "m.yaml").articles(
      from: TableFile(text: text, named: "t.csv"), over: base, usedIDs: ["QY-002"])
  }

  @Test func rowsBecomeArticles() throws {
    let rows = [
      ["开户", "水务", "供水", "某路1号", "开户；新装；开户", "申请表、身份证明、房产证明", "个人"],
      ["报停", "水务", "别的", "无", "无", "", "个人"],
    ]
    let made = try made(rows)
    #expect(made.faults.isEmpty)
    #expect(made.rows == 2)
    #expect(made.articles.map(\.id) == ["QY-001", "QY-003"])
    let (first, second) = (made.articles[0], made.articles[1])
    #expect(first.title == "开户（水务）")
    #expect(first.field == "供水" && second.field == "综合")
    #expect(first.questions.count == 3)
    #expect(first.answer == "由水务办理。地点：某路1号。{原样}")
    #expect(second.answer == "由水务办理。{原样}")
    #expect(first.owner == "某市水务局")
    #expect(first.keywords == ["开户", "新装"] && second.keywords == ["办事"])
    #expect(first.body == "材料：申请表、身份证明…")
    #expect(second.body == "对象：个人")
    let again = try self.made(rows, over: made.articles)
    #expect(again.articles == made.articles)
  }

  @Test func faultyRowsAreNamedByTheirCells() throws {
    let made = try made([
      ["开户", "燃气", "供水", "", "", "", ""], ["开户", "水务", "供水", "", "", "", ""],
      ["开户", "水务", "供水", "", "", "", ""], ["", "水务", "供水", "", "", "", ""],
    ])
    #expect(made.articles.map(\.id) == ["QY-001"])
    let places = made.faults.map { "\($0.line) \($0.cell ?? "") \($0.field)" }
    #expect(places.first == "2 B2 owner")
    #expect(places.dropFirst().first == "4 A4 title")
    #expect(places.contains("5 A5 title"))
    #expect(made.faults[0].message.contains("“燃气”没有对应的值，请补在 m.yaml 第 8 行"))
  }

  @Test func columnsThatTheTableLacksAreNamed() throws {
    let made = try made([], Self.mapping.replacing("{地点}", with: "{地址}"))
    #expect(made.faults.map(\.field) == ["地址"])
  }

  @Test func everythingWrongWithAMappingIsSaidAtOnce() {
    let text = """
      id: 1
      ids: [q]
      merged: maybe
      article:
        title: "{事项"
        nonsense: 1
        owner: {values: {}, most: 0, colour: red}
      """
    let faults = #expect(throws: DataFaults.self) {
      try ArticleMapping(text: text, file: "m.yaml")
    }
    let fields = Set(faults?.faults.map(\.field) ?? [])
    #expect(fields.isSuperset(of: ["id", "ids", "merged", "title", "nonsense", "owner", "answer"]))
  }
}
