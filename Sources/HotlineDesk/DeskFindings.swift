import Accounts
import Figures
import Foundation
import Hotline

// Named here so that those above the desk need no room below it.
/// What a person answers for inside a unit.
public typealias DeskUnitDuty = UnitDuty

/// Grounds and cases of accountability as a document.
public struct AccountabilityDocument: Encodable, Sendable {
  var period: FigurePeriodDocument
  var rules: [AccountabilityRule]
  var items: [AccountabilityCase]

  init(_ list: AccountabilityList) {
    (period, rules, items) = (FigurePeriodDocument(list.period), list.rules, list.items)
  }
}

/// Samples as a document.
public struct SpotCheckDocument: Encodable, Sendable {
  var items: [SpotCheck]
}

/// Every unit's people as a document.
public struct LiaisonDocument: Encodable, Sendable {
  struct Person: Encodable, Sendable {
    var account: String
    var name: String
  }

  struct Line: Encodable, Sendable {
    var unit: String
    var liaison: [Person]
    var leaders: [Person]
    var clerks: [Person]
  }

  var items: [Line]
  var missing: Int
}

extension Desk {
  /// Cases that meet a listed ground, with their evidence.
  public func accountability(
    _ period: FigurePeriod, unit: String?, open: Bool?
  ) throws -> AccountabilityDocument {
    AccountabilityDocument(try figureOffice.accountability(period, unit: unit, open: open))
  }

  /// Decides a case, or records one that only people can see.
  public func decideAccountability(
    ticket: String, unit: String, rule: String, outcome: String, reason: String, by seat: DeskSeat
  ) throws -> AccountabilityDocument {
    AccountabilityDocument(
      try figureOffice.decideAccountability(
        ticket: ticket, unit: unit, rule: rule, outcome: outcome, reason: reason, by: seat.name))
  }

  /// A unit's ledger; a unit's account sees its own.
  public func unitLedger(
    of unit: String?, in period: FigurePeriod, after place: FigurePlace?, most: Int,
    for seat: DeskSeat
  ) throws -> (lines: [UnitLedgerLine], next: FigurePlace?) {
    guard let unit = seat.unit ?? unit else {
      throw InputProblem(code: "unit", field: "unit", message: "请写明哪个承办单位的台账")
    }
    return try figureOffice.ledger(of: unit, in: period, after: place, most: most)
  }

  /// The handling again of dissatisfied requests; a unit sees its own.
  public func rehandlingWatch(
    _ month: FigurePeriod, unit: String?, for seat: DeskSeat
  ) throws -> RehandlingWatch {
    try figureOffice.rehandling(month, unit: seat.unit ?? unit)
  }

  /// The samples; a unit sees its own tickets.
  public func spotChecks(_ month: FigurePeriod?, for seat: DeskSeat) throws -> SpotCheckDocument {
    SpotCheckDocument(items: try figureOffice.spotChecks(month, unit: seat.unit))
  }

  /// Draws a sample.
  public func drawSpotCheck(
    _ month: FigurePeriod, size: Int, seed: Int?, by seat: DeskSeat
  ) throws -> SpotCheckDocument {
    let seed = seed ?? Int.random(in: 1...999_999)
    return SpotCheckDocument(
      items: try figureOffice.drawSpotCheck(month, size: size, seed: seed, by: seat.name))
  }

  /// Records what was found.
  public func recordSpotCase(
    _ check: Int, ticket: String, way: String, finding: String, text: String, until: String?,
    by seat: DeskSeat
  ) throws -> SpotCheckDocument {
    SpotCheckDocument(
      items: try figureOffice.recordSpotCase(
        check, ticket: ticket, way: way, finding: finding, text, until: until, by: seat.name))
  }

  /// Records how something was put right.
  public func rectifySpotCase(
    _ check: Int, ticket: String, text: String, by seat: DeskSeat
  ) throws -> SpotCheckDocument {
    SpotCheckDocument(
      items: try figureOffice.rectifySpotCase(
        check, ticket: ticket, text, unit: seat.unit, by: seat.name))
  }

  /// Every unit's liaison, leaders and clerks; those without a liaison first.
  public func liaisons() throws -> LiaisonDocument {
    let people = Dictionary(
      try accounts.unitPeople().map { ($0.unit, $0) }, uniquingKeysWith: { first, _ in first })
    func persons(_ unit: String, _ duty: UnitDuty) -> [LiaisonDocument.Person] {
      (people[unit]?.with(duty) ?? []).map {
        LiaisonDocument.Person(account: $0.account, name: $0.name)
      }
    }
    let names = Set(units.map(\.name)).union(people.keys).sorted()
    let lines = names.map { unit in
      LiaisonDocument.Line(
        unit: unit, liaison: persons(unit, .liaison), leaders: persons(unit, .leader),
        clerks: persons(unit, .clerk))
    }
    let missing = lines.filter(\.liaison.isEmpty)
    return LiaisonDocument(
      items: missing + lines.filter { !$0.liaison.isEmpty }, missing: missing.count)
  }
}
