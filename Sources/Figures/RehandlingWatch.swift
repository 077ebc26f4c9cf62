import Foundation
import Hotline
import SQLite

/// A unit's handling again of dissatisfied requests in a month.
public struct RehandlingUnit: Codable, Hashable, Sendable {
  /// The unit; empty for all.
  public var unit: String
  /// Dissatisfied requests that it was to sign.
  public var due: Int
  /// Those that it signed and put into a class, found right or not looked at.
  public var judged: Int
  /// 准确签收率.
  @OrNone public var accurate: Double?
  /// Callers to be told of the progress.
  public var contacts: Int
  /// Those told in time.
  public var contacted: Int
  /// 按时联系率.
  @OrNone public var contact: Double?
  /// Promises that came due.
  public var promises: Int
  /// Those kept.
  public var solved: Int
  /// 按时解决率.
  @OrNone public var solving: Double?
  /// Requests being handled again.
  public var open: Int
}

/// A dissatisfied request that is not through.
public struct RehandlingCase: Codable, Hashable, Sendable {
  /// The ticket.
  public var number: String
  /// The unit.
  public var unit: String
  /// The class; nil while it is not signed.
  @OrNone public var kind: String?
  /// What was promised.
  @OrNone public var promise: String?
  /// Until when.
  @OrNone public var due: String?
  /// How often it was put off.
  public var extensions: Int
  /// How often the caller was told in time.
  public var contacts: Int
  /// How often not.
  public var missed: Int
  /// The promise has passed.
  public var overdue: Bool
}

/// The whole way of dissatisfied requests in a month.
public struct RehandlingWatch: Codable, Hashable, Sendable {
  /// The month.
  public var month: String
  /// The units, all together first.
  public var units: [RehandlingUnit]
  /// What is not through.
  public var items: [RehandlingCase]
}

extension FigureOffice {
  /// Watches the handling again of dissatisfied requests.
  ///
  /// Source: 南京规范7.1, 7.4.
  public func rehandling(_ month: FigurePeriod, unit: String? = nil) throws -> RehandlingWatch {
    var query = FigureQuery(month, by: .unit)
    query.unit = unit
    let table = try table(query)
    let cases = try openCases(unit)
    let open = Dictionary(grouping: cases, by: \.unit).mapValues(\.count)
    let rows = table.rows.filter { row in
      [Measure.receipt, .contact, .solving].contains { (row[$0]?.whole ?? 0) > 0 }
        || open[row.key] != nil
    }
    return RehandlingWatch(
      month: month.key,
      units: [Self.line(table.total, open: cases.count)]
        + rows.map { Self.line($0, open: open[$0.key] ?? 0) },
      items: cases)
  }

  private static func line(_ row: FigureRow, open: Int) -> RehandlingUnit {
    let (receipt, contact, solving) = (row[.receipt], row[.contact], row[.solving])
    return RehandlingUnit(
      unit: row.key, due: receipt?.whole ?? 0, judged: receipt?.part ?? 0,
      accurate: receipt?.value, contacts: contact?.whole ?? 0, contacted: contact?.part ?? 0,
      contact: contact?.value, promises: solving?.whole ?? 0, solved: solving?.part ?? 0,
      solving: solving?.value, open: open)
  }

  /// Dissatisfied requests that are not signed, and those promised and not solved.
  private func openCases(_ unit: String?) throws -> [RehandlingCase] {
    guard rules()?.rows(.classes).isEmpty == false else { return [] }
    let moment = now().seconds
    let rows = try pool.read { connection in
      try connection.rows(
        """
        SELECT t.number, h.unit, NULL, NULL, 0, 0, 0, 0 FROM figure_hand h
        JOIN figure_ticket t ON t.id = h.ticket JOIN ticket k ON k.number = t.number
        WHERE h.rating >= 4 AND h.marks & ? = 0 AND h.excluded IS NULL
          AND k.state IN ('completed', 'callback')
        UNION ALL
        SELECT t.number, r.unit, r.kind, r.promise, r.due, r.extensions,
          (SELECT count(*) FROM figure_contact c WHERE c.ticket = r.ticket AND c.kept = 1),
          (SELECT count(*) FROM figure_contact c WHERE c.ticket = r.ticket AND c.kept = 0)
        FROM figure_rehandling r JOIN figure_ticket t ON t.id = r.ticket
        WHERE r.promise IS NOT NULL AND r.solved = 0
        ORDER BY 1
        """, HandFacts.Marks([.judged, .rerated]).rawValue)
    }
    return rows.filter { unit == nil || $0.text(1) == unit }.map { row in
      let due = row.int(4)
      return RehandlingCase(
        number: row.text(0), unit: row.text(1), kind: row.optionalText(2),
        promise: row.optionalText(3), due: due == 0 ? nil : ShanghaiTime.text(due.moment),
        extensions: row.int(5), contacts: row.int(6), missed: row.int(7),
        overdue: due > 0 && due < moment)
    }
  }
}
