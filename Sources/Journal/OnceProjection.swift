import Foundation
import SQLite

/// A key under which something is done only once, with a digest of what was asked.
///
/// It is a part of the entry's body under the name `once`, so that it stays with what it brought.
public struct OnceMark: Codable, Equatable, Sendable {
  /// The sender's key.
  public var key: String
  /// Keyed digest of what was asked.
  public var asked: String

  /// Makes a mark.
  ///
  /// - Parameter what: everything that tells one request from another. The digest is keyed, as it
  ///   may hold a phone number, which a plain one would give away to somebody who tries them all.
  /// - Returns: nil without a key.
  public init?(key: String?, asking what: String..., keys: RecordKeys) throws {
    guard let key else { return nil }
    self.key = key
    asked = try keys.index.of("once\n" + what.joined(separator: "\n"))
  }
}

/// A key for doing a thing only once was used for something else before.
public struct OnceKeyReused: Error, Equatable, Sendable {
  /// Tells that the key was used.
  public init() {}
}

/// The table of keys under which something other than a ticket's command was done once.
public struct OnceProjection: Projection {
  private struct Marked: Decodable { var once: OnceMark? }

  private let types: Set<String>

  /// Makes the projection of entries of these types; others bear no mark.
  public init(types: Set<String>) { self.types = types }

  /// Adds the table to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("once 1") {
      try $0.execute(
        """
        CREATE TABLE entry_once (
          actor TEXT NOT NULL, key TEXT NOT NULL, asked TEXT NOT NULL, sequence INTEGER NOT NULL,
          PRIMARY KEY (actor, key)
        ) WITHOUT ROWID;
        """)
    }
  }

  /// Empties the table.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM entry_once")
  }

  /// Keeps the entry's key, if it has one.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    guard types.contains(entry.type), let mark = try entry.decoded(Marked.self).once else { return }
    try connection.run(
      "INSERT INTO entry_once (actor, key, asked, sequence) VALUES (?, ?, ?, ?)", entry.actor,
      mark.key, mark.asked, entry.sequence)
  }

  /// The entry that was written under a key before; nil when the key is new.
  ///
  /// - Throws: `OnceKeyReused` when something else was asked under it.
  public static func entry(
    under mark: OnceMark?, by actor: String, _ connection: Connection
  ) throws -> Int? {
    guard let mark,
      let row = try connection.row(
        "SELECT asked, sequence FROM entry_once WHERE actor = ? AND key = ?", actor, mark.key)
    else { return nil }
    guard row.text(0) == mark.asked else { throw OnceKeyReused() }
    return row.int(1)
  }
}
