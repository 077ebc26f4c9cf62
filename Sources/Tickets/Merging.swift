import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite

/// Why two tickets cannot be merged or parted.
public struct MergeRefused: Error, Equatable, Sendable {
  /// What stands against it, in Chinese.
  public let message: String
}

extension TicketOffice {
  /// The commands that a merged ticket takes over from the one it was merged into.
  ///
  /// What concerns one caller alone (calling back, rating, supplements, withdrawing) stays with
  /// each ticket.
  static let followed: Set<CommandName> = [
    .dispatch, .sign, .assignInner, .requestReturn, .approveReturn, .refuseReturn, .fixUnit,
    .requestExtension, .approveExtension, .refuseExtension, .forceMajeure, .reply,
    .approveCompletion, .rejectCompletion, .jointHandling, .fileCase,
  ]

  /// Merges a ticket into another one about the same matter: from now on it goes the other's way,
  /// and its own caller is still called back and asked.
  ///
  /// A ticket that has not been sent yet is sent to the other's unit at once.
  ///
  /// - Parameters:
  ///   - approvedBy: who approved sending it, where the regulation asks for that.
  ///   - key: a key of the sender's under which it is done only once.
  /// - Throws: `MergeRefused`, `NoSuchTicket`, `CommandRefused`, `OnceKeyReused`.
  public func merge(
    _ number: String, into other: String, approvedBy: String? = nil, by seat: Seat,
    key: String? = nil
  ) throws -> TicketResult {
    let asked = try OnceKey(
      asking: "merge \(number) \(other)", Data((approvedBy ?? "").utf8), key: key, keys)
    if let known = try known(asked, by: seat) { return known }
    let at = clock
    let second = try record(number, for: seat)
    let first = try record(other, for: seat)
    try requireMergeable(second, into: first)
    let machine = try books.machine(second.profile, second.layer)
    var events = machine.act(.tick, on: second.ticket, at: at).events
    var ticket = second.ticket
    for event in events { ticket.apply(event) }
    if let hand = first.ticket.state.assignment, ticket.state.assignment == nil {
      for command in catchingUp(with: hand, first.ticket, approvedBy) {
        let made = machine.act(command, on: ticket, at: at)
        if let refusal = made.refusal {
          throw CommandRefused(
            refusal: refusal, number: number, state: ticket.state.name.rawValue, due: ticket.due,
            card: machine.card(of: ticket, at: at))
        }
        events += made.events
        for event in made.events { ticket.apply(event) }
      }
    }
    return try record(
      link: other, "merge", events, second, machine, by: seat, asked: asked, at: at)
  }

  /// Ends a merging; the ticket goes on by itself from where it is.
  ///
  /// - Parameter key: a key of the sender's under which it is done only once.
  public func unmerge(_ number: String, by seat: Seat, key: String? = nil) throws -> TicketResult {
    let asked = try OnceKey(asking: "unmerge \(number)", Data(), key: key, keys)
    if let known = try known(asked, by: seat) { return known }
    let found = try record(number, for: seat)
    guard found.merged != nil else {
      throw MergeRefused(message: "工单 \(number) 没有并入其他工单")
    }
    let at = clock
    let machine = try books.machine(found.profile, found.layer)
    let events = machine.act(.tick, on: found.ticket, at: at).events
    return try record(
      link: "", "unmerge", events, found, machine, by: seat, asked: asked, at: at)
  }

  /// The numbers of the tickets that were merged into one.
  public func followers(of number: String) throws -> [String] {
    try pool.read {
      try $0.rows("SELECT number FROM ticket WHERE merged = ? ORDER BY number", number).map {
        $0.text(0)
      }
    }
  }

  func followers(of record: TicketRecord, name: CommandName) throws -> [TicketRecord] {
    guard Self.followed.contains(name) else { return [] }
    return try pool.read {
      try $0.rows(
        "SELECT \(TicketRecord.columns) FROM ticket WHERE merged = ? ORDER BY id", record.number
      ).map(TicketRecord.init)
    }
  }

  private func record(
    link: String, _ command: String, _ events: [TicketEvent], _ record: TicketRecord,
    _ machine: TicketMachine, by seat: Seat, asked: OnceKey?, at: Date
  ) throws -> TicketResult {
    do {
      return try write(link, command, events, record, machine, by: seat, asked: asked, at: at)
    } catch {
      // The same request under the same key may just have been carried out.
      if let known = try known(asked, by: seat) { return known }
      throw error
    }
  }

  private func write(
    _ link: String, _ command: String, _ events: [TicketEvent], _ record: TicketRecord,
    _ machine: TicketMachine, by seat: Seat, asked: OnceKey?, at: Date
  ) throws -> TicketResult {
    try journal.append(by: seat.name) { connection in
      // Another merging may have come between: two at once must not make a ring.
      if !link.isEmpty {
        let other = try self.record(link, connection)
        let below = try connection.row(
          "SELECT 1 FROM ticket WHERE merged = ? LIMIT 1", record.number)
        guard let other, other.merged == nil, other.ticket.isOpen, below == nil else {
          throw MergeRefused(message: "工单 \(link) 刚有变动，请刷新后再试")
        }
      }
      return [
        try entry(
          command, events, original: events, record, machine, at: at, asked: asked, merged: link,
          connection)
      ]
    }
    return TicketResult(
      record: try self.record(record.number, for: Seat(name: seat.name)), events: events,
      repeated: false)
  }

  private func requireMergeable(_ second: TicketRecord, into first: TicketRecord) throws {
    func refuse(_ message: String) -> MergeRefused { MergeRefused(message: message) }
    if first.profile != second.profile || first.layer != second.layer {
      throw refuse("两张工单按不同的规定办理，不能并案")
    }
    if first.number == second.number { throw refuse("工单不能并入自己") }
    if let merged = second.merged { throw refuse("工单 \(second.number) 已经并入 \(merged)，请先拆分") }
    if let merged = first.merged {
      throw refuse("工单 \(first.number) 自己已并入 \(merged)，请并入 \(merged)")
    }
    if try !followers(of: second.number).isEmpty {
      throw refuse("工单 \(second.number) 下面已经并有其他工单，请把 \(first.number) 并入它，或者先拆分")
    }
    if !first.ticket.isOpen { throw refuse("工单 \(first.number) 已经办结或者归档，不能再并入") }
    switch second.ticket.state {
    case .received, .reassigning: return
    case .assigned(let hand, let stage)
    where stage.isOpen && hand.lead == first.ticket.state.assignment?.lead:
      return
    case .assigned:
      throw refuse("工单 \(second.number) 已派给别的单位或者已有答复，不能并入；先退单或者等其办结")
    case .answered, .excluded, .withdrawn, .archived:
      throw refuse("工单 \(second.number) 已经了结，不能并入")
    }
  }

  /// What brings a ticket without a unit to where the other one is.
  private func catchingUp(
    with hand: Assignment, _ first: Ticket, _ approvedBy: String?
  ) -> [TicketCommand] {
    guard case .assigned = first.state else { return [] }
    var commands: [TicketCommand] = [
      .dispatch(lead: hand.lead, co: hand.co, terms: hand.terms, approvedBy: approvedBy)
    ]
    if hand.signed != nil { commands.append(.sign(by: hand.lead)) }
    return commands
  }
}
