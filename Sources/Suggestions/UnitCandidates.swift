import Catalogue
import Foundation
import Hotline

/// The units that the catalogue and the place of a call propose, with what speaks for each.
struct UnitCandidates {
  struct Candidate {
    var share: Double
    var items: [ItemMatcher.Match] = []
  }

  /// By the unit's name; `CatalogueItem.territory` while the town is not known.
  private(set) var candidates: [String: Candidate] = [:]
  let territory: (unit: String, places: [FoundPlace], share: Double)?

  init(
    _ matches: [ItemMatcher.Match], territory: (unit: String, places: [FoundPlace], share: Double)?
  ) {
    self.territory = territory
    for match in matches {
      let unit =
        match.item.isTerritorial ? territory?.unit ?? CatalogueItem.territory : match.item.unit
      candidates[unit, default: Candidate(share: 0)].share += match.share
      candidates[unit]?.items.append(match)
    }
  }

  /// The units, the most likely first.
  var ranked: [(unit: String, candidate: Candidate)] {
    candidates.map { (unit: $0.key, candidate: $0.value) }
      .sorted { ($0.candidate.share, $1.unit) > ($1.candidate.share, $0.unit) }
  }
}
