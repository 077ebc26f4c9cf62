import Catalogue
import Foundation
import Hotline
import Journal
import Revisions
import SQLite
import Synchronization
import Testing

/// A journal over the catalogue whose clock stands where the test puts it.
final class CatalogueOffice: Sendable {
  let pool: ConnectionPool
  let journal: EventJournal
  private let clock: TestClock

  init() throws {
    let clock = TestClock()
    pool = try ConnectionPool(path: ":memory:")
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    CatalogueProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    journal = EventJournal(pool: pool, projections: [CatalogueProjection()], now: { clock.now })
    self.clock = clock
  }

  func record(_ changes: [NewEntry], on day: String) throws {
    clock.now = moment(day)
    try journal.append(changes, by: "甲")
  }
}

/// A clock that stands still until it is set.
final class TestClock: Sendable {
  private let date = Mutex(Date(timeIntervalSince1970: 0))
  var now: Date {
    get { date.withLock { $0 } }
    set { date.withLock { $0 = newValue } }
  }
}

/// Midnight of a day.
func moment(_ day: String) -> Date { Day(day)?.start ?? .distantPast }

@Suite struct CatalogueHistoryTests {
  private func content() throws -> CatalogueContent {
    let fixture = try CatalogueFixture(CatalogueFixture.whole)
    return CatalogueFolder.read(fixture.folder).content
  }

