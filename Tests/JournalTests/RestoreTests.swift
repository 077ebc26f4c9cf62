import Foundation
import Journal
import SQLite
import Sealing
import Synchronization
import Testing

/// A journal in a folder of its own, with a clock that is set by hand.
final class ClockedJournal: Sendable {
  let folder: URL
  let pool: ConnectionPool
  let journal: EventJournal
  private let clock: Clock

  final class Clock: Sendable {
    let now = Mutex(Date(timeIntervalSince1970: 1_795_200_000))
  }

  /// - Parameter master: seals the head; nil for a journal without keys.
  init(from backup: URL? = nil, master: SealingKey? = nil) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "t.sqlite")
    if let backup { try FileManager.default.copyItem(at: backup, to: file) }
    pool = try ConnectionPool(path: file.path)
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    RecordKeys.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let clock = Clock()
    self.clock = clock
    let keys = master.map { RecordKeys(master: $0) }
    if let keys { try pool.write { try keys.prepare($0) } }
    journal = EventJournal(
      pool: pool, projections: [], keys: keys, now: { clock.now.withLock { $0 } })
    try journal.sealFirst()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func pass(_ seconds: TimeInterval) { clock.now.withLock { $0 += seconds } }

  @discardableResult
  func append(_ count: Int = 1) throws -> [Int] {
    try (0..<count).flatMap { _ in
      try journal.append([NewEntry(stream: "a", type: "made", body: "{}")], by: "甲").map(\.sequence)
    }
  }

  func backup() throws -> URL {
    let url = folder.appending(path: "backup-\(UUID().uuidString).sqlite")
    try pool.read { try $0.backup(to: url.path) }
    return url
  }
}

@Suite struct RestoreTests {
  @Test func `No position is given twice, however often the same backup is restored`() throws {
    let first = try ClockedJournal()
    try first.append(5)
    let backup = try first.backup()
    var given = Set(try first.append(20))
    for seconds in [60.0, 0.5, 3_600] {
      let again = try ClockedJournal(from: backup)
      again.pass(seconds)
      let epoch = try again.journal.restart(by: "test").sequence
      let positions = try again.append(50)
      #expect(given.isDisjoint(with: [epoch] + positions))
      #expect(try #require(given.max()) < epoch || seconds == 0.5)
      #expect(try again.journal.verify().faults == [])
      #expect(try again.journal.requirePosition(epoch) == epoch)
      given.formUnion([epoch] + positions)
    }
    // What scripts reckon with is exact up to here.
    #expect(try #require(given.max()) < 1 << 53)
  }

  @Test func `A position of a lost epoch gets told where to go on`() throws {
    let first = try ClockedJournal()
    try first.append(5)
    let backup = try first.backup()
    let lost = try #require(try first.append(7).last)
    #expect(try first.journal.requirePosition(lost) == 0)
    let again = try ClockedJournal(from: backup)
    again.pass(60)
    let epoch = try again.journal.restart(by: "test", beyond: lost).sequence
    try again.append(3)
    for position in [lost, 6, epoch - 1] {
      let answer = #expect(throws: PositionLost.self) {
        try again.journal.requirePosition(position)
      }
      #expect(answer?.resume == 5)
      #expect(answer?.restored != nil)
    }
    for position in [0, 5, epoch, epoch + 3] {
      #expect(try again.journal.requirePosition(position) == epoch)
    }
    let beyond = #expect(throws: PositionLost.self) {
      try again.journal.requirePosition(epoch + 4)
    }
    #expect(beyond?.resume == epoch + 3)
    #expect(beyond?.restored == nil)
  }

  @Test func `Only a restore may leave out positions`() throws {
    let journal = try ClockedJournal()
    try journal.append(4)
    try journal.journal.restart(by: "test")
    #expect(try journal.journal.verify().faults == [])
    try journal.pool.write { try $0.execute("DELETE FROM entry WHERE sequence = 4") }
    #expect(try !journal.journal.verify().faults.isEmpty)
  }
}

@Suite struct JournalHeadTests {
  @Test func `A journal cut at its end is found, tables cut alike`() throws {
    let master = SealingKey.random()
    let journal = try ClockedJournal(master: master)
    try journal.append(9)
    #expect(try journal.journal.verify().faults == [])
    try journal.pool.write { try $0.execute("DELETE FROM entry WHERE sequence > 6") }
    #expect(try journal.journal.verify().faults.count == 1)
    // The head cannot be set back without the key either.
    try journal.pool.write { try $0.execute("UPDATE journal_head SET sequence = 6") }
    #expect(try journal.journal.verify().faults.count == 1)
    try journal.pool.write { try $0.execute("DELETE FROM journal_head") }
    #expect(try journal.journal.verify().faults.count == 1)
  }

  @Test func `What is written past the journal is found, a restore's entry is not`() throws {
    let master = SealingKey.random()
    let journal = try ClockedJournal(master: master)
    try journal.append(3)
    let bare = EventJournal(pool: journal.pool, projections: [])
    try bare.restart(by: "test")
    #expect(try journal.journal.verify().faults == [])
    try journal.append()
    #expect(try journal.journal.verify().faults == [])
    try bare.append([NewEntry(stream: "b", type: "made", body: "{}")], by: "乙")
    #expect(try journal.journal.verify().faults.count == 1)
  }

  @Test func `A database of a layout before heads is sealed when it is opened`() throws {
    let old = try ClockedJournal()
    try old.append(3)
    let master = SealingKey.random()
    let journal = try ClockedJournal(from: try old.backup(), master: master)
    #expect(try journal.journal.verify().faults == [])
    try journal.pool.write { try $0.execute("DELETE FROM entry WHERE sequence = 3") }
    #expect(try journal.journal.verify().faults.count == 1)
  }

  @Test func `Any single flipped byte in any body is found`() throws {
    let journal = try ClockedJournal(master: SealingKey.random())
    try journal.journal.append(
      (0..<40).map {
        NewEntry(stream: "s\($0 % 5)", type: "made", body: "{\"第\($0)件\":\"路灯坏了\u{FFFD}\"}")
      }, by: "甲")
    #expect(try journal.journal.verify().faults == [])
    let bodies = try journal.pool.read {
      try $0.rows("SELECT CAST(body AS BLOB) FROM entry ORDER BY sequence").map { $0.blob(0) }
    }
    var random = SystemRandomNumberGenerator()
    var missed = 0
    for _ in 0..<1_000 {
      let index = Int.random(in: bodies.indices, using: &random)
      var bytes = bodies[index]
      let place = Int.random(in: bytes.indices, using: &random)
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      // In a transaction of its own that is taken back.
      struct Undo: Error {}
      try journal.pool.exclusively { connection in
        do {
          try connection.transaction {
            try connection.run(
              "UPDATE entry SET body = CAST(? AS TEXT) WHERE sequence = ?", bytes, index + 1)
            if try Self.faults(connection) == 0 { missed += 1 }
            throw Undo()
          }
        } catch is Undo {}
      }
    }
    #expect(missed == 0)
  }

  private static func faults(_ connection: Connection) throws -> Int {
    try EventJournal.faults(in: connection).count
  }
}
