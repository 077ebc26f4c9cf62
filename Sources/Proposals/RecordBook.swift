import Catalogue
import Foundation
import Hotline
import Journal
import Knowledge
import Revisions
import SQLite

extension ProposalOffice {
  private func table(_ stream: String) -> RevisionTable {
    stream.hasPrefix("article/") || stream.hasPrefix("lexicon/")
      ? KnowledgeProjection.revisions : CatalogueProjection.revisions
  }

  /// Every revision of a record, the first first.
  ///
  /// - Throws: `InputProblem` that names `record` when there is no such record.
  public func history(of stream: String) throws -> [Revision] {
    let history = try pool.read { try table(stream).history(of: stream, $0) }
    guard !history.isEmpty else {
      throw InputProblem(code: "unknown_record", field: "record", message: "没有“\(stream)”这条记录")
    }
    return history
  }

  /// One revision of a record.
  ///
  /// - Throws: `InputProblem` that names `version` when there is none.
  public func revision(_ version: Int, of stream: String) throws -> Revision {
    let history = try history(of: stream)
    guard let found = history.first(where: { $0.version == version }) else {
      throw InputProblem(
        code: "unknown_version", field: "version",
        message: "“\(stream)”没有第 \(version) 版，现有第 1 至 \(history.last?.version ?? 1) 版")
    }
    return found
  }

  /// The row that proposes an old revision of an item or article anew.
  ///
  /// - Throws: `InputProblem` when the revision is an end, or of another kind of record.
  public func row(returning stream: String, to version: Int) throws -> ProposedChange {
    let old = try revision(version, of: stream)
    guard !old.isEnd else {
      throw InputProblem(
        code: "revision_is_end", field: "version", message: "第 \(version) 版是终止记录，请选一个有内容的版本")
    }
    let last = try self.version(of: stream)
    switch old.kind {
    case "item":
      var item: CatalogueItem = try old.decoded()
      item.validity = nil
      var change = ProposedChange(row: 1, item: item, basedOn: last)
      change.isReturn = true
      return change
    case "article":
      var article: KnowledgeArticle = try old.decoded()
      (article.validTo, article.notBefore) = (nil, nil)
      var change = ProposedChange(row: 1, article: article, basedOn: last)
      change.isReturn = true
      return change
    default:
      throw InputProblem(
        code: "not_returnable", field: "record", message: "只有事项和文章可以恢复到以前的版本")
    }
  }
}
