import Foundation
import SQLite

extension EventJournal {
  /// Tables that do not follow from the journal.
  private static let apart: Set<String> = ["entry", "migration", "record_key", "journal_head"]

  /// Compares the tables that follow from the journal with ones that are made anew from it.
  ///
  /// The new ones are made in a database of their own, while others go on working; it must be
  /// removed afterwards. Of an index for searching texts the list of texts is compared, not how
  /// the index keeps them.
  ///
  /// - Parameters:
  ///   - scratch: where the other database is made; a file that does not exist.
  ///   - layout: all the steps of the layout.
  ///   - prepare: run on the new database's connection, for functions and tokenizers.
  ///   - apart: further tables that do not follow from the journal.
  ///   - progress: entries played so far and entries in all.
  /// - Returns: the rows that differ, named by their keys, without their values; at most 20.
  public func differences(
    in scratch: String, layout: Migrations, apart: Set<String> = [],
    prepare: (Connection) throws -> Void = { _ in },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> [String] {
    let target = try Connection(path: scratch)
    try prepare(target)
    // It is thrown away whatever happens.
    try target.execute("PRAGMA synchronous = OFF")
    try layout.apply(to: target)
    let source = try Connection(path: pool.path, mode: .readOnly)
    try source.run("ATTACH DATABASE ? AS remade", scratch)
    try source.execute("BEGIN")
    defer { try? source.execute("COMMIT") }
    try target.transaction {
      try source.each("SELECT record, wrapped, master FROM record_key") { row in
        try target.run(
          "INSERT INTO record_key (record, wrapped, master) VALUES (?, ?, ?)", row.text(0),
          row.text(1), row.text(2))
        return true
      }
      try play(from: source, into: target, progress: progress)
    }
    var faults: [String] = []
    for table in try Self.tables(source, apart: apart.union(Self.apart)) {
      guard faults.count < Self.mostFaults else { break }
      faults += try TableComparison(table, source).faults(source, most: Self.mostFaults)
    }
    return Array(faults.prefix(Self.mostFaults))
  }

  /// The tables to compare, by name.
  private static func tables(_ connection: Connection, apart: Set<String>) throws -> [String] {
    let found = try connection.rows(
      """
      SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM main.sqlite_master
      WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name
      """)
    // How an index keeps its texts depends on when its parts were merged.
    let kept = found.filter { $0.int(1) == 1 }.flatMap { row in
      ["", "_data", "_idx", "_config"].map { row.text(0) + $0 }
    }
    return found.map { $0.text(0) }.filter { !apart.contains($0) && !kept.contains($0) }
  }
}

/// One table in two databases, `main` and `remade`.
private struct TableComparison {
  let name: String
  let keys: [String]
  let columns: [String]

  init(_ name: String, _ connection: Connection) throws {
    self.name = name
    let info = try connection.rows("SELECT name, pk FROM pragma_table_info(?)", name)
    columns = info.map { $0.text(0) }
    let keys = info.filter { $0.int(1) > 0 }.sorted { $0.int(1) < $1.int(1) }.map { $0.text(0) }
    self.keys = keys.isEmpty ? ["rowid"] : keys
  }

  func faults(_ connection: Connection, most: Int) throws -> [String] {
    guard
      try connection.row("SELECT 1 FROM remade.sqlite_master WHERE name = ?", name) != nil
    else { return ["表 \(name)：重建时没有这张表"] }
    let same = keys.map { "b.\"\($0)\" = a.\"\($0)\"" }.joined(separator: " AND ")
    let own = keys.map { "a.\"\($0)\"" }.joined(separator: ", ")
    var faults: [String] = []
    for (here, there, what) in [("main", "remade", "是多出来的"), ("remade", "main", "不见了")] {
      let rows = try connection.rows(
        """
        SELECT \(own) FROM \(here)."\(name)" a
        WHERE NOT EXISTS (SELECT 1 FROM \(there)."\(name)" b WHERE \(same)) LIMIT \(most)
        """)
      faults += rows.map { "表 \(name)：\(label($0)) 的行\(what)" }
    }
    let wanted = ["a", "b"].map { side in columns.map { "\(side).\"\($0)\"" } }
    let equal = zip(wanted[0], wanted[1]).map { "\($0) IS \($1)" }.joined(separator: " AND ")
    try connection.each(
      """
      SELECT \(([own] + wanted[0] + wanted[1]).joined(separator: ", "))
      FROM main."\(name)" a JOIN remade."\(name)" b ON \(same) WHERE NOT (\(equal))
      """
    ) { row in
      let different = columns.indices.filter { index in
        !Self.equal(row[keys.count + index], row[keys.count + columns.count + index])
      }
      if !different.isEmpty {
        let names = different.map { columns[$0] }.joined(separator: "、")
        faults.append("表 \(name)：\(label(row)) 的 \(names) 与日志不符")
      }
      return faults.count < most
    }
    return faults
  }

  private func label(_ row: SQLiteRow) -> String {
    keys.enumerated().map { index, key in
      switch row[index] {
      case .integer(let number): "\(key)=\(number)"
      case .text(let text): "\(key)=\(text.prefix(40))"
      default: key
      }
    }.joined(separator: "，")
  }

  /// Objects written in another order of their fields are the same.
  private static func equal(_ one: SQLiteValue, _ other: SQLiteValue) -> Bool {
    if one == other { return true }
    guard case .text(let first) = one, case .text(let second) = other,
      first.utf8.count == second.utf8.count, first.hasPrefix("{"),
      let left = try? JSONSerialization.jsonObject(with: Data(first.utf8)) as? NSDictionary,
      let right = try? JSONSerialization.jsonObject(with: Data(second.utf8)) as? NSDictionary
    else { return false }
    return left == right
  }
}
