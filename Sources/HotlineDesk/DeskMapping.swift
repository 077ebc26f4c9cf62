import Catalogue
import DataFiles
import Foundation
import Hotline
import Journal
import Knowledge
import Proposals

extension Desk {
  /// Reads the rows of a foreign table in as articles, by a mapping file.
  ///
  /// - Parameter skipsFaulty: leaves faulty rows out instead of writing nothing; they stay in the
  ///   report.
  /// - Throws: `DataFaults` when the mapping itself is wrong.
  public func load(
    table url: URL, mapping: URL, by actor: String, dryRun: Bool = false,
    skipsFaulty: Bool = false, progress: @escaping Progress = { _, _, _ in }
  ) throws -> ImportReport {
    let name = mapping.lastPathComponent
    let map = try ArticleMapping(text: TextFile.read(mapping, as: name), file: name)
    progress("读入", 0, 0)
    let file = try TableFile.read(url, as: url.lastPathComponent, only: map.sheet)
    while true {
      do {
        return try load(
          file, by: map, actor, dryRun: dryRun, skipsFaulty: skipsFaulty, progress: progress)
      } catch is JournalMoved {
        continue
      }
    }
  }

  private func load(
    _ file: TableFile, by map: ArticleMapping, _ actor: String, dryRun: Bool, skipsFaulty: Bool,
    progress: @escaping Progress
  ) throws -> ImportReport {
    let seen = try journal.lastSequence()
    let (base, catalogue) = try pool.read {
      (try KnowledgeProjection.content($0), try CatalogueProjection.content($0))
    }
    let made = map.articles(
      from: file, over: base.articles, usedIDs: try usedArticleIDs(),
      references: DispatchCatalogue(catalogue).articleReferences)
    let writes = made.faults.isEmpty || skipsFaulty
    let changes =
      try writes
      ? KnowledgeProjection.changes(from: base, to: KnowledgeContent(articles: made.articles)) : []
    let report = ImportReport(
      read: made.rows, changed: changes.count, dryRun: dryRun, faults: made.faults,
      remarks: file.remarks)
    guard !dryRun, !changes.isEmpty else { return report }
    try journal.append(
      changes, by: actor,
      guarding: { connection in
        if try Self.contentChanged(after: seen, connection) { throw JournalMoved() }
      }, progress: { progress("写入", $0, changes.count) })
    try refresh(progress: progress)
    return report
  }

  /// Ids that articles ever had; ended ones are not given again.
  private func usedArticleIDs() throws -> Set<String> {
    try pool.read { connection in
      Set(
        try connection.rows(
          "SELECT DISTINCT substr(stream, 9) FROM entry WHERE stream LIKE 'article/%'"
        ).map { $0.text(0) })
    }
  }
}
