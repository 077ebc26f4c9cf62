import Foundation
import Hotline
import SQLite

/// What the entry says that a restore from a backup writes; with it a new epoch begins.
///
/// Positions given out after the backup was made are gone with the database that it replaces. So
/// that none is given twice, the entry takes a position that lies beyond all of them: the
/// microseconds since the beginning of 2026 at the time of the restore. No journal writes an entry
/// a microsecond, so no position that was ever given out is as high. A position thereby tells its
/// epoch, and one of an epoch that is gone lies in a gap.
public struct JournalRestored: Codable, Equatable, Sendable {
  /// The entry's type.
  public static let type = "journal-restored"
  /// The stream of these entries.
  public static let stream = "journal"

  /// The last entry that the backup held.
  public var after: Int

  /// 2026-01-01T00:00:00Z.
  private static let beginning = 1_767_225_600.0

  /// The first position of an epoch that begins at a moment.
  static func position(at moment: Date) -> Int {
    max(0, Int((moment.timeIntervalSince1970 - beginning) * 1_000_000))
  }
}

/// A position in the journal that it does not hold: one of an epoch that a restore has ended, or one
/// that it never gave out.
public struct PositionLost: Error, Equatable, Sendable {
  /// The position.
  public let position: Int
  /// The last position before it that holds; what was read behind it must be forgotten.
  public let resume: Int
  /// When the database was restored to it; nil when it was not.
  public let restored: Date?
}

extension EventJournal {
  /// Begins a new epoch after a restore.
  ///
  /// - Parameter known: a position that is known to have been given out.
  @discardableResult
  public func restart(by actor: String, beyond known: Int = 0) throws -> JournalEntry {
    try pool.write { connection in
      let (last, hash) = try head(connection)
      let at = now().inWholeMilliseconds
      let sequence = max(JournalRestored.position(at: at), last + 1, known + 1)
      let change = try NewEntry(
        stream: JournalRestored.stream, type: JournalRestored.type,
        encoding: JournalRestored(after: last))
      return try write(change, as: sequence, at: at, by: actor, after: hash, connection).entry
    }
  }

  /// Makes sure that a follower may go on from a position.
  ///
  /// - Returns: the position of the entry with which the present epoch began; 0 for the first one.
  /// - Throws: `PositionLost`.
  @discardableResult
  public func requirePosition(_ position: Int) throws -> Int {
    try pool.read { connection in
      let holds =
        try position == 0
        || connection.row("SELECT 1 FROM entry WHERE sequence = ?", position) != nil
      guard !holds else { return try epoch(connection)?.int(0) ?? 0 }
      let resume = try connection.row(
        "SELECT max(sequence) FROM entry WHERE sequence < ?", position)
      let last = resume.flatMap { $0.isNull(0) ? nil : $0.int(0) } ?? 0
      let next = try connection.row(
        "SELECT type, at FROM entry WHERE sequence > ? ORDER BY sequence LIMIT 1", last)
      let restored = next.flatMap {
        $0.text(0) == JournalRestored.type ? Date(milliseconds: $0.int(1)) : nil
      }
      throw PositionLost(position: position, resume: last, restored: restored)
    }
  }

  private func epoch(_ connection: Connection) throws -> SQLiteRow? {
    try connection.row(
      "SELECT sequence FROM entry WHERE stream = ? ORDER BY version DESC LIMIT 1",
      JournalRestored.stream)
  }
}
