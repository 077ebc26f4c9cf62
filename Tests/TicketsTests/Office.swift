import Catalogue
import Foundation
import Hotline
import Journal
import Lifecycle
import Regulations
import SQLite
import Sealing
import Synchronization
import Testing
import WorkingTime

@testable import Tickets

/// An office over a database of its own, with a clock that is set by hand.
final class Office: Sendable {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let calendar = Result {
    try WorkingCalendar(folder: root.appending(path: "Catalogue/calendar"))
  }
  static let profiles = Result {
    try RegulationProfile.load(folder: root.appending(path: "Catalogue/regulations"))
  }

  let folder: URL
  let pool: ConnectionPool
  let journal: EventJournal
  let office: TicketOffice
  let time: Time

  final class Time: Sendable {
    let value: Mutex<Date>
    init(_ date: Date) { value = Mutex(date) }
    var now: Date { value.withLock { $0 } }
  }

  init(
    _ profile: String = "yichun", layer: String? = nil,
    at start: String = "2026-03-02T09:00:00+08:00",
    rules: String = "1", folder: URL? = nil, key: SealingKey = SealingKey.random(),
    catalogue: DispatchCatalogue = DispatchCatalogue(CatalogueContent()),
    calendar: WorkingCalendar? = nil
  ) throws {
    let folder =
      folder
      ?? FileManager.default.temporaryDirectory.appending(path: "tickets-\(UUID().uuidString)")
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let pool = try ConnectionPool(path: folder.appending(path: "paidan.sqlite").path)
    try pool.exclusively { try Self.layout.apply(to: $0) }
    let keys = RecordKeys(master: key)
    try pool.write { try keys.prepare($0) }
    let time = Time(try #require(ShanghaiTime.moment(start)))
    let base = try #require(try Self.profiles.get().first { $0.id == profile })
    let above = try Self.profiles.get().first { $0.id == layer }
    let machine = TicketMachine(
      rules: Rulebook(base, layer: above), calendar: try calendar ?? Self.calendar.get())
    let name = TicketBooks.key(profile, layer)
    self.pool = pool
    self.time = time
    journal = EventJournal(
      pool: pool,
      projections: [
        CatalogueProjection(), TicketProjection(keys: keys), CallerProjection(),
        OnceProjection(types: CallerProjection.markedTypes),
      ], keys: keys, now: { time.now })
    try journal.sealFirst()
    office = TicketOffice(
      journal: journal, pool: pool, keys: keys,
      books: {
        TicketBooks(own: profile, layer: layer, machines: [name: machine], versions: [name: rules])
      },
      now: { time.now }, catalogue: { catalogue })
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static var layout: Migrations {
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    CatalogueProjection.addMigrations(to: &migrations)
    RecordKeys.addMigrations(to: &migrations)
    TicketProjection.addMigrations(to: &migrations)
    CallerProjection.addMigrations(to: &migrations)
    OnceProjection.addMigrations(to: &migrations)
    return migrations
  }

  /// Everything that a check of the whole database finds.
  func faults() throws -> [String] {
    let scratch = folder.appending(path: "verify-\(UUID().uuidString)")
    return try journal.verify().faults
      + journal.differences(in: scratch.path, layout: Self.layout)
  }

  /// Sets the clock.
  func at(_ moment: String) throws {
    let date = try #require(ShanghaiTime.moment(moment))
    time.value.withLock { $0 = date }
  }

  func pass(hours: Double) { time.value.withLock { $0 += hours * 3600 } }

  static let clerk = Seat(name: "坐席甲")

  @discardableResult
  func receive(
    _ text: String = "城东路的路灯坏了三天，晚上很黑", type: String = "求助", phone: String = "13800000001",
    name: String = "张小明", region: String? = nil, key: String? = nil, more: [String: Any] = [:]
  ) throws -> String {
    var fields: [String: Any] = ["type": type, "text": text, "channel": "电话"]
    fields.merge(more) { $1 }
    let intake = Intake(
      caller: Caller(name: name, phone: phone),
      fields: try JSONSerialization.data(withJSONObject: fields), region: region)
    return try office.receive(intake, by: Self.clerk, key: key).record.number
  }

  @discardableResult
  func act(
    _ name: CommandName, _ number: String, _ fields: [String: Any] = [:], version: Int? = nil,
    by seat: Seat = clerk, key: String? = nil
  ) throws -> TicketResult {
    try office.act(
      name, on: number,
      fields: try JSONSerialization.data(withJSONObject: fields, options: .sortedKeys),
      version: version, by: seat, key: key)
  }

  func state(_ number: String) throws -> String {
    try office.record(number, for: Self.clerk).ticket.state.name.rawValue
  }

  /// All rows of the tickets' tables, for comparing before and after a rebuild.
  func tables() throws -> [String] {
    try pool.read { connection in
      try [
        """
        SELECT id, number, version, profile, layer, rules, state, card, type, channel, urgent, prior,
          region, item, lead, received, due, wake, closed, supervised, caller, sealed, callback,
          merged FROM ticket ORDER BY id
        """, "SELECT * FROM ticket_hand", "SELECT * FROM ticket_once",
        "SELECT * FROM caller_flag", "SELECT * FROM caller_opened",
        "SELECT * FROM entry_once", "SELECT * FROM ticket_number_floor",
        "SELECT * FROM ticket_expired",
        "SELECT term, doc, cnt FROM ticket_terms",
      ].flatMap { sql in
        try connection.rows(sql).map { row in "\(row)" }
      }
    }
  }
}
