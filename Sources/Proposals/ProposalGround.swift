import Catalogue
import Foundation
import Hotline
import Knowledge
import Revisions
import SQLite

/// What proposed rows are held against: the records as they will stand when the rows take effect.
struct ProposalGround {
  var catalogue: CatalogueContent
  var knowledge: KnowledgeContent
  /// Present versions of the touched streams; 0 for one that never was.
  var versions: [String: Int]
  /// Changes of touched streams that are recorded and will take effect later.
  var planned: [String: [Date]]
  let now: Date

  /// Reads the ground for rows; the latest day among them counts for all.
  init(_ changes: [ProposedChange], at now: Date, _ connection: Connection) throws {
    let moment = max(now, changes.compactMap(\.effective).max() ?? now)
    catalogue = try CatalogueProjection.content(connection, at: moment)
    knowledge = try KnowledgeProjection.content(connection, at: moment)
    versions = [:]
    planned = [:]
    self.now = now
    for change in changes {
      let stream = change.stream
      versions[stream] =
        try connection.row("SELECT max(version) FROM entry WHERE stream = ?", stream)?.int(0) ?? 0
      let table = change.isItem ? CatalogueProjection.revisions : KnowledgeProjection.revisions
      planned[stream] = RecordTimeline(try table.history(of: stream, connection))
        .planned(after: now).map(\.start)
    }
  }

  /// The present state of a row's item.
  func item(_ change: ProposedChange) -> CatalogueItem? {
    change.isItem ? catalogue.items.first { $0.id == change.key } : nil
  }

  /// The present state of a row's article.
  func article(_ change: ProposedChange) -> KnowledgeArticle? {
    change.isItem || change.isWords ? nil : knowledge.articles.first { $0.id == change.key }
  }

  /// The present text of a row's list of words.
  func words(_ change: ProposedChange) -> String {
    change.key == "words" ? knowledge.lexicon ?? "" : knowledge.synonyms ?? ""
  }

  /// The catalogue with the rows carried out.
  func catalogue(after changes: [ProposedChange]) -> CatalogueContent {
    var content = catalogue
    let touched = Set(changes.filter(\.isItem).map(\.key))
    let proposed = Dictionary(
      changes.compactMap(\.item).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    content.items = content.items.compactMap { item in
      touched.contains(item.id) ? proposed[item.id] : item
    }
    let present = Set(content.items.map(\.id))
    var added: Set<String> = []
    for item in changes.compactMap(\.item)
    where !present.contains(item.id) && added.insert(item.id).inserted {
      content.items.append(item)
    }
    return content
  }
}

extension DispatchCatalogue {
  /// What articles may refer to, in this catalogue.
  public var articleReferences: KnowledgeReferences {
    let laws = Dictionary(content.laws.map { ($0.title, $0) }, uniquingKeysWith: { $1 })
    return KnowledgeReferences(
      citationFault: { CatalogueFolder.fault(of: $0, in: laws) },
      units: Set(content.units.map(\.name)), items: Set(content.items.map(\.id)),
      regions: Set(content.regions.map(\.name)))
  }
}
