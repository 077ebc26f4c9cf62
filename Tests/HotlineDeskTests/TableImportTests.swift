import Foundation
import Hotline
import HotlineDesk
import Testing

@Suite struct TableImportTests {
  @Test func workbooksOfTheExportChangeNothingAndFillAnEmptyDatabase() throws {
    let scratch = try Scratch()
    let desk = try ShippedDesk.desk.get()
    let empty = try Desk.open(scratch.data, shipped: nil)
    for matter in [Desk.Matter.catalogue, .knowledge] {
      let file = scratch.url.appending(path: "\(matter).xlsx")
      #expect(try desk.export(matter, to: file) == 1)
      let same = try desk.load(matter, from: file, by: "test", dryRun: true)
      #expect(same.faults.isEmpty, "\(same.faults.prefix(5))")
      #expect(same.changed == 0)
      #expect(try empty.load(matter, from: file, by: "test").faults.isEmpty)
      let table = scratch.url.appending(path: "\(matter).csv")
      try desk.export(matter, to: table)
      #expect(try Data(contentsOf: table).starts(with: [0xEF, 0xBB, 0xBF]))
      #expect(try desk.load(matter, from: table, by: "test", dryRun: true).changed == 0)
    }
    #expect(Set(empty.items) == Set(desk.items))
    #expect(empty.articleCount == desk.articleCount)
    #expect(throws: InputProblem.self) { try desk.table(.history, as: .xlsx) }
  }

  private static let mapping = """
    ids: [ZZ]
    article:
      title: "{事项}"
      field: 试验
      questions: ["{事项}怎么办？", "{事项}要什么？", "{事项}在哪里？"]
      answer: "请带{材料}。"
      owner: {from: "{部门}", values: {水务: 中山市水务局}}
      region: 中山市
      source: "某办事指南（待核）"
      valid_from: 2026-01-01
      verified_on: 2026-11-01
      keywords: "{事项}"
    """

  @Test func aForeignTableIsReadByItsMappingWholeOrNotAtAll() throws {
    let scratch = try Scratch()
    let desk = try Desk.open(
      scratch.data, shipped: ShippedFolders(root: projectRoot))
    let mapping = scratch.url.appending(path: "m.yaml")
    try Data(Self.mapping.utf8).write(to: mapping)
    let file = scratch.url.appending(path: "t.csv")
    let rows = "事项\t部门\t材料\n某试验甲\t水务\t申请表\n某试验乙\t燃气\t申请表\n"
    try Data(rows.utf8).write(to: file)
    let count = desk.articleCount

    let refused = try desk.load(table: file, mapping: mapping, by: "test")
    #expect(refused.faults.map(\.cell) == ["B3"])
    #expect(refused.changed == 0 && desk.articleCount == count)
    #expect(refused.remarks.map(\.message) == ["按 UTF-8 编码，制表符分隔 读取"])

    let dry = try desk.load(
      table: file, mapping: mapping, by: "test", dryRun: true, skipsFaulty: true)
    #expect(dry.changed == 1 && desk.articleCount == count)
    let taken = try desk.load(table: file, mapping: mapping, by: "test", skipsFaulty: true)
    #expect(taken.read == 2 && taken.changed == 1 && taken.faults.count == 1)
    #expect(desk.articleCount == count + 1)
    let again = try desk.load(table: file, mapping: mapping, by: "test", skipsFaulty: true)
    #expect(again.changed == 0)
  }
}
