import Foundation
import Hotline
import Journal
import SQLite

/// What a person answers for inside a handling unit, toward the hotline.
///
/// Source: 宜春办法第九条（一）, 南昌规则第七条.
public enum UnitDuty: String, CaseIterable, Codable, Hashable, Sendable {
  /// The one person whom the hotline turns to.
  case liaison = "联络员"
  /// The leader in charge.
  case leader = "分管领导"
  /// Whoever takes tickets and passes them on inside.
  case clerk = "受理转办人员"
}

/// A unit's people by their duties.
public struct UnitPeople: Hashable, Sendable {
  /// The unit.
  public var unit: String
  /// Accounts with their duties, by name.
  public var people: [(account: String, name: String, duty: UnitDuty)]

  /// Those with a duty.
  public func with(_ duty: UnitDuty) -> [(account: String, name: String)] {
    people.filter { $0.duty == duty }.map { ($0.account, $0.name) }
  }

  /// Units with the same people are equal.
  public static func == (left: UnitPeople, right: UnitPeople) -> Bool {
    left.unit == right.unit && left.people.map(\.account) == right.people.map(\.account)
      && left.people.map(\.duty) == right.people.map(\.duty)
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(unit)
    for person in people {
      hasher.combine(person.account)
      hasher.combine(person.duty)
    }
  }
}

/// The table of duties as it follows from the journal.
public struct UnitDutyProjection: Projection {
  struct Body: Codable {
    var unit: String
    var duty: UnitDuty?
  }

  static let type = "account-duty-set"

  /// Makes the projection.
  public init() {}

  /// Adds the table to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("accounts duties 1") {
      try $0.execute(
        """
        CREATE TABLE account_duty (
          account TEXT PRIMARY KEY, unit TEXT NOT NULL, duty TEXT NOT NULL
        ) WITHOUT ROWID;
        """)
    }
  }

  /// Empties the table.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM account_duty")
  }

  /// Writes what an entry means for duties.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    guard entry.type == Self.type else { return }
    let body = try entry.decoded(Body.self)
    let account = String(entry.stream.dropFirst("account-duty/".count))
    try connection.run("DELETE FROM account_duty WHERE account = ?", account)
    if let duty = body.duty {
      try connection.run(
        "INSERT INTO account_duty (account, unit, duty) VALUES (?, ?, ?)", account, body.unit,
        duty.rawValue)
    }
  }
}

extension AccountBook {
  /// The people of every unit that has one with a duty, by unit.
  ///
  /// Who was moved to another unit, or whose account is disabled, has no duty any more.
  public func unitPeople() throws -> [UnitPeople] {
    let rows = try pool.read { connection in
      try connection.rows(
        """
        SELECT d.unit, d.account, a.display_name, d.duty FROM account_duty d
        JOIN account a ON a.name = d.account AND a.unit = d.unit AND a.disabled = 0
        ORDER BY d.unit, d.account
        """)
    }
    var units: [UnitPeople] = []
    for row in rows {
      guard let duty = UnitDuty(rawValue: row.text(3)) else { continue }
      if units.last?.unit != row.text(0) {
        units.append(UnitPeople(unit: row.text(0), people: []))
      }
      units[units.count - 1].people.append((row.text(1), row.text(2), duty))
    }
    return units
  }

  /// Gives a unit's account a duty, or takes it away; a unit has one liaison.
  ///
  /// - Throws: `InputProblem` when there is no such account, it has no unit, or the unit has
  ///   another liaison.
  public func setDuty(_ name: String, _ duty: UnitDuty?, by actor: String) throws {
    guard let account = try account(name) else {
      throw InputProblem(code: "unknown_account", field: "name", message: "没有用户“\(name)”")
    }
    guard let unit = account.unit, !account.isDisabled else {
      throw InputProblem(
        code: "no_unit", field: "name", message: "只有承办单位的在用用户才能设职责，“\(name)”不是")
    }
    let body = UnitDutyProjection.Body(unit: unit, duty: duty)
    try journal.append(by: actor) { connection in
      if duty == .liaison,
        let other = try connection.row(
          """
          SELECT d.account FROM account_duty d
          JOIN account a ON a.name = d.account AND a.unit = d.unit AND a.disabled = 0
          WHERE d.unit = ? AND d.duty = ? AND d.account <> ?
          """, unit, UnitDuty.liaison.rawValue, account.name)
      {
        throw InputProblem(
          code: "second_liaison", field: "duty",
          message: "\(unit)已有联络员“\(other.text(0))”，一个单位只有一名，请先取消")
      }
      return [
        try NewEntry(
          stream: "account-duty/\(account.name)", type: UnitDutyProjection.type, encoding: body)
      ]
    }
  }
}
