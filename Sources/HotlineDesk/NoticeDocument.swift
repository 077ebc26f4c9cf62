import Foundation
import Hotline
import Knowledge
import Suggestions

/// A wording of a sudden event, for the top of every operator's screen.
public struct WordingDocument: Encodable, Sendable {
  /// The number.
  public let id: String
  let unit, title, text, issuedAt, expiresAt, source: String

  enum CodingKeys: String, CodingKey {
    case id, unit, title, text, source
    case issuedAt = "issued_at"
    case expiresAt = "expires_at"
  }

  init(_ wording: UrgentWording) {
    (id, unit, title, text) = (wording.id, wording.unit, wording.title, wording.text)
    issuedAt = ShanghaiTime.text(wording.issuedAt)
    expiresAt = ShanghaiTime.text(wording.expiresAt)
    source = UrgentWording.source
  }
}

/// Planned works.
public struct WorksDocument: Encodable, Sendable {
  /// The number.
  public let id: String
  let unit, kind, stage, text, beginsAt, endsAt, source: String
  let areas, words: [String]

  enum CodingKeys: String, CodingKey {
    case id, unit, kind, stage, text, areas, words, source
    case beginsAt = "begins_at"
    case endsAt = "ends_at"
  }

  init(_ work: PlannedWork, at moment: Date) {
    (id, unit, kind, text) = (work.id, work.unit, work.kind.rawValue, work.text)
    (areas, words) = (work.areas, work.words)
    stage = work.stage(at: moment)?.rawValue ?? (work.cancelled == nil ? "已结束" : "已取消")
    beginsAt = ShanghaiTime.text(work.beginsAt)
    endsAt = ShanghaiTime.text(work.endsAt)
    source = PlannedWork.source
  }
}

/// What stands on every operator's screen now.
public struct NoticesDocument: Encodable, Sendable {
  let wordings: [WordingDocument]
  let works: [WorksDocument]
  let asOf: String

  enum CodingKeys: String, CodingKey {
    case wordings, works
    case asOf = "as_of"
  }
}

/// A policy before and behind its publication.
public struct PolicyDocument: Encodable, Sendable {
  /// The official text.
  struct OfficialText: Encodable, Sendable {
    var title, place, at, by: String
  }

  /// The number.
  public let id: String
  let unit, title, publishedAt, handedInAt, interpretation, training, contact, source: String
  let documents, articles: [String]
  let hidden: Bool
  let officialText: OfficialText?
  let cancelled: String?

  enum CodingKeys: String, CodingKey {
    case id, unit, title, interpretation, training, contact, documents, articles, hidden
    case cancelled, source
    case publishedAt = "published_at"
    case handedInAt = "handed_in_at"
    case officialText = "official_text"
  }

  init(_ policy: PolicyNotice, at moment: Date) {
    (id, unit, title) = (policy.id, policy.unit, policy.title)
    publishedAt = ShanghaiTime.text(policy.publishedAt)
    handedInAt = ShanghaiTime.text(policy.handedInAt)
    (interpretation, training) = (policy.interpretation, policy.training)
    (contact, documents) = (policy.contact, policy.documents)
    (articles, hidden) = (policy.articles, policy.isHidden(at: moment))
    officialText = policy.officialText.map {
      OfficialText(title: $0.title, place: $0.place, at: ShanghaiTime.text($0.at), by: $0.by)
    }
    (cancelled, source) = (policy.cancelled, PolicyNotice.source)
  }
}

/// Something about a policy that its unit owes.
public typealias PolicyLatenessValue = PolicyLateness
/// The kinds of planned works.
public let plannedWorkKinds: [String] = PlannedWork.Kind.allCases.map(\.rawValue)

/// What a unit hands in of a policy.
public struct PolicyInput: Sendable {
  /// The unit, the title, how it is explained, trained, and whom to ask.
  public var unit, title, interpretation, training, contact: String
  /// The hour of publication.
  public var publishedAt: Date
  /// The documents, by name or address.
  public var documents: [String]
  /// Articles that open at its hour, as cells.
  public var articles: [[String: String]]

  /// Makes an input from its parts.
  public init(
    unit: String, title: String, publishedAt: Date, documents: [String], interpretation: String,
    training: String, contact: String, articles: [[String: String]]
  ) {
    (self.unit, self.title, self.publishedAt) = (unit, title, publishedAt)
    (self.documents, self.interpretation) = (documents, interpretation)
    (self.training, self.contact, self.articles) = (training, contact, articles)
  }
}

/// What a unit hands in of planned works.
public struct WorksInput: Sendable {
  /// The unit, what is interrupted, and what operators say.
  public var unit, kind, text: String
  /// Places that feel it, and further words by which callers tell of it.
  public var areas, words: [String]
  /// From when to when.
  public var beginsAt, endsAt: Date

  /// Makes an input from its parts.
  public init(
    unit: String, kind: String, areas: [String], beginsAt: Date, endsAt: Date, text: String,
    words: [String]
  ) {
    (self.unit, self.kind, self.areas, self.text) = (unit, kind, areas, text)
    (self.beginsAt, self.endsAt, self.words) = (beginsAt, endsAt, words)
  }
}
