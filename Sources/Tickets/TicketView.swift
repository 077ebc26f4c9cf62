import Foundation
import Hotline
import Lifecycle
import WorkingTime

/// How a ticket looks at a moment.
public struct TicketView: Sendable {
  /// The ticket.
  public var record: TicketRecord
  /// The card that it shows now.
  public var card: Card
  /// The dates before it, earliest first.
  public var next: [Duty]
  /// How the running limit came about.
  public var steps: [DeadlineStep]
  /// What would be carried out now, given complete papers.
  public var commands: [CommandName]
  /// The caller as this seat may see one; nil when nothing is known, it was erased, or it is kept
  /// from the seat's unit.
  public var caller: Caller?
  /// The article that keeps the caller from the seat's unit.
  public var hidden: String?
  /// Tickets that were merged into it.
  public var followers: [String]
}

extension TicketOffice {
  /// How a ticket looks now to somebody who may see it.
  public func view(_ number: String, for seat: Seat) throws -> TicketView {
    try view(of: record(number, for: seat), for: seat)
  }

  /// How a ticket that has been read looks now.
  public func view(of record: TicketRecord, for seat: Seat) throws -> TicketView {
    let at = clock
    let machine = try? books.machine(record.profile, record.layer)
    let hidden = hidden(record, from: seat)
    return TicketView(
      record: record, card: machine?.card(of: record.ticket, at: at) ?? .none,
      next: machine?.next(of: record.ticket, at: at) ?? [],
      steps: machine?.limitSteps(of: record.ticket) ?? [],
      commands: machine?.commands(for: record.ticket, at: at) ?? [],
      caller: hidden == nil ? try caller(of: record)?.masked : nil, hidden: hidden,
      followers: try followers(of: record.number))
  }
}
