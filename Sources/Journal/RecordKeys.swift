import Foundation
import SQLite
import Sealing

/// One random key a record, so that a record's personal data can be destroyed for good while the
/// journal that holds it sealed stays whole.
///
///     let keys = RecordKeys(master: master)
///     try pool.write { try keys.prepare($0) }
///     let sealed = try keys.seal("13800000000", for: "ticket/20261121-000001", connection)
///     try keys.erase("ticket/20261121-000001", connection)
///
/// The keys are wrapped by the master key, in a table that is no projection: a rebuild keeps it.
/// Nothing of a record's key stays in memory between two calls.
///
/// The key of the blind index is a row like the others, so it survives a rotation; that row's
/// master is the one that wraps new keys, whichever process rotated.
public final class RecordKeys: @unchecked Sendable {
  // Unchecked: `masters` and `indexKey` are reached only while the lock is held.
  private let lock = NSLock()
  private var masters: [String: SealingKey]
  private var indexKey: SealingKey?
  private let first: SealingKey
  private let find: @Sendable (_ identifier: String) throws -> SealingKey?
  private static let indexRow = "blind index"

  /// Makes the keys over a master key.
  ///
  /// - Parameter find: asked for the master of an identifier that is not known here, as after
  ///   another process rotated the key; gives nil when there is none.
  public init(
    master: SealingKey,
    find: @escaping @Sendable (_ identifier: String) throws -> SealingKey? = { _ in nil }
  ) {
    first = master
    masters = [master.identifier: master]
    self.find = find
  }

