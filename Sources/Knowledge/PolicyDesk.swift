import Foundation
import Hotline
import Journal
import Revisions
import SQLite
import WorkingTime

extension NoticeBoard {
  /// Takes in a policy before its publication, with the articles that open at its hour.
  ///
  /// A policy that comes too late is taken too, and listed: to turn it away would keep operators
  /// in the dark.
  /// - Parameter references: what the articles may refer to; nil leaves references unchecked.
  /// - Returns: its number.
  /// - Throws: `DataFaults` that name every faulty field of the policy and its articles.
  public func announce(
    _ policy: PolicyNotice, articles: [KnowledgeArticle] = [],
    references: KnowledgeReferences? = nil, by actor: String
  ) throws -> String {
    let articles = articles.map { Self.opening($0, at: policy.publishedAt) }
    let base = try pool.read { try KnowledgeProjection.content($0, at: policy.publishedAt) }
    try refuse(
      policy.faults(at: now())
        + articles.flatMap { article in
          try KnowledgeFolder.faults(in: article, over: base.articles, references: references)
            + ends(article, after: policy.publishedAt)
        })
    var policy = policy
    policy.articles = articles.map(\.id)
    return try record(.policy, by: actor) { id in
      let notice = try NewEntry(
        stream: "policy/\(id)", expectedVersion: 0, type: "policy-announced", encoding: policy)
      return try [notice] + articles.map { try Self.revised($0) }
    }
  }

  /// Moves a policy's hour, and that of its articles; possible until it comes.
  public func postpone(
    policy id: String, to hour: Date, reason: String, by actor: String
  ) throws {
    let policy: PolicyNotice = try stored("policy/\(id)")
    try mustBeHidden(policy)
    guard hour > policy.publishedAt else {
      throw InputProblem(
        code: "hour_earlier", field: "published_at",
        message: "新的发布时间应晚于 \(ShanghaiTime.text(policy.publishedAt))；提前发布请取消后重新报送")
    }
    let step = try NewEntry(
      stream: "policy/\(id)", type: "policy-postponed",
      encoding: NoticeProjection.Postponed(
        publishedAt: hour, reason: try why(reason).reason))
    try journal.append([step] + withdrawn(policy, openingAt: hour), by: actor)
  }

  /// Calls a policy off before its hour; its articles stay as they were without it.
  public func cancel(policy id: String, reason: String, by actor: String) throws {
    let policy: PolicyNotice = try stored("policy/\(id)")
    try mustBeHidden(policy)
    let step = try NewEntry(
      stream: "policy/\(id)", type: "policy-cancelled", encoding: try why(reason))
    try journal.append([step] + withdrawn(policy, openingAt: nil), by: actor)
  }

  /// Puts the official text of a policy into the knowledge base.
  ///
  /// - Parameter place: an address or a file's name.
  public func addText(
    policy id: String, title: String, place: String, by actor: String
  ) throws {
    let policy: PolicyNotice = try stored("policy/\(id)")
    guard policy.cancelled == nil else {
      throw InputProblem(code: "policy_cancelled", field: "id", message: "这项政策已取消发布")
    }
    guard !title.isEmpty, !place.isEmpty else {
      throw InputProblem(
        code: "text_empty", field: title.isEmpty ? "title" : "place", message: "请写明正式文件的名称和所在位置")
    }
    try append(
      "policy/\(id)", "policy-text-added",
      NoticeProjection.AddedText(title: title, place: place), by: actor)
  }

  /// Policies handed in, the next to be published first; for the hotline's own people only while
  /// they are hidden.
  public func policies() throws -> [PolicyNotice] {
    try pool.read { try NoticeProjection.policies($0) }.sorted { $0.publishedAt < $1.publishedAt }
  }

  /// Units that handed a policy in at the wrong time or owe its official text.
  public func latePolicies(
    at moment: Date, calendar: WorkingCalendar
  ) throws -> [PolicyLateness] {
    PolicyLateness.list(try policies(), at: moment, calendar: calendar)
  }

  /// An end that is planned behind the hour, as a cancelled policy leaves it, would cut the article.
  private func ends(_ article: KnowledgeArticle, after hour: Date) throws -> [DataFault] {
    let history = try pool.read {
      try KnowledgeProjection.revisions.history(of: "article/\(article.id)", $0)
    }
    return RecordTimeline(history).planned(after: hour).filter(\.isEnd).map {
      DataFault(
        file: "articles/\(article.field)/\(article.id).md", line: 0, field: "id",
        message: "这个编号已定于 \(Validity.firstText($0.start)) 终止，请换一个编号")
    }
  }

  private func mustBeHidden(_ policy: PolicyNotice) throws {
    guard policy.isHidden(at: now()) else {
      throw InputProblem(
        code: "policy_published", field: "id",
        message: policy.cancelled == nil ? "这项政策已经发布，不能再改发布时间" : "这项政策已取消发布")
    }
  }

  /// The article as it opens with a policy: not before its hour, nor valid before its day.
  private static func opening(_ article: KnowledgeArticle, at hour: Date) -> KnowledgeArticle {
    var article = article
    article.validFrom = max(article.validFrom, Day(containing: hour))
    article.notBefore = hour
    return article
  }

  private static func revised(_ article: KnowledgeArticle) throws -> NewEntry {
    try NewEntry(stream: "article/\(article.id)", type: "article-revised", encoding: article)
  }

  /// The entries that take a policy's planned articles back, and plan them anew for another hour.
  ///
  /// A plan is taken back by recording, for the same hour, what would hold without it.
  private func withdrawn(_ policy: PolicyNotice, openingAt hour: Date?) throws -> [NewEntry] {
    try policy.articles.flatMap { id -> [NewEntry] in
      let stream = "article/\(id)"
      let history = try pool.read { try KnowledgeProjection.revisions.history(of: stream, $0) }
      let planned = RecordTimeline(history).planned(after: now())
      guard let plan = planned.first(where: { $0.start == policy.publishedAt }), !plan.isEnd else {
        return []
      }
      let rest = RecordTimeline(history.filter { $0.start != plan.start })
      var entries: [NewEntry] = []
      if let before = rest.revision(at: plan.start) {
        var article: KnowledgeArticle = try before.decoded()
        article.notBefore = plan.start
        entries.append(try Self.revised(article))
      } else {
        entries.append(try Revision.ending(stream, from: plan.start))
      }
      if let hour {
        var article: KnowledgeArticle = try plan.decoded()
        if article.validFrom == Day(containing: policy.publishedAt) {
          article.validFrom = Day(containing: hour)
        }
        entries.append(try Self.revised(Self.opening(article, at: hour)))
      }
      return entries
    }
  }
}
