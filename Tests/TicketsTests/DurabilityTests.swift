import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Sealing
import Testing

@testable import Tickets

struct DurabilityTests {
  private static let files = FileManager.default
  private static let database = "paidan.sqlite"

  private func copy(_ desk: Office, _ wal: Data?) throws -> URL {
    let folder = Self.files.temporaryDirectory.appending(path: "copy-\(UUID().uuidString)")
    try Self.files.createDirectory(at: folder, withIntermediateDirectories: true)
    try Self.files.copyItem(
      at: desk.folder.appending(path: Self.database), to: folder.appending(path: Self.database))
    try wal?.write(to: folder.appending(path: Self.database + "-wal"))
    return folder
  }

  private func wal(_ desk: Office) throws -> Data {
    try Data(contentsOf: desk.folder.appending(path: Self.database + "-wal"))
  }

  @Test(
    "what was acknowledged outlives a power cut between any two syncs, and nothing half is left")
  func powerCut() throws {
    let key = SealingKey.random()
    let desk = try Office(key: key)
    var random = SystemRandomNumberGenerator()
    var numbers: [String] = []
    for round in 0..<12 {
      let number = try desk.receive("第\(round)件事", phone: "1380000\(1000 + round)")
      numbers.append(number)
      let acknowledged = try desk.journal.lastSequence()
      let before = try wal(desk).count
      try desk.act(.dispatch, number, ["lead": "市城管局"])
      let log = try wal(desk)
      // The second command's pages were written in part, or written and lost again.
      for cut in [before, Int.random(in: before...log.count, using: &random), log.count] {
        var torn = log.prefix(cut)
        if Bool.random(using: &random) {
          torn += (0..<700).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let again = try Office(folder: copy(desk, Data(torn)), key: key)
        let kept = try again.journal.lastSequence()
        #expect(kept >= acknowledged)
        #expect(cut < log.count || kept == acknowledged + 1)
        #expect(try again.faults() == [], "round \(round), \(cut) of \(log.count)")
        #expect(
          try again.office.list(TicketFilter(), for: Office.clerk, most: 50).count <= numbers.count)
      }
    }
  }

  @Test("a full disk refuses commands and loses nothing, reads go on, and it recovers by itself")
  func fullDisk() throws {
    let desk = try Office()
    let first = try desk.receive()
    let pages = try desk.pool.exclusively { try $0.row("PRAGMA page_count")?.int(0) ?? 0 }
    try desk.pool.exclusively { try $0.execute("PRAGMA max_page_count = \(pages + 8)") }
    var taken = [first]
    var failure: SQLiteError?
    for index in 0..<200 where failure == nil {
      do {
        taken.append(try desk.receive("第\(index)件事", phone: "1380000\(1000 + index)"))
      } catch let error as SQLiteError { failure = error }
    }
    #expect(failure?.isStorageFull == true)
    #expect(try desk.office.list(TicketFilter(), for: Office.clerk, most: 200).count == taken.count)
    #expect(try desk.office.view(first, for: Office.clerk).record.number == first)
    #expect(throws: SQLiteError.self) { try desk.receive("还是满的", phone: "13800009999") }
    try desk.pool.exclusively { try $0.execute("PRAGMA max_page_count = 1073741823") }
    taken.append(try desk.receive("有空间了", phone: "13800009999"))
    #expect(Set(taken).count == taken.count)
    #expect(try desk.office.list(TicketFilter(), for: Office.clerk, most: 200).count == taken.count)
    #expect(try desk.faults() == [])
  }

  @Test("a backup made under load is whole")
  func backupUnderLoad() throws {
    let key = SealingKey.random()
    let desk = try Office(key: key)
    for index in 0..<30 { try desk.receive("第\(index)件事", phone: "1380000\(1000 + index)") }
    let office = desk.office
    let stop = Office.Time(Date(timeIntervalSince1970: 0))
    let group = DispatchGroup()
    for worker in 0..<3 {
      DispatchQueue.global().async(group: group) {
        var count = 0
        while stop.now.timeIntervalSince1970 == 0, count < 400 {
          count += 1
          let fields = Data(#"{"type":"求助","text":"路灯坏了","channel":"电话"}"#.utf8)
          let caller = Caller(name: "张某", phone: "1390000\(worker)\(100 + count)")
          _ = try? office.receive(Intake(caller: caller, fields: fields), by: Office.clerk)
        }
      }
    }
    var copies: [URL] = []
    for _ in 0..<3 {
      let folder = Self.files.temporaryDirectory.appending(path: "copy-\(UUID().uuidString)")
      try Self.files.createDirectory(at: folder, withIntermediateDirectories: true)
      try desk.pool.read {
        try $0.backup(to: folder.appending(path: Self.database).path, pagesPerStep: 5)
      }
      copies.append(folder)
    }
    stop.value.withLock { $0 = Date() }
    group.wait()
    var last = 0
    for folder in copies {
      let again = try Office(folder: folder, key: key)
      #expect(try again.faults() == [])
      let count = try again.journal.lastSequence()
      #expect(count >= last && count >= 30)
      last = count
    }
    #expect(try desk.faults() == [])
  }

  @Test("a check names the rows that differ from the journal, and nothing of what they hold")
  func differences() throws {
    let desk = try Office()
    let number = try desk.receive()
    let other = try desk.receive(phone: "13800000002")
    try desk.act(.dispatch, number, ["lead": "市城管局"])
    #expect(try desk.faults() == [])
    try desk.pool.write {
      try $0.run("UPDATE ticket SET state = 'archived', region = '石岐' WHERE number = ?", number)
      try $0.execute("DELETE FROM ticket_hand")
      try $0.execute("INSERT INTO ticket_once VALUES ('甲', 'k', 'x', 'y', 1)")
    }
    let faults = try desk.faults()
    #expect(faults.contains("表 ticket：id=1 的 state、region 与日志不符"))
    #expect(faults.contains { $0.hasPrefix("表 ticket_hand：unit=市城管局") && $0.hasSuffix("不见了") })
    #expect(faults.contains("表 ticket_once：actor=甲，key=k 的行是多出来的"))
    #expect(faults.count == 3)
    try desk.journal.rebuild()
    #expect(try desk.faults() == [])
    #expect(try desk.state(other) == "received")
  }
}
