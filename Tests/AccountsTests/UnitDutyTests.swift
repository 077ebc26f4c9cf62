import Accounts
import Foundation
import Hotline
import Journal
import SQLite
import Sealing
import Testing

@Suite struct UnitDutyTests {
  private func book() throws -> (AccountBook, EventJournal) {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "duty-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let pool = try ConnectionPool(path: folder.appending(path: "t.sqlite").path)
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    RecordKeys.addMigrations(to: &migrations)
    AccountProjection.addMigrations(to: &migrations)
    UnitDutyProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let keys = RecordKeys(master: .random())
    try pool.write { try keys.prepare($0) }
    let journal = EventJournal(
      pool: pool, projections: [AccountProjection(), UnitDutyProjection()])
    let book = AccountBook(journal: journal, pool: pool, keys: keys)
    for name in ["zhang", "li"] {
      try book.add(
        name, displayName: "张某", roles: [.unit], unit: "市公安局", password: "Lan-tian-88", by: "admin")
    }
    try book.add(
      "wang", displayName: "王某", roles: [.operator], password: "Lan-tian-88", by: "admin")
    return (book, journal)
  }

  @Test("N7 — a unit has one liaison; a second one is refused until the first gives it up")
  func one() throws {
    let (book, journal) = try book()
    try book.setDuty("zhang", .liaison, by: "admin")
    #expect(throws: InputProblem.self) { try book.setDuty("li", .liaison, by: "admin") }
    try book.setDuty("li", .leader, by: "admin")
    let people = try #require(try book.unitPeople().first)
    #expect(people.with(.liaison).map(\.account) == ["zhang"])
    #expect(people.with(.leader).map(\.account) == ["li"])
    try journal.rebuild()
    #expect(try book.unitPeople() == [people])
    try book.setDuty("zhang", nil, by: "admin")
    try book.setDuty("li", .liaison, by: "admin")
    #expect(try book.unitPeople().first?.with(.liaison).map(\.account) == ["li"])
  }

  @Test("N7 — a disabled or moved account is nobody's liaison")
  func gone() throws {
    let (book, _) = try book()
    try book.setDuty("zhang", .liaison, by: "admin")
    try book.disable("zhang", by: "admin")
    #expect(try book.unitPeople().isEmpty)
    try book.setDuty("li", .liaison, by: "admin")
    try book.setRoles("li", [.unit], unit: "市水务局", by: "admin")
    #expect(try book.unitPeople().isEmpty)
  }

  @Test func `Only a unit's account can have a duty`() throws {
    let (book, _) = try book()
    #expect(throws: InputProblem.self) { try book.setDuty("wang", .liaison, by: "admin") }
    #expect(throws: InputProblem.self) { try book.setDuty("nobody", .liaison, by: "admin") }
  }
}
