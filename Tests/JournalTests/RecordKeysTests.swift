import Foundation
import Journal
import SQLite
import Sealing
import Testing

private final class KeyFixture {
  let folder: URL
  let pool: ConnectionPool
  let master = SealingKey.random()

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    pool = try ConnectionPool(path: folder.appending(path: "t.sqlite").path)
    var migrations = Migrations()
    RecordKeys.addMigrations(to: &migrations)
    EventJournal.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func keys(_ master: SealingKey? = nil) throws -> RecordKeys {
    let keys = RecordKeys(master: master ?? self.master)
    try pool.write { try keys.prepare($0) }
    return keys
  }

  /// Whether any file of the database holds a text.
  func filesHold(_ text: String) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).contains {
      try Data(contentsOf: folder.appending(path: $0)).range(of: Data(text.utf8)) != nil
    }
  }
}

@Suite struct RecordKeysTests {
  private let record = "ticket/20261121-000001"

  @Test func everyRecordHasAKeyOfItsOwn() throws {
    let fixture = try KeyFixture()
    let keys = try fixture.keys()
    let sealed = try fixture.pool.write { try keys.seal("13800000000", for: record, $0) }
    #expect(try fixture.pool.read { try keys.open(sealed, for: record, $0) } == "13800000000")
    _ = try fixture.pool.write { try keys.seal("x", for: "ticket/2", $0) }
    #expect(throws: SealingError.wrongKeyOrAltered) {
      try fixture.pool.read { try keys.open(sealed, for: "ticket/2", $0) }
    }
    #expect(throws: SealingError.noKey(record: "ticket/3")) {
      try fixture.pool.read { try keys.open(sealed, for: "ticket/3", $0) }
    }
  }

  @Test func theKeysAreTheSameAfterARestartAndARebuild() throws {
    let fixture = try KeyFixture()
    let keys = try fixture.keys()
    let sealed = try fixture.pool.write { try keys.seal("张某", for: record, $0) }
    try EventJournal(pool: fixture.pool, projections: []).rebuild()
    let again = try fixture.keys()
    #expect(try fixture.pool.read { try again.open(sealed, for: record, $0) } == "张某")
    #expect(try again.index.of("13800000000") == keys.index.of("13800000000"))
  }

  @Test func anErasedRecordNeverOpensNorTakesAnythingMore() throws {
    let fixture = try KeyFixture()
    let keys = try fixture.keys()
    let sealed = try fixture.pool.write { try keys.seal("张某", for: record, $0) }
    #expect(try fixture.pool.read { try keys.open(sealed, for: record, $0) } == "张某")
    try fixture.pool.write { try keys.erase(record, $0) }
    #expect(try fixture.pool.read { try keys.open(sealed, for: record, $0) } == nil)
    #expect(throws: SealingError.erased(record: record)) {
      try fixture.pool.write { try keys.seal("张某", for: record, $0) }
    }
    try fixture.pool.write { try keys.erase("ticket/never", $0) }
    #expect(throws: SealingError.erased(record: "ticket/never")) {
      try fixture.pool.write { try keys.seal("张某", for: "ticket/never", $0) }
    }
  }

  @Test func anErasureThatIsTakenBackErasesNothing() throws {
    struct Stop: Error {}
    let fixture = try KeyFixture()
    let keys = try fixture.keys()
    let sealed = try fixture.pool.write { try keys.seal("张某", for: record, $0) }
    #expect(throws: Stop.self) {
      try fixture.pool.write {
        try keys.erase(record, $0)
        throw Stop()
      }
    }
    #expect(try fixture.pool.read { try keys.open(sealed, for: record, $0) } == "张某")
  }

  @Test func aKeyWhoseMakingWasTakenBackIsNotUsed() throws {
    struct Stop: Error {}
    let fixture = try KeyFixture()
    let keys = RecordKeys(master: fixture.master)
    #expect(throws: Stop.self) {
      try fixture.pool.write {
        _ = try keys.seal("张某", for: record, $0)
        throw Stop()
      }
    }
    let index = try keys.index.of("a")
    let sealed = try fixture.pool.write { try keys.seal("李某", for: record, $0) }
    let again = try fixture.keys()
    #expect(try fixture.pool.read { try again.open(sealed, for: record, $0) } == "李某")
    #expect(try again.index.of("a") == index)
  }

  @Test func noByteOfAnErasedKeyStaysInTheFiles() throws {
    let fixture = try KeyFixture()
    let keys = try fixture.keys()
    let records = (0..<1_500).map { "ticket/\($0)" }.shuffled()
    try fixture.pool.write { connection in
      for record in records { _ = try keys.seal("张某", for: record, connection) }
    }
    let erased = Set(records.prefix(300))
    let wrapped = try fixture.pool.read { connection in
      try connection.rows("SELECT wrapped, record FROM record_key").filter {
        erased.contains($0.text(1))
      }.map { $0.text(0) }
    }
    #expect(try wrapped.count == 300 && wrapped.allSatisfy { try fixture.filesHold($0) })
    for record in erased { try fixture.pool.write { try keys.erase(record, $0) } }
    #expect(try fixture.pool.exclusively { try RecordKeys.scrub($0) })
    // The first quarter alone would show a remnant too: a freed cell loses its first bytes.
    for text in wrapped {
      #expect(try !fixture.filesHold(String(text.dropFirst(text.count * 3 / 4))))
    }
  }

  @Test func theConnectionKeepsItsOwnWayOfDeleting() throws {
    let fixture = try KeyFixture()
    let keys = try fixture.keys()
    let before = try fixture.pool.exclusively { try $0.row("PRAGMA secure_delete")?.int(0) }
    try fixture.pool.write { try keys.erase(record, $0) }
    #expect(try fixture.pool.exclusively { try $0.row("PRAGMA secure_delete")?.int(0) } == before)
  }
}

