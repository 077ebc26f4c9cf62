import Foundation
import Hotline

/// An article that its owner must check again.
public struct FreshnessDuty: Codable, Hashable, Sendable {
  /// Why it must be checked.
  public enum Reason: String, CaseIterable, Codable, Sendable {
    /// The law that it cites has changed or is repealed.
    case law = "依据有变"
    /// The year since the last check is over.
    case overdue = "超过核对期限"
    /// Its period ends soon, or has ended.
    case expiring = "即将失效"
    /// The year since the last check ends soon.
    case soon = "即将到核对期限"
  }

  /// The article's id.
  public var article: String
  /// The article's title.
  public var title: String
  /// The unit that keeps it true.
  public var owner: String
  /// Why.
  public var reason: Reason
  /// The last day for it.
  public var due: Day
  /// The facts, for people.
  public var text: String

  /// How many days before the end owners are reminded.
  public static let warning = 30

  /// What owners must check at a day, the most pressing first.
  ///
  /// - Parameter citationFault: what is wrong with a citation by the register of laws.
  public static func list(
    _ articles: [KnowledgeArticle], on day: Day,
    citationFault: (Citation) -> String? = { _ in nil }
  ) -> [FreshnessDuty] {
    articles.flatMap { article -> [FreshnessDuty] in
      func duty(_ reason: Reason, _ due: Day, _ text: String) -> FreshnessDuty {
        FreshnessDuty(
          article: article.id, title: article.title, owner: article.owner, reason: reason,
          due: due, text: text)
      }
      var duties = article.sources.compactMap { citation in
        citationFault(citation).map { duty(.law, day, $0) }
      }
      let check = article.verifiedOn.adding(days: 365)
      if article.isStale(on: day) {
        duties.append(duty(.overdue, check, "上次核对是 \(article.verifiedOn)，已超过一年"))
      } else if check <= day.adding(days: warning) {
        duties.append(duty(.soon, check, "上次核对是 \(article.verifiedOn)，请在 \(check) 前再核对"))
      }
      if let end = article.validTo, end <= day.adding(days: warning) {
        let text = end < day ? "已于 \(end) 失效，请更新或终止" : "将于 \(end) 失效，请准备新的内容"
        duties.append(duty(.expiring, end, text))
      }
      return duties
    }.sorted { left, right in
      let order = Reason.allCases
      return (order.firstIndex(of: left.reason) ?? 0, left.due, left.article)
        < (order.firstIndex(of: right.reason) ?? 0, right.due, right.article)
    }
  }
}

/// How accurate and fresh the articles of one unit are.
public struct KnowledgeQuality: Codable, Hashable, Sendable {
  /// The unit.
  public var unit: String
  /// Its articles.
  public var articles: Int
  /// Those without an open or admitted fault in the period.
  public var accurate: Int
  /// Those checked within the year.
  public var fresh: Int
  /// Marks in the period that were not dismissed.
  public var marks: Int
  /// Of these, how many were or are behind their limit.
  public var late: Int

  /// Share of accurate articles, 0 to 1; nil without articles.
  public var accuracy: Double? { articles == 0 ? nil : Double(accurate) / Double(articles) }
  /// Share of fresh articles, 0 to 1; nil without articles.
  public var freshness: Double? { articles == 0 ? nil : Double(fresh) / Double(articles) }

  /// The figures of every unit that owns articles or had marks, by name.
  ///
  /// - Parameter period: marks set in it count.
  /// - Parameter moment: the day for freshness, and for what is late.
  public static func byUnit(
    _ articles: [KnowledgeArticle], _ corrections: [Correction], in period: Validity,
    at moment: Date
  ) -> [KnowledgeQuality] {
    let day = Day(containing: moment)
    let marks = corrections.filter { $0.state != .dismissed && period.holds(at: $0.reportedAt) }
    let faulty = Set(marks.filter { $0.mark == .wrong }.map(\.record))
    let owned = Dictionary(grouping: articles, by: \.owner)
    let marked = Dictionary(grouping: marks, by: \.unit)
    return Set(owned.keys).union(marked.keys).sorted().map { unit in
      let own = owned[unit] ?? []
      return KnowledgeQuality(
        unit: unit, articles: own.count,
        accurate: own.count { !faulty.contains("article/\($0.id)") },
        fresh: own.count { !$0.isStale(on: day) }, marks: marked[unit]?.count ?? 0,
        late: (marked[unit] ?? []).count { $0.isLate(at: moment) })
    }
  }
}
