import Foundation
import Hotline
import SQLite

/// The topics of a period.
public struct TopicList: Sendable {
  /// The days.
  public var period: FigurePeriod
  /// How many requests were looked at.
  public var requests: Int
  /// The topics, those first that stand out most.
  public var items: [Topic]
}

extension FigureOffice {
  /// The most topics that are listed.
  static let mostTopics = 100

  /// What many call about at once in a period.
  ///
  /// Source: 宜春办法第二十五条, 中山办法第二十六条, 第二十七条.
  public func topics(_ period: FigurePeriod, unit: String? = nil) throws -> TopicList {
    let requests = try [period.yearBefore, period.before, period].reduce(
      into: [String: TopicRequest]()
    ) { found, period in
      for request in try self.requests(in: period) { found[request.number] = request }
    }
    let hot = HotTopics(Array(requests.values), in: period)
    let items = hot.topics.filter { topic in
      unit == nil || topic.units.contains { $0.unit == unit }
    }
    return TopicList(
      period: period,
      requests: requests.values.count { period.first <= $0.day && $0.day <= period.last },
      items: Array(items.prefix(Self.mostTopics)))
  }

  /// Requests of a period; those merged into another are one with it.
  private func requests(in period: FigurePeriod) throws -> [TopicRequest] {
    let range = period.seconds
    return try pool.read { connection in
      try connection.rows(
        """
        SELECT t.number, t.received, json_extract(k.body, '$.request.text'), k.lead, t.region
        FROM figure_ticket t JOIN ticket k ON k.number = t.number
        WHERE t.received >= ? AND t.received < ?
        """, range.lowerBound, range.upperBound
      ).map { row in
        TopicRequest(
          number: row.text(0), day: Day(containing: row.int(1).moment), text: row.text(2),
          unit: row.optionalText(3), place: row.optionalText(4))
      }
    }
  }
}
