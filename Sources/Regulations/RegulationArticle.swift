import Hotline

/// One article of a regulation, as `paidan rules` lists it.
public struct RegulationArticle: Sendable {
  /// What the software does with an article.
  public enum Treatment: Sendable, Equatable {
    /// A behaviour or value, and the room and type that carries it out.
    case software(does: String, place: String)
    /// Nothing, for the reason given.
    case notSoftware(reason: String)
  }

  /// The article as the document counts it, such as 第十三条, 三（四）, 6.1.2.
  public let article: String
  /// The places inside it that may be cited, such as （一） or 第二款, in order.
  public let items: [String]
  /// What is done with it.
  public let treatment: Treatment
}
