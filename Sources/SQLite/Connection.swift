import CSQLite

/// One connection to one database file; used by one thread at a time.
///
///     let connection = try Connection(path: "paidan.sqlite")
///     try connection.run("INSERT INTO unit(name) VALUES (?)", "中山市公安局")
///     let names = try connection.rows("SELECT name FROM unit").map { $0.text(0) }
///
/// Source: <https://www.sqlite.org/c3ref/intro.html>
public final class Connection {
  /// How a file is opened.
  public enum Mode: Sendable {
    /// Reads and writes, and makes the file when it is missing.
    case readWrite
    /// Reads only; the file must exist.
    case readOnly
  }

  let handle: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]
  private var depth = 0
  private var commits: CommitWatch?

  /// Opens a file, or a database in memory for the path `:memory:`.
  ///
  /// Foreign keys are on, and a locked database is waited for at most 10 seconds. A file opened for
  /// writing keeps a write-ahead log and syncs it at every commit (`synchronous=FULL`), so that
  /// what was committed outlives the process and the power.
  public init(path: String, mode: Mode = .readWrite) throws {
    var opened: OpaquePointer?
    let flags =
      mode == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
    let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(opened)
      throw SQLiteError(code: code, message: message)
    }
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, 10_000)
    try execute("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")
    if mode == .readWrite { try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;") }
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(handle)
  }

  func failure(_ code: Int32, _ sql: String?) -> SQLiteError {
    SQLiteError(
      code: sqlite3_extended_errcode(handle) == SQLITE_OK
        ? code : sqlite3_extended_errcode(handle),
      message: String(cString: sqlite3_errmsg(handle)), sql: sql)
  }

  /// Runs a script of statements that bind nothing and return nothing.
  public func execute(_ script: String) throws {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code, script) }
  }

  /// Runs one statement to its end.
  ///
  /// - Returns: how many rows it changed.
  @discardableResult
  public func run(_ sql: String, _ values: (any SQLiteBindable)?...) throws -> Int {
    try step(sql, values) { _ in true }
    return Int(sqlite3_changes64(handle))
  }

  /// Runs one query and collects its rows.
  public func rows(_ sql: String, _ values: (any SQLiteBindable)?...) throws -> [SQLiteRow] {
    var rows: [SQLiteRow] = []
    try step(sql, values) { row in
      rows.append(row)
      return true
    }
    return rows
  }

  /// Runs one query and gives its first row; nil when there is none.
  public func row(_ sql: String, _ values: (any SQLiteBindable)?...) throws -> SQLiteRow? {
    var first: SQLiteRow?
    try step(sql, values) { row in
      first = row
      return false
    }
    return first
  }

  /// Runs one query and hands over row after row until the body returns false.
  public func each(
    _ sql: String, _ values: [(any SQLiteBindable)?] = [], _ body: (SQLiteRow) throws -> Bool
  ) throws {
    try step(sql, values, body)
  }

  /// Has a body called after each commit with the pages that stand in the write-ahead log.
  ///
  /// It takes the place of SQLite's own checkpoints, so the body must see to them.
  ///
  /// Source: <https://www.sqlite.org/c3ref/wal_hook.html>
  public func onCommit(_ body: @escaping (Connection, Int) -> Void) {
    let watch = CommitWatch(self, body)
    commits = watch
    sqlite3_wal_hook(
      handle,
      { context, _, _, pages in
        guard let context else { return SQLITE_OK }
        let watch = Unmanaged<CommitWatch>.fromOpaque(context).takeUnretainedValue()
        if let connection = watch.connection { watch.body(connection, Int(pages)) }
        return SQLITE_OK
      }, Unmanaged.passUnretained(watch).toOpaque())
  }

  /// Copies what stands in the write-ahead log into the database, as far as no reader needs it
  /// there; waits for nobody.
  ///
  /// - Returns: pages in the log, and how many of them are in the database now.
  ///
  /// Source: <https://www.sqlite.org/c3ref/wal_checkpoint_v2.html>
  @discardableResult
  public func checkpoint() throws -> (pages: Int, copied: Int) {
    var pages: Int32 = 0
    var copied: Int32 = 0
    let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied)
    guard code == SQLITE_OK else { throw failure(code, nil) }
    return (Int(pages), Int(copied))
  }

  /// True between the begin and the end of a transaction.
  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// How many rows were written since the connection was opened, also by virtual tables.
  public var totalChanges: Int { Int(sqlite3_total_changes64(handle)) }

  /// The row id of the last insert on this connection.
  public var lastInsertedRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

  /// Runs the body in a transaction; an error takes back all that it did.
  ///
  /// A transaction inside another is a savepoint.
  @discardableResult
  public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    let name = "level\(depth)"
    try execute(depth == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT \(name)")
    depth += 1
    defer { depth -= 1 }
    do {
      let result = try body()
      try execute(depth == 1 ? "COMMIT" : "RELEASE \(name)")
      return result
    } catch {
      // A full disk may already have ended the transaction: what remains to do is best effort.
      let undo = depth == 1 ? "ROLLBACK" : "ROLLBACK TO \(name); RELEASE \(name)"
      if sqlite3_get_autocommit(handle) == 0 { try? execute(undo) }
      throw error
    }
  }

  private func step(
    _ sql: String, _ values: [(any SQLiteBindable)?], _ body: (SQLiteRow) throws -> Bool
  ) throws {
    let statement = try prepared(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
      if statements[sql] == nil { statements[sql] = statement } else { sqlite3_finalize(statement) }
    }
    guard sqlite3_bind_parameter_count(statement) == Int32(values.count) else {
      throw SQLiteError(
        code: SQLITE_RANGE, message: "\(values.count) values for other placeholders", sql: sql)
    }
    for (index, value) in values.enumerated() {
      try bind(value?.sqliteValue ?? .null, Int32(index + 1), statement, sql)
    }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: if try !body(row(statement)) { return }
      case SQLITE_DONE: return
      case let code: throw failure(code, sql)
      }
    }
  }

  /// Takes a statement out of the cache, so that a query inside a query of the same text is safe.
  private func prepared(_ sql: String) throws -> OpaquePointer {
    if let statement = statements.removeValue(forKey: sql) { return statement }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw failure(code, sql) }
    return statement
  }

  private func bind(
    _ value: SQLiteValue, _ index: Int32, _ statement: OpaquePointer, _ sql: String
  ) throws {
    let code: Int32
    switch value {
    case .null: code = sqlite3_bind_null(statement, index)
    case .integer(let number): code = sqlite3_bind_int64(statement, index, number)
    case .real(let number): code = sqlite3_bind_double(statement, index, number)
    case .text(var text):
      code = text.withUTF8 { bytes in
        // A null pointer would be stored as NULL, so an empty text goes the other way.
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
          return paidan_bind_text(statement, index, "", 0)
        }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          paidan_bind_text(statement, index, $0, Int32(bytes.count))
        }
      }
    case .blob(let bytes):
      code = bytes.withUnsafeBytes {
        $0.isEmpty
          ? sqlite3_bind_zeroblob(statement, index, 0)
          : paidan_bind_blob(statement, index, $0.baseAddress, Int32($0.count))
      }
    }
    guard code == SQLITE_OK else { throw failure(code, sql) }
  }

  private func row(_ statement: OpaquePointer) -> SQLiteRow {
    SQLiteRow(
      values: (0..<sqlite3_column_count(statement)).map { column in
        let count = Int(sqlite3_column_bytes(statement, column))
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
          let start = sqlite3_column_text(statement, column)
          let length = Int(sqlite3_column_bytes(statement, column))
          return .text(
            String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self))
        case SQLITE_BLOB:
          let start = sqlite3_column_blob(statement, column)
          return .blob(Array(UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
      })
  }
}

/// Who wants to hear of a connection's commits.
private final class CommitWatch {
  weak var connection: Connection?
  let body: (Connection, Int) -> Void

  init(_ connection: Connection, _ body: @escaping (Connection, Int) -> Void) {
    self.connection = connection
    self.body = body
  }
}
