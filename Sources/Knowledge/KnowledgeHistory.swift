import Foundation
import Hotline
import Journal
import Revisions
import SQLite

extension KnowledgeProjection {
  /// Every revision of articles and words; streams are `article/…` and `lexicon/…`.
  ///
  /// An article's period runs from its first day, or its hour, to the end of its last day.
  public static let revisions = RevisionTable("article_revision") { entry in
    switch entry.type {
    case "article-revised":
      let article = try entry.decoded(KnowledgeArticle.self)
      return Revision(entry, isEnd: false, period: article.period)
    case "article-ended":
      let period = try entry.decoded(Dated.self).validity ?? .always
      return Revision(entry, isEnd: true, period: period)
    case "lexicon-revised": return Revision(entry, isEnd: false, period: .always)
    default: return nil
    }
  }

  /// What an end's body tells of its day.
  struct Dated: Codable { var validity: Validity? }

  /// The knowledge base as it was in force at a moment, by what was recorded until another.
  ///
  /// - Parameter recorded: leave it out for all that is known now; for the answers that people saw
  ///   on a day, give that day for both.
  public static func content(
    _ connection: Connection, at moment: Date, knownAt recorded: Date = .distantFuture
  ) throws -> KnowledgeContent {
    var content = KnowledgeContent()
    for timeline in try revisions.timelines("", connection) {
      guard let revision = timeline.revision(at: moment, knownAt: recorded) else { continue }
      switch revision.stream {
      case "lexicon/words": content.lexicon = try revision.decoded(LexiconText.self).text
      case "lexicon/synonyms": content.synonyms = try revision.decoded(LexiconText.self).text
      default: content.articles.append(try revision.decoded())
      }
    }
    return content
  }

  /// The entry that ends an article.
  ///
  /// - Parameter moment: from when; nil for its recording.
  public static func end(
    article id: String, from moment: Date?, expectedVersion: Int? = nil
  ) throws -> NewEntry {
    try NewEntry(
      stream: "article/\(id)", expectedVersion: expectedVersion, type: "article-ended",
      encoding: Dated(validity: moment.map { Validity(from: $0) }))
  }

  /// The entry that brings an article's old revision back as a new one.
  ///
  /// - Parameter from: the first day on which it is to hold again.
  /// - Parameter expectedVersion: the version on which the person looked.
  /// - Throws: `InputProblem` when the revision is no article's state.
  public static func returning(
    to revision: Revision, from: Day, through last: Day? = nil, expectedVersion: Int
  ) throws -> NewEntry {
    guard revision.stream.hasPrefix("article/"), !revision.isEnd else {
      throw InputProblem(
        code: "revision_is_end", field: "version", message: "第\(revision.version)版没有文章内容，请选一个有内容的版本"
      )
    }
    var article: KnowledgeArticle = try revision.decoded()
    (article.validFrom, article.validTo, article.notBefore) = (from, last, nil)
    return try NewEntry(
      stream: revision.stream, expectedVersion: expectedVersion, type: "article-revised",
      encoding: article)
  }

  /// Keys of an article's JSON and their names for people, in the order in which they are shown.
  public static let fieldNames = [
    ("id", "编号"), ("field", "领域"), ("title", "标题"), ("questions", "常见问法"), ("answer", "答复口径"),
    ("owner", "归属单位"), ("region", "适用地区"), ("sources", "依据"), ("validFrom", "生效日"),
    ("validTo", "失效日"), ("verifiedOn", "核对日期"), ("keywords", "关键词"), ("items", "对应派单事项"),
    ("body", "正文"), ("validity", "公开时刻"),
  ].map { (key: $0.0, name: $0.1) }

  /// The fields in which two revisions of an article differ.
  public static func differences(from old: Revision?, to new: Revision?) -> [FieldChange] {
    FieldChange.between(
      old.flatMap { $0.isEnd ? nil : $0.body }, new.flatMap { $0.isEnd ? nil : $0.body },
      names: fieldNames)
  }
}
