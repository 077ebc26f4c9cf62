import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite

/// A ticket as it is stored, with what belongs to it beside the lifecycle.
public struct TicketRecord: Sendable {
  /// The row in the table.
  let id: Int
  /// The number by which people know it, such as 20261121-000001.
  public let number: String
  /// How many entries it has in the journal.
  public internal(set) var version: Int
  /// The regulation.
  public let profile: String
  /// The standard over it.
  public let layer: String?
  /// The version of the rules when it was last worked on.
  let rules: String
  /// Town or street, or a place in it.
  public let region: String?
  /// Id or name of the catalogue item.
  public internal(set) var item: String?
  /// The caller, sealed.
  let sealed: String?
  /// How the caller wants to be called back.
  public let callback: String?
  /// The ticket that this one was merged into.
  public internal(set) var merged: String?
  /// The ticket.
  public internal(set) var ticket: Ticket

  static let columns =
    "id, number, version, profile, layer, rules, region, item, sealed, callback, merged, body"

  init(_ row: SQLiteRow) throws {
    func text(_ column: Int) -> String? { row.isNull(column) ? nil : row.text(column) }
    id = row.int(0)
    number = row.text(1)
    version = row.int(2)
    profile = row.text(3)
    layer = text(4)
    rules = row.text(5)
    region = text(6)
    item = text(7)
    sealed = text(8)
    callback = text(9)
    merged = text(10)
    ticket = try StoredTicket.ticket(row.text(11))
  }

  /// The units that have it in their hands now.
  var hands: Set<String> {
    var units: Set<String> = []
    if let hand = ticket.state.assignment {
      units.formUnion([hand.lead] + hand.co)
      units.formUnion(hand.tiers)
    }
    if let asked = ticket.state.predispatch { units.insert(asked.unit) }
    return units
  }
}

extension TicketOffice {
  /// A ticket that a seat may see.
  ///
  /// - Throws: `NoSuchTicket`, also for one that is another unit's.
  public func record(_ number: String, for seat: Seat) throws -> TicketRecord {
    let found = try pool.read { try record(number, $0) }
    guard let found, seat.unit.map({ found.hands.contains($0) }) ?? true else {
      throw NoSuchTicket(number: number)
    }
    return found
  }

  /// Whether a number is that of a ticket here, whoever may see it.
  public func knows(_ number: String) throws -> Bool {
    try pool.read { try $0.row("SELECT 1 FROM ticket WHERE number = ?", number) != nil }
  }

  func record(_ number: String, _ connection: Connection) throws -> TicketRecord? {
    try connection.row("SELECT \(TicketRecord.columns) FROM ticket WHERE number = ?", number)
      .map(TicketRecord.init)
  }

  /// The caller of a ticket; nil when nothing is known or it has been erased.
  func caller(of record: TicketRecord) throws -> Caller? {
    guard let sealed = record.sealed else { return nil }
    let text = try pool.read { try keys.open(sealed, for: TicketEntry.stream(record.number), $0) }
    return try text.map { try JSONDecoder().decode(Caller.self, from: Data($0.utf8)) }
  }
}
