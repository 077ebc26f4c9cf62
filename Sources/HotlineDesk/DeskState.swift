import Catalogue
import ChineseText
import Hotline
import Knowledge
import SQLite
import Suggestions

/// What is in force at one moment; replaced as a whole when something changes.
struct DeskState: Sendable {
  let catalogue: DispatchCatalogue
  let knowledge: KnowledgeContent
  let search: KnowledgeSearch
  let suggester: Suggester

  /// Reads the database; a changed lexicon takes effect first, so that all is cut by one analyser.
  static func load(_ pool: ConnectionPool, _ shared: SharedAnalyzer) throws -> DeskState {
    let (catalogue, knowledge) = try pool.read {
      (try CatalogueProjection.content($0), try KnowledgeProjection.content($0))
    }
    let analyzer = Analyzer(
      lexicon: try knowledge.lexicon.map { try Lexicon(parsing: $0) } ?? .empty,
      synonyms: try knowledge.synonyms.map { try Synonyms(parsing: $0) } ?? .empty)
    if analyzer.queryVersion != shared.value.queryVersion { shared.replace(with: analyzer) }
    _ = try pool.write { try KnowledgeProjection.reindex($0, version: shared.value.version) }
    let dispatch = DispatchCatalogue(catalogue)
    return DeskState(
      catalogue: dispatch, knowledge: knowledge,
      search: KnowledgeSearch(knowledge.articles, analyzer: shared.value),
      suggester: Suggester(
        catalogue: dispatch, articles: knowledge.articles, analyzer: shared.value))
  }
}
