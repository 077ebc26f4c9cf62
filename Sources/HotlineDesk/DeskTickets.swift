import Catalogue
import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Tickets

// Named here so that those above the desk need no room below it.
/// Who does something.
public typealias DeskSeat = Seat
/// Which tickets a list shows.
public typealias DeskTicketFilter = TicketFilter
/// A place in a sorted list of tickets.
public typealias DeskTicketPlace = TicketPlace
/// The name of a ticket's command.
public typealias DeskCommandName = CommandName
/// A ticket's state.
public typealias DeskStateName = StateName
/// A ticket's card.
public typealias DeskCard = Card
/// A refusal with its grounds.
public typealias DeskRefusal = Refusal
/// A command that the regulation refuses.
public typealias DeskCommandRefused = CommandRefused
/// There is no such ticket, or not for this seat.
public typealias DeskNoSuchTicket = NoSuchTicket
/// Two tickets cannot be merged or parted.
public typealias DeskMergeRefused = MergeRefused
/// A key for doing a thing once was used for something else.
public typealias DeskOnceKeyReused = OnceKeyReused
/// Somebody tries out codes.
public typealias DeskTooManyGuesses = TooManyGuesses
/// Somebody else changed it first.
public typealias DeskVersionConflict = VersionConflict
/// A place in the change feed that the journal does not hold.
public typealias DeskPositionLost = PositionLost
/// What is written down when a request comes in.
public typealias DeskIntake = Intake
/// Who called.
public typealias DeskCaller = Caller
/// A note that a caller abused the line.
public typealias DeskCallerFlag = CallerFlag

extension Desk {
  /// Records a request and gives it a number.
  public func receive(_ intake: Intake, by seat: Seat, key: String? = nil) throws -> TicketDocument
  {
    try document(office.receive(intake, by: seat, key: key), for: seat)
  }

  /// Carries a command out on a ticket.
  public func act(
    _ name: CommandName, on number: String, fields: Data, version: Int? = nil, by seat: Seat,
    key: String? = nil
  ) throws -> TicketDocument {
    let result = try office.act(
      name, on: number, fields: fields, version: version, by: seat, key: key)
    return try document(result, for: seat)
  }

  /// Merges a ticket into another one about the same matter.
  public func merge(
    _ number: String, into other: String, approvedBy: String?, by seat: Seat, key: String? = nil
  ) throws -> TicketDocument {
    let result = try office.merge(
      number, into: other, approvedBy: approvedBy, by: seat, key: key)
    return try document(result, for: seat)
  }

  /// Ends a merging.
  public func unmerge(
    _ number: String, by seat: Seat, key: String? = nil
  ) throws -> TicketDocument {
    try document(office.unmerge(number, by: seat, key: key), for: seat)
  }

  private func document(_ result: TicketResult, for seat: Seat) throws -> TicketDocument {
    var document = TicketDocument(
      try office.view(of: result.record, for: seat),
      code: seat.unit == nil ? try office.code(of: result.record.number) : nil,
      itemVersion: try itemVersion(of: result.record.number))
    document.add(result)
    return document
  }

  /// A ticket that a seat may see.
  public func ticket(_ number: String, for seat: Seat) throws -> TicketDocument {
    TicketDocument(
      try office.view(number, for: seat),
      code: seat.unit == nil ? try office.code(of: number) : nil,
      itemVersion: try itemVersion(of: number))
  }

  /// The revision of the item by which a ticket was sent last, as it was kept then; nil when it was
  /// sent by none.
  private func itemVersion(of number: String) throws -> Int? {
    let row = try pool.read {
      try $0.row(
        """
        SELECT json_extract(body, '$.item.revision') FROM entry
        WHERE stream = ? AND json_extract(body, '$.item.id') IS NOT NULL
        ORDER BY version DESC LIMIT 1
        """, "ticket/\(number)")
    }
    return row?.int(0)
  }

  /// A page of tickets.
  public func tickets(
    _ filter: TicketFilter, for seat: Seat, after place: TicketPlace? = nil, most: Int = 50
  ) throws -> [TicketLineDocument] {
    try office.list(filter, for: seat, after: place, most: most).map(TicketLineDocument.init)
  }

  /// How many open tickets there are in each state.
  public func ticketCounts(for seat: Seat) throws -> [String: Int] {
    try office.counts(for: seat)
  }

  /// The history of a ticket, oldest first.
  public func ticketHistory(_ number: String, for seat: Seat) throws -> [TicketChangeDocument] {
    try office.history(of: number, for: seat).map(TicketChangeDocument.init)
  }

  /// Changes of tickets behind a place in the journal, the place from which to ask next, and the
  /// place where the present epoch began.
  ///
  /// - Throws: `PositionLost`.
  public func ticketChanges(
    after sequence: Int, most: Int
  ) throws -> (changes: [TicketChangeDocument], next: Int, epoch: Int) {
    let (changes, next, epoch) = try office.changes(after: sequence, most: most)
    return (changes.map(TicketChangeDocument.init), next, epoch)
  }

  /// What a caller sees with number and code.
  public func progress(of number: String, code: String) throws -> CallerProgressDocument {
    CallerProgressDocument(try office.progress(of: number, code: code))
  }

  /// Takes the caller's own rating.
  public func rate(
    _ number: String, code: String, value: String, key: String? = nil
  ) throws -> CallerProgressDocument {
    CallerProgressDocument(try office.rate(number, code: code, value: value, key: key))
  }

  /// The ledger of supervised matters, the latest first.
  public func supervisionLedger(
    open: Bool?, for seat: Seat, after id: Int?, most: Int
  ) throws -> [SupervisedMatterDocument] {
    try office.supervisionLedger(open: open, for: seat, after: id, most: most).map {
      SupervisedMatterDocument(
        id: $0.id, number: $0.number, unit: $0.unit, reason: $0.reason,
        since: ShanghaiTime.text($0.since), resolved: $0.resolved.map(ShanghaiTime.text))
    }
  }

  /// Does what the tables of tickets need now and then, in steps that no command notices.
  public func tidyTickets(while goOn: () -> Bool = { true }) throws {
    try office.tidy(while: goOn)
  }

  /// Lets due timers act; true when more wait.
  public func tick() throws -> Bool { try office.tick().more }
}
