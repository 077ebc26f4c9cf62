import Catalogue

/// One item of the catalogue; named here so that those above the desk need no room below it.
public typealias CatalogueItemValue = CatalogueItem

extension Desk {
  /// Every dispatch item in force, in the order of the files.
  public var items: [CatalogueItem] { view.items }

  /// The dispatch item with an id; nil when there is none.
  public func item(_ id: String) -> CatalogueItem? { view.item(id) }

  /// Every handling unit.
  public var units: [HandlingUnit] { view.units }

  /// Every place that calls name.
  public var regions: [Region] { view.regions }

  /// How many articles are in force.
  public var articleCount: Int { view.articleCount }
}

/// A regulation by which a call can be judged.
public struct ProfileName: Hashable, Sendable {
  /// Its id, such as `zhongshan`.
  public let id: String
  /// The document's title.
  public let title: String
}

extension Desk {
  /// The regulations by which a call can be judged, the desk's own city first; layers are none.
  public var profileNames: [ProfileName] {
    let state = current
    let own = state.ownProfile?.id
    return state.profiles.filter { !$0.isLayer }
      .sorted { ($0.id == own ? 0 : 1, $0.id) < ($1.id == own ? 0 : 1, $1.id) }
      .map { ProfileName(id: $0.id, title: $0.title) }
  }
}
