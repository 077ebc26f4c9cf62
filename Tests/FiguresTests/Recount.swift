import Foundation
import Hotline
import Journal
import Lifecycle
import Tickets
import WorkingTime

@testable import Figures

/// The figures counted once more, slowly, from the journal's events and the tickets that they make.
///
/// It shares nothing with the tables but the names of the measures.
struct Recount {
  struct Sum: Equatable {
    var part = 0
    var whole = 0
    var minutes: [Int] = []
  }

  /// By measure and unit; the empty unit is the total.
  private(set) var sums: [Measure: [String: Sum]] = [:]
  private(set) var excluded: [String: Int] = [:]
  private let period: FigurePeriod
  private let clock: WorkingClock
  private let now: Date

  init(_ journal: EventJournal, _ period: FigurePeriod, _ clock: WorkingClock, now: Date) throws {
    (self.period, self.clock, self.now) = (period, clock, now)
    var tickets: [String: [TicketEvent]] = [:]
    for entry in try journal.entries(after: 0, limit: 1_000_000) {
      guard let step = try TicketStep.reading(entry) else { continue }
      tickets[step.number, default: []] += step.events
    }
    for events in tickets.values {
      ticket(events)
      hands(events)
      rating(events)
      promise(events)
    }
  }

  private mutating func add(
    _ measure: Measure, _ unit: String?, _ at: Date?, _ part: Bool, minutes: Int? = nil
  ) {
    guard let at, period.first.start <= at, at < period.last.adding(days: 1).start else { return }
    for name in [unit, ""].compactMap({ $0 }) {
      sums[measure, default: [:]][name, default: Sum()].whole += 1
      if part { sums[measure, default: [:]][name, default: Sum()].part += 1 }
      if let minutes {
        sums[measure, default: [:]][name, default: Sum()].minutes.append(minutes)
      }
    }
  }

  private mutating func ticket(_ events: [TicketEvent]) {
    guard let begin = events.first?.at else { return }
    let names = events.map(\.name)
    add(.received, nil, begin, true)
    add(.answered, nil, begin, names.contains("answered"))
    if names.contains("excluded") { add(.refused, nil, begin, true) }
  }

