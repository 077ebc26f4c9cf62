import Catalogue

extension Desk {
  /// Every dispatch item in force, in the order of the files.
  public var items: [CatalogueItem] { current.catalogue.content.items }

  /// The dispatch item with an id; nil when there is none.
  public func item(_ id: String) -> CatalogueItem? { current.catalogue.item(id) }

  /// Every handling unit.
  public var units: [HandlingUnit] { current.catalogue.content.units }

  /// Every place that calls name.
  public var regions: [Region] { current.catalogue.content.regions }

  /// How many articles are stored.
  public var articleCount: Int { current.knowledge.articles.count }
}
