import Foundation
import Hotline
import HotlineDesk
import SQLite
import Testing

/// The project's own folder, which holds the shipped catalogue and knowledge.
let projectRoot: URL = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// A folder that is gone after the test.
final class Scratch: Sendable {
  let url: URL = FileManager.default.temporaryDirectory.appending(
    path: "paidan-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var data: DataFolder { DataFolder(url.appending(path: "data")) }
}

/// A desk with the shipped content, made once for all tests that only read.
enum ShippedDesk {
  static let scratch = Result { try Scratch() }
  static let desk = Result {
    try Desk.open(scratch.get().data, shipped: ShippedFolders(root: projectRoot))
  }
}

@Suite struct ShippedContentTests {
  @Test func theShippedFilesHaveNoFault() {
    let faults = Desk.lint(projectRoot)
    #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "\n"))")
  }

  @Test func theShippedContentIsLargeEnoughToBegin() throws {
    let desk = try ShippedDesk.desk.get()
    #expect(desk.items.count >= 150)
    #expect(desk.articleCount >= 150)
    #expect(Set(desk.items.map { $0.category[0] }).count >= 15)
  }

  @Test(
    "a call finds its unit in the shipped catalogue",
    arguments: [
      ("沙溪镇圩仔烧烤档天天晚上油烟飘进屋里，呛得孩子咳嗽", "中山市沙溪镇人民政府"),
      ("我在小榄一家工厂上班，老板拖了三个月工资没发", "中山市人力资源和社会保障局"),
      ("公积金想提出来还房贷，一直审核不过", "中山市住房公积金管理中心"),
      ("坐出租车司机绕路还不打表", "中山市交通运输局"),
    ])
  func unit(call: String, unit: String) throws {
    let suggestion = try ShippedDesk.desk.get().suggest(call)
    let names = suggestion.units.prefix(3).map(\.unit)
    // A matter of the towns may stand with the town of the call in place of the department.
    #expect(
      names.contains(unit) || names.contains { $0.hasSuffix("人民政府") },
      "\(names) for \(call)")
    #expect(!suggestion.units.isEmpty)
    for unit in suggestion.units {
      #expect(!unit.evidence.isEmpty)
      #expect((0...1).contains(unit.confidence))
    }
  }

  @Test(
    "a search finds what was asked, in characters, old forms and pinyin",
    arguments: [
      ("身份证丢了怎么办", "身份证"), ("公積金提取", "公积金"), ("gongjijin", "公积金"), ("gongjj", "公积金"),
      ("gjj", "公积金"), ("shenfenz", "身份证"), ("医保", "医保"), ("电", "电"),
    ])
  func search(words: String, title: String) throws {
    let hits = try ShippedDesk.desk.get().search(words, limit: 3)
    #expect(hits.contains { $0.article.title.contains(title) }, "\(hits.map(\.article.title))")
  }

  @Test(
    "an unusable call or question is named",
    arguments: ["", "   \n", "a\0b", String(repeating: "长", count: 20_001)])
  func unusable(text: String) throws {
    let desk = try ShippedDesk.desk.get()
    let call = #expect(throws: InputProblem.self) { try desk.suggest(text) }
    #expect(call?.field == "text")
    let question = #expect(throws: InputProblem.self) { try desk.search(text, limit: 5) }
    #expect(question?.field == "q")
  }

  @Test(
    "odd texts give a suggestion and no crash",
    arguments: [
      "水", "?", "😀😀", "𠀀𠀁𠀂", "abc 123", String(repeating: "投诉噪音", count: 5_000), "\u{FFFD}\u{200B}",
    ])
  func odd(text: String) throws {
    let suggestion = try ShippedDesk.desk.get().suggest(text)
    #expect(suggestion.units.count <= 10)
  }
}

@Suite struct DeskTests {
  @Test func aSecondOpeningWritesNothing() throws {
    let scratch = try Scratch()
    let shipped = ShippedFolders(root: projectRoot)
    let entries = try Desk.open(scratch.data, shipped: shipped).verify().entries
    #expect(entries > 500)
    #expect(try Desk.open(scratch.data, shipped: shipped).verify().entries == entries)
  }

  @Test func whatIsExportedFillsAnEmptyDatabaseEqually() throws {
    let scratch = try Scratch()
    let desk = try ShippedDesk.desk.get()
    try desk.export(.catalogue, to: scratch.url.appending(path: "Catalogue"))
    try desk.export(.knowledge, to: scratch.url.appending(path: "Knowledge"))
    let again = try Desk.open(scratch.data, shipped: ShippedFolders(root: scratch.url))
    #expect(Set(again.items) == Set(desk.items))
    #expect(again.articleCount == desk.articleCount)
    for matter in [Desk.Matter.catalogue, .knowledge] {
      let name = matter == .catalogue ? "Catalogue" : "Knowledge"
      let report = try again.load(matter, from: projectRoot.appending(path: name), by: "test")
      #expect(report.faults.isEmpty)
      #expect(report.changed == 0, "\(matter)")
    }
  }

