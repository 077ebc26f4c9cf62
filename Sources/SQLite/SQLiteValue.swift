/// A value as SQLite stores it.
public enum SQLiteValue: Hashable, Sendable {
  /// SQL's NULL.
  case null
  /// A signed number of 64 bits.
  case integer(Int64)
  /// A floating-point number of 64 bits.
  case real(Double)
  /// A text in UTF-8.
  case text(String)
  /// Bytes.
  case blob([UInt8])
}

/// What can be bound to a placeholder.
public protocol SQLiteBindable {
  /// The value to store.
  var sqliteValue: SQLiteValue { get }
}

extension SQLiteValue: SQLiteBindable {
  /// The value itself.
  public var sqliteValue: SQLiteValue { self }
}
extension Int: SQLiteBindable {
  /// As an integer.
  public var sqliteValue: SQLiteValue { .integer(Int64(self)) }
}
extension Int64: SQLiteBindable {
  /// As an integer.
  public var sqliteValue: SQLiteValue { .integer(self) }
}
extension Double: SQLiteBindable {
  /// As a real.
  public var sqliteValue: SQLiteValue { .real(self) }
}
extension Bool: SQLiteBindable {
  /// As 0 or 1.
  public var sqliteValue: SQLiteValue { .integer(self ? 1 : 0) }
}
extension String: SQLiteBindable {
  /// As a text.
  public var sqliteValue: SQLiteValue { .text(self) }
}
extension [UInt8]: SQLiteBindable {
  /// As a blob.
  public var sqliteValue: SQLiteValue { .blob(self) }
}
extension Optional: SQLiteBindable where Wrapped: SQLiteBindable {
  /// NULL for nil.
  public var sqliteValue: SQLiteValue { self?.sqliteValue ?? .null }
}

/// One row of a result; columns are counted from 0.
public struct SQLiteRow: Sendable {
  let values: [SQLiteValue]

  /// The value of a column.
  public subscript(_ column: Int) -> SQLiteValue { values[column] }

  /// True for NULL.
  public func isNull(_ column: Int) -> Bool { values[column] == .null }

  /// An integer column; 0 for anything else.
  public func int(_ column: Int) -> Int {
    if case .integer(let value) = values[column] { return Int(value) }
    return 0
  }

  /// A real or integer column; 0 for anything else.
  public func double(_ column: Int) -> Double {
    switch values[column] {
    case .real(let value): value
    case .integer(let value): Double(value)
    default: 0
    }
  }

  /// A text column; empty for NULL and anything else.
  public func text(_ column: Int) -> String { optionalText(column) ?? "" }

  /// A text column; nil for NULL and anything else.
  public func optionalText(_ column: Int) -> String? {
    if case .text(let value) = values[column] { return value }
    return nil
  }

  /// A blob column; empty for anything else.
  public func blob(_ column: Int) -> [UInt8] {
    if case .blob(let value) = values[column] { return value }
    return []
  }
}