  /// Adds the table of keys to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("record keys 1") {
      try $0.execute(
        """
        CREATE TABLE record_key (
          record TEXT PRIMARY KEY, wrapped TEXT NOT NULL, master TEXT NOT NULL
        );
        """)
    }
  }

  /// Makes the blind index's key, or reads it; call it once at the start, where writing is allowed.
  ///
  /// A database in which nothing has been sealed yet takes a new master key.
  ///
  /// - Throws: `SealingError.otherMaster` when the database is sealed by another master key.
  public func prepare(_ connection: Connection) throws {
    do {
      _ = try current(connection)
    } catch let error as SealingError {
      guard case .otherMaster = error, try !Self.holdsKeys(connection) else { throw error }
      try connection.run("DELETE FROM record_key WHERE record = ?", Self.indexRow)
      _ = try current(connection)
    }
  }

  /// Whether anything can be opened with keys of this database, so that their master is needed.
  public static func holdsKeys(_ connection: Connection) throws -> Bool {
    try connection.row(
      "SELECT 1 FROM record_key WHERE record <> ? AND wrapped <> '' LIMIT 1", indexRow) != nil
  }

  /// The identifier of the master that wraps new keys; nil before `prepare`.
  public func masterIdentifier(_ connection: Connection) throws -> String? {
    try row(Self.indexRow, connection)?.text(1)
  }

  /// Finds equal texts by keyed hash; the same before and after a rotation.
  ///
  /// - Throws: `SealingError.notPrepared` before `prepare`.
  public var index: BlindIndex {
    get throws {
      lock.lock()
      defer { lock.unlock() }
      guard let indexKey else { throw SealingError.notPrepared }
      return BlindIndex(indexKey)
    }
  }

  /// Seals a text for a record, whose key is made on first use in the caller's write transaction.
  ///
  /// - Throws: `SealingError.erased` when the record's key has been destroyed.
  public func seal(_ text: String, for record: String, _ connection: Connection) throws -> String {
    if let row = try row(record, connection) {
      guard let key = try unwrapped(row, record) else {
        throw SealingError.erased(record: record)
      }
      return Sealed.seal(text, with: key, context: record)
    }
    let key = SealingKey.random()
    try insert(key, record, wrappedBy: try current(connection), connection)
    return Sealed.seal(text, with: key, context: record)
  }

  /// Opens a text that was sealed for a record; nil when the record's key has been destroyed.
  ///
  /// - Throws: `SealingError` for an altered text or a missing key.
  public func open(
    _ sealed: String, for record: String, _ connection: Connection
  ) throws -> String? {
    guard let row = try row(record, connection) else { throw SealingError.noKey(record: record) }
    guard let key = try unwrapped(row, record) else { return nil }
    return try Sealed.open(sealed, with: key, context: record)
  }

  /// Destroys a record's key: nothing sealed for it can be opened again, nor anything new sealed.
  ///
  /// The bytes on the database's pages are overwritten; call `scrub` after the commit so that the
  /// write-ahead log holds them no longer. Older backups keep the key until the master key that
  /// wrapped it there is destroyed too.
  public func erase(_ record: String, _ connection: Connection) throws {
    try Self.overwriting(connection) {
      try connection.run(
        """
        INSERT INTO record_key (record, wrapped, master) VALUES (?, '', '')
        ON CONFLICT (record) DO UPDATE SET wrapped = '', master = ''
        """, record)
    }
  }

  /// Empties the write-ahead log of what was overwritten; to be called outside a transaction.
  ///
  /// - Returns: false when a reader held an older state, so that it must be tried again.
  @discardableResult
  public static func scrub(_ connection: Connection) throws -> Bool {
    // Whoever reads for long, as a backup does, must not hold up those who write.
    let before = try connection.row("PRAGMA busy_timeout")?.int(0) ?? 0
    _ = try connection.row("PRAGMA busy_timeout = 20")
    defer { _ = try? connection.row("PRAGMA busy_timeout = \(before)") }
    return try connection.row("PRAGMA wal_checkpoint(TRUNCATE)")?.int(0) == 0
  }

  /// Wraps every key by a new master key, all or none.
  ///
  /// - Returns: how many records' keys were wrapped anew.
  public func rotate(to new: SealingKey, _ connection: Connection) throws -> Int {
    _ = try current(connection)
    // Known from now on in any case: should the caller's transaction fail, the rows still name the
    // old master, which stays known too.
    lock.withLock { masters[new.identifier] = new }
    return try connection.transaction {
      try Self.overwriting(connection) { try rewrap(by: new, connection) }
    }
  }

  private func rewrap(by new: SealingKey, _ connection: Connection) throws -> Int {
    var last = 0
    var count = 0
    while true {
      let rows = try connection.rows(
        """
        SELECT wrapped, master, record, rowid FROM record_key
        WHERE rowid > ? ORDER BY rowid LIMIT 1000
        """, last)
      if rows.isEmpty { return count }
      for row in rows {
        last = row.int(3)
        let record = row.text(2)
        guard let key = try unwrapped(row, record) else { continue }
        try connection.run(
          "UPDATE record_key SET wrapped = ?, master = ? WHERE rowid = ?",
          key.wrapped(by: new, context: record), new.identifier, last)
        if record != Self.indexRow { count += 1 }
      }
    }
  }

  /// The master that wraps new keys: the one that holds the index's key.
  private func current(_ connection: Connection) throws -> SealingKey {
    if let row = try row(Self.indexRow, connection) {
      let master = try master(row.text(1))
      let key = try SealingKey(wrapped: row.text(0), by: master, context: Self.indexRow)
      lock.withLock { indexKey = key }
      return master
    }
    // A key that is known here but not stored was taken back with its transaction.
    let key = lock.withLock { indexKey } ?? SealingKey.random()
    try insert(key, Self.indexRow, wrappedBy: first, connection)
    lock.withLock { indexKey = key }
    return first
  }

  private func row(_ record: String, _ connection: Connection) throws -> SQLiteRow? {
    try connection.row("SELECT wrapped, master FROM record_key WHERE record = ?", record)
  }

  private func insert(
    _ key: SealingKey, _ record: String, wrappedBy master: SealingKey, _ connection: Connection
  ) throws {
    try connection.run(
      "INSERT INTO record_key (record, wrapped, master) VALUES (?, ?, ?)", record,
      key.wrapped(by: master, context: record), master.identifier)
  }

  /// The key of a row; nil when it has been destroyed.
  private func unwrapped(_ row: SQLiteRow, _ record: String) throws -> SealingKey? {
    guard !row.text(0).isEmpty else { return nil }
    return try SealingKey(wrapped: row.text(0), by: master(row.text(1)), context: record)
  }

  private func master(_ identifier: String) throws -> SealingKey {
    if let known = lock.withLock({ masters[identifier] }) { return known }
    if let key = try find(identifier), key.identifier == identifier {
      lock.withLock { masters[identifier] = key }
      return key
    }
    throw SealingError.otherMaster(wanted: identifier, given: first.identifier)
  }

  /// Runs the body with freed bytes overwritten, and leaves the connection as it was.
  @discardableResult
  private static func overwriting<Result>(
    _ connection: Connection, _ body: () throws -> Result
  ) throws -> Result {
    let before = try connection.row("PRAGMA secure_delete")?.int(0) ?? 0
    _ = try connection.row("PRAGMA secure_delete = ON")
    defer {
      _ = try? connection.row("PRAGMA secure_delete = \(before == 2 ? "FAST" : "\(before)")")
    }
    return try body()
  }
}
