import SQLite

/// Tables that follow from the journal and can be made again from it.
public protocol Projection: Sendable {
  /// Empties the projection's tables, before a rebuild.
  func reset(_ connection: Connection) throws
  /// Writes what one entry means; runs in the transaction that appends the entry.
  ///
  /// Entries of types that it does not know are passed over.
  func apply(_ entry: JournalEntry, _ connection: Connection) throws
}
