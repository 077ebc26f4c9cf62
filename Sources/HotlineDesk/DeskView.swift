import Catalogue
import ChineseText
import Foundation
import Hotline
import Knowledge

/// The catalogue and the knowledge base as people saw them at one moment, for reading.
///
/// Of a moment that is still to come it holds what is planned so far.
public struct DeskView: Sendable {
  /// The moment.
  public let moment: Date
  let catalogue: DispatchCatalogue
  let knowledge: KnowledgeContent
  private let made: KnowledgeSearch?
  private let analyzer: Analyzer

  fileprivate init(_ state: DeskState, at moment: Date) {
    self.moment = moment
    (catalogue, knowledge, made) = (state.catalogue, state.knowledge, state.search)
    analyzer = state.analyzer
  }

  fileprivate init(_ desk: Desk, asOf moment: Date) throws {
    self.moment = moment
    let (catalogue, knowledge) = try desk.pool.read {
      (
        try CatalogueProjection.content($0, at: moment, knownAt: moment),
        try KnowledgeProjection.content($0, at: moment, knownAt: moment)
      )
    }
    self.catalogue = DispatchCatalogue(catalogue)
    self.knowledge = knowledge
    made = nil
    analyzer = desk.current.analyzer
  }

  /// Every dispatch item in force, in the order of the files.
  public var items: [CatalogueItem] { catalogue.content.items }

  /// The dispatch item with an id; nil when there is none.
  public func item(_ id: String) -> CatalogueItem? { catalogue.item(id) }

  /// Every handling unit.
  public var units: [HandlingUnit] { catalogue.content.units }

  /// Every place that calls name.
  public var regions: [Region] { catalogue.content.regions }

  /// How many articles are in force.
  public var articleCount: Int { knowledge.articles.count }

  /// The article with an id; nil when there is none or it is not in force.
  public func article(_ id: String) -> KnowledgeArticle? {
    let article = made.map { $0.article(id) } ?? knowledge.articles.first { $0.id == id }
    return article.flatMap { $0.period.holds(at: moment) ? $0 : nil }
  }

  /// The articles in force that fit the words best, best first.
  ///
  /// - Throws: `InputProblem` that names `q`.
  public func search(_ words: String, limit: Int) throws -> [KnowledgeHit] {
    let search = made ?? KnowledgeSearch(knowledge.articles, analyzer: analyzer)
    return try search.search(words, on: Day(containing: moment), limit: limit)
  }
}

extension Desk {
  /// What is in force now.
  public var view: DeskView { DeskView(current, at: Date()) }

  /// What people saw at a moment, or will see by what is planned.
  public func view(asOf moment: Date) throws -> DeskView { try DeskView(self, asOf: moment) }
}
