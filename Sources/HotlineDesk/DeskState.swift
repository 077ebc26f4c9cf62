import Catalogue
import ChineseText
import Foundation
import Hotline
import Knowledge
import Regulations
import SQLite
import Suggestions

/// What is in force at one moment; replaced as a whole when something changes.
struct DeskState: Sendable {
  /// Of the last journal entry that it holds.
  let sequence: Int
  /// When something comes into force or goes out of it by itself; nil when nothing is known.
  let nextChange: Date?
  /// What of the knowledge base is in force; see `RevisionTable.mark`.
  let knowledgeMark: String
  /// By which everything is cut.
  let analyzer: Analyzer
  let catalogue: DispatchCatalogue
  let knowledge: KnowledgeContent
  let search: KnowledgeSearch
  private(set) var suggester: Suggester
  let profiles: [RegulationProfile]

  /// Nothing, before the database has been read.
  static var empty: DeskState {
    let analyzer = Analyzer(lexicon: .empty, synonyms: .empty)
    let catalogue = DispatchCatalogue(CatalogueContent())
    return DeskState(
      sequence: 0, nextChange: nil, knowledgeMark: "", analyzer: analyzer,
      catalogue: catalogue, knowledge: KnowledgeContent(),
      search: KnowledgeSearch([], analyzer: analyzer),
      suggester: Suggester(
        catalogue: catalogue, articles: [], learned: .none, analyzer: analyzer),
      profiles: [])
  }

  /// Reads what is in force at a moment; all of it is cut by one analyser.
  ///
  /// - Parameter present: what is in use; its parts stay where nothing changed.
  /// - Parameter folder: where indexes lie.
  static func load(
    _ pool: ConnectionPool, over present: DeskState, _ profiles: [RegulationProfile],
    _ learned: LearnedModels, at moment: Date, in folder: DataFolder, progress: Desk.Progress
  ) throws -> DeskState {
    let (sequence, next, catalogue, knowledge, mark) = try pool.read {
      (
        try $0.row("SELECT coalesce(max(sequence), 0) FROM entry")?.int(0) ?? 0,
        try Desk.nextChange(after: moment, $0),
        try CatalogueProjection.content($0, at: moment),
        try KnowledgeProjection.content($0, at: moment),
        try KnowledgeProjection.revisions.mark(at: moment, $0)
      )
    }
    let analyzer = try present.analyzer(for: knowledge)
    var search = present.search
    if mark != present.knowledgeMark {
      search = KnowledgeSearch(
        knowledge.articles, analyzer: analyzer,
        index: try IndexFiles(folder: folder.url).index(
          knowledge.articles, analyzer, mark: mark, progress: progress))
    }
    let dispatch = DispatchCatalogue(catalogue)
    return DeskState(
      sequence: sequence, nextChange: next, knowledgeMark: mark,
      analyzer: analyzer, catalogue: dispatch, knowledge: knowledge, search: search,
      suggester: Suggester(
        catalogue: dispatch, articles: knowledge.articles, learned: learned,
        analyzer: analyzer),
      profiles: profiles)
  }

  /// The same with other past tickets.
  func with(_ learned: LearnedModels) -> DeskState {
    var copy = self
    copy.suggester = suggester.with(learned)
    return copy
  }

  /// The analyser of a lexicon: the present one while the lexicon is the same.
  private func analyzer(for content: KnowledgeContent) throws -> Analyzer {
    if sequence > 0, content.lexicon == knowledge.lexicon,
      content.synonyms == knowledge.synonyms
    {
      return analyzer
    }
    return Analyzer(
      lexicon: try content.lexicon.map { try Lexicon(parsing: $0) } ?? .empty,
      synonyms: try content.synonyms.map { try Synonyms(parsing: $0) } ?? .empty)
  }

  /// The city's own regulation: the first whose title begins with the city's name.
  var ownProfile: RegulationProfile? { Self.own(profiles, in: catalogue.content.regions) }

  /// The regulation of the city that the places lie in.
  static func own(_ profiles: [RegulationProfile], in regions: [Region]) -> RegulationProfile? {
    let city = regions.first { $0.kind == .city }?.name
    return profiles.first { profile in
      !profile.isLayer && (city.map { profile.title.hasPrefix($0) } ?? false)
    } ?? profiles.first { !$0.isLayer }
  }

  /// The profile with an id, or the city's own for nil.
  ///
  /// - Throws: `InputProblem` that names `profile` and lists those that there are.
  func profile(_ id: String?) throws -> RegulationProfile? {
    guard let id else { return ownProfile }
    if let profile = profiles.first(where: { $0.id == id }) { return profile }
    let known = profiles.map(\.id).joined(separator: "、")
    throw InputProblem(
      code: "unknown_profile", field: "profile", message: "没有规定“\(id)”，可用的有：\(known)")
  }
}
