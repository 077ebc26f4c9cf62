import Catalogue
import ChineseText
import Foundation
import Hotline
import Knowledge
import Regulations

/// Joins what the knowledge base, the catalogue, places, past tickets and the regulation say of a
/// call into one suggestion.
///
///     let suggester = Suggester(catalogue: catalogue, articles: articles, analyzer: analyzer)
///     let suggestion = try suggester.suggest("小区楼下烧烤油烟很大", at: Date())
///
/// Immutable: a changed catalogue, knowledge base or history gives a new one.
public struct Suggester: Sendable {
  /// The most characters of a call.
  public static let longestCall = 20_000
  /// Under this confidence of the best unit Paidan abstains.
  public static let unitThreshold = 0.5
  /// Units that are less sure are not listed.
  static let leastShare = 0.02

  private let catalogue: DispatchCatalogue
  private let items: ItemMatcher
  private let answers: AnswerFinder
  private let places: PlaceFinder
  private let kinds = KindFinder()
  private let analyzer: Analyzer

  /// Prepares everything that a call is compared with.
  public init(catalogue: DispatchCatalogue, articles: [KnowledgeArticle], analyzer: Analyzer) {
    self.catalogue = catalogue
    self.analyzer = analyzer
    items = ItemMatcher(catalogue, articles: articles, analyzer: analyzer)
    answers = AnswerFinder(articles, analyzer: analyzer)
    places = PlaceFinder(catalogue)
  }

  /// The suggestion for one call.
  ///
  /// - Parameter profile: the regulation that says what is excluded, urgent and due; nil for none.
  /// - Throws: `InputProblem` for a text that is empty, too long or holds a NUL.
  public func suggest(
    _ call: String, under profile: RegulationProfile?, at moment: Date
  ) throws -> Suggestion {
    let call = try Self.checked(call)
    let found = places.places(in: call)
    let kind = kinds.kinds(of: call)
    let matches = itemMatches(call)
    let candidates = UnitCandidates(matches, territory: places.territory(of: found))
    let type = kind.first.map { $0.kind } ?? .other
    let units = candidates.ranked.prefix(5).filter { $0.candidate.share >= Self.leastShare }
      .map { unit($0.unit, $0.candidate, candidates.territory, type, profile) }
    return Suggestion(
      answers: answers(to: call, on: Day(containing: moment)), units: units,
      coHandlers: coHandlers(units.first, candidates),
      exclusions: Self.exclusions(of: call, profile),
      type: Suggestion.Kind(value: type.rawValue, confidence: kind.first?.share ?? 0),
      urgent: Self.urgency(of: call, profile), repeats: [],
      missing: MissingFacts.of(call, kind: type, places: found),
      abstained: (units.first?.confidence ?? 0) < Self.unitThreshold,
      asOf: ShanghaiTime.text(moment))
  }

  /// The call without white space at its ends; a problem when it cannot be used.
  public static func checked(_ call: String) throws -> String {
    let text = call.trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty {
      throw InputProblem(code: "text_empty", field: "text", message: "诉求内容不能为空")
    }
    if text.unicodeScalars.contains("\0") {
      throw InputProblem(code: "text_nul", field: "text", message: "诉求内容含有空字符（NUL），请去掉后再试")
    }
    // Counting scalars is cheap; a character has at least one.
    let count = text.unicodeScalars.count
    if count > longestCall {
      throw InputProblem(
        code: "text_too_long", field: "text",
        message: "诉求内容有 \(count) 个字，不能超过 \(longestCall) 个")
    }
    return text
  }

  /// The items of the call, or of its parts when it holds several matters.
  private func itemMatches(_ call: String) -> [ItemMatcher.Match] {
    let whole = items.matches(call, limit: 10)
    let parts = CallParts.of(call)
    guard parts.count > 1 else { return whole }
    var joined: [String: ItemMatcher.Match] = [:]
    func add(_ matches: [ItemMatcher.Match], _ weight: Double) {
      for var match in matches {
        match.share *= weight
        if let old = joined[match.item.id] {
          match.share += old.share
          match.coverage = max(match.coverage, old.coverage)
        }
        joined[match.item.id] = match
      }
    }
    add(whole, 0.4)
    for part in parts { add(items.matches(part, limit: 5), 0.6 / Double(parts.count)) }
    return joined.values.sorted { ($0.share, $1.item.id) > ($1.share, $0.item.id) }
  }

