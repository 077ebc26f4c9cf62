/// One item of the dispatch catalogue.
struct ItemDocument: Encodable, Sendable, Equatable {
  /// A time limit and where it stands.
  struct Limit: Encodable, Sendable, Equatable {
    var text: String
    var source: String
  }

  /// A limit for one kind of request.
  struct TypeLimit: Encodable, Sendable, Equatable {
    var type: String
    var text: String
    var source: String
  }

  /// Something that is taken for this item.
  struct Confusion: Encodable, Sendable, Equatable {
    /// An item's id or a matter's name.
    var other: String
    var difference: String
  }

  var id: String
  var name: String
  var category: [String]
  var types: [String]
  var legalBasis: [String]
  /// A unit's full name or 属地镇街.
  var unit: String
  @OrNull var agency: String?
  var coHandlers: [String]
  /// A limit that a law gives for just this matter.
  @OrNull var limit: Limit?
  /// Limits of single kinds of request, before which `limit` steps back.
  var typeLimits: [TypeLimit] = []
  var keywords: [String]
  var sayings: [String]
  var confusions: [Confusion]
  var note: String

  enum CodingKeys: String, CodingKey {
    case id, name, category, types, unit, agency, limit, keywords, sayings, confusions, note
    case legalBasis = "legal_basis"
    case coHandlers = "co_handlers"
    case typeLimits = "limits_by_type"
  }
}

/// One handling unit.
struct UnitDocument: Encodable, Sendable, Equatable {
  /// A matter wrongly sent to the unit.
  struct Misdirection: Encodable, Sendable, Equatable {
    var matter: String
    var rightPlace: String

    enum CodingKeys: String, CodingKey {
      case matter
      case rightPlace = "right_place"
    }
  }

  var name: String
  var kind: String
  var aliases: [String]
  var formerNames: [String]
  var duties: String
  var legalBasis: [String]
  var misdirections: [Misdirection]
  var note: String

  enum CodingKeys: String, CodingKey {
    case name, kind, aliases, duties, misdirections, note
    case formerNames = "former_names"
    case legalBasis = "legal_basis"
  }
}

/// One place.
struct RegionDocument: Encodable, Sendable, Equatable {
  var name: String
  var kind: String
  /// The place around it, nil for the city.
  @OrNull var parent: String?
  /// The unit that answers for the territory, nil when the parent's does.
  @OrNull var unit: String?
  var aliases: [String]
}

/// A regulation by which calls can be judged.
struct ProfileDocument: Encodable, Sendable, Equatable {
  var id: String
  var name: String
}

/// How much the desk has loaded.
struct HealthDocument: Encodable, Sendable, Equatable {
  /// `ok` whenever the desk can answer.
  var status: String
  var articles: Int
  var items: Int
  var units: Int
}
