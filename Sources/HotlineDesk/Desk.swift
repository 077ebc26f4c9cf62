import Accounts
import Catalogue
import Figures
import Foundation
import History
import Hotline
import Journal
import Knowledge
import Lifecycle
import Outbox
import Regulations
import SQLite
import Sealing
import Synchronization
import Tickets
import WorkingTime

/// Paidan's one face: everything that the console, the service and the command line do.
///
///     let desk = try Desk.open(DataFolder(url), shipped: ShippedFolders.find())
///     let hits = try desk.search("医保断缴", limit: 10)
///
/// Used by any number of threads at once.
public final class Desk: Sendable {
  /// How far a long piece of work has come.
  public typealias Progress = @Sendable (_ what: String, _ done: Int, _ all: Int) -> Void

  /// The folder that it keeps its data in.
  public let folder: DataFolder
  private let lock: FolderLock?
  let pool: ConnectionPool
  let journal: EventJournal
  /// Accounts, sessions and API keys.
  public let accounts: AccountBook
  let projections: [any Projection]
  let profiles: [RegulationProfile]
  let state: SharedState
  let learned = LearnedShelf()
  private let refreshing = NSLock()
  let master: MasterKey
  let keys: RecordKeys
  let office: TicketOffice
  let outbox: MessageOutbox
  let mergedHotlines: [MergedHotlines]
  let figureOffice: FigureOffice
  let calendar: WorkingCalendar
  let worksShelf = WorksShelf()
  let missedSearches = MissedSearches()

  /// Opens a data folder, brings its database up to the present layout, and fills an empty one
  /// from the shipped folders.
  ///
  /// - Parameter regulation: the regulation and layer for new tickets; the city's own without layer
  ///   by default.
  /// - Throws: `DataFaults` when shipped files are faulty, `InputProblem` when the folder cannot be
  ///   used, `SealingError` when the master key is missing or another, `SQLiteError` when the
  ///   database cannot be used.
  public static func open(
    _ folder: DataFolder, shipped: ShippedFolders?, regulation: RegulationChoice = .own,
    progress: @escaping Progress = { _, _, _ in }
  ) throws -> Desk {
    try folder.make()
    let lock = try folder.lock(.withOthers)
    let desk = try Desk(folder, shipped, lock, regulation)
    if try desk.journal.lastSequence() == 0, let shipped {
      try desk.load(shipped, progress: progress)
    }
    try desk.fillFigures(progress: progress)
    try desk.refresh(progress: progress)
    try desk.check(regulation)
    return desk
  }

  private init(
    _ folder: DataFolder, _ shipped: ShippedFolders?, _ lock: FolderLock?,
    _ regulation: RegulationChoice
  ) throws {
    self.folder = folder
    self.lock = lock
    profiles = try shipped.map { try RegulationProfile.load(folder: $0.regulations) } ?? []
    mergedHotlines = try shipped.map { try MergedHotlines.load(folder: $0.hotlines) } ?? []
    let pool = try ConnectionPool(path: folder.database.path) {
      try KnowledgeProjection.prepare($0)
    }
    try pool.exclusively { try Self.migrations.apply(to: $0) }
    self.pool = pool
    master = MasterKey(folder)
    let keys = try master.recordKeys(pool)
    self.keys = keys
    projections =
      [
        CatalogueProjection(), KnowledgeProjection(), HistoryProjection(),
        TicketProjection(keys: keys), CallerProjection(), OutboxProjection(), AccountProjection(),
        OnceProjection(types: CallerProjection.markedTypes.union(OutboxProjection.markedTypes)),
      ] + Self.proposalProjections + Self.figureProjections
    let journal = EventJournal(pool: pool, projections: projections, keys: keys)
    try journal.sealFirst()
    self.journal = journal
    accounts = AccountBook(
      journal: journal, pool: pool, keys: keys,
      isUnit: { name in
        let found = try? pool.read { try CatalogueProjection.hasUnit(name, $0) }
        return found ?? false
      })
    let state = SharedState()
    self.state = state
    let shelf = try RuleBooks(shipped, profiles)
    calendar = shelf.calendar
    let office = TicketOffice(
      journal: journal, pool: pool, keys: keys,
      books: { shelf.books(regulation, own: state.value.ownProfile?.id) },
      catalogue: { state.value.catalogue })
    self.office = office
    let books = try FigureBooks(shipped, profiles, regulation)
    figureOffice = FigureOffice(
      journal: journal, pool: pool, rules: { books.rules(own: state.value.ownProfile?.id) },
      clock: { books.clock($0) }, catalogue: { state.value.catalogue })
    outbox = MessageOutbox(
      pool: pool, journal: journal, settings: try OutboxSettings.load(from: folder.url),
      address: { try office.address(of: $0.ticket, unit: $0.unit) },
      wording: { try office.wording($0.text, of: $0.ticket) })
  }

  /// The layout of the database; a step is added at the end and never altered.
  static var migrations: Migrations {
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    CatalogueProjection.addMigrations(to: &migrations)
    KnowledgeProjection.addMigrations(to: &migrations)
    HistoryProjection.addMigrations(to: &migrations)
    RecordKeys.addMigrations(to: &migrations)
    TicketProjection.addMigrations(to: &migrations)
    CallerProjection.addMigrations(to: &migrations)
    OutboxProjection.addMigrations(to: &migrations)
    AccountProjection.addMigrations(to: &migrations)
    addProposalMigrations(to: &migrations)
    OnceProjection.addMigrations(to: &migrations)
    addFigureMigrations(to: &migrations)
    return migrations
  }

  /// What is in force now, for reading.
  var current: DeskState { state.value }

  /// Reads what the database holds now and takes what is in force at a moment into use.
  func refresh(at moment: Date = Date(), progress: @escaping Progress = { _, _, _ in }) throws {
    // One after the other, so that an older reading never takes the place of a newer one.
    refreshing.lock()
    defer { refreshing.unlock() }
    let models = try learnedModels(progress: progress)
    let new = try DeskState.load(
      pool, over: current, profiles, models, at: moment, in: folder, progress: progress)
    // What was learned in the meantime stays.
    state.value = new.with(learned.value?.models ?? models)
  }

  /// Takes into use what has come into force, or was recorded by another process, since the last
  /// reading.
  ///
  /// - Returns: true when there was something.
  @discardableResult
  func refreshIfDue(at moment: Date = Date()) throws -> Bool {
    let state = current
    let isDue = state.nextChange.map { $0 <= moment } ?? false
    let isNew = try pool.read { connection in
      try max(
        CatalogueProjection.revisions.lastSequence(connection),
        KnowledgeProjection.revisions.lastSequence(connection)) > state.sequence
    }
    guard isDue || isNew else { return false }
    try refresh(at: moment)
    return true
  }
}

extension Desk {
  /// True when neither catalogue nor knowledge holds anything.
  public var isEmpty: Bool {
    let state = current
    return state.catalogue.content == CatalogueContent() && state.knowledge.articles.isEmpty
  }
}
