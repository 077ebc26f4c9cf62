import Hotline

/// One matter of the dispatch catalogue (派单目录事项): what it is, by which law, who handles it and
/// in what time.
///
/// Source: 中山办法第十五条 asks for name, legal basis, handling unit and limit, and for a town or
/// street also the agency inside it.
public struct CatalogueItem: Codable, Hashable, Sendable {
  /// Another item or matter that is taken for this one, and the difference.
  public struct Confusion: Codable, Hashable, Sendable {
    /// The other item's id, or a name of a matter.
    public var other: String
    /// How to tell them apart.
    public var difference: String
  }

  /// What stands for the handling unit when the town or street of the place handles the matter.
  public static let territory = "属地镇街"

  /// Two letters, a dash and three digits; never used again.
  public var id: String
  /// The path of categories, two or three levels.
  public var category: [String]
  /// Name; unique.
  public var name: String
  /// The kinds of request in which it comes.
  public var types: [RequestType]
  /// The law on which it rests.
  public var legalBasis: [Citation]
  /// Name of the handling unit, or `territory`.
  public var unit: String
  /// Suggested agency inside the town or street; empty otherwise.
  public var agency: String
  /// Units that usually help.
  public var coHandlers: [String]
  /// Limit that a law gives for just this matter, whatever the kind of request; nil when the
  /// profile's limit holds.
  public var limit: TimeSpan?
  /// Where the limit stands.
  public var limitSource: Citation?
  /// Limits of single kinds of request, before which `limit` steps back; nil when there are none.
  public var typeLimits: [TypeLimit]?
  /// Words of officials.
  public var keywords: [String]
  /// How callers put it.
  public var sayings: [String]
  /// What is taken for it.
  public var confusions: [Confusion]
  /// A remark.
  public var note: String
  /// When this state of the record is in force; nil for always.
  public var validity: Validity?

  /// True when the town or street of the place handles it.
  public var isTerritorial: Bool { unit == Self.territory }
}
