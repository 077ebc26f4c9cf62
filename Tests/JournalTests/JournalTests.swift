import Foundation
import Journal
import SQLite
import Testing

/// Counts entries by stream, and refuses the type `refused`.
private struct CountingProjection: Projection {
  struct Refused: Error {}

  func reset(_ connection: Connection) throws { try connection.execute("DELETE FROM counted") }

  func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    if entry.type == "refused" { throw Refused() }
    try connection.run(
      """
      INSERT INTO counted (stream, count) VALUES (?, 1)
      ON CONFLICT (stream) DO UPDATE SET count = count + 1
      """, entry.stream)
  }
}

private final class Fixture {
  let folder: URL
  let pool: ConnectionPool
  let journal: EventJournal

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    pool = try ConnectionPool(path: folder.appending(path: "t.sqlite").path)
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    migrations.add("counted") {
      try $0.execute("CREATE TABLE counted (stream TEXT PRIMARY KEY, count INTEGER)")
    }
    try pool.exclusively { try migrations.apply(to: $0) }
    journal = EventJournal(pool: pool, projections: [CountingProjection()])
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func counts() throws -> [String: Int] {
    try pool.read { connection in
      Dictionary(
        uniqueKeysWithValues: try connection.rows("SELECT stream, count FROM counted")
          .map { ($0.text(0), $0.int(1)) })
    }
  }
}

@Suite struct EventJournalTests {
  @Test func entriesAreNumberedChainedAndProjected() throws {
    let fixture = try Fixture()
    try fixture.journal.append(
      [
        NewEntry(stream: "a", type: "made", body: "{}"),
        NewEntry(stream: "b", type: "made", body: "{}"),
        NewEntry(stream: "a", expectedVersion: 1, type: "changed", body: "{\"x\":1}"),
      ], by: "甲")
    let entries = try fixture.journal.entries(after: 0, limit: 10)
    #expect(entries.map(\.sequence) == [1, 2, 3])
    #expect(entries.map(\.version) == [1, 1, 2])
    #expect(try fixture.journal.entries(of: "a").map(\.type) == ["made", "changed"])
    #expect(try fixture.counts() == ["a": 2, "b": 1])
    #expect(try fixture.journal.verify().faults.isEmpty)
  }

  @Test func aFailedProjectionLeavesNeitherEntryNorTable() throws {
    let fixture = try Fixture()
    #expect(throws: CountingProjection.Refused.self) {
      try fixture.journal.append(
        [
          NewEntry(stream: "a", type: "made", body: "{}"),
          NewEntry(stream: "a", type: "refused", body: "{}"),
        ], by: "甲")
    }
    #expect(try fixture.journal.lastSequence() == 0)
    #expect(try fixture.counts().isEmpty)
  }

  @Test func twoAuthorsOfOneVersionConflict() throws {
    let fixture = try Fixture()
    let change = NewEntry(stream: "a", expectedVersion: 0, type: "made", body: "{}")
    try fixture.journal.append([change], by: "甲")
    let conflict = #expect(throws: VersionConflict.self) {
      try fixture.journal.append([change], by: "乙")
    }
    #expect(conflict?.found == 1)
  }

  @Test func aRebuildGivesTheSameTables() throws {
    let fixture = try Fixture()
    for index in 0..<2_500 {
      try fixture.journal.append(
        [NewEntry(stream: "s\(index % 7)", type: "made", body: "{}")], by: "甲")
    }
    let before = try fixture.counts()
    try fixture.pool.write { try $0.execute("UPDATE counted SET count = 0 WHERE stream = 's1'") }
    try fixture.journal.rebuild()
    #expect(try fixture.counts() == before)
  }

  @Test(
    "an edit by hand is found",
    arguments: [
      "UPDATE entry SET body = '{\"x\":2}' WHERE sequence = 2",
      "UPDATE entry SET actor = '乙' WHERE sequence = 2",
      "UPDATE entry SET at = at + 1 WHERE sequence = 2",
      "UPDATE entry SET hash = zeroblob(32) WHERE sequence = 2",
      "DELETE FROM entry WHERE sequence = 2",
    ])
  func edits(sql: String) throws {
    let fixture = try Fixture()
    for _ in 0..<4 {
      try fixture.journal.append([NewEntry(stream: "a", type: "made", body: "{\"x\":1}")], by: "甲")
    }
    try fixture.pool.write { try $0.execute(sql) }
    #expect(try !fixture.journal.verify().faults.isEmpty)
  }

  @Test func manyThreadsAppendWithoutGapOrLoss() throws {
    let fixture = try Fixture()
    let journal = fixture.journal
    DispatchQueue.concurrentPerform(iterations: 100) { index in
      _ = try? journal.append(
        [NewEntry(stream: "s\(index % 3)", type: "made", body: "{}")], by: "甲")
    }
    #expect(try journal.lastSequence() == 100)
    #expect(try fixture.counts().values.reduce(0, +) == 100)
    #expect(try journal.verify().faults.isEmpty)
  }
}
