import Catalogue
import Hotline

/// Work that a proposal hands to a town though the law gives it to a unit of the city.
enum PushedDown {
  /// Kinds of units at the level of the city or above.
  private static let cityLevel: Set<HandlingUnit.Kind> = [.department, .vertical, .statutory]

  /// What speaks against handing a proposed item to a town or street.
  ///
  /// Two signs are looked at, and only when the proposed lead is a town, a street or the territory
  /// in general: that the item was led by a unit at city level until now while its legal basis
  /// stays as it is; and that a unit at city level names one of the item's citations, to the
  /// article, as the basis of its own duties. Both are signs, not proof: whether a law lets the
  /// duty be delegated is for the reviewer to say.
  static func findings(
    _ change: ProposedChange, in catalogue: DispatchCatalogue
  ) -> [Finding] {
    guard let item = change.item,
      item.isTerritorial || catalogue.unit(item.unit)?.kind == .town
    else { return [] }
    var signs: [String] = []
    if let before = catalogue.item(item.id), let lead = catalogue.unit(before.unit),
      cityLevel.contains(lead.kind), Set(item.legalBasis).isSubset(of: before.legalBasis)
    {
      signs.append("原由\(lead.name)主办，法律依据没有变")
    }
    for unit in catalogue.content.units where cityLevel.contains(unit.kind) {
      if let basis = item.legalBasis.first(where: {
        $0.article != nil && unit.legalBasis.contains($0)
      }) {
        signs.append("\(basis)是\(unit.name)的职责依据")
      }
    }
    guard !signs.isEmpty else { return [] }
    return [
      Finding(
        .doubt, change, "unit", "改由\(item.unit)办理：\(signs.joined(separator: "；"))",
        rule: "法律、法规规定由部门办理的事项，不应通过派单目录转给镇街",
        remedy: "写明交由镇街办理的法律依据或赋权文件；没有的，承办单位仍写部门")
    ]
  }
}
