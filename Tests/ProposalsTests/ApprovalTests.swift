import Catalogue
import Foundation
import Hotline
import Knowledge
import Proposals
import Testing

@Suite struct ApprovalTests {
  @Test func aNameThatAnotherApprovalTookMeanwhileIsRefused() throws {
    let bureau = try ProposalBureau()
    func adding(_ id: String, _ saying: String) throws -> Proposal {
      let row = try #require(
        bureau.items(
          "\(id),水务/供水,停水,投诉,某办法（待核）,甲市水务局,,,,,停水|断水|没水,"
            + "\(saying)一|\(saying)二|\(saying)三|\(saying)四|\(saying)五,,\n"
        ).first)
      return try bureau.submitted(row)
    }
    let first = try adding("SW-001", "家里没水了")
    let second = try adding("SW-002", "水管不出水")
    _ = try bureau.office.approve(first.id, version: first.version, by: bureau.reviewer)
    let error = #expect(throws: FaultyRows.self) {
      try bureau.office.approve(second.id, version: second.version, by: bureau.reviewer)
    }
    #expect(error?.findings.map(\.field) == ["name"])
    #expect(try bureau.catalogue().item("SW-002") == nil)
    #expect(try bureau.office.proposal(second.id).state == .submitted)
  }

  @Test func anItemThatKeepsItsPeriodStartsAnewAtItsApproval() throws {
    let bureau = try ProposalBureau()
    func change(_ unit: String, basedOn: Int) throws {
      var item = try bureau.item("CG-002")
      item.unit = unit
      let proposal = try bureau.submitted(ProposedChange(row: 1, item: item, basedOn: basedOn))
      _ = try bureau.office.approve(proposal.id, version: proposal.version, by: bureau.reviewer)
    }
    bureau.clock.now = moment("2026-03-05")
    try change("甲市水务局", basedOn: 1)
    bureau.clock.now = moment("2026-06-01")
    try change("乙镇政府", basedOn: 2)
    #expect(try bureau.catalogue(at: "2026-03-04").item("CG-002")?.unit == "甲市城管局")
    #expect(try bureau.catalogue(at: "2026-05-31").item("CG-002")?.unit == "甲市水务局")
    #expect(try bureau.catalogue(at: "2026-06-01").item("CG-002")?.unit == "乙镇政府")
  }

  @Test func anArticleIsProposedFromItsFileAndApproved() throws {
    let bureau = try ProposalBureau()
    let article = KnowledgeArticle(
      id: "CG-001", field: "城管", title: "摆摊找谁", questions: ["一问", "二问", "三问"],
      answer: "找城管。", owner: "甲市城管局", region: "甲市",
      sources: [Citation(document: "某办法", toBeVerified: true)],
      validFrom: try #require(Day("2025-01-01")), verifiedOn: try #require(Day("2026-01-01")),
      keywords: ["摆摊"], items: ["CG-001"])
    let file = try #require(
      KnowledgeFolder.files(KnowledgeContent(articles: [article])).first)
    let read = try bureau.office.row(readingArticle: file.text, file: file.path)
    #expect(read.faults.isEmpty, "\(read.faults)")
    let row = try #require(read.change)
    #expect(row.action == .add)
    let proposal = try bureau.submitted(row)
    _ = try bureau.office.approve(proposal.id, version: proposal.version, by: bureau.reviewer)
    let stored = try bureau.pool.read {
      try KnowledgeProjection.content($0, at: bureau.clock.now)
    }
    #expect(stored.articles == [article])
    #expect(try bureau.office.row(readingArticle: file.text, file: file.path).change?.basedOn == 1)
  }

  @Test func aFaultyProposalIsNotSentButKeptAsADraft() throws {
    let bureau = try ProposalBureau()
    var item = try bureau.item("CG-002")
    item.unit = "无此局"
    let draft = try bureau.office.draft(
      bureau.draft(ProposedChange(row: 1, item: item, basedOn: 1)), by: bureau.author)
    let error = #expect(throws: FaultyRows.self) {
      try bureau.office.submit(draft.id, version: draft.version, by: bureau.author)
    }
    #expect(error?.description.contains("无此局") == true)
    #expect(try bureau.office.proposal(draft.id) == draft)
  }
}
