import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Testing

@testable import Tickets

struct RetentionTests {
  /// A ticket whose files must be kept for two years from March 2026 on.
  private func closed(_ desk: Office, _ name: String, _ phone: String) throws -> String {
    let number = try desk.receive("我是\(name)，电话\(phone)，要起诉", phone: phone, name: name)
    try desk.act(.exclude, number, ["entry": "第十一条（三）", "tell": "请向法院起诉"])
    try desk.act(.archive, number)
    return number
  }

  private func tick(_ desk: Office) throws -> Int {
    var erased = 0
    while true {
      let report = try desk.office.tick()
      erased += report.erased
      if !report.more { return erased }
    }
  }

  @Test("the timers erase callers whose retention has ended, on record, with the chain whole")
  func erasing() throws {
    let desk = try Office()
    let number = try closed(desk, "欧阳小明", "13900000009")
    let open = try desk.receive()
    try desk.at("2028-03-01T09:00:00+08:00")
    #expect(try tick(desk) == 0)
    #expect(try desk.office.caller(of: desk.office.record(number, for: Office.clerk)) != nil)
    try desk.at("2028-03-20T09:00:00+08:00")
    #expect(try tick(desk) == 1)
    #expect(try tick(desk) == 0)
    #expect(try desk.office.caller(of: desk.office.record(number, for: Office.clerk)) == nil)
    #expect(try desk.office.caller(of: desk.office.record(open, for: Office.clerk)) != nil)
    let change = try #require(
      try desk.office.changes(after: 0, most: 1_000).changes.first { $0.command == "erase" })
    #expect(change.number == number && change.actor == Seat.timers.name)
    #expect(change.state == "archived")
    let before = try desk.tables()
    try desk.journal.rebuild()
    #expect(try desk.tables() == before)
    #expect(try desk.journal.verify().faults == [])
  }

  @Test("after an erasure neither database nor log nor a fresh backup holds key or plain text")
  func scrubbed() throws {
    let desk = try Office()
    var numbers: [String] = []
    for index in 0..<60 {
      numbers.append(try closed(desk, "欧阳小\(index)明", "1390000\(1000 + index)"))
    }
    let number = numbers[3]
    func wrapped(_ number: String) throws -> String {
      try desk.pool.read {
        try $0.row(
          "SELECT wrapped FROM record_key WHERE record = ?", TicketEntry.stream(number))?.text(0)
      } ?? ""
    }
    let key = try wrapped(number)
    let kept = try wrapped(try desk.receive())
    #expect(key.count > 20)
    try desk.at("2028-03-20T09:00:00+08:00")
    #expect(try tick(desk) == 60)
    let backup = desk.folder.appending(path: "backup.sqlite")
    try desk.pool.read { try $0.backup(to: backup.path) }
    var found = 0
    for file in try FileManager.default.contentsOfDirectory(
      at: desk.folder, includingPropertiesForKeys: nil)
    {
      let data = try Data(contentsOf: file)
      for secret in [key, "13900001003", "欧阳小3明"] {
        #expect(data.range(of: Data(secret.utf8)) == nil, "\(file.lastPathComponent)")
      }
      if data.range(of: Data(kept.utf8)) != nil { found += 1 }
    }
    // Keys that were not erased are found, so the search would find one that was left.
    #expect(found >= 2)
  }
}
