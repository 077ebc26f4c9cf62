import Catalogue
import Foundation
import Hotline
import Journal
import Proposals
import Testing

@Suite struct ProposalStepTests {
  private func change(_ bureau: ProposalBureau, unit: String = "甲市水务局") throws -> ProposedChange {
    var item = try bureau.item("CG-002")
    item.unit = unit
    return ProposedChange(row: 1, item: item, basedOn: 1)
  }

  @Test func approvingWritesTheRevisionsInTheSameAppend() throws {
    let bureau = try ProposalBureau()
    let added = try #require(
      bureau.items(
        "SW-001,水务/供水,停水,投诉|咨询,某办法（待核）,甲市水务局,,,,,停水|断水|没水,"
          + "家里没水了|突然停水|几时来水|水管不出水|整栋楼没水,,\n"
      ).first)
    #expect(added.action == .add)
    let proposal = try bureau.submitted(try change(bureau), added)
    #expect(proposal.state == .submitted)
    #expect(try bureau.catalogue().item("CG-002")?.unit == "甲市城管局")
    bureau.clock.now = moment("2026-03-05")
    let decided = try bureau.office.approve(
      proposal.id, version: proposal.version, by: bureau.reviewer)
    #expect(decided.state == .approved)
    #expect(decided.approvedRows == [1, 2])
    #expect(decided.steps.map(\.actor) == ["张某", "张某", "李某"])
    #expect(try bureau.catalogue().item("CG-002")?.unit == "甲市水务局")
    #expect(try bureau.catalogue().item("SW-001") != nil)
    #expect(try bureau.catalogue(at: "2026-03-04").item("CG-002")?.unit == "甲市城管局")
    #expect(try bureau.catalogue(at: "2026-03-04").item("SW-001") == nil)
    try bureau.journal.rebuild()
    #expect(try bureau.office.proposal(proposal.id) == decided)
  }

  @Test func anApprovedChangeOfALaterDayTakesEffectByItself() throws {
    let bureau = try ProposalBureau()
    var item = try bureau.item("CG-002")
    item.unit = "甲市水务局"
    item.validity = Validity(from: moment("2026-07-01"))
    let proposal = try bureau.submitted(ProposedChange(row: 1, item: item, basedOn: 1))
    _ = try bureau.office.approve(proposal.id, version: proposal.version, by: bureau.reviewer)
    #expect(try bureau.catalogue(at: "2026-06-30").item("CG-002")?.unit == "甲市城管局")
    #expect(try bureau.catalogue(at: "2026-07-01").item("CG-002")?.unit == "甲市水务局")
    let next = try bureau.office.dryRun(
      [ProposedChange(row: 1, item: try bureau.item("CG-002"), basedOn: 2)], of: "甲市城管局")
    #expect(next.findings.contains { $0.message.contains("2026-07-01") && $0.weight == .doubt })
  }

  @Test func nobodyApprovesTheirOwn() throws {
    let bureau = try ProposalBureau()
    let proposal = try bureau.submitted(try change(bureau))
    let same = Participant(name: bureau.author.name, unit: nil)
    let refusal = #expect(throws: ProposalRefusal.self) {
      try bureau.office.approve(proposal.id, version: proposal.version, by: same)
    }
    #expect(refusal?.code == "own_proposal")
    let department = Participant(name: "王某", unit: "甲市水务局")
    #expect(throws: ProposalRefusal.self) {
      try bureau.office.refuse(
        proposal.id, version: proposal.version, reason: "不对", by: department)
    }
    #expect(try bureau.office.proposal(proposal.id).state == .submitted)
  }

  @Test func someRowsMayBeTakenAndTheOthersRefusedWithAReason() throws {
    let bureau = try ProposalBureau()
    let proposal = try bureau.submitted(
      try change(bureau), ProposedChange(row: 2, ending: "item/CG-001", basedOn: 1))
    #expect(throws: InputProblem.self) {
      try bureau.office.approve(
        proposal.id, version: proposal.version, refusing: [.init(row: 2, reason: " ")],
        by: bureau.reviewer)
    }
    let decided = try bureau.office.approve(
      proposal.id, version: proposal.version, refusing: [.init(row: 2, reason: "仍有诉求")],
      by: bureau.reviewer)
    #expect(decided.state == .partlyApproved)
    #expect(decided.refusedRows == [.init(row: 2, reason: "仍有诉求")])
    #expect(try bureau.catalogue().item("CG-001") != nil)
    #expect(try bureau.catalogue().item("CG-002")?.unit == "甲市水务局")
  }

  @Test func whatIsAskedBackIsMendedAndSentAgain() throws {
    let bureau = try ProposalBureau()
    var proposal = try bureau.submitted(try change(bureau))
    proposal = try bureau.office.askBack(
      proposal.id, version: proposal.version, question: "依据是哪一条？", by: bureau.reviewer)
    #expect(proposal.state == .askedBack)
    #expect(proposal.steps.last?.text == "依据是哪一条？")
    proposal = try bureau.office.redraft(
      proposal.id, version: proposal.version, bureau.draft(try change(bureau)), by: bureau.author)
    proposal = try bureau.office.submit(proposal.id, version: proposal.version, by: bureau.author)
    proposal = try bureau.office.refuse(
      proposal.id, version: proposal.version, reason: "依据不足", by: bureau.reviewer)
    #expect(proposal.state == .refused)
    let refusal = #expect(throws: ProposalRefusal.self) {
      try bureau.office.withdraw(proposal.id, version: proposal.version, by: bureau.author)
    }
    #expect(refusal?.code == "closed")
  }

  @Test func aWithdrawnProposalIsNotDecided() throws {
    let bureau = try ProposalBureau()
    let proposal = try bureau.submitted(try change(bureau))
    let gone = try bureau.office.withdraw(
      proposal.id, version: proposal.version, by: bureau.author)
    #expect(gone.state == .withdrawn)
    #expect(throws: ProposalRefusal.self) {
      try bureau.office.approve(gone.id, version: gone.version, by: bureau.reviewer)
    }
  }

  @Test func ofTwoReviewersAtOnceOnlyTheFirstDecides() throws {
    let bureau = try ProposalBureau()
    let proposal = try bureau.submitted(try change(bureau))
    _ = try bureau.office.askBack(
      proposal.id, version: proposal.version, question: "？", by: bureau.reviewer)
    let again = try bureau.office.submit(
      proposal.id, version: proposal.version + 1, by: bureau.author)
    #expect(throws: VersionConflict.self) {
      try bureau.office.approve(
        again.id, version: proposal.version, by: Participant(name: "赵某", unit: nil))
    }
    #expect(try bureau.catalogue().item("CG-002")?.unit == "甲市城管局")
  }

  @Test func aRecordThatChangedMeanwhileIsNotOverwritten() throws {
    let bureau = try ProposalBureau()
    let first = try bureau.submitted(try change(bureau))
    let second = try bureau.submitted(try change(bureau, unit: "乙镇政府"))
    let run = try bureau.office.dryRun(second.changes, of: second.unit, id: second.id)
    #expect(run.rivals.map(\.proposal) == [first.id])
    #expect(run.rivals.first?.row.fields.map(\.after) == ["甲市水务局"])
    #expect(try bureau.office.open(on: "item/CG-002").map(\.id) == [first.id, second.id])
    _ = try bureau.office.approve(first.id, version: first.version, by: bureau.reviewer)
    let error = #expect(throws: FaultyRows.self) {
      try bureau.office.approve(second.id, version: second.version, by: bureau.reviewer)
    }
    #expect(error?.findings.map(\.message) == ["起草时看到的是第 1 版，现在是第 2 版"])
    #expect(try bureau.office.proposal(second.id).state == .submitted)
    #expect(try bureau.catalogue().item("CG-002")?.unit == "甲市水务局")
  }

  @Test func anItemEndsOnItsDayAndItsNumberIsNotUsedAgain() throws {
    let bureau = try ProposalBureau()
    let proposal = try bureau.submitted(
      ProposedChange(row: 1, ending: "item/CG-002", from: moment("2026-05-01"), basedOn: 1))
    _ = try bureau.office.approve(proposal.id, version: proposal.version, by: bureau.reviewer)
    #expect(try bureau.catalogue(at: "2026-04-30").item("CG-002") != nil)
    #expect(try bureau.catalogue(at: "2026-05-01").item("CG-002") == nil)
    bureau.clock.now = moment("2026-06-01")
    let row = try #require(bureau.items(ProposalBureau.sign).first)
    let run = try bureau.office.dryRun([row], of: "甲市城管局")
    #expect(run.findings.first { $0.weight == .fault }?.message == "编号“CG-002”已经用过")
  }

  @Test func reasonBasisUnitAndRowsAreAskedFor() throws {
    let bureau = try ProposalBureau()
    #expect(throws: InputProblem.self) {
      try bureau.office.draft(bureau.draft(), by: bureau.author)
    }
    #expect(throws: ProposalRefusal.self) {
      try bureau.office.draft(
        bureau.draft(try change(bureau), unit: "甲市水务局"), by: bureau.author)
    }
    var draft = bureau.draft(try change(bureau))
    draft.basis = []
    let proposal = try bureau.office.draft(draft, by: bureau.author)
    #expect(proposal.id == "2026-0001")
    let problem = #expect(throws: InputProblem.self) {
      try bureau.office.submit(proposal.id, version: proposal.version, by: bureau.author)
    }
    #expect(problem?.field == "basis")
    #expect(try bureau.office.list([.draft], unit: "甲市城管局").count == 1)
  }

  @Test func manyDraftsAtOnceGetNumbersOfTheirOwn() async throws {
    let bureau = try ProposalBureau()
    let draft = bureau.draft(try change(bureau))
    let ids = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try bureau.office.draft(draft, by: bureau.author).id } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(ids.count == 8)
  }
}
