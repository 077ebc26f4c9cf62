import Foundation
import Hotline
import Journal

/// One state of a record as it was recorded, or its end, with the period in which it is in force.
public struct Revision: Hashable, Sendable {
  /// The record, such as `item/CG-012`.
  public var stream: String
  /// Place in the record's stream, from 1.
  public var version: Int
  /// Place in the journal.
  public var sequence: Int
  /// When it was recorded.
  public var at: Date
  /// Who recorded it.
  public var actor: String
  /// True when the record ends with it.
  public var isEnd: Bool
  /// When it is in force.
  public var period: Validity
  /// The record's state as a JSON object.
  public var body: String

  /// Makes the revision that a journal entry records.
  public init(_ entry: JournalEntry, isEnd: Bool, period: Validity) {
    stream = entry.stream
    version = entry.version
    sequence = entry.sequence
    at = entry.at
    actor = entry.actor
    self.isEnd = isEnd
    self.period = period
    body = entry.body
  }

  /// The moment from which it stands for the record.
  ///
  /// A state without a first moment always held; an end without one holds from its recording.
  public var start: Date { period.from ?? (isEnd ? at : .distantPast) }

  /// The state decoded as a type.
  public func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(body.utf8))
  }
}

/// Which revision of a record stands at which moment.
///
/// A later recording replaces an earlier one from its own first moment on; a change that was
/// planned before and has yet to begin outlives it and takes effect at its hour.
public struct RecordTimeline: Sendable {
  /// All revisions of one record, in the order of their recording.
  public let revisions: [Revision]

  /// Makes the timeline of one record.
  public init(_ revisions: [Revision]) {
    self.revisions = revisions.sorted { $0.sequence < $1.sequence }
  }

  /// The revision in force at a moment, as far as it was recorded by another; nil when the record
  /// is not in force then.
  public func revision(at moment: Date, knownAt recorded: Date = .distantFuture) -> Revision? {
    var standing: Revision?
    for revision in revisions where revision.at <= recorded && revision.start <= moment {
      if let plan = standing, plan.start > revision.at, plan.start > revision.start { continue }
      standing = revision
    }
    guard let standing, !standing.isEnd, standing.period.holds(at: moment) else { return nil }
    return standing
  }

  /// Revisions that are recorded and will take effect after a moment, the next first.
  public func planned(after moment: Date) -> [Revision] {
    revisions.filter { plan in
      guard plan.start > moment else { return false }
      guard !plan.isEnd else {
        return revisions.last { $0.start == plan.start }?.sequence == plan.sequence
      }
      return revision(at: plan.start)?.sequence == plan.sequence
    }.sorted { $0.start < $1.start }
  }
}
