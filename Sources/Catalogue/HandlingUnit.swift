import Hotline

/// A unit that handles requests (承办单位).
public struct HandlingUnit: Codable, Hashable, Sendable {
  /// What sort of unit it is.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// A department of the city's government.
    case department = "市级部门"
    /// A town's government or a street's office.
    case town = "镇街"
    /// A public utility.
    case utility = "公用事业"
    /// An agency led from above the city.
    case vertical = "垂直管理"
    /// A body set up by law or a public institution.
    case statutory = "法定机构"
    /// None of the others.
    case other = "其他"
  }

  /// A matter wrongly sent to the unit, and where it belongs.
  public struct Misdirection: Codable, Hashable, Sendable {
    /// What people send.
    public var matter: String
    /// The unit or channel that is right.
    public var rightPlace: String
  }

  /// Present full name; unique.
  public var name: String
  /// What sort of unit it is.
  public var kind: Kind
  /// How people call it.
  public var aliases: [String]
  /// Names before a reform.
  public var formerNames: [String]
  /// What it does, in a sentence or two.
  public var duties: String
  /// The law on which its duties rest.
  public var legalBasis: [Citation]
  /// What is wrongly sent there.
  public var misdirections: [Misdirection]
  /// A remark, mostly what is still to be confirmed.
  public var note: String
  /// When this state of the record is in force; nil for always.
  public var validity: Validity?
}
