import CSQLite

/// What SQLite said when it could not do something; bound values are never in it.
///
/// Source: <https://www.sqlite.org/rescode.html>
public struct SQLiteError: Error, Sendable, CustomStringConvertible {
  /// The extended result code.
  public let code: Int32
  /// SQLite's own message.
  public let message: String
  /// The statement, with its placeholders.
  public let sql: String?

  /// Makes an error from a code and a message.
  public init(code: Int32, message: String, sql: String? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
  }

  /// The transaction was ended by SQLite itself before its end came.
  static let rolledBack = SQLiteError(code: SQLITE_ABORT, message: "transaction was rolled back")

  /// The primary result code, the low byte.
  public var primaryCode: Int32 { code & 0xFF }

  /// True when the disk is full or cannot be written.
  public var isStorageFull: Bool { primaryCode == SQLITE_FULL || code == Self.indexNotGrown }

  /// SQLITE_IOERR_SHMSIZE: no room for the index of the write-ahead log.
  private static let indexNotGrown: Int32 = 10 | 19 << 8

  /// True when the file is damaged or no database at all.
  public var isDamaged: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(primaryCode) }

  /// True when a row would break a key or another constraint of its table.
  public var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }

  /// Code, message and statement on one line.
  public var description: String {
    "SQLite error \(code): \(message)" + (sql.map { " in \($0)" } ?? "")
  }
}
