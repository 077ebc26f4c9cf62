import Accounts
import Foundation
import Hotline
import Journal
import SQLite
import Sealing
import Synchronization

/// Accounts over a database of their own, with a clock that stands until it is moved.
final class AccountFixture: Sendable {
  static let password = "Lan-tian-88"
  let folder: URL
  let pool: ConnectionPool
  let journal: EventJournal
  let keys = RecordKeys(master: .random())
  let book: AccountBook

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let pool = try ConnectionPool(path: folder.appending(path: "t.sqlite").path)
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    RecordKeys.addMigrations(to: &migrations)
    AccountProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let clock = Clock()
    let journal = EventJournal(pool: pool, projections: [AccountProjection()], now: clock.read)
    book = AccountBook(
      journal: journal, pool: pool, keys: keys, isUnit: { $0 == "市公安局" }, now: clock.read)
    self.pool = pool
    self.journal = journal
    self.clock = clock
    try pool.write { try keys.prepare($0) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private let clock: Clock

  private final class Clock: Sendable {
    let now = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
    @Sendable func read() -> Date { now.withLock { $0 } }
  }

  func wait(_ seconds: TimeInterval) { clock.now.withLock { $0 += seconds } }

  /// Another book over the same database, as after a restart.
  func restarted() -> AccountBook {
    AccountBook(journal: journal, pool: pool, keys: keys, now: clock.read)
  }

  @discardableResult
  func add(_ name: String = "zhang", _ roles: [Role] = [.operator], unit: String? = nil) throws
    -> String?
  {
    try book.add(
      name, displayName: "张某", roles: roles, unit: unit, password: Self.password, by: "admin")
  }

  func signIn(
    _ name: String = "zhang", _ password: String = AccountFixture.password,
    from address: String = "10.0.0.8"
  ) throws -> SignedIn {
    try book.signIn(name: name, password: password, address: address)
  }

  /// Every body of the journal in one text.
  func journalText() throws -> String {
    try journal.entries(after: 0, limit: 10_000)
      .map { "\($0.stream) \($0.type) \($0.actor) \($0.body)" }.joined(separator: "\n")
  }

  /// All rows of the projection's tables.
  func tables() throws -> [String] {
    let widths = ["account": 9, "session": 4, "api_key": 9]
    return try pool.read { connection in
      var lines: [String] = []
      for (table, width) in widths.sorted(by: { $0.key < $1.key }) {
        for row in try connection.rows("SELECT * FROM \(table) ORDER BY 1") {
          lines.append(table + (0..<width).map { " \(row[$0])" }.joined())
        }
      }
      return lines
    }
  }
}
