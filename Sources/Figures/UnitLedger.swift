import Foundation
import Hotline
import Lifecycle
import SQLite

/// One line of a unit's ledger: when, what, when it was answered, with which result.
///
/// Source: 南昌规则第六条.
public struct UnitLedgerLine: Codable, Hashable, Sendable {
  /// The ticket.
  public var number: String
  /// The unit.
  public var unit: String
  /// When the request was taken.
  public var at: String
  /// When the unit was sent it.
  public var dispatched: String
  /// The request, without what tells who called.
  public var text: String
  /// Until when it is due.
  @OrNone public var due: String?
  /// When the unit answered.
  @OrNone public var replied: String?
  /// How it stands or ended.
  public var result: String
  /// The answer.
  @OrNone public var reply: String?
}

extension FigureOffice {
  /// A unit's ledger over the tickets sent to it in a period, in their order.
  ///
  /// - Parameter row: the last line of the page before.
  public func ledger(
    of unit: String, in period: FigurePeriod, after place: FigurePlace? = nil, most: Int = 50
  ) throws -> (lines: [UnitLedgerLine], next: FigurePlace?) {
    let range = period.seconds
    let rows = try pool.read { connection in
      try connection.rows(
        """
        SELECT h.id, h.dispatched, h.due, h.result, h.completed, h.marks, t.number, t.received,
          k.body
        FROM figure_hand h JOIN figure_ticket t ON t.id = h.ticket
        JOIN ticket k ON k.number = t.number
        WHERE h.unit = ? AND h.dispatched >= ? AND h.dispatched < ?
          AND (h.dispatched, h.id) > (?, ?)
        ORDER BY h.dispatched, h.id LIMIT ?
        """, unit, range.lowerBound, range.upperBound, place?.at ?? 0, place?.row ?? 0, most + 1)
    }
    let lines = try rows.prefix(most).map { row in
      try Self.line(row, unit)
    }
    let last = rows.count > most ? rows[most - 1] : nil
    return (lines, last.map { FigurePlace(at: $0.int(1), row: $0.int(0)) })
  }

  private static func line(_ row: SQLiteRow, _ unit: String) throws -> UnitLedgerLine {
    let ticket = try JSONDecoder().decode(Ticket.self, from: Data(row.text(8).utf8))
    let marks = HandFacts.Marks(rawValue: row.int(5))
    let replied = row.int(3)
    let reply = replied == 0 ? nil : ticket.record.replies.last { $0.at.seconds == replied }
    func time(_ column: Int) -> String? {
      row.int(column) == 0 ? nil : ShanghaiTime.text(row.int(column).moment)
    }
    return UnitLedgerLine(
      number: row.text(6), unit: unit, at: ShanghaiTime.text(row.int(7).moment),
      dispatched: ShanghaiTime.text(row.int(1).moment), text: ticket.request.text, due: time(2),
      replied: time(3), result: result(marks, completed: row.int(4), replied: replied),
      reply: reply?.text)
  }

  private static func result(_ marks: HandFacts.Marks, completed: Int, replied: Int) -> String {
    let late = marks.contains(.overdue) ? "，超期" : ""
    if completed > 0 { return (marks.contains(.redone) ? "已办结，后重办" : "已办结") + late }
    if marks.contains(.returned) { return "已退单" }
    if marks.contains(.ended) { return "已撤销或者改派" }
    return (replied > 0 ? "已答复，待办结" : "办理中") + late
  }
}
