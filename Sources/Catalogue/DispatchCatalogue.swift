import Hotline

/// The catalogue at one moment, for reading from any thread.
public struct DispatchCatalogue: Sendable {
  /// The values.
  public let content: CatalogueContent
  private let itemsByID: [String: Int]
  private let unitsByName: [String: Int]
  private let regionsByName: [String: [Int]]

  /// Makes the look-up tables; of two equal keys the first is found.
  public init(_ content: CatalogueContent) {
    self.content = content
    itemsByID = Dictionary(
      content.items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var units: [String: Int] = [:]
    // Present names win over aliases, and aliases over former names.
    for names in [
      { (unit: HandlingUnit) in [unit.name] }, { $0.aliases }, { $0.formerNames },
    ] {
      for (index, unit) in content.units.enumerated() {
        for name in names(unit) where units[name] == nil { units[name] = index }
      }
    }
    unitsByName = units
    var regions: [String: [Int]] = [:]
    for (index, region) in content.regions.enumerated() {
      for name in [region.name] + region.aliases { regions[name, default: []].append(index) }
    }
    regionsByName = regions
  }

  /// The item with an id.
  public func item(_ id: String) -> CatalogueItem? { itemsByID[id].map { content.items[$0] } }

  /// The unit of a present name, alias or former name.
  public func unit(_ name: String) -> HandlingUnit? { unitsByName[name].map { content.units[$0] } }

  /// The places of a name or alias; several when villages share it.
  public func regions(_ name: String) -> [Region] {
    (regionsByName[name] ?? []).map { content.regions[$0] }
  }

  /// The unit that answers for a place: its own or that of the nearest place around it.
  public func territoryUnit(of region: Region) -> String? {
    var region = region
    for _ in 0..<8 {
      if !region.unit.isEmpty { return region.unit }
      guard let parent = regions(region.parent).first, parent.name != region.name else {
        return nil
      }
      region = parent
    }
    return nil
  }
}
