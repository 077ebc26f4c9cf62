import Foundation
import Hotline
import Journal
import SQLite

/// What a body tells of its record's period; a body without one means always.
public struct DatedBody: Codable, Sendable {
  /// When it holds.
  public var validity: Validity?

  /// Makes a body from a period.
  public init(validity: Validity?) { self.validity = validity }
}

extension Revision {
  /// What the record is, as the beginning of its stream says: `item` for `item/CG-012`.
  public var kind: String { String(stream.prefix { $0 != "/" }) }

  /// The entry that ends a record.
  ///
  /// - Parameter moment: from when; nil for its recording.
  public static func ending(
    _ stream: String, from moment: Date?, expectedVersion: Int? = nil
  ) throws -> NewEntry {
    try NewEntry(
      stream: stream, expectedVersion: expectedVersion,
      type: "\(stream.prefix { $0 != "/" })-ended",
      encoding: DatedBody(validity: moment.map { Validity(from: $0) }))
  }

  /// The entry that brings the revision back as a new one.
  ///
  /// - Parameter expectedVersion: the version on which the person looked.
  /// - Parameter change: sets the new period.
  /// - Throws: `InputProblem` when the revision is the record's end.
  public func returned<Value: Codable>(
    as type: Value.Type, expectedVersion: Int, change: (inout Value) -> Void
  ) throws -> NewEntry {
    guard !isEnd else {
      throw InputProblem(
        code: "revision_is_end", field: "version", message: "第\(version)版是终止记录，请选一个有内容的版本")
    }
    var value: Value = try decoded()
    change(&value)
    return try NewEntry(
      stream: stream, expectedVersion: expectedVersion, type: "\(kind)-revised", encoding: value)
  }

  /// The fields in which two revisions of one kind of record differ; an end has none.
  ///
  /// - Parameter names: see `FieldChange.between`.
  public static func differences(
    from old: Revision?, to new: Revision?, names: [(key: String, name: String)]
  ) -> [FieldChange] {
    FieldChange.between(
      old.flatMap { $0.isEnd ? nil : $0.body }, new.flatMap { $0.isEnd ? nil : $0.body },
      names: names)
  }
}

extension RevisionTable {
  /// A table for kinds of records whose entries are `KIND-revised` and `KIND-ended`.
  ///
  /// - Parameter period: when the state that an entry records is in force.
  public init(
    _ name: String, kinds: [String],
    period: @escaping @Sendable (JournalEntry) throws -> Validity
  ) {
    let types = Set(kinds.flatMap { ["\($0)-revised", "\($0)-ended"] })
    self.init(name) { entry in
      guard types.contains(entry.type), entry.stream.contains("/") else { return nil }
      let isEnd = entry.type.hasSuffix("-ended")
      let period =
        try isEnd ? entry.decoded(DatedBody.self).validity ?? .always : period(entry)
      return Revision(entry, isEnd: isEnd, period: period)
    }
  }

  /// The revisions in force at a moment, as far as they were recorded by another, in the order in
  /// which the records first came.
  public func inForce(
    at moment: Date, knownAt recorded: Date = .distantFuture, _ connection: Connection
  ) throws -> [Revision] {
    try timelines("", connection).compactMap { $0.revision(at: moment, knownAt: recorded) }
  }

  /// A text that is the same as long as the same revisions are in force: what was recorded, and how
  /// many first and last moments have passed.
  public func mark(at moment: Date, _ connection: Connection) throws -> String {
    let last = try lastSequence(connection)
    let hash = try connection.row("SELECT hash FROM entry WHERE sequence = ?", last)?.blob(0) ?? []
    let now = Int((moment.timeIntervalSince1970 * 1000).rounded())
    let passed = try connection.row(
      """
      SELECT (SELECT count(*) FROM \(name) WHERE starts <= ?),
        (SELECT count(*) FROM \(name) WHERE ends <= ?)
      """, now, now)
    let digits = hash.prefix(8).map { String($0, radix: 16) }.joined()
    return "\(last)-\(digits)-\(passed?.int(0) ?? 0)-\(passed?.int(1) ?? 0)"
  }

  /// The place in the journal of the last recorded revision; 0 when there is none.
  public func lastSequence(_ connection: Connection) throws -> Int {
    try connection.row("SELECT coalesce(max(sequence), 0) FROM \(name)")?.int(0) ?? 0
  }
}
