import Hotline

/// An item that its unit must look at again, since what it rests on has changed.
///
/// Source: 中山办法第十五条第三款.
public struct ItemReview: Codable, Hashable, Sendable {
  /// Why it must be looked at.
  public enum Reason: String, CaseIterable, Codable, Sendable {
    /// A law that it cites is repealed, gone or has fewer articles.
    case law = "依据有变"
    /// A unit that it names is no longer in the catalogue.
    case unit = "单位有变"
    /// A citation is still marked as unchecked.
    case unchecked = "依据待核"
  }

  /// The item's id.
  public var item: String
  /// The item's name.
  public var name: String
  /// The unit that handles it.
  public var unit: String
  /// Why.
  public var reason: Reason
  /// The facts, for people.
  public var text: String

  /// All items that must be looked at, the most pressing reason first.
  public static func list(_ content: CatalogueContent) -> [ItemReview] {
    let laws = Dictionary(content.laws.map { ($0.title, $0) }, uniquingKeysWith: { $1 })
    let units = Set(content.units.map(\.name)).union([CatalogueItem.territory])
    let reviews = content.items.flatMap { item -> [ItemReview] in
      func review(_ reason: Reason, _ text: String) -> ItemReview {
        ItemReview(item: item.id, name: item.name, unit: item.unit, reason: reason, text: text)
      }
      let citations = item.legalBasis + item.limitSources
      return citations.compactMap { citation in
        citation.toBeVerified
          ? review(.unchecked, "“\(citation.document)”还没有核对")
          : CatalogueFolder.fault(of: citation, in: laws).map { review(.law, $0) }
      }
        + ([item.unit] + item.coHandlers).filter { !units.contains($0) }.map {
          review(.unit, "目录里已没有“\($0)”")
        }
    }
    return Reason.allCases.flatMap { reason in reviews.filter { $0.reason == reason } }
  }
}
