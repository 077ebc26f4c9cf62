import Foundation
import Hotline
import Journal
import Revisions
import SQLite

extension KnowledgeProjection {
  /// Every revision of articles and words; streams are `article/…` and `lexicon/…`.
  ///
  /// An article's period runs from its first day, or its hour, to the end of its last day.
  public static let revisions = RevisionTable("article_revision", kinds: ["article", "lexicon"]) {
    $0.type == "article-revised" ? try $0.decoded(KnowledgeArticle.self).period : .always
  }

  /// The knowledge base as it was in force at a moment, by what was recorded until another.
  ///
  /// - Parameter recorded: leave it out for all that is known now; for the answers that people saw
  ///   on a day, give that day for both.
  public static func content(
    _ connection: Connection, at moment: Date, knownAt recorded: Date = .distantFuture
  ) throws -> KnowledgeContent {
    var content = KnowledgeContent()
    for revision in try revisions.inForce(at: moment, knownAt: recorded, connection) {
      switch revision.stream {
      case "lexicon/words": content.lexicon = try revision.decoded(LexiconText.self).text
      case "lexicon/synonyms": content.synonyms = try revision.decoded(LexiconText.self).text
      default: content.articles.append(try revision.decoded())
      }
    }
    return content
  }

  /// The entry that brings an article's old revision back as a new one.
  ///
  /// - Parameter from: the first day on which it is to hold again.
  /// - Parameter expectedVersion: the version on which the person looked.
  /// - Throws: `InputProblem` when the revision is no article's state.
  public static func returning(
    to revision: Revision, from: Day, through last: Day? = nil, expectedVersion: Int
  ) throws -> NewEntry {
    try revision.returned(as: KnowledgeArticle.self, expectedVersion: expectedVersion) {
      ($0.validFrom, $0.validTo, $0.notBefore) = (from, last, nil)
    }
  }

  /// Keys of an article's JSON and their names for people, in the order in which they are shown.
  public static let fieldNames = [
    ("id", "编号"), ("field", "领域"), ("title", "标题"), ("questions", "常见问法"), ("answer", "答复口径"),
    ("owner", "归属单位"), ("region", "适用地区"), ("sources", "依据"), ("validFrom", "生效日"),
    ("validTo", "失效日"), ("verifiedOn", "核对日期"), ("keywords", "关键词"), ("items", "对应派单事项"),
    ("body", "正文"), ("validity", "公开时刻"),
  ].map { (key: $0.0, name: $0.1) }
}
