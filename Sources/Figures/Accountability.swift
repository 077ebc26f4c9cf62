import Foundation
import Hotline
import Journal
import Lifecycle
import Regulations
import SQLite
import Tickets

/// A listed ground for holding a unit or its people accountable.
public struct AccountabilityRule: Codable, Hashable, Sendable {
  /// Its row in the regulation's table.
  public var id: String
  /// What it says.
  public var text: String
  /// The article.
  public var source: String
  /// True when the record alone shows it; the others a person finds.
  public var byrecord: Bool
}

/// One thing of a ticket's record that speaks for a ground.
public struct EvidencePoint: Codable, Hashable, Sendable {
  /// When.
  public var at: String
  /// What.
  public var what: String
}

/// What was decided of a case; the record proposes, people decide.
public struct AccountabilityDecision: Codable, Hashable, Sendable {
  /// 追责, 约谈提醒 or 不追责.
  public var outcome: String
  /// Why.
  public var reason: String
  /// Who decided.
  public var by: String
  /// When.
  public var at: String
}

/// A ticket that meets a listed ground.
public struct AccountabilityCase: Codable, Hashable, Sendable {
  /// The ticket.
  public var ticket: String
  /// The unit.
  public var unit: String
  /// The ground's id.
  public var rule: String
  /// What it says.
  public var text: String
  /// The article.
  public var source: String
  /// When the record met it.
  public var at: String
  /// What shows it.
  public var evidence: [EvidencePoint]
  /// Decisions, the latest first; empty while nobody has decided.
  public var decisions: [AccountabilityDecision]
}

/// Grounds and cases of a period.
public struct AccountabilityList: Sendable {
  /// The days.
  public var period: FigurePeriod
  /// The listed grounds.
  public var rules: [AccountabilityRule]
  /// The cases, the latest first.
  public var items: [AccountabilityCase]
}

extension FigureOffice {
  /// What may be decided of a case.
  public static let outcomes = ["追责", "约谈提醒", "不追责"]
  /// Grounds that the record shows, by what the regulation's rows name in `when`.
  private static let recorded: Set<String> = [
    "reminders-and-overdue", "rejected-in-row", "joint-overdue", "reports-unsolved", "cards",
    "refused-after-fixing",
  ]
  /// The most cases that are listed at once.
  static let mostCases = 500

  private struct Found: Hashable {
    var ticket: Int
    var unit: String
    var rule: String
    var at: Int
  }

  /// The cases of a period with their evidence.
  ///
  /// Source: 宜春办法第三十六条, 南昌规则第二十条, 濠江制度六.
  public func accountability(
    _ period: FigurePeriod, unit: String? = nil, open: Bool? = nil
  ) throws -> AccountabilityList {
    let rows = rules()?.rows(.accountability) ?? []
    let facts = try facts()
    var found = try noted(period)
    for row in rows {
      guard let when = row["when"] else { continue }
      // What the lifecycle noted of a ticket is not listed a second time.
      let known = Set(found.filter { $0.rule == row.id }.map(\.ticket))
      found.formUnion(
        computed(when, row, in: period, facts).filter { !known.contains($0.ticket) })
    }
    found.formUnion(try decidedByPeople(period))
    var cases: [AccountabilityCase] = []
    for one in found.sorted(by: { ($0.at, $0.ticket) > ($1.at, $1.ticket) }) {
      guard unit == nil || one.unit == unit, cases.count < Self.mostCases,
        let row = rows.first(where: { $0.id == one.rule })
      else { continue }
      let item = try caseOf(one, row)
      guard open == nil || item.decisions.isEmpty == open else { continue }
      cases.append(item)
    }
    return AccountabilityList(
      period: period,
      rules: rows.map { row in
        AccountabilityRule(
          id: row.id, text: row.text, source: row.source.description,
          byrecord: Self.recorded.contains(row["when"] ?? ""))
      }, items: cases)
  }

  /// What the lifecycle noted when it happened.
  private func noted(_ period: FigurePeriod) throws -> Set<Found> {
    let range = period.seconds
    return Set(
      try pool.read { connection in
        try connection.rows(
          "SELECT ticket, unit, rule, at FROM figure_ground WHERE at >= ? AND at < ?",
          range.lowerBound, range.upperBound)
      }.map { Found(ticket: $0.int(0), unit: $0.text(1), rule: $0.text(2), at: $0.int(3)) })
  }

  /// Cases that a person recorded or decided in the period.
  private func decidedByPeople(_ period: FigurePeriod) throws -> Set<Found> {
    let range = period.seconds
    return Set(
      try pool.read { connection in
        try connection.rows(
          """
          SELECT t.id, d.unit, d.rule, min(d.at) FROM figure_decision d
          JOIN figure_ticket t ON t.number = d.ticket
          WHERE d.at >= ? AND d.at < ? AND NOT EXISTS (
            SELECT 1 FROM figure_ground g WHERE g.ticket = t.id AND g.rule = d.rule)
          GROUP BY t.id, d.unit, d.rule
          """, range.lowerBound, range.upperBound)
      }.map { Found(ticket: $0.int(0), unit: $0.text(1), rule: $0.text(2), at: $0.int(3)) })
  }

