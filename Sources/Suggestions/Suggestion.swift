import Regulations

/// What Paidan proposes for one call, in the shape that `suggest --json` and the service give out.
///
/// Units, answers and exclusions are best first. Confidences are shares from 0 to 1. Days are
/// `2026-11-21`, times RFC 3339 with +08:00.
public struct Suggestion: Codable, Hashable, Sendable {
  /// An article that answers the call at once.
  public struct Answer: Codable, Hashable, Sendable {
    /// The article's id.
    public var id: String
    /// The article's title.
    public var title: String
    /// What the operator reads out.
    public var excerpt: String
    /// How sure Paidan is that it answers the call.
    public var confidence: Double
    /// The unit that keeps it true.
    public var owner: String
    /// The law on which it rests, parted by `；`.
    public var source: String
    /// First day on which it holds.
    public var validFrom: String?
    /// Last day on which it holds; nil while it is open.
    public var validTo: String?
    /// Day of its last check.
    public var verifiedOn: String?
    /// Where it holds.
    public var region: String
    /// True when its last check lies too far back; it is less sure then.
    public var overdue: Bool = false

    enum CodingKeys: String, CodingKey {
      case id, title, excerpt, confidence, owner, source, region, overdue
      case validFrom = "valid_from"
      case validTo = "valid_to"
      case verifiedOn = "verified_on"
    }