  private func unit(
    _ name: String, _ candidate: UnitCandidates.Candidate,
    _ territory: (unit: String, places: [FoundPlace], share: Double)?, _ type: RequestType,
    _ profile: RegulationProfile?
  ) -> Suggestion.Unit {
    let best = candidate.items.first
    var evidence: [Suggestion.Evidence] = []
    for match in candidate.items.prefix(2) {
      let item = match.item
      evidence.append(
        Suggestion.Evidence(
          kind: .item, text: "\(item.id) \(item.name)（\(item.category.joined(separator: "/"))）"))
    }
    if let best, !best.words.isEmpty {
      evidence.append(Suggestion.Evidence(kind: .words, text: best.words.joined(separator: "、")))
    }
    if let territory, territory.unit == name {
      let words = territory.places.map(\.words).joined(separator: "、")
      evidence.append(Suggestion.Evidence(kind: .place, text: "\(words) 属 \(name)"))
    }
    let item = best?.item
    return Suggestion.Unit(
      unit: name, confidence: Self.confidence(candidate), item: item?.id,
      agency: item.flatMap { $0.agency.isEmpty ? nil : $0.agency },
      legalBasis: item?.legalBasis.map(\.description) ?? [],
      limit: Self.limit(item, type, profile), evidence: evidence)
  }

  /// The limit that a law gives for the item, else the profile's for the kind of request.
  private static func limit(
    _ item: CatalogueItem?, _ type: RequestType, _ profile: RegulationProfile?
  ) -> Suggestion.Limit? {
    if let item, let limit = item.limit {
      return Suggestion.Limit(text: limit.description, source: item.limitSource?.description ?? "")
    }
    return profile?[.limit(type)].map {
      Suggestion.Limit(text: $0.value.description, source: $0.source.description)
    }
  }

  /// How often a unit with such a share of the items is right: a logistic fitted on the tuning half
  /// of the spoken calls in `tools/measure`.
  private static func confidence(_ candidate: UnitCandidates.Candidate) -> Double {
    let share = min(max(candidate.share, 0.001), 0.999)
    let sum = 1.1 + 1.05 * log(share / (1 - share))
    // Less than a tenth of the call known is less than the calls on which this was fitted had.
    let known = min(1, (candidate.items.map(\.coverage).max() ?? 0) / 0.1)
    return known / (1 + exp(-sum))
  }

  /// What the regulation's list of exclusions says of the call; weak hints stay out.
  private static func exclusions(
    of call: String, _ profile: RegulationProfile?
  ) -> [Suggestion.Exclusion] {
    guard let profile else { return [] }
    return profile.exclusions.find(in: call)
      .filter { $0.confidence >= ExclusionList.displayThreshold }
      .map {
        Suggestion.Exclusion(
          entry: $0.entry, source: $0.source, confidence: $0.confidence, words: $0.words,
          tell: $0.tell)
      }
  }

  private static func urgency(
    of call: String, _ profile: RegulationProfile?
  ) -> Suggestion.Urgency? {
    profile?.urgent(in: call).map {
      Suggestion.Urgency(entry: $0.entry, source: $0.source, within: $0.within)
    }
  }

  private func coHandlers(_ unit: Suggestion.Unit?, _ candidates: UnitCandidates) -> [String] {
    guard let unit, let item = unit.item.flatMap({ catalogue.item($0) }) else { return [] }
    let names = item.coHandlers.map {
      $0 == CatalogueItem.territory ? candidates.territory?.unit ?? $0 : $0
    }
    return names.filter { $0 != unit.unit }
  }

  private func answers(to call: String, on day: Day) -> [Suggestion.Answer] {
    answers.matches(call, on: day, limit: 3).filter { $0.confidence >= 0.1 }.map { match in
      let article = match.article
      return Suggestion.Answer(
        id: article.id, title: article.title, excerpt: article.answer,
        confidence: match.confidence, owner: article.owner,
        source: article.sources.map(\.description).joined(separator: "；"),
        validFrom: article.validFrom.description, validTo: article.validTo?.description,
        verifiedOn: article.verifiedOn.description, region: article.region)
    }
  }
}
