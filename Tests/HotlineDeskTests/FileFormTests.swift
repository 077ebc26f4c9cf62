import Foundation
import Hotline
import Testing

@testable import HotlineDesk

@Suite struct FileFormTests {
  @Test(arguments: ["json", "csv", "xlsx"])
  func `What is exported in any form fills an empty database equally`(form: String) throws {
    let scratch = try Scratch()
    let desk = try ShippedDesk.desk.get()
    let catalogue = scratch.url.appending(path: "catalogue.\(form == "csv" ? "json" : form)")
    let knowledge = scratch.url.appending(path: "knowledge.\(form)")
    try desk.export(.catalogue, to: catalogue)
    try desk.export(.knowledge, to: knowledge)
    let empty = try Desk.open(scratch.data, shipped: nil)
    for (matter, url) in [(Desk.Matter.catalogue, catalogue), (.knowledge, knowledge)] {
      let report = try empty.load(matter, from: url, by: "test")
      #expect(report.faults.isEmpty, "\(report.faults.prefix(5))")
    }
    let (old, new) = (try desk.exported(), try empty.exported())
    #expect(Set(new.catalogue.items) == Set(old.catalogue.items))
    #expect(Set(new.catalogue.units) == Set(old.catalogue.units))
    #expect(Set(new.catalogue.regions) == Set(old.catalogue.regions))
    #expect(Set(new.catalogue.laws) == Set(old.catalogue.laws))
    #expect(Set(new.knowledge.articles) == Set(old.knowledge.articles))
    if form != "csv" {
      #expect(new.knowledge.lexicon == old.knowledge.lexicon)
      #expect(new.knowledge.synonyms == old.knowledge.synonyms)
    }
    #expect(try empty.load(.knowledge, from: knowledge, by: "test").changed == 0)
  }

  @Test func `Every fault of a table is named with its line and nothing is written`() throws {
    let scratch = try Scratch()
    let desk = try Desk.open(scratch.data, shipped: nil)
    let file = scratch.url.appending(path: "a.csv")
    let head =
      "id,field,title,questions,answer,owner,region,source,valid_from,valid_to,verified_on,"
    let row = "XX-001,测试,标题,一|二|三,答,某局,某市,某规定（待核）,2020-01-01,,2026-01-01,词,\n"
    let bad = "x,测试,标题,一,答,某局,某市,某规定（待核）,2020,,2026-01-01,词,\n"
    try Data((head + "keywords,items\n" + row + bad).utf8).write(to: file)
    let report = try desk.load(.knowledge, from: file, by: "test")
    let places = Set(report.faults.map { "\($0.line) \($0.field)" })
    #expect(places.isSuperset(of: ["3 id", "3 questions", "3 valid_from", "3 title", "2 owner"]))
    #expect(try desk.verify().entries == 0)
    for text in ["{\"articles\":1}", "[]", "{\"things\":[]}"] {
      let json = scratch.url.appending(path: "a.json")
      try Data(text.utf8).write(to: json)
      #expect(try !desk.load(.knowledge, from: json, by: "test").faults.isEmpty)
      #expect(try !desk.load(.catalogue, from: json, by: "test").faults.isEmpty)
    }
  }

  @Test func `Rows of a table become a proposal, and what a column leaves out stays`() throws {
    let scratch = try Scratch()
    let desk = try ShippedDesk.desk.get()
    let item = try #require(desk.items.first { !$0.isTerritorial })
    let file = scratch.url.appending(path: "rows.csv")
    try Data("id,note\n\(item.id),=SUM(1)\n".utf8).write(to: file)
    let rows = try Desk.proposalRows(file, .item)
    let run = try desk.dryRun(ProposalInput(unit: item.unit, rows: rows), trying: false)
    #expect(run.sound, "\(run.findings.map(\.message))")
    #expect(run.rows.first?.fields.map(\.field).contains("note") == true)
    #expect(run.rows.first?.fields.contains { $0.field == "name" } == false)
    #expect(throws: DataFaults.self) {
      try Data("id,colour\nx,y\n".utf8).write(to: file)
      _ = try Desk.proposalRows(file, .item)
    }
  }
}
