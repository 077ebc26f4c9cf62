import Foundation
import Hotline
import Journal
import Revisions
import SQLite

/// The catalogue's tables, as they follow from the journal.
public struct CatalogueProjection: Projection {
  /// What a record is; the word stands in stream names and entry types.
  enum Kind: String, CaseIterable { case unit, region, item, law }

  /// Makes the projection.
  public init() {}

  /// Adds the catalogue's table to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("catalogue 1") {
      try $0.execute(
        """
        CREATE TABLE catalogue_record (
          kind TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL,
          sequence INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
        ) WITHOUT ROWID;
        """)
    }
    migrations.add("catalogue 2") { try revisions.create($0) }
  }

  /// Empties the table.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM catalogue_record")
    try Self.revisions.reset(connection)
  }

  /// Writes a revised record; a revised record keeps its place in the order.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    guard let kind = Kind.allCases.first(where: { entry.stream.hasPrefix($0.rawValue + "/") })
    else { return }
    try Self.revisions.apply(entry, connection)
    let key = String(entry.stream.dropFirst(kind.rawValue.count + 1))
    if entry.type == "\(kind.rawValue)-revised" {
      try connection.run(
        """
        INSERT INTO catalogue_record (kind, key, position, sequence, body) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (kind, key) DO UPDATE SET sequence = excluded.sequence, body = excluded.body
        """, kind.rawValue, key, entry.sequence, entry.sequence, entry.body)
    } else if entry.type == "\(kind.rawValue)-ended" {
      // A planned end leaves the record until then; who asks by moment sees it go.
      if let from = try entry.decoded(DatedBody.self).validity?.from, from > entry.at { return }
      try connection.run(
        "DELETE FROM catalogue_record WHERE kind = ? AND key = ?", kind.rawValue, key)
    }
  }

  /// Reads the last recorded state of all records, planned ones too, in the order in which records first came.
  public static func content(_ connection: Connection) throws -> CatalogueContent {
    let decoder = JSONDecoder()
    func all<Value: Decodable>(_ kind: Kind, _ type: Value.Type) throws -> [Value] {
      try connection.rows(
        "SELECT body FROM catalogue_record WHERE kind = ? ORDER BY position", kind.rawValue
      ).map { try decoder.decode(type, from: Data($0.text(0).utf8)) }
    }
    return CatalogueContent(
      units: try all(.unit, HandlingUnit.self), regions: try all(.region, Region.self),
      items: try all(.item, CatalogueItem.self), laws: try all(.law, Law.self))
  }

  /// Whether there is a unit of this full name.
  public static func hasUnit(_ name: String, _ connection: Connection) throws -> Bool {
    try connection.row(
      "SELECT 1 FROM catalogue_record WHERE kind = ? AND key = ?", Kind.unit.rawValue, name) != nil
  }

  /// The journal entries that bring a stored content up to another; equal records give none, and
  /// records missing in the other stay.
  public static func changes(
    from base: CatalogueContent, to new: CatalogueContent
  ) throws -> [NewEntry] {
    try changes(.law, base.laws, new.laws, \.title)
      + changes(.unit, base.units, new.units, \.name)
      + changes(.region, base.regions, new.regions, \.key)
      + changes(.item, base.items, new.items, \.id)
  }

  private static func changes<Value: Codable & Equatable>(
    _ kind: Kind, _ base: [Value], _ new: [Value], _ key: (Value) -> String
  ) throws -> [NewEntry] {
    let stored = Dictionary(base.map { (key($0), $0) }, uniquingKeysWith: { _, later in later })
    return try new.filter { stored[key($0)] != $0 }.map { value in
      try NewEntry(
        stream: "\(kind.rawValue)/\(key(value))", type: "\(kind.rawValue)-revised", encoding: value)
    }
  }
}
