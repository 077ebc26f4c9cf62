import Accounts
import Catalogue
import ChineseText
import Foundation
import History
import Hotline
import Journal
import Knowledge
import Regulations
import SQLite
import Synchronization

/// Paidan's one face: everything that the console, the service and the command line do.
///
///     let desk = try Desk.open(DataFolder(url), shipped: ShippedFolders.find())
///     let hits = try desk.search("医保断缴", limit: 10)
///
/// Used by any number of threads at once.
public final class Desk: Sendable {
  /// How far a long piece of work has come.
  public typealias Progress = @Sendable (_ what: String, _ done: Int, _ all: Int) -> Void

  let folder: DataFolder
  private let lock: FolderLock?
  let pool: ConnectionPool
  let journal: EventJournal
  let keys: RecordKeys
  let master: MasterKey
  /// Accounts, sessions and API keys.
  public let accounts: AccountBook
  let analyzer: SharedAnalyzer
  let profiles: [RegulationProfile]
  let state: Mutex<DeskState>

  /// Opens a data folder, brings its database up to the present layout, and fills an empty one
  /// from the shipped folders.
  ///
  /// - Throws: `DataFaults` when shipped files are faulty, `InputProblem` when the folder cannot be
  ///   used, `SealingError` when the master key is missing or another, `SQLiteError` when the
  ///   database cannot be used.
  public static func open(
    _ folder: DataFolder, shipped: ShippedFolders?, progress: @escaping Progress = { _, _, _ in }
  ) throws -> Desk {
    try open(folder, shipped: shipped, sealedBy: MasterKey(folder), progress: progress)
  }

  /// Opens a data folder with a key that is kept elsewhere.
  static func open(
    _ folder: DataFolder, shipped: ShippedFolders?, sealedBy key: MasterKey,
    progress: @escaping Progress = { _, _, _ in }
  ) throws -> Desk {
    try folder.make()
    let lock = try folder.lock(.withOthers)
    let desk = try Desk(folder, shipped, lock, key)
    if try desk.journal.lastSequence() == 0, let shipped {
      try desk.load(shipped, progress: progress)
    }
    try desk.refresh(progress: progress)
    return desk
  }

  private init(
    _ folder: DataFolder, _ shipped: ShippedFolders?, _ lock: FolderLock?, _ key: MasterKey
  ) throws {
    self.folder = folder
    self.lock = lock
    profiles = try shipped.map { try RegulationProfile.load(folder: $0.regulations) } ?? []
    let analyzer = SharedAnalyzer(Analyzer(lexicon: .empty, synonyms: .empty))
    let pool = try ConnectionPool(path: folder.database.path) {
      try KnowledgeProjection.prepare($0, analyzer)
    }
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    CatalogueProjection.addMigrations(to: &migrations)
    KnowledgeProjection.addMigrations(to: &migrations)
    HistoryProjection.addMigrations(to: &migrations)
    RecordKeys.addMigrations(to: &migrations)
    AccountProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    self.pool = pool
    master = key
    keys = try key.recordKeys(pool)
    self.analyzer = analyzer
    journal = EventJournal(
      pool: pool,
      projections: [
        CatalogueProjection(), KnowledgeProjection(), HistoryProjection(), AccountProjection(),
      ])
    accounts = AccountBook(
      journal: journal, pool: pool, keys: keys,
      isUnit: { name in
        let found = try? pool.read { try CatalogueProjection.hasUnit(name, $0) }
        return found ?? false
      })
    state = Mutex(DeskState.empty)
  }

  /// What is in force now, for reading.
  var current: DeskState { state.withLock { $0 } }

  /// Reads what the database holds now and takes it into use.
  func refresh(progress: Progress = { _, _, _ in }) throws {
    let learned = try LearnedFile(url: folder.learned).models(pool, progress: progress)
    let new = try DeskState.load(pool, analyzer, profiles, learned)
    state.withLock { $0 = new }
  }
}

extension Desk {
  /// True when neither catalogue nor knowledge holds anything.
  public var isEmpty: Bool {
    let state = current
    return state.catalogue.content == CatalogueContent() && state.knowledge.articles.isEmpty
  }
}