  @Test func faultyShippedFilesLeaveTheDatabaseEmpty() throws {
    let scratch = try Scratch()
    let desk = try ShippedDesk.desk.get()
    try desk.export(.catalogue, to: scratch.url.appending(path: "Catalogue"))
    try desk.export(.knowledge, to: scratch.url.appending(path: "Knowledge"))
    let bad = scratch.url.appending(path: "Knowledge/articles/坏.md")
    try Data("---\nid: x\n---\n".utf8).write(to: bad)
    #expect(throws: DataFaults.self) {
      try Desk.open(scratch.data, shipped: ShippedFolders(root: scratch.url))
    }
    #expect(try Desk.open(scratch.data, shipped: nil).verify().entries == 0)
  }

  @Test func aDryRunAndAFaultyFileChangeNothing() throws {
    let scratch = try Scratch()
    let desk = try Desk.open(scratch.data, shipped: nil)
    let good = scratch.url.appending(path: "good.jsonl")
    try Data("{\"text\":\"路灯坏了\",\"unit\":\"甲局\"}\n".utf8).write(to: good)
    let bad = scratch.url.appending(path: "bad.jsonl")
    try Data("{\"text\":\"路灯坏了\",\"unit\":\"甲局\"}\n{\"text\":1}\n".utf8).write(to: bad)
    #expect(try desk.load(.history, from: good, by: "test", dryRun: true).changed == 1)
    #expect(try desk.load(.history, from: bad, by: "test").faults.count == 1)
    #expect(try desk.verify().entries == 0)
    #expect(try desk.load(.history, from: good, by: "test").changed == 1)
    #expect(try desk.load(.history, from: good, by: "test").changed == 0)
  }

  @Test func twoDesksImportingTheSameFileRecordItOnce() throws {
    let scratch = try Scratch()
    let first = try Desk.open(scratch.data, shipped: nil)
    let second = try Desk.open(scratch.data, shipped: nil)
    let file = scratch.url.appending(path: "h.jsonl")
    let lines = (0..<200).map { "{\"text\":\"第\($0)件，路灯坏了\",\"unit\":\"甲局\"}\n" }
    try Data(lines.joined().utf8).write(to: file)
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      _ = try? (index == 0 ? first : second).load(.history, from: file, by: "test")
    }
    #expect(try first.verify().entries == 200)
    #expect(try second.load(.history, from: file, by: "test").changed == 0)
  }

  @Test func aBackupRestoresAndADamagedOneIsRefused() throws {
    let scratch = try Scratch()
    let desk = try ShippedDesk.desk.get()
    let backup = scratch.url.appending(path: "backup.sqlite")
    try desk.backup(to: backup)
    #expect(throws: InputProblem.self) { try desk.backup(to: backup) }
    #expect(try Desk.restore(scratch.data, from: backup) == nil)
    // The backup holds no master key; without it nothing of the restored folder opens.
    #expect(throws: (any Error).self) { try Desk.open(scratch.data, shipped: nil) }
    try FileManager.default.removeItem(at: scratch.data.key)
    try FileManager.default.copyItem(at: desk.folder.key, to: scratch.data.key)
    do {
      let restored = try Desk.open(scratch.data, shipped: nil)
      #expect(try restored.verify().faults.isEmpty)
      #expect(restored.items == desk.items)
      // While a desk is open its database is not put aside.
      #expect(throws: InputProblem.self) { try Desk.restore(scratch.data, from: backup) }
      withExtendedLifetime(restored) {}
    }
    #expect(try Desk.restore(scratch.data, from: backup) != nil)

    var bytes = try Data(contentsOf: backup)
    let place = try #require(bytes.range(of: Data("item-revised".utf8))).lowerBound
    bytes[place] = UInt8(ascii: "x")
    let damaged = scratch.url.appending(path: "damaged.sqlite")
    try bytes.write(to: damaged)
    #expect(throws: InputProblem.self) { try Desk.restore(scratch.data, from: damaged) }
    let text = scratch.url.appending(path: "text.sqlite")
    try Data("no database".utf8).write(to: text)
    #expect(throws: InputProblem.self) { try Desk.restore(scratch.data, from: text) }
    let foreign = scratch.url.appending(path: "foreign.sqlite")
    try Connection(path: foreign.path).execute("CREATE TABLE t (a)")
    #expect(throws: InputProblem.self) { try Desk.restore(scratch.data, from: foreign) }
    #expect(try Desk.open(scratch.data, shipped: nil).verify().faults.isEmpty)
  }

  @Test func aRebuildGivesTheSame() throws {
    let scratch = try Scratch()
    let desk = try Desk.open(scratch.data, shipped: ShippedFolders(root: projectRoot))
    let before = (desk.items, try desk.search("公积金", limit: 10).map(\.article))
    try desk.rebuild()
    #expect(desk.items == before.0)
    #expect(try desk.search("公积金", limit: 10).map(\.article) == before.1)
  }

  @Test func suggestionsFromManyThreadsAgree() throws {
    let desk = try ShippedDesk.desk.get()
    let calls = ["楼上装修太吵", "路灯不亮", "身份证过期了怎么换", "老板不发工资"]
    let alone = try calls.map { try desk.suggest($0).units.map(\.unit) }
    nonisolated(unsafe) var wrong = 0
    let lock = NSLock()
    DispatchQueue.concurrentPerform(iterations: 200) { index in
      let units = try? desk.suggest(calls[index % 4]).units.map(\.unit)
      if units != alone[index % 4] { lock.withLock { wrong += 1 } }
    }
    #expect(wrong == 0)
  }
}
