import Catalogue
import Foundation
import Hotline
import Knowledge
import SQLite

extension ProposalOffice {
  /// Reads rows from a table of items in the layout of the export: known ids are changed, new ones
  /// added, and rows that say what is stored already are left out.
  ///
  /// - Returns: the rows, and every fault of the file with its line and column.
  public func rows(
    readingItems text: String, file: String
  ) throws -> (changes: [ProposedChange], faults: [DataFault]) {
    try pool.read { connection in
      let base = try CatalogueProjection.content(connection, at: now())
      let read = CatalogueFolder.items(text, file: file, over: base)
      let stored = Dictionary(base.items.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      let changes = try read.items.map(\.value).filter { stored[$0.id] != $0 }.enumerated().map {
        index, item in
        ProposedChange(
          row: index + 1, item: item,
          basedOn: stored[item.id] == nil ? 0 : try version("item/\(item.id)", connection))
      }
      return (changes, read.faults)
    }
  }

  /// Reads an article's row from its text in the layout of the export.
  ///
  /// - Parameter file: its path, whose last folder is the article's field.
  public func row(
    readingArticle text: String, file: String
  ) throws -> (change: ProposedChange?, faults: [DataFault]) {
    try pool.read { connection in
      let catalogue = try CatalogueProjection.content(connection, at: now())
      let read = KnowledgeFolder.article(
        text, file: file, references: DispatchCatalogue(catalogue).articleReferences)
      guard let article = read.article else { return (nil, read.faults) }
      let isStored = try KnowledgeProjection.content(connection, at: now()).articles.contains {
        $0.id == article.id
      }
      let change = ProposedChange(
        row: 1, article: article,
        basedOn: isStored ? try version("article/\(article.id)", connection) : 0)
      return (change, read.faults)
    }
  }

  /// The present version of a record, for a form that changes or ends it; 0 when it never was.
  public func version(of stream: String) throws -> Int {
    try pool.read { try version(stream, $0) }
  }

  private func version(_ stream: String, _ connection: Connection) throws -> Int {
    try connection.row("SELECT max(version) FROM entry WHERE stream = ?", stream)?.int(0) ?? 0
  }
}
