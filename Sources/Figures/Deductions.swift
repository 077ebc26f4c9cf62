import Foundation
import Hotline
import Journal

/// A unit's share of a deduction.
public struct DeductionShare: Codable, Hashable, Sendable {
  /// The unit.
  public var unit: String
  /// Its points.
  public var points: Double

  /// Gives a unit its share.
  public init(unit: String, points: Double) {
    self.unit = unit
    self.points = points
  }
}

/// Points that the platform above took off, divided among the units that caused it.
public struct Deduction: Codable, Hashable, Sendable {
  /// Place among the year's deductions, from 1.
  public var id: Int
  /// The ticket.
  @OrNone public var ticket: String?
  /// Why.
  public var text: String
  /// How many points.
  public var points: Double
  /// Who recorded it.
  public var by: String
  /// When.
  public var at: String
  /// The division.
  public var shares: [DeductionShare]
}

/// A year's deductions.
public struct Deductions: Codable, Hashable, Sendable {
  /// The year.
  public var year: String
  /// The article.
  @OrNone public var source: String?
  /// The deductions.
  public var items: [Deduction]
  /// What each unit bears, the most first.
  public var units: [DeductionShare]
}

private struct DeductionBody: Codable {
  var ticket: String?
  var text: String
  var points: Double
  var shares: [DeductionShare]
}

extension FigureOffice {
  private static func stream(_ year: FigurePeriod) -> String { "deductions/\(year.key)" }

  /// A year's deductions by unit.
  ///
  /// Source: 南昌规则第二十一条.
  public func deductions(_ year: FigurePeriod) throws -> Deductions {
    let items = try journal.entries(of: Self.stream(year)).enumerated().map { index, entry in
      let body = try entry.decoded(DeductionBody.self)
      return Deduction(
        id: index + 1, ticket: body.ticket, text: body.text, points: body.points, by: entry.actor,
        at: ShanghaiTime.text(entry.at), shares: body.shares)
    }
    var sums: [String: Double] = [:]
    for share in items.flatMap(\.shares) { sums[share.unit, default: 0] += share.points }
    return Deductions(
      year: year.key, source: rules()?.figure("year")?.source.description, items: items,
      units: sums.map { DeductionShare(unit: $0, points: RankingScheme.rounded($1)) }
        .sorted { $0.points != $1.points ? $0.points > $1.points : $0.unit < $1.unit })
  }

  /// Records a deduction with its division, which must add up.
  public func recordDeduction(
    ticket: String?, _ text: String, points: Double, shares: [DeductionShare],
    in year: FigurePeriod, by actor: String
  ) throws -> Deductions {
    guard points > 0, points <= 1_000 else {
      throw InputProblem(code: "points", field: "points", message: "扣分应大于0，不超过1000")
    }
    guard !shares.isEmpty, shares.allSatisfy({ $0.points > 0 }),
      Set(shares.map(\.unit)).count == shares.count,
      abs(shares.reduce(0) { $0 + $1.points } - points) < 0.005
    else {
      throw InputProblem(
        code: "shares", field: "shares", message: "每个责任单位写一次，分值大于0，合计应等于扣分 \(points)")
    }
    for share in shares { try requireUnit(share.unit, field: "shares") }
    if let ticket { try requireTicket(ticket) }
    try journal.append(
      [
        try NewEntry(
          stream: Self.stream(year), type: "deduction-recorded",
          encoding: DeductionBody(ticket: ticket, text: text, points: points, shares: shares))
      ], by: actor)
    return try deductions(year)
  }

  /// A ticket that there is; gives its row.
  @discardableResult
  func requireTicket(_ number: String, field: String = "ticket") throws -> Int {
    let row = try pool.read {
      try $0.row("SELECT id FROM figure_ticket WHERE number = ?", number)
    }
    guard let row else {
      throw InputProblem(code: "ticket", field: field, message: "没有工单 \(number)")
    }
    return row.int(0)
  }
}