  /// What follows from the counted rows.
  private func computed(
    _ when: String, _ row: RuleRow, in period: FigurePeriod, _ facts: FactBook.Facts
  ) -> Set<Found> {
    guard ["joint-overdue", "reports-unsolved", "cards", "refused-after-fixing"].contains(when)
    else { return [] }
    let least = row.count("count") ?? 1
    var found: Set<Found> = []
    for hand in facts.hands where hand.ticket > 0 && !hand.isVoid {
      let ticket = facts.tickets[Int(hand.ticket)]
      let at: UInt32
      switch when {
      case "joint-overdue": at = hand.has(.joint) && hand.has(.overdue) ? hand.passed : 0
      case "cards": at = hand.red > 0 ? hand.red : hand.yellow
      case "refused-after-fixing":
        at = hand.has(.fixed) && hand.has(.returnAsked) ? hand.dispatched : 0
      default:
        let isDissatisfied = hand.rating >= 4 && !hand.has(.rerated) && hand.excluded == 0
        let isUnsolved = isDissatisfied || (hand.has(.overdue) && hand.completed == 0)
        at =
          Int(ticket.prior) + 1 >= least && isUnsolved
          ? (isDissatisfied ? hand.rated : hand.passed) : 0
      }
      guard at > 0, period.seconds.contains(Int(at)) else { continue }
      found.insert(
        Found(
          ticket: Int(hand.ticket), unit: facts.names[Int(hand.unit)], rule: row.id, at: Int(at)))
    }
    return found
  }

  private func caseOf(_ found: Found, _ row: RuleRow) throws -> AccountabilityCase {
    let (number, decisions) = try pool.read { connection in
      let number =
        try connection.row("SELECT number FROM figure_ticket WHERE id = ?", found.ticket)?.text(0)
        ?? ""
      return (
        number,
        try connection.rows(
          """
          SELECT outcome, reason, by, at FROM figure_decision
          WHERE ticket = ? AND rule = ? AND unit = ? ORDER BY id DESC
          """, number, found.rule, found.unit)
      )
    }
    return AccountabilityCase(
      ticket: number, unit: found.unit, rule: row.id, text: row.text,
      source: row.source.description, at: ShanghaiTime.text(found.at.moment),
      evidence: try evidence(of: number),
      decisions: decisions.map {
        AccountabilityDecision(
          outcome: $0.text(0), reason: $0.text(1), by: $0.text(2),
          at: ShanghaiTime.text($0.int(3).moment))
      })
  }

  private static let telling: Set<String> = [
    "dispatched", "unit-fixed", "return-requested", "urged", "overdue", "reminded", "card-yellow",
    "card-red", "sign-overdue", "completion-rejected", "redo-ordered", "rated", "supervised",
    "joint-handling-ordered", "extension-requested",
  ]

  /// What a ticket's record says of delays, returns, redos and ratings.
  func evidence(of number: String) throws -> [EvidencePoint] {
    try journal.entries(of: TicketStep.stream(of: number)).flatMap { entry in
      (try TicketStep.reading(entry)?.events ?? []).filter { Self.telling.contains($0.name) }
        .map { EvidencePoint(at: ShanghaiTime.text($0.at), what: $0.words) }
    }
  }

  /// A person decides a case, or records one that only people can see.
  public func decideAccountability(
    ticket: String, unit: String, rule: String, outcome: String, reason: String, by actor: String
  ) throws -> AccountabilityList {
    let rows = rules()?.rows(.accountability) ?? []
    guard rows.contains(where: { $0.id == rule }) else {
      let known = rows.map { "\($0.id)（\($0.text)）" }.joined(separator: "、")
      throw InputProblem(code: "rule", field: "rule", message: "规定里没有这个情形，可用的有：\(known)")
    }
    guard Self.outcomes.contains(outcome) else {
      throw InputProblem(
        code: "outcome", field: "outcome",
        message: "决定应为其中之一：\(Self.outcomes.joined(separator: "、"))")
    }
    let row = try requireTicket(ticket)
    let had = try pool.read {
      try $0.row("SELECT 1 FROM figure_hand WHERE ticket = ? AND unit = ?", row, unit)
    }
    guard had != nil else {
      throw InputProblem(code: "unit", field: "unit", message: "“\(unit)”没有承办过这张工单")
    }
    let entries = try journal.append(
      [
        try NewEntry(
          stream: "accountability/\(ticket)", type: FindingProjection.decided,
          encoding: FindingProjection.Decided(
            unit: unit, rule: rule, outcome: outcome, reason: reason))
      ], by: actor)
    let at = entries.first?.at ?? now()
    var list = try accountability(.month(of: at))
    list.items.removeAll { $0.ticket != ticket || $0.rule != rule }
    return list
  }
}
