import Catalogue
import Foundation
import Hotline

/// The territory of a call: the unit that answers for it and the places that say so.
public struct Territory: Hashable, Sendable {
  /// The town's or street's unit.
  public var unit: String
  /// The places of the call that lie there.
  public var places: [FoundPlace]
  /// The share of all places that they are, nearer ones to the beginning counting more.
  public var share: Double
}

/// The units that the catalogue, the place of a call and past tickets propose, joined.
struct UnitCandidates {
  struct Candidate {
    /// The unit's share of the catalogue items.
    var share = 0.0
    /// The items that name it, the best first.
    var items: [ItemMatcher.Match] = []
    /// How sure past tickets are of it; nil when they do not propose it.
    var learned: Double?
    /// How sure all together are.
    var confidence = 0.0
  }

  /// The units, the most likely first.
  private(set) var ranked: [(unit: String, candidate: Candidate)] = []
  let territory: Territory?

  init(
    _ matches: [ItemMatcher.Match], territory: Territory?, learned: [LabelProposal],
    weight: Double, catalogue: DispatchCatalogue
  ) {
    self.territory = territory
    var candidates: [String: Candidate] = [:]
    for match in matches {
      let unit =
        match.item.isTerritorial ? territory?.unit ?? CatalogueItem.territory : match.item.unit
      candidates[unit, default: Candidate()].share += match.share
      candidates[unit]?.items.append(match)
    }
    for proposal in learned {
      // A unit stands under the name that its tickets bear, unless that is a name of the past.
      let known = catalogue.unit(proposal.label)
      let isFormer = known?.formerNames.contains(proposal.label) ?? false
      let name = isFormer ? known?.name ?? proposal.label : proposal.label
      if let known, known.name != name, let same = candidates.removeValue(forKey: known.name) {
        candidates[name] = same
      }
      candidates[name, default: Candidate()].learned =
        (candidates[name]?.learned ?? 0) + proposal.confidence
    }
    let shares = Self.confidences(candidates)
    for (unit, candidate) in candidates {
      candidates[unit]?.confidence =
        weight * (candidate.learned ?? 0) + (1 - weight) * (shares[unit] ?? 0)
    }
    ranked = candidates.map { (unit: $0.key, candidate: $0.value) }.sorted {
      ($0.candidate.confidence, $0.candidate.share, $1.unit)
        > ($1.candidate.confidence, $1.candidate.share, $0.unit)
    }
  }

  /// How sure the catalogue is of each unit: of the best, how often a unit with such a share of the
  /// items is right, a logistic fitted on the tuning half of the spoken calls in `tools/measure`;
  /// the others divide what is left, so that all together stay under one.
  private static func confidences(_ candidates: [String: Candidate]) -> [String: Double] {
    guard let best = candidates.max(by: { ($0.value.share, $1.key) < ($1.value.share, $0.key) }),
      best.value.share > 0
    else { return [:] }
    let share = min(best.value.share, 0.99)
    // Less than a tenth of the call known is less than the calls on which this was fitted had.
    let coverage = candidates.values.flatMap(\.items).map(\.coverage).max() ?? 0
    let known = min(1, coverage / 0.1)
    let first = known / (1 + exp(-1.1 - 1.05 * log(share / (1 - share))))
    let rest = (1 - first) * known / max(1 - share, 0.01)
    var confidences = candidates.mapValues { $0.share * rest }
    confidences[best.key] = first
    return confidences
  }
}
