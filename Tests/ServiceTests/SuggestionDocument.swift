import HotlineDesk

@testable import Service

/// A suggestion in the shape that scripts rely on, written out once more so that a change of the
/// real one is seen; units and exclusions are best first.
///
/// Confidences are shares from 0 to 1. Days are `2026-11-21`, times RFC 3339 with +08:00.
struct SuggestionDocument: Encodable, Sendable, Equatable {
  /// An article that answers the call at once.
  struct Answer: Encodable, Sendable, Equatable {
    var id: String
    var title: String
    var excerpt: String
    var confidence: Double
    var owner: String
    var source: String
    @OrNull var validFrom: String?
    @OrNull var validTo: String?
    @OrNull var verifiedOn: String?
    var region: String
    var overdue = false

    enum CodingKeys: String, CodingKey {
      case id, title, excerpt, confidence, owner, source, region, overdue
      case validFrom = "valid_from"
      case validTo = "valid_to"
      case verifiedOn = "verified_on"
    }
  }

  /// A unit that can handle the matter, and why.
  struct Unit: Encodable, Sendable, Equatable {
    var unit: String
    var confidence: Double
    @OrNull var item: String?
    @OrNull var agency: String?
    var legalBasis: [String]
    @OrNull var limit: Limit?
    var evidence: [Evidence]

    enum CodingKeys: String, CodingKey {
      case unit, confidence, item, agency, limit, evidence
      case legalBasis = "legal_basis"
    }
  }

  /// The time that the unit has.
  struct Limit: Encodable, Sendable, Equatable {
    var text: String
    var source: String
  }

  /// Something in the call or in the past that speaks for a unit.
  struct Evidence: Encodable, Sendable, Equatable {
    /// `item`, `history`, `place` or `words`.
    var kind: String
    var text: String
  }

  /// A ground on which the hotline does not take the matter.
  struct Exclusion: Encodable, Sendable, Equatable {
    var entry: String
    var source: String
    var confidence: Double
    /// The words of the call that point to it.
    var words: [String]
    /// What to tell the caller.
    var tell: String
  }

  /// What kind of request it is.
  struct Kind: Encodable, Sendable, Equatable {
    var value: String
    var confidence: Double
  }

  /// Why the call cannot wait.
  struct Urgency: Encodable, Sendable, Equatable {
    var entry: String
    var source: String
    var within: String
  }

  /// An earlier ticket of the same matter.
  struct Repeat: Encodable, Sendable, Equatable {
    var ticket: String
    var similarity: Double
    var state: String
  }

  var answers: [Answer]
  var units: [Unit]
  var coHandlers: [String]
  var exclusions: [Exclusion]
  var type: Kind
  @OrNull var urgent: Urgency?
  var repeats: [Repeat]
  /// Merged hotlines whose number the call names or asks for.
  var hotlines: [HotlineValue]
  /// Planned works that fit the call.
  var works: [String] = []
  /// What should still be asked, such as `address`.
  var missing: [String]
  /// Whether the desk proposes no unit because it is not sure enough.
  var abstained: Bool
  var asOf: String

  enum CodingKeys: String, CodingKey {
    case answers, units, exclusions, type, urgent, repeats, hotlines, works, missing, abstained
    case coHandlers = "co_handlers"
    case asOf = "as_of"
  }
}
