import Hotline

/// A place that calls name: the city, a town, a community or a well-known spot.
public struct Region: Codable, Hashable, Sendable {
  /// How large the place is.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// The city as a whole.
    case city = "市"
    /// A street's area (街道).
    case street = "街道"
    /// A town's area.
    case town = "镇"
    /// An urban community.
    case community = "社区"
    /// A village.
    case village = "村"
    /// An estate, road, park, school, hospital, market or the like.
    case spot = "地点"
  }

  /// Name as people write it.
  public var name: String
  /// How large it is.
  public var kind: Kind
  /// Name of the place around it; empty for the city.
  public var parent: String
  /// The unit that answers for the territory; empty when the parent's does.
  public var unit: String
  /// Other names.
  public var aliases: [String]
  /// When this state of the record is in force; nil for always.
  public var validity: Validity?

  /// The key under which it is stored: a village's name may stand in two towns.
  public var key: String { parent.isEmpty ? name : parent + "/" + name }
}
