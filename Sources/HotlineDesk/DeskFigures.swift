import Accounts
import Figures
import Foundation
import Hotline
import Journal
import Regulations
import SQLite
import WorkingTime

// Named here so that those above the desk need no room below it.
/// A stretch of days.
public typealias DeskFigurePeriod = FigurePeriod
/// By what figures are parted.
public typealias DeskFigureDimension = FigureDimension
/// Which figures are asked for.
public typealias DeskFigureQuery = FigureQuery
/// What is measured.
public typealias DeskMeasure = Figures.Measure
/// Which part of a figure.
public typealias DeskFigurePart = FigurePart
/// A place in the list behind a figure.
public typealias DeskFigurePlace = FigurePlace
/// A ticket behind a figure.
public typealias DeskFigureTicket = FigureTicket

/// A period as a document.
public struct FigurePeriodDocument: Codable, Hashable, Sendable {
  /// As it is asked for.
  public var key: String
  /// What sort of stretch it is.
  public var kind: String
  /// What people read.
  public var title: String
  /// The first day.
  public var from: String
  /// The last day.
  public var to: String

  init(_ period: FigurePeriod) {
    key = period.key
    kind = period.kind.rawValue
    title = period.title
    from = period.first.description
    to = period.last.description
  }
}

/// Figures of a period as a document.
public struct FigureTableDocument: Encodable, Sendable {
  var period: FigurePeriodDocument
  var profile: String
  @OrNone var by: String?
  var definitions: [FigureDefinition]
  var total: FigureRow
  var rows: [FigureRow]
  var excluded: [FigureExclusion]
}

extension Desk {
  /// Adds the tables of figures, of what people decided and found, and of units' people.
  static func addFigureMigrations(to migrations: inout Migrations) {
    FigureProjection.addMigrations(to: &migrations)
    FindingProjection.addMigrations(to: &migrations)
    UnitDutyProjection.addMigrations(to: &migrations)
  }

  /// The projections of figures.
  static var figureProjections: [any Projection] {
    [FigureProjection(), FindingProjection(), UnitDutyProjection()]
  }

  /// Counts what an older Paidan left: tickets that were stored before there were figures.
  func fillFigures(progress: Progress) throws {
    let isMissing = try pool.read { connection in
      try connection.row("SELECT 1 FROM ticket LIMIT 1") != nil
        && connection.row("SELECT 1 FROM figure_ticket LIMIT 1") == nil
    }
    guard isMissing else { return }
    let all = try journal.lastSequence()
    let projections = Self.figureProjections
    try pool.write { connection in
      for projection in projections { try projection.reset(connection) }
      var last = 0
      while last < all {
        let entries = try journal.entries(after: last, limit: 1_000)
        for entry in entries {
          for projection in projections { try projection.apply(entry, connection) }
        }
        guard let end = entries.last?.sequence else { break }
        last = end
        progress("统计以往的工单", last, all)
      }
    }
  }

  /// The figures that a query asks for; a unit gets its own only.
  public func figures(_ query: FigureQuery, for seat: DeskSeat) throws -> FigureTableDocument {
    let table = try figureOffice.table(Self.bound(query, to: seat))
    return FigureTableDocument(
      period: FigurePeriodDocument(table.period),
      profile: figureOffice.profile, by: table.by?.rawValue, definitions: table.definitions,
      total: table.total, rows: table.rows, excluded: table.excluded)
  }

  /// The tickets behind a figure, and where the next page begins.
  public func figureTickets(
    _ measure: DeskMeasure, _ part: FigurePart, _ query: FigureQuery, after place: FigurePlace?,
    most: Int, for seat: DeskSeat
  ) throws -> (tickets: [FigureTicket], next: FigurePlace?) {
    guard !(seat.unit != nil && measure.isOfTicket) else { return ([], nil) }
    return try figureOffice.tickets(
      measure, part, Self.bound(query, to: seat), after: place, most: most)
  }

  /// A unit asks for nothing but its own work.
  static func bound(_ query: FigureQuery, to seat: DeskSeat) -> FigureQuery {
    var query = query
    if let unit = seat.unit { query.unit = unit }
    return query
  }

  /// Reads past months into memory, so that the first figure does not have to wait.
  public func warmFigures() throws { try figureOffice.warm() }
}

/// The regulation and the working hours by which figures are defined.
struct FigureBooks: Sendable {
  private let profiles: [RegulationProfile]
  private let clocks: [String: WorkingClock]
  private let choice: RegulationChoice

  init(
    _ shipped: ShippedFolders?, _ profiles: [RegulationProfile], _ choice: RegulationChoice
  ) throws {
    let dated = shipped.flatMap {
      FileManager.default.fileExists(atPath: $0.calendar.path) ? $0 : nil
    }
    let calendar = try dated.map { try WorkingCalendar(folder: $0.calendar) } ?? .weekendsOnly
    self.profiles = profiles
    self.choice = choice
    clocks = Dictionary(
      profiles.map { ($0.id, RegulationDeadlines(profile: $0, calendar: calendar).clock) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The working hours of a regulation.
  func clock(_ profile: String) -> WorkingClock {
    clocks[profile] ?? WorkingClock(calendar: .weekendsOnly)
  }

  /// The regulation for new tickets, with its layer.
  func rules(own: String?) -> FigureRules? {
    let id = choice.profile ?? own
    guard let base = profiles.first(where: { $0.id == id && !$0.isLayer }) else { return nil }
    return FigureRules(base, layer: profiles.first { $0.isLayer && $0.id == choice.layer })
  }
}
