import Foundation
import Hotline

/// A bulletin's facts: the figures of a period, of the one before and of a year ago, with what
/// belongs to them.
///
/// Source: 宜春办法第二十五条, 第二十六条, 第三十三条; 南昌规则第十九条; 中山办法第二十七条; 濠江制度五（四）.
public struct Bulletin: Sendable {
  /// The sort of bulletin.
  public enum Kind: String, CaseIterable, Sendable {
    /// How requests were handled.
    case handling = "办理情况通报"
    /// What people call about.
    case topics = "热点分析专报"
  }

  /// A ticket that shows what went wrong.
  public struct Case: Sendable {
    var number: String
    var unit: String
    var text: String
    var why: String
  }

  let kind: Kind
  let title: String
  let period: FigurePeriod
  let printedAt: Date
  let now: FigureTable
  let before: FigureTable
  let year: FigureTable
  let units: FigureTable
  let unitsBefore: FigureTable
  let fields: FigureTable
  let ranking: Ranking?
  let cases: [Case]
  let accountability: [AccountabilityCase]
  let topics: [Topic]
  let deductions: [DeductionShare]
  /// Accuracy and freshness of the knowledge base by unit.
  let knowledge: [(unit: String, articles: Int, accuracy: Double?, freshness: Double?)]
}

extension FigureOffice {
  /// The most units, cases or topics that a bulletin lists.
  private static let most = 20

  /// Puts a bulletin together.
  ///
  /// - Parameter knowledge: accuracy and freshness of each unit's articles, from the knowledge base.
  public func bulletin(
    _ kind: Bulletin.Kind, _ period: FigurePeriod,
    knowledge: [(unit: String, articles: Int, accuracy: Double?, freshness: Double?)] = []
  ) throws -> Bulletin {
    let isHandling = kind == .handling
    let month = isHandling && period.kind == .month ? try ranking(period) : nil
    let year = FigurePeriod(String(period.first.year))
    let deductions =
      isHandling && rules()?.figure("year") != nil
      ? try year.map { try dividedDeductions($0) } : nil
    return Bulletin(
      kind: kind, title: rules()?.base.title ?? "", period: period, printedAt: now(),
      now: try table(FigureQuery(period)), before: try table(FigureQuery(period.before)),
      year: try table(FigureQuery(period.yearBefore)),
      units: try table(FigureQuery(period, by: .unit)),
      unitsBefore: try table(FigureQuery(period.before, by: .unit)),
      fields: try table(FigureQuery(period, by: .field)), ranking: month,
      cases: isHandling ? try typicalCases(period) : [],
      accountability: isHandling
        ? Array(try accountability(period).items.prefix(Self.most)) : [],
      topics: Array(try topics(period).items.prefix(isHandling ? 5 : Self.most)),
      deductions: deductions ?? [], knowledge: knowledge)
  }

  private func dividedDeductions(_ year: FigurePeriod) throws -> [DeductionShare] {
    try deductions(year).units
  }

  /// Tickets supervised, long overdue or done again, the gravest first.
  ///
  /// Source: 宜春办法第二十六条.
  private func typicalCases(_ period: FigurePeriod) throws -> [Bulletin.Case] {
    let facts = try facts()
    let range = period.seconds
    let moment = UInt32(clamping: min(now().seconds, range.upperBound))
    var found: [(hand: FactBook.Hand, days: Int)] = []
    for hand in facts.hands where hand.ticket > 0 && !hand.isVoid {
      let isSupervised = range.contains(Int(hand.supervised))
      let isLate = hand.passed > 0 && range.contains(Int(hand.passed))
      guard isSupervised || isLate else { continue }
      let end = hand.completed > 0 ? hand.completed : moment
      let days = hand.passed > 0 && end > hand.passed ? Int(end - hand.passed) / 86_400 : 0
      found.append((hand, days + (isSupervised ? 5 : 0) + (hand.has(.redone) ? 3 : 0)))
    }
    found.sort { $0.days != $1.days ? $0.days > $1.days : $0.hand.ticket < $1.hand.ticket }
    return try pool.read { connection in
      try found.prefix(5).compactMap { hand, _ in
        try connection.row(
          """
          SELECT t.number, substr(json_extract(k.body, '$.request.text'), 1, 120)
          FROM figure_ticket t JOIN ticket k ON k.number = t.number WHERE t.id = ?
          """, Int(hand.ticket)
        ).map { row in
          Bulletin.Case(
            number: row.text(0), unit: facts.names[Int(hand.unit)], text: row.text(1),
            why: Self.why(hand, moment))
        }
      }
    }
  }

  private static func why(_ hand: FactBook.Hand, _ moment: UInt32) -> String {
    var parts: [String] = []
    if hand.passed > 0 {
      let end = hand.completed > 0 ? hand.completed : moment
      let days = end > hand.passed ? Int(end - hand.passed) / 86_400 : 0
      let day = Day(containing: Int(hand.passed).moment)
      parts.append("\(day)到期，" + (hand.completed > 0 ? "超期\(days)天办结" : "已超期\(days)天未办结"))
    }
    if hand.supervised > 0 { parts.append("\(Day(containing: Int(hand.supervised).moment))起督办") }
    if hand.has(.redone) { parts.append("重新办理") }
    if hand.has(.rejected) { parts.append("答复被退回") }
    return parts.joined(separator: "；")
  }
}
