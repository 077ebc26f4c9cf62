/// All that the catalogue holds, as plain values.
public struct CatalogueContent: Hashable, Sendable {
  /// Handling units.
  public var units: [HandlingUnit]
  /// Places.
  public var regions: [Region]
  /// Dispatch items.
  public var items: [CatalogueItem]
  /// The register of laws.
  public var laws: [Law]

  /// Makes a content from its parts.
  public init(
    units: [HandlingUnit] = [], regions: [Region] = [], items: [CatalogueItem] = [],
    laws: [Law] = []
  ) {
    self.units = units
    self.regions = regions
    self.items = items
    self.laws = laws
  }
}
