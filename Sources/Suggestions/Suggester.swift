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
  /// From this likeness on a past ticket is shown as the same matter.
  static let sameMatter = 0.6
  /// Units that are less sure are not listed.
  static let leastConfidence = 0.005

  let catalogue: DispatchCatalogue
  private(set) var learned: LearnedModels
  let items: ItemMatcher
  private let answers: AnswerFinder
  let places: PlaceFinder
  private let kinds = KindFinder()
  private let analyzer: Analyzer

  /// Prepares everything that a call is compared with.
  public init(
    catalogue: DispatchCatalogue, articles: [KnowledgeArticle], learned: LearnedModels,
    analyzer: Analyzer
  ) {
    self.catalogue = catalogue
    self.learned = learned
    self.analyzer = analyzer
    items = ItemMatcher(catalogue, articles: articles, analyzer: analyzer)
    answers = AnswerFinder(articles, analyzer: analyzer)
    places = PlaceFinder(catalogue)
  }

  /// The same with other past tickets.
  public func with(_ learned: LearnedModels) -> Suggester {
    var copy = self
    copy.learned = learned
    return copy
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
    let kind = kind(of: call)
    let reading = learned.units?.reading(of: call)
    let candidates = UnitCandidates(
      itemMatches(call), territory: places.territory(of: found),
      learned: reading.flatMap { learned.units?.predict($0, limit: 10) } ?? [],
      weight: LearnedModels.weight(learned.unitTickets), catalogue: catalogue)
    let units = candidates.ranked.prefix(5)
      .filter { $0.candidate.confidence >= Self.leastConfidence }
      .map { proposal($0.unit, $0.candidate, reading, candidates.territory, kind.type, profile) }
    return Suggestion(
      answers: answers(to: call, on: Day(containing: moment)), units: units,
      coHandlers: coHandlers(units.first, candidates),
      exclusions: Self.exclusions(of: call, profile),
      type: Suggestion.Kind(value: kind.type.rawValue, confidence: kind.share),
      urgent: Self.urgency(of: call, profile), repeats: repeats(reading),
      missing: MissingFacts.of(call, kind: kind.type, places: found),
      abstained: abstains(at: units.first?.confidence ?? 0),
      asOf: ShanghaiTime.text(moment))
  }

  /// The kind of request, by its forms of speech and by past tickets.
  private func kind(of call: String) -> (type: RequestType, share: Double) {
    let weight = LearnedModels.weight(learned.typeTickets)
    var shares: [RequestType: Double] = [:]
    for (kind, share) in kinds.kinds(of: call) { shares[kind] = share * (1 - weight) }
    for proposal in learned.types?.predict(call, limit: 7) ?? [] {
      guard let kind = RequestType(rawValue: proposal.label) else { continue }
      shares[kind, default: 0] += proposal.confidence * weight
    }
    let best = shares.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
    return (best?.key ?? .other, best?.value ?? 0)
  }

  /// Past tickets set their own threshold for being right 19 times in 20; the catalogue alone is
  /// held to being right more often than not.
  private func abstains(at confidence: Double) -> Bool {
    guard let units = learned.units, LearnedModels.weight(learned.unitTickets) > 0.5 else {
      return confidence < Self.unitThreshold
    }
    return units.abstains(at: confidence)
  }

  /// Past tickets that are all but the same.
  private func repeats(_ reading: CallReading?) -> [Suggestion.Repeat] {
    guard let units = learned.units, let reading else { return [] }
    return units.neighbours(of: reading, limit: 3).filter { $0.similarity >= Self.sameMatter }.map {
      Suggestion.Repeat(ticket: $0.id, similarity: $0.similarity, state: "archived")
    }
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

  /// What the regulation's list of exclusions says of the call; weak hints are among it, for the reader
  /// to leave out under the display threshold.
  private static func exclusions(
    of call: String, _ profile: RegulationProfile?
  ) -> [Suggestion.Exclusion] {
    guard let profile else { return [] }
    return profile.exclusions.find(in: call).map {
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
        verifiedOn: article.verifiedOn.description, region: article.region,
        overdue: article.isStale(on: day))
    }
  }
}