  @Test func thePeriodColumnsMayBeLeftOutAndAreReadAndWritten() throws {
    var files = CatalogueFixture.whole
    let head = CatalogueFixture.itemHead.dropLast() + ",valid_from,valid_to\n"
    files["items/城市管理.csv"] =
      head + CatalogueFixture.item.dropLast() + ",2027-01-01,2027-12-31\n"
      + CatalogueFixture.second.dropLast() + ",2027-01-01T08:00:00+08:00,\n"
    let fixture = try CatalogueFixture(files)
    let (content, faults) = CatalogueFolder.read(fixture.folder)
    #expect(faults.isEmpty, "\(faults)")
    #expect(
      content.items[0].validity == Validity(from: moment("2027-01-01"), to: moment("2028-01-01")))
    let written = CatalogueFolder.files(content).first { $0.path.hasPrefix("items/") }?.text ?? ""
    #expect(written.contains("2027-01-01,2027-12-31\n"))
    #expect(written.contains("2027-01-01T08:00:00+08:00,\n"))
    let again = try CatalogueFixture(
      Dictionary(
        CatalogueFolder.files(content).map { ($0.path, $0.text) }, uniquingKeysWith: { $1 }))
    #expect(CatalogueFolder.read(again.folder).content == content)
  }

  @Test(arguments: [
    ("2027年,", "valid_from"), (",明年", "valid_to"), ("2027-01-02,2027-01-01", "valid_to"),
  ])
  func aFaultyPeriodIsNamed(cells: String, field: String) throws {
    var files = CatalogueFixture.whole
    let head = CatalogueFixture.itemHead.dropLast() + ",valid_from,valid_to\n"
    files["items/城市管理.csv"] =
      head + CatalogueFixture.item.dropLast() + ",,\n" + CatalogueFixture.second.dropLast()
      + ",\(cells)\n"
    let fixture = try CatalogueFixture(files)
    let faults = CatalogueFolder.read(fixture.folder).faults
    #expect(faults.map(\.field) == [field], "\(faults)")
    #expect(faults.map(\.line) == [3])
  }

  @Test func theCatalogueStandsAsItStoodAtAnyMoment() throws {
    let office = try CatalogueOffice()
    let first = try content()
    try office.record(
      CatalogueProjection.changes(from: CatalogueContent(), to: first), on: "2026-01-01")
    var item = first.items[1]
    item.unit = "乙镇政府"
    item.validity = Validity(from: moment("2027-01-01"))
    try office.record(
      CatalogueProjection.changes(from: first, to: CatalogueContent(items: [item])),
      on: "2026-06-01")
    func unit(_ at: String, knownAt: String = "2099-01-01") throws -> String? {
      let content = try office.pool.read {
        try CatalogueProjection.content($0, at: moment(at), knownAt: moment(knownAt))
      }
      return DispatchCatalogue(content).item("CG-002")?.unit
    }
    #expect(try unit("2026-07-01") == "甲市城管局")
    #expect(try unit("2027-01-01") == "乙镇政府")
    #expect(try unit("2027-01-01", knownAt: "2026-05-31") == "甲市城管局")
    #expect(try unit("2026-01-01", knownAt: "2025-12-31") == nil)
    let now = try office.pool.read {
      try CatalogueProjection.content($0, at: moment("2026-07-01"))
    }
    #expect(now == first)
    let next = try office.pool.read {
      try CatalogueProjection.revisions.nextChange(after: moment("2026-07-01"), $0)
    }
    #expect(next == moment("2027-01-01"))
    try office.journal.rebuild()
    #expect(try unit("2027-01-01") == "乙镇政府")
  }

  @Test func anItemEndsOnItsDay() throws {
    let office = try CatalogueOffice()
    try office.record(
      CatalogueProjection.changes(from: CatalogueContent(), to: try content()), on: "2026-01-01")
    try office.record(
      [Revision.ending("item/CG-002", from: moment("2026-09-01"))], on: "2026-06-01")
    func ids(_ at: String) throws -> [String] {
      try office.pool.read { try CatalogueProjection.content($0, at: moment(at)) }.items.map(\.id)
    }
    #expect(try ids("2026-08-31") == ["CG-001", "CG-002"])
    #expect(try ids("2026-09-01") == ["CG-001"])
    func version(_ at: String) throws -> Int? {
      try office.pool.read {
        try CatalogueProjection.revisions.standing(of: "item/CG-002", at: moment(at), $0)?.version
      }
    }
    #expect(try version("2026-08-31") == 1)
    #expect(try version("2026-09-01") == nil)
  }

  @Test func anOldRevisionComesBackAsANewOneAndTwoAreCompared() throws {
    let office = try CatalogueOffice()
    let first = try content()
    try office.record(
      CatalogueProjection.changes(from: CatalogueContent(), to: first), on: "2026-01-01")
    var changed = first
    changed.items[1].unit = "乙镇政府"
    changed.items[1].keywords.append("横幅")
    try office.record(CatalogueProjection.changes(from: first, to: changed), on: "2026-02-01")
    let history = try office.pool.read {
      try CatalogueProjection.revisions.history(of: "item/CG-002", $0)
    }
    #expect(history.map(\.version) == [1, 2])
    #expect(history.map(\.actor) == ["甲", "甲"])
    let changes = Revision.differences(
      from: history[0], to: history[1], names: CatalogueProjection.fieldNames("item/CG-001"))
    #expect(changes.map(\.name) == ["承办单位", "关键词"])
    #expect(changes[0].before == "甲市城管局")
    #expect(changes[0].after == "乙镇政府")
    #expect(changes[1].added == ["横幅"])

    let back = try CatalogueProjection.returning(
      to: history[0], validity: .always, expectedVersion: 2)
    try office.record([back], on: "2026-03-01")
    let now = try office.pool.read { try CatalogueProjection.content($0, at: moment("2026-03-01")) }
    #expect(now == first)
    #expect(throws: VersionConflict.self) { try office.record([back], on: "2026-03-02") }
  }

  @Test func aDatabaseMadeBeforeRevisionsWereKeptOpensWithAllOfThem() throws {
    let pool = try ConnectionPool(path: ":memory:")
    let body =
      #"{"id":"CG-001","category":["一","二"],"name":"旧","types":["投诉"],"legalBasis":[],"#
      + #""unit":"甲","agency":"","coHandlers":[],"keywords":[],"sayings":[],"confusions":[],"note":""}"#
    var old = Migrations()
    EventJournal.addMigrations(to: &old)
    old.add("catalogue 1") {
      try $0.execute(
        """
        CREATE TABLE catalogue_record (
          kind TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL,
          sequence INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
        ) WITHOUT ROWID;
        """)
    }
    try pool.exclusively { try old.apply(to: $0) }
    let before = EventJournal(pool: pool, projections: [])
    try before.append(
      [
        NewEntry(stream: "item/CG-001", type: "item-revised", body: body),
        NewEntry(stream: "item/CG-001", type: "item-ended", body: "{}"),
        NewEntry(stream: "item/CG-001", type: "item-revised", body: body),
      ], by: "甲")
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    CatalogueProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let history = try pool.read {
      try CatalogueProjection.revisions.history(of: "item/CG-001", $0)
    }
    #expect(history.map(\.isEnd) == [false, true, false])
    #expect(history[0].period == .always)
    let past = try pool.read { try CatalogueProjection.content($0, at: moment("1999-01-01")) }
    #expect(past.items.map(\.name) == ["旧"])
  }
}

@Suite struct ItemReviewTests {
  @Test func itemsWhoseLawChangedOrIsUncheckedAreListedForTheirUnits() throws {
    let fixture = try CatalogueFixture(CatalogueFixture.whole)
    var content = CatalogueFolder.read(fixture.folder).content
    #expect(ItemReview.list(content).isEmpty)
    content.laws[0].status = .repealed
    content.items[1].legalBasis = [Citation(document: "某办法", toBeVerified: true)]
    let list = ItemReview.list(content)
    #expect(list.map(\.item) == ["CG-001", "CG-001", "CG-002"])
    #expect(list.map(\.reason) == [.law, .law, .unchecked])
    #expect(list[0].unit == CatalogueItem.territory)
    #expect(list[0].text.contains("已废止"))
    content.items[0].unit = "已撤销的局"
    #expect(ItemReview.list(content).contains { $0.reason == .unit && $0.item == "CG-001" })
  }
}
