import Foundation
import Hotline
import SQLite
import Testing

@testable import HotlineDesk

@Suite struct UpkeepTests {
  private func article(_ id: String, _ title: String, verified: String) -> [String: String] {
    [
      "id": id, "field": "测试", "title": title, "questions": "\(title)怎么办|\(title)在哪里办|\(title)要什么",
      "answer": "带身份证到窗口办理。", "owner": "中山市公安局", "region": "中山市", "source": "某规定（待核）",
      "valid_from": "2020-01-01", "verified_on": verified, "keywords": "霓虹蝴蝶许可",
    ]
  }

  private func approved(_ desk: Desk, _ rows: [ProposalRow]) throws {
    let unit = DeskSeat(name: "张某", unit: "中山市公安局")
    let made = try desk.propose(
      ProposalInput(unit: "中山市公安局", reason: "补充", basis: ["某通知（待核）"], rows: rows), by: unit)
    let sent = try desk.step(.submit(text: ""), proposal: made.id, version: nil, by: unit)
    _ = try desk.step(
      .approve(refusing: [], remark: ""), proposal: sent.id, version: nil,
      by: DeskSeat(name: "李某"))
  }

  @Test("Z34 — a policy's article is hidden from answers until its hour and opens then by itself")
  func policy() throws {
    let scratch = try Scratch()
    let desk = try shippedDesk(scratch)
    let hour = Date(
      timeIntervalSince1970: (Date().timeIntervalSince1970 + 86_400 * 30).rounded(.down))
    let policy = try desk.announcePolicy(
      PolicyInput(
        unit: "中山市公安局", title: "新政", publishedAt: hour, documents: ["文件"],
        interpretation: "解读", training: "材料", contact: "张某",
        articles: [article("XX-900", "霓虹蝴蝶许可证", verified: "2026-11-01")]),
      by: DeskSeat(name: "张某", unit: "中山市公安局"))
    func found() throws -> Bool {
      try desk.search("霓虹蝴蝶许可证", limit: 5).contains { $0.article.id == "XX-900" }
    }
    #expect(try !found())
    #expect(desk.article("XX-900") == nil)
    #expect(throws: InputProblem.self) {
      try desk.revisions(of: "article/XX-900", showsPlanned: false)
    }
    #expect(try desk.revisions(of: "article/XX-900", showsPlanned: true).count == 1)
    #expect(try desk.refreshIfDue(at: hour))
    #expect(desk.current.search.article("XX-900") != nil)
    #expect(try desk.view(asOf: hour).article("XX-900") != nil)
    #expect(try desk.latePolicies(for: DeskSeat(name: "李某")).first?.policy == policy.id)
  }

  @Test func `An overdue article is marked and ranked lower, and its owner reminded once`() throws {
    let scratch = try Scratch()
    let desk = try shippedDesk(scratch)
    let old = article("XX-901", "霓虹蝴蝶许可甲证", verified: "2020-01-01")
    let new = article("XX-902", "霓虹蝴蝶许可乙证", verified: Day(containing: Date()).description)
    try approved(
      desk, [old, new].enumerated().map { ProposalRow(kind: .article, number: $0 + 1, cells: $1) })
    let hits = try desk.search("霓虹蝴蝶许可", limit: 5).map(\.article.id)
    #expect(hits.prefix(2) == ["XX-902", "XX-901"])
    let duty = try desk.knowledgeDuties(for: DeskSeat(name: "张某", unit: "中山市公安局"))
    #expect(duty.contains { $0.article == "XX-901" && $0.reason == .overdue })
    #expect(!duty.contains { $0.article == "XX-902" })
    #expect(try desk.remindOwners() == 1)
    #expect(try desk.remindOwners() == 0)
    let messages = try desk.messages(state: nil, ticket: nil, limit: 100, after: nil)
    #expect(messages.contains { $0.unit == "中山市公安局" && $0.text.contains("XX-901") })
    try desk.rebuild()
    #expect(try desk.remindOwners() == 0)
  }

  @Test func `Whoever cites a law that is repealed in the register is listed for review`() throws {
    let scratch = try Scratch()
    let desk = try shippedDesk(scratch)
    let item = try #require(desk.items.first { $0.legalBasis.contains { !$0.toBeVerified } })
    let law = try #require(item.legalBasis.first { !$0.toBeVerified }).document
    let links = try desk.links(of: "item/\(item.id)")
    #expect(links.contains { $0.record == "law/\(law)" && $0.fault == nil })
    #expect(try desk.links(of: "law/\(law)").contains { $0.record == "item/\(item.id)" })
    let linked = try #require(
      desk.items.first { candidate in
        links.isEmpty == false
          && desk.current.knowledge.articles.contains { $0.items.contains(candidate.id) }
      })
    #expect(try desk.links(of: "item/\(linked.id)").contains { $0.how == "答复文章" })
    func reasons() throws -> Set<String> {
      Set(try desk.reviews(unit: nil).filter { $0.record == "item/\(item.id)" }.map(\.reason))
    }
    #expect(try reasons().isDisjoint(with: ["依据有变", "依据有修订"]))
    let file = scratch.url.appending(path: "laws.csv")
    let text = "title,category,date,last_article,status\n\(law),法律,2027-01-01,300,已废止\n"
    try Data(text.utf8).write(to: file)
    let report = try desk.load(.catalogue, from: file, by: "test")
    #expect(report.changed == 1 && report.faults.isEmpty)
    #expect(try reasons().isSuperset(of: ["依据有变", "依据有修订"]))
    #expect(
      try desk.links(of: "item/\(item.id)").contains {
        $0.record == "law/\(law)" && $0.fault != nil
      })
  }

  @Test func `A closed consultation becomes a draft that nobody sees before it is decided`() throws
  {
    let scratch = try Scratch()
    let desk = try shippedDesk(scratch)
    let seat = DeskSeat(name: "张某")
    func act(_ name: DeskCommandName, _ number: String, _ fields: String, _ seat: DeskSeat) throws {
      _ = try desk.act(name, on: number, fields: Data(fields.utf8), by: seat)
    }
    let text = #"{"type":"咨询","text":"霓虹蝴蝶许可证怎么办，我电话13800000000","channel":"电话"}"#
    let number = try desk.receive(
      DeskIntake(caller: DeskCaller(), fields: Data(text.utf8)), by: seat
    ).number
    #expect(throws: ProposalStepRefused.self) {
      try desk.draftArticle(from: number, id: "XX-903", field: "测试", by: seat)
    }
    try act(.dispatch, number, #"{"lead":"中山市公安局"}"#, seat)
    let unit = DeskSeat(name: "李某", unit: "中山市公安局")
    try act(.sign, number, "{}", unit)
    try act(
      .reply, number,
      #"{"text":"调查情况：来电人询问办证。处理情况：已告知带身份证到窗口办理。依据：某规定。"}"#, unit)
    try act(.approveCompletion, number, "{}", seat)
    let draft = try desk.draftArticle(from: number, id: "XX-903", field: "测试", by: unit)
    #expect(draft.unit == "中山市公安局")
    #expect(desk.article("XX-903") == nil)
    let run = try desk.dryRun(proposal: draft.id, for: unit)
    #expect(!run.sound)
    #expect(run.findings.contains { $0.field == "questions" })
    let proposal = try desk.proposalOffice.proposal(draft.id)
    #expect(proposal.state == .draft)
    #expect(proposal.changes.first?.article?.questions.first?.contains("13800000000") == false)
  }
}
