import Foundation
import Hotline
import Regulations
import WorkingTime

/// Decides what a command does to a ticket under a regulation; reads no clock and writes nothing.
///
///     let machine = TicketMachine(rules: Rulebook(yichun), calendar: calendar)
///     let result = machine.act(.sign(by: "市城管局"), on: ticket, at: now)
///     result.events     // timers that came due, then what the command did
///     result.refusal    // nil when it was carried out
public struct TicketMachine: Sendable {
  /// The regulation.
  public let rules: Rulebook
  /// Working days and hours of the place.
  public let clock: WorkClock

  /// Makes a machine for a regulation on a calendar.
  public init(rules: Rulebook, calendar: WorkingCalendar) {
    self.rules = rules
    clock = WorkClock(calendar: calendar, rules: rules)
  }

  /// What came of a command.
  public struct Result: Sendable {
    /// The ticket afterwards; nil while there is none.
    public var ticket: Ticket?
    /// Timers that came due, then what the command did, in order.
    public var events: [TicketEvent]
    /// Why the command was refused; its timers acted all the same.
    public var refusal: Refusal?
  }

  /// Lets due timers act, then carries the command out or refuses it.
  public func act(_ command: TicketCommand, on ticket: Ticket?, at now: Date) -> Result {
    guard let ticket else { return receive(command, at: now) }
    var step = Step(rules: rules, clock: clock, now: now, ticket: ticket)
    step.runTimers()
    let before = step
    step.perform(command)
    if step.grounds.isEmpty {
      step.runTimers()
      return Result(ticket: step.ticket, events: step.events, refusal: nil)
    }
    return Result(
      ticket: before.ticket, events: before.events, refusal: Refusal(grounds: step.grounds))
  }

  private func receive(_ command: TicketCommand, at now: Date) -> Result {
    if command == .tick { return Result(ticket: nil, events: [], refusal: nil) }
    guard case .receive(var request) = command else {
      let ground = Refusal.Ground(
        "还没有工单，不能\(command.name.words)", source: rules.process(of: .receive),
        instead: "先用 receive 登记诉求")
      return Result(ticket: nil, events: [], refusal: Refusal(grounds: [ground]))
    }
    request.at = now
    let event = TicketEvent(
      at: now, change: .received(request), sources: [rules.process(of: .receive)])
    var step = Step(rules: rules, clock: clock, now: now, ticket: Ticket(request))
    step.events = [event]
    step.noteEmergency()
    step.runTimers()
    return Result(ticket: step.ticket, events: step.events, refusal: nil)
  }

  /// The card that the ticket shows at a moment.
  public func card(of ticket: Ticket?, at now: Date) -> Card {
    guard let ticket else { return .none }
    return Step(rules: rules, clock: clock, now: now, ticket: ticket).card
  }

  /// How the running limit came about, step by step, each with its article; empty when none runs.
  public func limitSteps(of ticket: Ticket) -> [DeadlineStep] {
    guard ticket.due != nil, let limit = ticket.state.assignment?.limit else { return [] }
    return clock.steps(of: limit)
  }

  /// The earliest moment after `now` at which a `tick` could emit an event or the card could change.
  ///
  /// Nil when time alone changes nothing any more. A service stores it after each command and ticks
  /// only tickets whose moment has come. It is a whole second, so that it may be stored as one: a
  /// moment within a second is rounded up, and what shows only after its moment (an overdue duty, a
  /// red card, deemed acceptance) wakes one second later. A timer that has come and has not acted
  /// wakes in the next second.
  public func wake(of ticket: Ticket?, after now: Date) -> Date? {
    guard let ticket else { return nil }
    return Step(rules: rules, clock: clock, now: now, ticket: ticket).wake
  }

  /// The dates that lie before the ticket, earliest first.
  public func next(of ticket: Ticket?, at now: Date) -> [Duty] {
    guard let ticket else { return [] }
    return Step(rules: rules, clock: clock, now: now, ticket: ticket).nextDuties
  }
}
