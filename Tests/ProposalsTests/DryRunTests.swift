import Catalogue
import Foundation
import History
import Hotline
import Knowledge
import Proposals
import Testing

@Suite struct DryRunTests {
  private let ceilings = [
    LimitCeiling(
      type: .complaint, span: TimeSpan(10, .workingDay), source: "宜春办法第十四条", yieldsToLaw: true),
    LimitCeiling(
      type: .help, span: TimeSpan(3, .workingDay), source: "濠江制度三（四）", yieldsToLaw: false),
  ]

  private func run(
    _ bureau: ProposalBureau, _ edit: (inout CatalogueItem) -> Void
  ) throws -> DryRun {
    var item = try bureau.item("CG-002")
    edit(&item)
    return try bureau.office.dryRun(
      [ProposedChange(row: 1, item: item, basedOn: 1)], of: "甲市城管局")
  }

  @Test func everyFaultyCellIsNamedWithItsRuleAndRemedy() throws {
    let bureau = try ProposalBureau()
    let run = try run(bureau) {
      $0.unit = "无此局"
      $0.limit = TimeSpan(3, .workingDay)
      $0.keywords = ["广告"]
      $0.legalBasis = [Citation(document: ProposalBureau.law, article: "第四十五条")]
    }
    #expect(!run.isSound)
    let cells = run.findings.filter { $0.weight == .fault }.map(\.field)
    #expect(Set(cells) == ["unit", "limit_source", "keywords", "legal_basis"])
    let limit = try #require(run.findings.first { $0.field == "limit_source" })
    #expect(limit.cell == "第 1 行“期限依据”（J 列）")
    #expect(
      run.findings.allSatisfy { !$0.rule.isEmpty && !$0.remedy.isEmpty && !$0.message.isEmpty })
    #expect(run.findings.first { $0.field == "unit" }?.rule.contains("中山办法第十五条") == true)
  }

  @Test func whatChangesStandsSideBySide() throws {
    let bureau = try ProposalBureau()
    let run = try run(bureau) {
      $0.name = "户外广告"
      $0.sayings[0] = "招牌快掉下来了"
    }
    #expect(run.isSound)
    #expect(run.rows.map(\.title) == ["户外广告"])
    #expect(run.rows[0].fields.map(\.name) == ["事项名称", "常见说法"])
    #expect(run.rows[0].fields[0].before == "违规广告")
    #expect(run.rows[0].fields[1].removed == ["招牌要掉了"])
  }

  @Test func pastTicketsThatWouldGoElsewhereAreListed() throws {
    let bureau = try ProposalBureau()
    let tickets = [
      PastTicket(id: "1", text: "招牌要掉了", unit: "甲市城管局"),
      PastTicket(id: "2", text: "路边摆摊", unit: "甲市城管局"),
      PastTicket(id: "3", text: "招牌歪了", unit: "甲市水务局"),
    ]
    try bureau.journal.append(
      HistoryProjection.changes(recording: tickets, over: []), by: "import")
    var item = try bureau.item("CG-002")
    item.unit = "甲市水务局"
    let run = try bureau.office.dryRun(
      [ProposedChange(row: 1, item: item, basedOn: 1)], of: "甲市城管局",
      routing: { catalogue, tickets in
        var units: [String: String] = [:]
        for ticket in tickets where ticket.text.contains("招牌") {
          units[ticket.id] = catalogue.item("CG-002")?.unit
        }
        return units
      })
    let trial = try #require(run.trial)
    #expect(trial.tried == 3)
    #expect(trial.moves.map(\.ticket) == ["1", "3"])
    #expect(trial.moves[0].before == "甲市城管局")
    #expect(trial.routes.map(\.count) == [2])
    #expect(trial.rightBefore == 1)
    #expect(trial.rightAfter == 1)
  }

  @Test func nearlyEqualSayingsAndKeywordsAreShownUnlessTheDifferenceIsTold() throws {
    let bureau = try ProposalBureau()
    let collided = try run(bureau) {
      $0.sayings[0] = "小贩占了人行道。"
      $0.keywords = ["占道", "摊贩", "人行道", "广告"]
    }
    #expect(collided.isSound)
    #expect(Set(collided.findings.map(\.field)) == ["sayings", "keywords"])
    #expect(collided.findings[0].message.contains("CG-001"))
    let told = try run(bureau) {
      $0.sayings[0] = "小贩占了人行道。"
      $0.confusions =
        CatalogueFolder.items(
          ProposalBureau.head
            + ProposalBureau.sign.replacingOccurrences(of: "楼顶广告牌,,", with: "楼顶广告牌,CG-001：那是摆摊,"),
          file: "", over: CatalogueContent()
        ).items[0].value.confusions
    }
    #expect(told.findings.isEmpty, "\(told.findings)")
    let same = try run(bureau) { $0.name = "占道经营" }
    #expect(same.findings.contains { $0.field == "name" && $0.weight == .fault })
  }

  @Test(arguments: [
    ("10个工作日", RequestType.complaint, nil), ("11个工作日", .complaint, Finding.Weight.doubt),
    ("14日", .complaint, nil), ("15日", .complaint, .doubt), ("3个工作日", .help, nil),
    ("4个工作日", .help, .fault), ("30日", .consultation, nil),
  ])
  func aLimitLongerThanTheRegulationAllowsIsShown(
    limit: String, type: RequestType, weight: Finding.Weight?
  ) throws {
    let bureau = try ProposalBureau(ceilings: ceilings)
    let run = try run(bureau) {
      $0.types = [type]
      $0.limit = TimeSpan(parsing: limit)
      $0.limitSource = Citation(document: ProposalBureau.law, article: "第四条")
    }
    let found = run.findings.filter { $0.field == "limit" }
    #expect(found.map(\.weight) == (weight.map { [$0] } ?? []), "\(found)")
  }

  @Test func aLongLimitOfOneKindOfRequestIsShownForThatKindAlone() throws {
    let bureau = try ProposalBureau(ceilings: ceilings)
    let law = Citation(document: ProposalBureau.law, article: "第四条")
    let run = try run(bureau) {
      $0.types = [.complaint, .help]
      $0.limit = TimeSpan(3, .workingDay)
      $0.limitSource = law
      $0.typeLimits = [.init(type: .complaint, span: TimeSpan(15, .workingDay))]
    }
    let found = run.findings.filter { $0.field == "limit" }
    #expect(found.map(\.weight) == [.doubt], "\(found)")
    #expect(found.first?.message.contains("投诉") == true)
  }

  @Test func aLongLimitInAFileNeedsAnArticleThatWasRead() throws {
    var item = try #require(
      CatalogueFolder.items(
        ProposalBureau.head + ProposalBureau.sign, file: "", over: CatalogueContent()
      ).items.first?.value)
    item.types = [.complaint]
    item.limit = TimeSpan(15, .workingDay)
    item.limitSource = Citation(document: ProposalBureau.law, article: "第四条")
    #expect(LimitCeiling.unreasoned(item, ceilings).isEmpty)
    item.limitSource?.toBeVerified = true
    #expect(LimitCeiling.unreasoned(item, ceilings).count == 1)
    item.types = [.help]
    item.limitSource?.toBeVerified = false
    #expect(LimitCeiling.unreasoned(item, ceilings).count == 1)
    item.limit = TimeSpan(2, .workingDay)
    #expect(LimitCeiling.unreasoned(item, ceilings).isEmpty)
  }

  @Test func workPushedDownToATownIsShown() throws {
    let bureau = try ProposalBureau()
    let run = try run(bureau) {
      $0.unit = CatalogueItem.territory
      $0.agency = "综合行政执法局"
    }
    let sign = try #require(run.findings.first)
    #expect(run.findings.count == 1)
    #expect(sign.weight == .doubt)
    #expect(sign.message.contains("原由甲市城管局主办"))
    #expect(sign.message.contains("第十一条是甲市城管局的职责依据"))
    let other = try self.run(bureau) { $0.unit = "甲市水务局" }
    #expect(other.findings.isEmpty)
  }

  @Test func anItemStillReferredToIsNotEndedUnseenAndForeignRecordsAreMarked() throws {
    let bureau = try ProposalBureau()
    let article = KnowledgeArticle(
      id: "CG-001", field: "城管", title: "摆摊找谁", questions: ["一", "二", "三"], answer: "找城管。",
      owner: "甲市城管局", region: "甲市", sources: [Citation(document: "某办法", toBeVerified: true)],
      validFrom: try #require(Day("2025-01-01")), verifiedOn: try #require(Day("2026-01-01")),
      keywords: ["摆摊"], items: ["CG-001"])
    try bureau.journal.append(
      KnowledgeProjection.changes(
        from: KnowledgeContent(), to: KnowledgeContent(articles: [article])), by: "import")
    let run = try bureau.office.dryRun(
      [ProposedChange(row: 1, ending: "item/CG-001", basedOn: 1)], of: "甲市水务局")
    #expect(run.isSound)
    #expect(run.findings.contains { $0.message == "仍被 CG-001 引用" })
    #expect(run.findings.contains { $0.message.contains("现归甲市城管局") })

    var wrong = article
    wrong.owner = "无此局"
    wrong.items = ["XX-001"]
    let second = try bureau.office.dryRun(
      [ProposedChange(row: 1, article: wrong, basedOn: 1)], of: "甲市城管局")
    #expect(second.findings.filter { $0.weight == .fault }.map(\.field) == ["owner", "items"])
    #expect(second.rows[0].fields.map(\.name) == ["归属单位", "对应派单事项"])
  }

  @Test func twoRowsOnOneRecordAndPastPeriodsAreFaults() throws {
    let bureau = try ProposalBureau()
    var item = try bureau.item("CG-002")
    item.validity = Validity(to: moment("2026-01-01"))
    let run = try bureau.office.dryRun(
      [
        ProposedChange(row: 1, item: item, basedOn: 1),
        ProposedChange(row: 2, ending: "item/CG-002", basedOn: 1),
      ], of: "甲市城管局")
    #expect(run.findings.contains { $0.row == 1 && $0.field == "valid_to" })
    #expect(run.findings.contains { $0.row == 2 && $0.message.contains("已在第 1 行") })
  }

  @Test func aTableInTheExportsLayoutGivesOnlyTheRowsThatDiffer() throws {
    let bureau = try ProposalBureau()
    let text =
      ProposalBureau.head + ProposalBureau.stall
      + ProposalBureau.sign.replacingOccurrences(of: "违规广告", with: "户外广告")
      + "CG-003,坏\n"
    let read = try bureau.office.rows(readingItems: text, file: "提议.csv")
    #expect(read.changes.map(\.stream) == ["item/CG-002"])
    #expect(read.changes.map(\.action) == [.change])
    #expect(read.changes.map(\.basedOn) == [1])
    #expect(read.faults.map(\.line) == [4])
    let units = try bureau.office.rows(
      readingItems: ProposalBureau.files["units.csv"] ?? "", file: "units.csv")
    #expect(units.changes.isEmpty)
    #expect(!units.faults.isEmpty)
  }
}
