import ChineseText
import Foundation
import Knowledge

/// The files of full-text indexes in the data folder.
///
/// They follow from the journal and may be deleted; they are no part of a backup.
struct IndexFiles {
  let folder: URL
  private static let prefix = "knowledge-"
  private static let ending = ".index"
  /// How long an index that is not used any more is left to other processes, in seconds.
  private static let grace = 86_400.0

  /// The index of the articles in force: opened when it is there, else built beside the others.
  ///
  /// - Parameter mark: names what of the knowledge base is in force.
  func index(
    _ articles: [KnowledgeArticle], _ analyzer: Analyzer, mark: String, progress: Desk.Progress
  ) throws -> KnowledgeIndex {
    let name = "\(Self.prefix)\(analyzer.version)-\(mark)\(Self.ending)"
    let file = folder.appending(path: name)
    let report: (Int, Int) -> Void = { progress("建立索引", $0, $1) }
    defer { tidy(keeping: name) }
    if let index = try? KnowledgeIndex(
      articles, analyzer: analyzer, path: file.path, progress: report)
    {
      try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file.path)
      return index
    }
    // Without room on the disk an index in memory serves.
    return try KnowledgeIndex(articles, analyzer: analyzer, progress: report)
  }

  private func tidy(keeping name: String) {
    let files = FileManager.default
    let limit = Date(timeIntervalSinceNow: -Self.grace)
    for other in (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
    where other.hasPrefix(Self.prefix) && other.contains(Self.ending) && !other.hasPrefix(name) {
      let path = folder.appending(path: other).path
      let changed = try? files.attributesOfItem(atPath: path)[.modificationDate] as? Date
      if let changed, changed < limit { try? files.removeItem(atPath: path) }
    }
  }
}