    /// Writes every key; what is not there is null.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      try container.encode(title, forKey: .title)
      try container.encode(excerpt, forKey: .excerpt)
      try container.encode(confidence, forKey: .confidence)
      try container.encode(owner, forKey: .owner)
      try container.encode(source, forKey: .source)
      try container.encode(validFrom, forKey: .validFrom)
      try container.encode(validTo, forKey: .validTo)
      try container.encode(verifiedOn, forKey: .verifiedOn)
      try container.encode(region, forKey: .region)
      try container.encode(overdue, forKey: .overdue)
    }
  }

  /// The time that a unit has.
  public struct Limit: Codable, Hashable, Sendable {
    /// Such as `5个工作日`.
    public var text: String
    /// Where it stands.
    public var source: String

    /// Makes a limit from its parts.
    public init(text: String, source: String) {
      self.text = text
      self.source = source
    }
  }

  /// Something in the call, the catalogue or the past that speaks for a unit.
  public struct Evidence: Codable, Hashable, Sendable {
    /// What sort of evidence it is.
    public enum Kind: String, Codable, Sendable {
      /// A catalogue item.
      case item
      /// A past ticket.
      case history
      /// A place that the call names.
      case place
      /// Words of the call.
      case words
    }

    /// What sort of evidence it is.
    public var kind: Kind
    /// The evidence in a line.
    public var text: String

    /// Makes a piece of evidence from its parts.
    public init(kind: Kind, text: String) {
      self.kind = kind
      self.text = text
    }
  }

  /// A unit that can handle the matter, and why.
  public struct Unit: Codable, Hashable, Sendable {
    /// The unit's name.
    public var unit: String
    /// How sure Paidan is.
    public var confidence: Double
    /// Id of the catalogue item; nil when history alone speaks for the unit.
    public var item: String?
    /// The agency inside the town or street; nil when there is none.
    public var agency: String?
    /// The law on which it rests.
    public var legalBasis: [String]
    /// The time that the unit has; nil when neither item nor profile has one.
    public var limit: Limit?
    /// What led to it.
    public var evidence: [Evidence]

    enum CodingKeys: String, CodingKey {
      case unit, confidence, item, agency, limit, evidence
      case legalBasis = "legal_basis"
    }

    /// Writes every key; what is not there is null.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(unit, forKey: .unit)
      try container.encode(confidence, forKey: .confidence)
      try container.encode(item, forKey: .item)
      try container.encode(agency, forKey: .agency)
      try container.encode(legalBasis, forKey: .legalBasis)
      try container.encode(limit, forKey: .limit)
      try container.encode(evidence, forKey: .evidence)
    }
  }

  /// A ground on which the hotline does not take the matter.
  public struct Exclusion: Codable, Hashable, Sendable {
    /// The entry of the profile's list, such as `第十三条（一）`.
    public var entry: String
    /// The document and article.
    public var source: String
    /// How sure Paidan is.
    public var confidence: Double
    /// The words of the call that point to it.
    public var words: [String]
    /// What to tell the caller.
    public var tell: String

    /// Makes an exclusion from its parts.
    public init(entry: String, source: String, confidence: Double, words: [String], tell: String) {
      self.entry = entry
      self.source = source
      self.confidence = confidence
      self.words = words
      self.tell = tell
    }
  }

  /// What kind of request it is.
  public struct Kind: Codable, Hashable, Sendable {
    /// 咨询, 求助, 投诉, 举报, 意见建议, 感谢 or 其他.
    public var value: String
    /// How sure Paidan is.
    public var confidence: Double

    /// Makes a kind from its parts.
    public init(value: String, confidence: Double) {
      self.value = value
      self.confidence = confidence
    }
  }

  /// Why the call cannot wait.
  public struct Urgency: Codable, Hashable, Sendable {
    /// The entry of the profile's list.
    public var entry: String
    /// The document and article.
    public var source: String
    /// Within which time something must happen, such as `2小时`.
    public var within: String

    /// Makes an urgency from its parts.
    public init(entry: String, source: String, within: String) {
      self.entry = entry
      self.source = source
      self.within = within
    }
  }

  /// An earlier ticket of the same matter.
  public struct Repeat: Codable, Hashable, Sendable {
    /// The ticket's number.
    public var ticket: String
    /// How alike the two are.
    public var similarity: Double
    /// Where the ticket stands.
    public var state: String

    /// Names a ticket of the same matter.
    public init(ticket: String, similarity: Double, state: String) {
      self.ticket = ticket
      self.similarity = similarity
      self.state = state
    }
  }

  /// Articles that answer the call.
  public var answers: [Answer]
  /// Units that can handle the matter.
  public var units: [Unit]
  /// Units that usually help the first.
  public var coHandlers: [String]
  /// Grounds on which the hotline does not take the matter.
  public var exclusions: [Exclusion]
  /// The kind of request.
  public var type: Kind
  /// Why the call cannot wait; nil when it can.
  public var urgent: Urgency?
  /// Earlier tickets of the same matter.
  public var repeats: [Repeat]
  /// Merged hotlines whose number the call names or asks for.
  public var hotlines: [HotlineNotice] = []
  /// Planned works that fit the call's place and words, those going on first.
  public var works: [Work] = []
  /// What should still be asked: `address`, `time`, `party`.
  public var missing: [String]
  /// True when no unit is sure enough to be proposed without a second look.
  public var abstained: Bool
  /// The moment at which the catalogue and the knowledge stood so.
  public var asOf: String

  enum CodingKeys: String, CodingKey {
    case answers, units, exclusions, type, urgent, repeats, hotlines, works, missing, abstained
    case coHandlers = "co_handlers"
    case asOf = "as_of"
  }

  /// Writes every key; what is not there is null, so that readers need not guess.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(answers, forKey: .answers)
    try container.encode(units, forKey: .units)
    try container.encode(coHandlers, forKey: .coHandlers)
    try container.encode(exclusions, forKey: .exclusions)
    try container.encode(type, forKey: .type)
    try container.encode(urgent, forKey: .urgent)
    try container.encode(repeats, forKey: .repeats)
    try container.encode(hotlines, forKey: .hotlines)
    try container.encode(works, forKey: .works)
    try container.encode(missing, forKey: .missing)
    try container.encode(abstained, forKey: .abstained)
    try container.encode(asOf, forKey: .asOf)
  }
}
