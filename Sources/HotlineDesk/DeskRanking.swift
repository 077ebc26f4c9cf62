import Figures
import Foundation
import Hotline

// Named here so that those above the desk need no room below it.
/// A unit's request for a review or extra points.
public typealias DeskRankingKind = RankingRequest.Kind
/// What the rules of ranking do not allow.
public typealias DeskRankingRefused = RankingRefused
/// A unit's share of a deduction.
public typealias DeskDeductionShare = DeductionShare

extension Desk {
  /// A month's ranking; a unit sees the published one, and before that nothing but its own requests.
  public func ranking(_ month: FigurePeriod, for seat: DeskSeat) throws -> Ranking {
    Self.shown(try figureOffice.ranking(month), to: seat)
  }

  /// Draws a month's ranking up.
  public func drawRanking(_ month: FigurePeriod, by seat: DeskSeat) throws -> Ranking {
    try figureOffice.draw(month, by: seat.name)
  }

  /// Asks for a review or for extra points.
  public func requestRanking(
    _ kind: DeskRankingKind, for unit: String?, _ text: String, ticket: String?, points: Double?,
    in month: FigurePeriod, by seat: DeskSeat
  ) throws -> Ranking {
    let ranking = try figureOffice.request(
      kind, for: try Self.unit(unit, of: seat), text, ticket: ticket, points: points, in: month,
      by: seat.name)
    return Self.shown(ranking, to: seat)
  }

  /// Decides a request.
  public func decideRanking(
    _ id: Int, accepted: Bool, reason: String, points: Double?, in month: FigurePeriod,
    by seat: DeskSeat
  ) throws -> Ranking {
    try figureOffice.decide(
      id, accepted: accepted, reason: reason, points: points, in: month, by: seat.name)
  }

  /// Fixes and publishes a month's ranking.
  public func fixRanking(_ month: FigurePeriod, by seat: DeskSeat) throws -> Ranking {
    try figureOffice.fix(month, by: seat.name)
  }

  /// The year's assessment; a unit sees its own.
  public func rankingYear(_ year: FigurePeriod, for seat: DeskSeat) throws -> RankingYear {
    Self.shown(try figureOffice.year(year), to: seat)
  }

  /// Proposes an addition or deduction.
  public func proposeYearItem(
    _ kind: String, points: Double, _ text: String, for unit: String?, in year: FigurePeriod,
    by seat: DeskSeat
  ) throws -> RankingYear {
    let made = try figureOffice.proposeYearItem(
      kind, points: points, text, for: try Self.unit(unit, of: seat), in: year, by: seat.name)
    return Self.shown(made, to: seat)
  }

  /// Decides an addition or deduction.
  public func decideYearItem(
    _ id: Int, accepted: Bool, reason: String, in year: FigurePeriod, by seat: DeskSeat
  ) throws -> RankingYear {
    try figureOffice.decideYearItem(
      id, accepted: accepted, reason: reason, in: year, by: seat.name)
  }

  /// Deductions by the platform above; a unit sees its own shares.
  public func deductions(_ year: FigurePeriod, for seat: DeskSeat) throws -> Deductions {
    var found = try figureOffice.deductions(year)
    if let unit = seat.unit {
      found.units.removeAll { $0.unit != unit }
      found.items = found.items.compactMap { item in
        var own = item
        own.shares.removeAll { $0.unit != unit }
        return own.shares.isEmpty ? nil : own
      }
    }
    return found
  }

  /// Records a deduction and its division.
  public func recordDeduction(
    ticket: String?, _ text: String, points: Double, shares: [DeskDeductionShare],
    in year: FigurePeriod, by seat: DeskSeat
  ) throws -> Deductions {
    try figureOffice.recordDeduction(
      ticket: ticket, text, points: points, shares: shares, in: year, by: seat.name)
  }

  private static func shown(_ ranking: Ranking, to seat: DeskSeat) -> Ranking {
    guard let unit = seat.unit else { return ranking }
    var own = ranking
    own.requests.removeAll { $0.unit != unit }
    // Until it is published a unit checks its own line, not the others'.
    if own.state != .fixed { own.lines.removeAll { $0.unit != unit } }
    return own
  }

  private static func shown(_ year: RankingYear, to seat: DeskSeat) -> RankingYear {
    guard let unit = seat.unit else { return year }
    var own = year
    own.lines.removeAll { $0.unit != unit }
    own.items.removeAll { $0.unit != unit }
    return own
  }

  /// The unit for which somebody speaks: a unit's account for its own alone.
  private static func unit(_ named: String?, of seat: DeskSeat) throws -> String {
    if let own = seat.unit {
      guard named == nil || named == own else {
        throw InputProblem(code: "unit", field: "unit", message: "只能为本单位“\(own)”提出")
      }
      return own
    }
    guard let named else {
      throw InputProblem(code: "unit", field: "unit", message: "请写明为哪个单位提出")
    }
    return named
  }
}
