import Catalogue
import Foundation
import Hotline
import Lifecycle
import Tickets

extension Measure {
  /// Measures what is read of many tickets: pages of lists with each filter, searches, repeats,
  /// one ticket, the feed, and a round of the timers that finds nothing due.
  static func reads(
    _ desk: Desk, _ figures: inout TicketFigures, _ progress: Desk.Progress
  ) throws {
    let clock = ContinuousClock()
    var calls = InventedCalls(seed: 77, catalogue: desk.current.catalogue)
    let numbers = try desk.tickets(TicketFilter(), for: seat, most: 200).map(\.number)
    // Whatever fell due while nobody ticked is caught up first.
    while try desk.tick() { progress("补计时", 0, 1) }
    func time(_ what: String, times: Int = 200, _ body: () throws -> Void) rethrows {
      progress("测量 \(what)", 0, 1)
      var seconds: [Double] = []
      let begin = Date()
      // A slow one is not repeated for hours.
      while seconds.count < times, seconds.count < 5 || Date().timeIntervalSince(begin) < 20 {
        seconds.append(try clock.seconds(body))
      }
      figures.reads.append(TicketFigures.Times(what, seconds))
    }
    try time("get") { _ = try desk.ticket(numbers[calls.number(numbers.count)], for: seat) }
    try time("history") {
      _ = try desk.ticketHistory(numbers[calls.number(numbers.count)], for: seat)
    }
    for (name, filter) in filters(desk) {
      try time("list \(name)") { _ = try desk.tickets(filter, for: seat) }
    }
    for words in ["路灯不亮", "物业 停车费", "梯", "幸福里小区12号 噪音", "从未有人说过的话"] {
      var filter = TicketFilter()
      filter.words = words
      try time("list q=\(words)") { _ = try desk.tickets(filter, for: seat) }
    }
    var deep: TicketPlace?
    for _ in 0..<20 {
      deep = try desk.tickets(TicketFilter(), for: seat, after: deep, most: 200).last?.place
    }
    try time("list page 80") { _ = try desk.tickets(TicketFilter(), for: seat, after: deep) }
    let unit = Seat(name: "单位", unit: calls.unit())
    try time("list of a unit's account") { _ = try desk.tickets(TicketFilter(), for: unit) }
    try time("counts") { _ = try desk.ticketCounts(for: seat) }
    try time("counts of a unit") { _ = try desk.ticketCounts(for: unit) }
    try time("repeats") {
      let text = calls.text()
      _ = try desk.office.repeats(of: text, caller: calls.caller())
    }
    let last = try desk.journal.lastSequence()
    try time("changes") {
      _ = try desk.ticketChanges(after: calls.number(min(100_000, last + 1)), most: 100)
    }
    try time("tick with nothing due") { _ = try desk.tick() }
  }

  private static func filters(_ desk: Desk) -> [(String, TicketFilter)] {
    let content = desk.current.catalogue.content
    let day = 86_400.0
    func filter(_ set: (inout TicketFilter) -> Void) -> TicketFilter {
      var filter = TicketFilter()
      set(&filter)
      return filter
    }
    var town = ""
    if let region = content.regions.first(where: { $0.kind == .town || $0.kind == .street }) {
      town = region.name
    }
    let rare = content.units.last?.name ?? ""
    return [
      ("all", filter { _ in }),
      ("state=archived", filter { $0.states = [.archived] }),
      ("state=received", filter { $0.states = [.received] }),
      ("state=received,replied", filter { $0.states = [.received, .replied] }),
      ("open", filter { $0.open = true }),
      ("closed", filter { $0.open = false }),
      ("open sort=due", filter { ($0.open, $0.order) = (true, .due) }),
      ("sort=due", filter { $0.order = .due }),
      ("due_before", filter { $0.dueBefore = Date().addingTimeInterval(2 * day) }),
      (
        "due_before sort=due",
        filter { ($0.dueBefore, $0.order) = (Date().addingTimeInterval(2 * day), .due) }
      ),
      ("card=red", filter { $0.cards = [.red] }),
      ("card=yellow,red sort=due", filter { ($0.cards, $0.order) = ([.yellow, .red], .due) }),
      ("type=咨询", filter { $0.types = [.consultation] }),
      ("type=感谢", filter { $0.types = [.thanks] }),
      ("region", filter { $0.region = town }),
      ("item", filter { $0.item = content.items.first?.id }),
      ("rare item", filter { $0.item = content.items.last?.id }),
      ("unit", filter { $0.unit = content.units.first?.name }),
      ("unit open", filter { ($0.unit, $0.open) = (content.units.first?.name, true) }),
      ("rare unit", filter { $0.unit = rare }),
      ("rare unit closed", filter { ($0.unit, $0.open) = (rare, false) }),
      ("since a week", filter { $0.since = Date().addingTimeInterval(-7 * day) }),
      (
        "a month of last year",
        filter {
          $0.since = Date().addingTimeInterval(-400 * day)
          $0.before = Date().addingTimeInterval(-370 * day)
        }
      ),
      ("phone", filter { $0.phone = "10010000001" }),
      ("supervised", filter { $0.supervised = true }),
      ("key_matters", filter { $0.keyMatters = true }),
      (
        "open unit type region",
        filter {
          ($0.open, $0.unit, $0.types, $0.region) =
            (true, content.units.first?.name, [.help], town)
        }
      ),
    ]
  }
}