@Suite struct KeyRotationTests {
  @Test func afterARotationTheNewMasterOpensAllAndTheOldNothing() throws {
    let fixture = try KeyFixture()
    let keys = try fixture.keys()
    let records = (0..<2_100).map { "ticket/\($0)" }
    let sealed = try fixture.pool.write { connection in
      try records.map { try keys.seal("张某", for: $0, connection) }
    }
    try fixture.pool.write { try keys.erase(records[7], $0) }
    let index = try keys.index.of("13800000000")
    let new = SealingKey.random()
    #expect(try fixture.pool.write { try keys.rotate(to: new, $0) } == 2_099)

    let other = try fixture.keys(new)
    let error = #expect(throws: SealingError.self) { try fixture.keys() }
    #expect(error?.description.contains(new.identifier) == true)
    for keys in [keys, other] {
      let opened = try fixture.pool.read { connection in
        try zip(records, sealed).map { try keys.open($1, for: $0, connection) }
      }
      #expect(opened[7] == nil)
      #expect(opened.filter { $0 == "张某" }.count == 2_099)
      #expect(try keys.index.of("13800000000") == index)
      // What is new is wrapped by the new master, also by the one that was started with the old.
      let fresh = try fixture.pool.write { try keys.seal("李某", for: "t-\(UUID())", $0) }
      #expect(!fresh.isEmpty)
    }
    let masters = try fixture.pool.read {
      try $0.rows("SELECT DISTINCT master FROM record_key WHERE master <> ''").map { $0.text(0) }
    }
    #expect(masters == [new.identifier])
  }

  @Test func aRotationThatFailsLeavesTheOldMaster() throws {
    struct Stop: Error {}
    let fixture = try KeyFixture()
    let keys = try fixture.keys()
    let new = SealingKey.random()
    #expect(throws: Stop.self) {
      try fixture.pool.write {
        _ = try keys.seal("张某", for: "a", $0)
        _ = try keys.rotate(to: new, $0)
        throw Stop()
      }
    }
    let sealed = try fixture.pool.write { try keys.seal("张某", for: "b", $0) }
    let again = try fixture.keys()
    #expect(try fixture.pool.read { try again.open(sealed, for: "b", $0) } == "张某")
  }

  @Test func aRunningProcessLearnsTheKeyThatAnotherRotatedTo() throws {
    let fixture = try KeyFixture()
    let new = SealingKey.random()
    let running = RecordKeys(master: fixture.master, reload: { new })
    try fixture.pool.write { try running.prepare($0) }
    let sealed = try fixture.pool.write { try running.seal("张某", for: "a", $0) }
    let other = try fixture.keys()
    _ = try fixture.pool.write { try other.rotate(to: new, $0) }
    #expect(try fixture.pool.read { try running.open(sealed, for: "a", $0) } == "张某")
    let fresh = try fixture.pool.write { try running.seal("李某", for: "b", $0) }
    let later = try fixture.keys(new)
    #expect(try fixture.pool.read { try later.open(fresh, for: "b", $0) } == "李某")
  }
}
