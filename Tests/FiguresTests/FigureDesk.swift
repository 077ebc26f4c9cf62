import Catalogue
import Foundation
import Hotline
import Journal
import Lifecycle
import Regulations
import SQLite
import Sealing
import Synchronization
import Tickets
import WorkingTime

@testable import Figures

/// Tickets and figures over a database of its own, with a clock that is set by hand.
final class FigureDesk: Sendable {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let calendar = Result {
    try WorkingCalendar(folder: root.appending(path: "Catalogue/calendar"))
  }
  static let profiles = Result {
    try RegulationProfile.load(folder: root.appending(path: "Catalogue/regulations"))
  }
  static let places = DispatchCatalogue(
    CatalogueFolder.read(root.appending(path: "Catalogue")).content)

  let folder: URL
  let pool: ConnectionPool
  let journal: EventJournal
  let tickets: TicketOffice
  let figures: FigureOffice
  let machine: TicketMachine
  let clock: WorkingClock

  init(_ profile: String, layer: String? = nil, at start: String = "2026-03-02T09:00:00+08:00")
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "figures-\(UUID().uuidString)")
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let pool = try ConnectionPool(path: folder.appending(path: "paidan.sqlite").path)
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    RecordKeys.addMigrations(to: &migrations)
    TicketProjection.addMigrations(to: &migrations)
    CallerProjection.addMigrations(to: &migrations)
    FigureProjection.addMigrations(to: &migrations)
    FindingProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let keys = RecordKeys(master: SealingKey.random())
    try pool.write { try keys.prepare($0) }
    let profiles = try Self.profiles.get()
    guard let base = profiles.first(where: { $0.id == profile }) else {
      throw InputProblem(code: "profile", field: "profile", message: profile)
    }
    let above = profiles.first { $0.id == layer }
    let calendar = try Self.calendar.get()
    let machine = TicketMachine(rules: Rulebook(base, layer: above), calendar: calendar)
    let clock = RegulationDeadlines(profile: base, calendar: calendar).clock
    let places = Self.places
    self.machine = machine
    self.clock = clock
    self.pool = pool
    let now = NowBox(start: ShanghaiTime.moment(start) ?? Date())
    box = now
    journal = EventJournal(
      pool: pool,
      projections: [
        TicketProjection(keys: keys), CallerProjection(), FigureProjection(), FindingProjection(),
      ],
      now: { now.value })
    let name = TicketBooks.key(profile, layer)
    tickets = TicketOffice(
      journal: journal, pool: pool, keys: keys,
      books: {
        TicketBooks(own: profile, layer: layer, machines: [name: machine], versions: [name: "1"])
      }, now: { now.value }, sendsMessages: false, catalogue: { places })
    figures = FigureOffice(
      journal: journal, pool: pool, rules: { FigureRules(base, layer: above) },
      clock: { _ in clock }, now: { now.value }, catalogue: { places })
  }

  private let box: NowBox

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Sets the clock.
  func at(_ moment: String) { if let date = ShanghaiTime.moment(moment) { box.value = date } }

  static let clerk = Seat(name: "坐席甲")

  /// Plays commands at moments, and stores them as a ticket; gives its number.
  @discardableResult
  func life(
    _ commands: [(String, TicketCommand)], region: String? = nil
  ) throws -> String {
    let entry = commands.compactMap { at, command in
      ShanghaiTime.moment("2026-\(at.replacing(" ", with: "T")):00+08:00").map { ($0, command) }
    }
    try tickets.store(
      [WholeLife(intake: Self.intake(region), entries: entry.map { [(at: $0.0, command: $0.1)] })],
      by: Self.clerk)
    return try pool.read { try $0.row("SELECT max(number) FROM ticket")?.text(0) ?? "" }
  }

  static func intake(_ region: String?) -> Intake {
    Intake(
      caller: Caller(name: "张某", phone: "13800000000"), fields: Data(), region: region,
      callback: nil)
  }
}

/// A clock that is set by hand.
final class NowBox: Sendable {
  private let held: Mutex<Date>
  init(start: Date) { held = Mutex(start) }
  var value: Date {
    get { held.withLock { $0 } }
    set { held.withLock { $0 = newValue } }
  }
}

/// A small generator with a seed, so that a failure can be played again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
