import Foundation
import Hotline
import SQLite
import Testing

@testable import HotlineDesk

/// A desk with the shipped regulations and units alone, which opens quickly.
final class SmallDesk {
  let scratch: Scratch
  private let shipped: ShippedFolders
  private var opened: Desk?

  static let clerk = DeskSeat(name: "坐席甲")

  init() throws {
    scratch = try Scratch()
    let home = scratch.url.appending(path: "home")
    let files = FileManager.default
    try files.createDirectory(
      at: home.appending(path: "Catalogue/items"), withIntermediateDirectories: true)
    try files.createDirectory(
      at: home.appending(path: "Knowledge"), withIntermediateDirectories: true)
    for folder in [
      "Catalogue/regulations", "Catalogue/calendar", "Catalogue/units.csv", "Catalogue/laws.csv",
      "Knowledge/lexicon",
    ] {
      try files.createSymbolicLink(
        at: home.appending(path: folder), withDestinationURL: projectRoot.appending(path: folder))
    }
    shipped = ShippedFolders(root: home)
    try open()
  }

  var desk: Desk {
    get throws { try #require(opened) }
  }

  private func open() throws { opened = try Desk.open(scratch.data, shipped: shipped) }

  /// Lets go of the desk, does something with its folder, and opens it again.
  func whileClosed(_ body: (DataFolder) throws -> Void) throws {
    opened = nil
    try body(scratch.data)
    try open()
  }

  func receive(_ text: String = "路灯坏了", phone: String = "13800000001") throws -> String {
    try desk.receive(
      DeskIntake(
        caller: DeskCaller(name: "张某", phone: phone),
        fields: Data(#"{"type":"求助","text":"\#(text)","channel":"电话"}"#.utf8)),
      by: Self.clerk
    ).number
  }

  func messages() throws -> [String] {
    try desk.messages(state: nil, ticket: nil, limit: 1_000, after: nil).map(\.id)
  }
}

@Suite struct RestoreTests {
  @Test func `A restored desk gives no number, message or position a second time`() throws {
    let small = try SmallDesk()
    let first = try small.receive()
    let backup = small.scratch.url.appending(path: "backup.sqlite")
    try small.desk.backup(to: backup)
    let start = try small.desk.ticketChanges(after: 0, most: 100).next
    var numbers = try [first] + (0..<4).map { _ in try small.receive() }
    var messages = Set(try small.messages())
    let lost = try small.desk.ticketChanges(after: 0, most: 100).next
    for _ in 0..<2 {
      let known = Set(try small.messages())
      try small.whileClosed { _ = try Desk.restore($0, from: backup) }
      #expect(throws: DeskPositionLost.self) {
        try small.desk.ticketChanges(after: lost, most: 10)
      }
      let page = try small.desk.ticketChanges(after: start, most: 10)
      #expect(page.changes.isEmpty && page.epoch > lost)
      let kept = Set(try small.messages())
      #expect(kept.isSubset(of: known))
      let new = try (0..<3).map { _ in try small.receive() }
      #expect(Set(new).isDisjoint(with: numbers))
      #expect(new.allSatisfy { $0.prefix(8) == new[0].prefix(8) && $0.count == first.count })
      let sent = Set(try small.messages()).subtracting(kept)
      #expect(!sent.isEmpty && sent.isDisjoint(with: messages))
      numbers += new
      messages.formUnion(sent)
      #expect(try small.desk.verify().faults == [])
    }
  }

  @Test func `A check names a table's row that was changed by hand, and a rebuild mends it`() throws
  {
    let small = try SmallDesk()
    _ = try small.receive()
    #expect(try small.desk.verify().faults == [])
    try small.desk.pool.write {
      try $0.execute("UPDATE outbox SET state = 'sent'; DELETE FROM ticket;")
    }
    let faults = try small.desk.verify().faults
    #expect(faults.contains("表 ticket：id=1 的行不见了"))
    #expect(faults.contains { $0.hasPrefix("表 outbox：number=1 的 state") })
    #expect(try small.desk.verify(tables: false).faults == [])
    try small.desk.rebuild()
    let left = try small.desk.verify().faults
    #expect(left == [])
  }

  @Test func `A journal cut at its end is found though the tables were cut alike`() throws {
    let small = try SmallDesk()
    _ = try small.receive()
    let before = try small.desk.journal.lastSequence()
    _ = try small.receive()
    try small.whileClosed { folder in
      let connection = try Connection(path: folder.database.path)
      try connection.execute("DELETE FROM entry WHERE sequence > \(before)")
      try connection.execute("DELETE FROM ticket WHERE id = 2; DELETE FROM outbox WHERE number > 1")
    }
    #expect(try small.desk.verify().faults.contains { $0.hasPrefix("日志末尾少了") })
  }

  @Test func `The check of the shipped content finds nothing`() throws {
    #expect(try ShippedDesk.desk.get().verify().faults == [])
  }
}

@Suite struct EarlierLayoutTests {
  /// Steps that databases of the first layout with tickets lack.
  private static let latest = ["journal 2", "ticket numbers 1", "ticket retention 1", "once 1"]

  @Test func `A database without the latest steps opens, whole and sealed`() throws {
    let small = try SmallDesk()
    let number = try small.receive()
    try small.whileClosed { folder in
      let connection = try Connection(path: folder.database.path)
      for table in ["journal_head", "ticket_number_floor", "ticket_expired", "entry_once"] {
        try connection.execute("DROP TABLE \(table)")
      }
      for name in Self.latest { try connection.run("DELETE FROM migration WHERE name = ?", name) }
    }
    #expect(try small.desk.verify().faults == [])
    #expect(try small.desk.ticket(number, for: SmallDesk.clerk).number == number)
    #expect(try small.receive() != number)
  }

  @Test(arguments: Array(stride(from: 1, to: Desk.migrations.names.count, by: 5)))
  func `A database that stopped at an earlier step opens with its journal`(count: Int) throws {
    let small = try SmallDesk()
    let number = try small.receive()
    let later = Desk.migrations.names.dropFirst(count)
    try small.whileClosed { folder in
      let full = folder.url.appending(path: "full.sqlite")
      try Connection(path: folder.database.path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
      try FileManager.default.moveItem(at: folder.database, to: full)
      _ = try Desk.pool(of: folder, layout: Desk.migrations.without(Array(later)))
      let connection = try Connection(path: folder.database.path)
      try connection.run("ATTACH DATABASE ? AS lived", full.path)
      try connection.execute("INSERT INTO main.entry SELECT * FROM lived.entry")
      if !later.contains("record keys 1") {
        try connection.execute("INSERT INTO main.record_key SELECT * FROM lived.record_key")
      }
    }
    guard !later.contains("record keys 1") else {
      // No key, no caller; but the journal is whole.
      #expect(try small.desk.verify(tables: false).faults == [])
      return
    }
    try small.desk.rebuild()
    let left = try small.desk.verify().faults
    #expect(left == [])
    #expect(try small.desk.ticket(number, for: SmallDesk.clerk).number == number)
  }
}