  private mutating func hands(_ events: [TicketEvent]) {
    let starts = events.indices.filter {
      ["dispatched", "unit-fixed", "redo-ordered"].contains(events[$0].name)
    }
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : events.count
      let next = end < events.count ? events[end].name : nil
      hand(Array(events[..<start]), Array(events[start..<end]), next: next)
    }
  }

  private mutating func hand(_ before: [TicketEvent], _ own: [TicketEvent], next: String?) {
    guard let ticket = Ticket.replaying(before + own.prefix(1)),
      let hand = ticket.state.assignment, let sent = own.first?.at
    else { return }
    let unit = hand.lead
    let names = own.map(\.name)
    func has(_ name: String) -> Bool { names.contains(name) }
    func first(_ name: String) -> Date? { own.first { $0.name == name }?.at }
    let isRedo = own.first?.name == "redo-ordered"
    if !isRedo {
      add(.dispatched, unit, sent, true)
      add(.returning, unit, sent, has("return-approved"))
      add(.extending, unit, sent, has("extension-approved") || has("extension-deemed"))
      add(.supervising, unit, sent, has("supervised"))
      if hand.signed == nil {
        if has("sign-overdue") || has("deemed-accepted") {
          add(.signing, unit, sent, false)
        } else if has("signed") {
          add(.signing, unit, sent, true)
        }
      }
    }
    for (name, measure) in [("card-yellow", Measure.yellow), ("card-red", .red)] {
      add(measure, unit, first(name), true)
    }
    work(before, own, unit, sent, next)
  }

  private mutating func work(
    _ before: [TicketEvent], _ own: [TicketEvent], _ unit: String, _ sent: Date, _ next: String?
  ) {
    let closing = own.lastIndex { ["completed", "case-filed"].contains($0.name) }
    let rejected = own.lastIndex { $0.name == "completion-rejected" } ?? -1
    if let closing, closing > rejected {
      let at = own[closing].at
      let replied = own[..<closing].last { $0.name == "replied" }?.at
      let result = own[closing].name == "case-filed" ? at : replied ?? at
      let limit = Ticket.replaying(before + own[..<closing])?.state.assignment?.limit?.due
      let late = limit.map { result > $0 } ?? false
      let settled = late ? limit.map { min($0, at) } : at
      add(.completing, unit, settled, true)
      add(.ontime, unit, settled, !late)
      if late { add(.overdue, unit, limit, true) }
      add(.hours, unit, at, true, minutes: minutes(sent, result))
      add(.redoing, unit, at, next == "redo-ordered")
      return
    }
    let ends: Set<String> = ["return-approved", "withdrawn", "excluded", "transferred", "answered"]
    guard next == nil, !own.contains(where: { ends.contains($0.name) }),
      let ticket = Ticket.replaying(before + own), let due = ticket.state.assignment?.limit?.due
    else { return }
    // Whether the limit passed while the unit still owed its result, the timers have noted.
    guard ticket.noted.contains("overdue@\(ShanghaiTime.text(due))") else { return }
    add(.completing, unit, due, false)
    add(.ontime, unit, due, false)
    add(.overdue, unit, due, true)
  }

  /// Day by day, session by session.
  private func minutes(_ from: Date, _ to: Date) -> Int {
    let begin = Int((from.timeIntervalSince1970 / 60).rounded(.down))
    let end = Int((to.timeIntervalSince1970 / 60).rounded(.down))
    var count = 0
    var day = Day(containing: from)
    while day <= Day(containing: to) {
      if clock.calendar.isWorking(day) {
        let midnight = Int(day.start.timeIntervalSince1970 / 60)
        for session in clock.hours.sessions(on: day) {
          count += max(
            0, min(end, midnight + session.closes) - max(begin, midnight + session.opens))
        }
      }
      day = day.adding(days: 1)
    }
    return count
  }

  private mutating func rating(_ events: [TicketEvent]) {
    var given: [(at: Date, unit: String)] = []
    guard var ticket = Ticket.replaying(Array(events.prefix(1))) else { return }
    for event in events.dropFirst() {
      if event.name == "rated" {
        given.append((event.at, ticket.state.assignment?.lead ?? ""))
      }
      ticket.apply(event)
    }
    guard let last = ticket.record.ratings.lastIndex(where: { $0.ofRejected != true }) else {
      return
    }
    let rating = ticket.record.ratings[last]
    let (at, unit) = given[last]
    guard !(rating.value.isDissatisfied && rating.excluded != nil) else {
      if period.first.start <= at, at < period.last.adding(days: 1).start {
        excluded[rating.excluded ?? "", default: 0] += 1
      }
      return
    }
    add(.satisfaction, unit, at, !rating.value.isDissatisfied)
    if rating.value.isDissatisfied {
      add(.receipt, unit, at, ticket.record.judged != nil)
    }
  }

  private mutating func promise(_ events: [TicketEvent]) {
    guard var ticket = Ticket.replaying(Array(events.prefix(1))) else { return }
    var promised: (unit: String, due: Date?)?
    var solved: Date?
    var months: [String: (at: Date, kept: Bool)] = [:]
    var missing = false
    for event in events.dropFirst() {
      let month = String(ShanghaiTime.text(event.at).prefix(7))
      let running = ticket.state.stage.flatMap { stage -> Promise? in
        if case .rehandling(let promise) = stage.plain { return promise }
        return nil
      }
      switch event.change {
      case .judged(_, let promise):
        promised = (ticket.state.assignment?.lead ?? "", promise?.due)
      case .promiseExtended(let due, _, _, _): promised?.due = due
      case .limitRecalculated(let anew) where anew.promise != nil: promised?.due = anew.due
      case .solved: solved = event.at
      case .progressTold where running?.every != nil:
        if !missing { months[month] = (event.at, months[month]?.kept ?? true) }
        missing = false
      case .noted("progress-overdue", _):
        missing = true
        months[month] = (event.at, false)
      default: break
      }
      ticket.apply(event)
    }
    guard let promised else { return }
    for (_, slot) in months { add(.contact, promised.unit, slot.at, slot.kept) }
    if let due = promised.due, due < now || solved != nil {
      add(.solving, promised.unit, due, solved.map { $0 <= due } ?? false)
    }
  }
}
