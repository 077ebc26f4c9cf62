import Foundation
import Hotline
import SQLite
import Sealing

/// The last entry of the journal, sealed with a key that is not in the database, so that a journal
/// which somebody cut at its end is told from one that is whole.
///
/// The chain of hashes finds what was changed, put in or taken out between two entries; a chain that
/// just ends earlier is as good as any other. The head is written in the transaction that appends.
///
/// It cannot see a whole older copy of the database put in the place of the present one (only what
/// was kept elsewhere tells that: a follower's position, a message's id), nor what somebody does who
/// has the key, nor a head that was marked as never sealed before the database is opened next.
enum JournalHead {
  /// How a head stands that was never sealed, as in a database of an earlier layout.
  static let unsealed = ""

  static func addMigrations(to migrations: inout Migrations) {
    migrations.add("journal 2") {
      try $0.execute(
        """
        CREATE TABLE journal_head (
          one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, seal TEXT NOT NULL
        );
        INSERT INTO journal_head (one, sequence, seal) VALUES (1, 0, '');
        """)
    }
  }

  /// Seals an entry as the last one.
  static func write(
    _ sequence: Int, _ hash: [UInt8], _ keys: RecordKeys, _ connection: Connection
  ) throws {
    try connection.run(
      """
      INSERT INTO journal_head (one, sequence, seal) VALUES (1, ?1, ?2)
      ON CONFLICT (one) DO UPDATE SET sequence = ?1, seal = ?2
      """, sequence, seal(sequence, hash, keys))
  }

  /// Whether the head still waits for its first seal.
  static func isUnsealed(_ connection: Connection) throws -> Bool {
    try connection.row("SELECT seal FROM journal_head")?.text(0) == unsealed
  }

  /// What is wrong with the head; nil when it fits the journal.
  static func fault(_ keys: RecordKeys, _ connection: Connection) throws -> String? {
    guard let head = try connection.row("SELECT sequence, seal FROM journal_head") else {
      return "日志末尾的封存记录不见了，末尾可能被截去"
    }
    guard head.text(1) != unsealed else { return "日志末尾没有封存，无法判断是否被截去" }
    let sequence = head.int(0)
    let hash = try connection.row("SELECT hash FROM entry WHERE sequence = ?", sequence)?.blob(0)
    guard let hash = sequence == 0 ? [] : hash else {
      return "日志末尾少了：封存的最后一条是第 \(sequence) 条，现已不在"
    }
    guard try Signature.equals(seal(sequence, hash, keys), head.text(1)) else {
      return "日志末尾的封存记录与第 \(sequence) 条不符"
    }
    // A restore writes without the key; its entry is sealed by the next one.
    let further = try connection.row(
      "SELECT sequence FROM entry WHERE sequence > ? AND type <> ? ORDER BY sequence LIMIT 1",
      sequence, JournalRestored.type)
    return further.map { "第 \($0.int(0)) 条写在封存的末尾（第 \(sequence) 条）之后，没有经过派单写入" }
  }

  private static func seal(_ sequence: Int, _ hash: [UInt8], _ keys: RecordKeys) throws -> String {
    let digits = hash.map { String($0, radix: 16) }.joined(separator: ",")
    return try keys.index.of("journal head\n\(sequence)\n\(digits)")
  }
}

extension EventJournal {
  /// Seals the last entry of a database whose head was never sealed; does nothing otherwise.
  public func sealFirst() throws {
    guard let keys else { return }
    guard try pool.read({ try JournalHead.isUnsealed($0) }) else { return }
    try pool.write { connection in
      guard try JournalHead.isUnsealed(connection) else { return }
      let (sequence, hash) = try head(connection)
      try JournalHead.write(sequence, hash, keys, connection)
    }
  }
}
