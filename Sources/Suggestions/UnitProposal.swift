import Catalogue
import Hotline
import Regulations

extension Suggester {
  /// A candidate as it is shown, with its evidence.
  func proposal(
    _ name: String, _ candidate: UnitCandidates.Candidate, _ reading: CallReading?,
    _ territory: Territory?, _ type: RequestType, _ profile: RegulationProfile?
  ) -> Suggestion.Unit {
    let item = candidate.items.first?.item
    return Suggestion.Unit(
      unit: name, confidence: candidate.confidence, item: item?.id,
      agency: item.flatMap { $0.agency.isEmpty ? nil : $0.agency },
      legalBasis: item?.legalBasis.map(\.description) ?? [],
      limit: Self.limit(item, type, profile),
      evidence: evidence(name, candidate, reading, territory))
  }

  private func evidence(
    _ name: String, _ candidate: UnitCandidates.Candidate, _ reading: CallReading?,
    _ territory: Territory?
  ) -> [Suggestion.Evidence] {
    var evidence = candidate.items.prefix(2).map { match in
      let item = match.item
      return Suggestion.Evidence(
        kind: .item, text: "\(item.id) \(item.name)（\(item.category.joined(separator: "/"))）")
    }
    let learned =
      candidate.learned == nil
      ? nil : reading.flatMap { self.learned.units?.explain($0, label: name) }
    for past in learned?.neighbours ?? [] {
      let day = past.day.map { "\($0) " } ?? ""
      evidence.append(
        Suggestion.Evidence(
          kind: .history,
          text: "\(day)\(past.id)：\(past.excerpt)（相似 \(Self.percent(past.similarity))）"))
    }
    let words = learned?.words ?? candidate.items.first?.words ?? []
    if !words.isEmpty {
      evidence.append(Suggestion.Evidence(kind: .words, text: words.joined(separator: "、")))
    }
    if let territory, territory.unit == name {
      let words = territory.places.map(\.words).joined(separator: "、")
      evidence.append(Suggestion.Evidence(kind: .place, text: "\(words) 属 \(name)"))
    } else if let place = learned?.place {
      evidence.append(Suggestion.Evidence(kind: .place, text: place))
    }
    if evidence.isEmpty {
      evidence.append(Suggestion.Evidence(kind: .history, text: "以往同类工单多由该单位办理"))
    }
    return evidence
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }

  /// The limit that a law gives for the item, else the profile's for the kind of request.
  private static func limit(
    _ item: CatalogueItem?, _ type: RequestType, _ profile: RegulationProfile?
  ) -> Suggestion.Limit? {
    if let limit = item?.limit(for: type) {
      return Suggestion.Limit(
        text: limit.span.description, source: limit.source?.description ?? "")
    }
    return profile?[.limit(type)].map {
      Suggestion.Limit(text: $0.value.description, source: $0.source.description)
    }
  }
}
