import Foundation
import Hotline
import Knowledge

/// A mark of an operator and what became of it.
public struct CorrectionDocument: Encodable, Sendable {
  /// The number.
  public let id: String
  let mark, record, unit, words, reportedBy, reportedAt, dueAt, limit, state: String
  let version, mendedVersion: Int
  let closedAt: String?
  let closedBy, mendedBy, outcome, source: String
  let late: Bool

  enum CodingKeys: String, CodingKey {
    case id, mark, record, version, unit, words, limit, state, outcome, late, source
    case reportedBy = "reported_by"
    case reportedAt = "reported_at"
    case dueAt = "due_at"
    case closedAt = "closed_at"
    case closedBy = "closed_by"
    case mendedBy = "mended_by"
    case mendedVersion = "mended_version"
  }

  init(_ correction: Correction, at moment: Date) {
    (id, mark, record) = (correction.id, correction.mark.rawValue, correction.record)
    (version, unit, words) = (correction.version, correction.unit, correction.words)
    (reportedBy, limit) = (correction.reportedBy, correction.limit)
    reportedAt = ShanghaiTime.text(correction.reportedAt)
    dueAt = ShanghaiTime.text(correction.dueAt)
    (state, outcome) = (correction.state.rawValue, correction.outcome)
    closedAt = correction.closedAt.map(ShanghaiTime.text)
    (closedBy, mendedBy) = (correction.closedBy, correction.mendedBy)
    (mendedVersion, late) = (correction.mendedVersion, correction.isLate(at: moment))
    source = Correction.source
  }
}

/// How accurate and fresh a unit's articles are.
public struct KnowledgeQualityDocument: Encodable, Sendable {
  let unit: String
  let articles, accurate, fresh, marks, late: Int
  let accuracy, freshness: Double?

  init(_ quality: KnowledgeQuality) {
    (unit, articles, accurate) = (quality.unit, quality.articles, quality.accurate)
    (fresh, marks, late) = (quality.fresh, quality.marks, quality.late)
    (accuracy, freshness) = (quality.accuracy, quality.freshness)
  }
}

/// What an owner must check.
public typealias KnowledgeDuty = FreshnessDuty
/// What is missing under one matter.
public typealias MissingKnowledge = MissingMatter
/// The states of a correction.
public typealias CorrectionState = Correction.State
/// What an operator marks.
public typealias CorrectionMark = Correction.Mark
