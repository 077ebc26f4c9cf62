import Foundation
import Hotline
import Lifecycle
import SQLite

/// Which tickets a list shows.
public struct TicketFilter: Sendable {
  /// States; empty for all.
  public var states: [StateName] = []
  /// A unit in whose hands it is.
  public var unit: String?
  /// Only those with something still to be done, or only closed ones; nil for both.
  public var open: Bool?
  /// Due before a moment.
  public var dueBefore: Date?
  /// Cards; empty for all.
  public var cards: [Card] = []
  /// Types; empty for all.
  public var types: [RequestType] = []
  /// A town, street or place.
  public var region: String?
  /// Id of a catalogue item.
  public var item: String?
  /// Taken since a moment.
  public var since: Date?
  /// Taken before a moment.
  public var before: Date?
  /// Words in the request or its supplements.
  public var words: String?
  /// Phone of a caller.
  public var phone: String?
  /// Only supervised ones.
  public var supervised = false
  /// Only those of the key-matters ledger: urgent, reported again, done again or supervised.
  public var keyMatters = false
  /// The order.
  public var order = Order.received

  /// How a list is sorted.
  public enum Order: String, CaseIterable, Sendable {
    /// The latest first.
    case received
    /// The nearest limit first, those without one last.
    case due
  }

  /// Makes a filter that lets everything through.
  public init() {}
}

/// One line of a list.
public struct TicketLine: Equatable, Sendable {
  /// The number.
  public var number: String
  /// The state.
  public var state: String
  /// The card.
  public var card: String
  /// The type.
  public var type: String
  /// The beginning of the request, masked.
  public var text: String
  /// Where it is.
  public var region: String?
  /// The catalogue item.
  public var item: String?
  /// The unit that leads.
  public var lead: String?
  /// When it was taken.
  public var received: Date
  /// Until when it must be done.
  public var due: Date?
  /// An emergency.
  public var urgent: Bool
  /// Under supervision.
  public var supervised: Bool
  /// The ticket that it was merged into.
  public var merged: String?
  /// Where the next page begins, behind this line.
  public var place: TicketPlace
}

/// A place in a sorted list.
public struct TicketPlace: Equatable, Sendable {
  /// The sorting value, in milliseconds.
  public var value: Int
  /// The row.
  public var row: Int

  /// Names a place.
  public init(value: Int, row: Int) {
    self.value = value
    self.row = row
  }
}

extension TicketOffice {
  /// Tickets that a seat may see, a page at a time.
  ///
  /// What is searched by words comes in the order in which it was recorded, the latest first,
  /// unless it is sorted by its limit.
  ///
  /// - Parameter place: where the page before ended.
  public func list(
    _ filter: TicketFilter, for seat: Seat, after place: TicketPlace? = nil, most: Int = 50
  ) throws -> [TicketLine] {
    guard var query = try query(filter, seat) else { return [] }
    switch filter.order {
    case .received: query.sortByReceipt(after: place)
    case .due: query.sortByLimit(after: place)
    }
    return try pool.read { connection in
      try query.page(most, connection).compactMap { id, value in
        try connection.row(
          """
          SELECT number, state, card, type, substr(json_extract(body, '$.request.text'), 1, 80),
            region, item, lead, received, due, urgent, supervised, merged, ?, id
          FROM ticket WHERE id = ?
          """, value, id
        ).map(Self.line)
      }
    }
  }

  /// How many tickets a seat may see in each state, those with something to do only.
  public func counts(for seat: Seat) throws -> [String: Int] {
    var filter = TicketFilter()
    filter.open = true
    guard let query = try query(filter, seat) else { return [:] }
    return try pool.read { connection in
      var counts: [String: Int] = [:]
      try connection.each(
        """
        SELECT t.state, count(DISTINCT t.id) FROM \(query.tables) WHERE \(query.conditions)
        GROUP BY t.state
        """, query.values
      ) { row in
        counts[row.text(0)] = row.int(1)
        return true
      }
      return counts
    }
  }

  private static func line(_ row: SQLiteRow) -> TicketLine {
    TicketLine(
      number: row.text(0), state: row.text(1), card: row.text(2), type: row.text(3),
      text: row.text(4),
      region: row.optionalText(5), item: row.optionalText(6), lead: row.optionalText(7),
      received: Date(milliseconds: row.int(8)),
      due: row.isNull(9) ? nil : Date(milliseconds: row.int(9)),
      urgent: row.int(10) == 1, supervised: row.int(11) == 1, merged: row.optionalText(12),
      place: TicketPlace(value: row.int(13), row: row.int(14)))
  }

  private static let openStates = StateName.allCases.filter {
    ![.answered, .excluded, .withdrawn, .archived, .completed, .callback].contains($0)
  }

  /// The query of a filter; nil when nothing can match.
  private func query(_ filter: TicketFilter, _ seat: Seat) throws -> TicketPages? {
    var query = TicketPages()
    if let words = filter.words {
      guard let grams = TextGrams.query(words) else { return nil }
      query.addWords(grams)
    }
    // A unit's account sees its own tickets only, whatever it asks for.
    let units = Set([seat.unit, filter.unit].compactMap { $0 })
    let register = catalogue()
    let names = Set(units.map { register.unit($0)?.name ?? $0 })
    for unit in names.sorted() { query.addHand(unit, open: filter.open) }
    // Of a unit's tickets the hand tells whether something is left to do; a closed one under
    // supervision is not.
    if units.isEmpty, filter.open == true, filter.order == .due, filter.states.isEmpty {
      query.add(TicketPages.open, [])
    } else if units.isEmpty, let open = filter.open {
      query.addList("t.state \(open ? "IN" : "NOT IN")", Self.openStates.map(\.rawValue))
    }
    if !filter.states.isEmpty { query.addList("t.state IN", filter.states.map(\.rawValue)) }
    if !filter.cards.isEmpty {
      query.addList("t.card IN", filter.cards.map(\.rawValue))
      // Said once more in the words of the index.
      if !filter.cards.contains(.none) { query.add("t.card <> 'none'", []) }
    }
    if !filter.types.isEmpty { query.addList("t.type IN", filter.types.map(\.rawValue)) }
    if let region = filter.region {
      query.addList("t.region IN", placesIn(region))
    }
    if let item = filter.item { query.add("t.item = ?", [item]) }
    if let due = filter.dueBefore { query.add("t.due < ?", [due.milliseconds]) }
    if let since = filter.since { query.add("t.received >= ?", [since.milliseconds]) }
    if let before = filter.before { query.add("t.received < ?", [before.milliseconds]) }
    if filter.supervised { query.add("t.supervised = 1", []) }
    if filter.keyMatters {
      query.add(
        "(t.urgent = 1 OR t.prior >= 2 OR t.supervised = 1 OR t.state IN (?, ?))",
        [
          StateName.redo.rawValue, StateName.rehandling.rawValue,
        ])
    }
    if let phone = filter.phone {
      // A unit must not find out by a number who called.
      guard seat.unit == nil else { return nil }
      guard let handle = Caller(phone: phone).handle else { return nil }
      query.add("t.caller = ?", [try keys.index.of(handle)])
    }
    return query
  }

  /// A place and every place in it.
  private func placesIn(_ name: String) -> [String] {
    let regions = catalogue().content.regions
    let own = catalogue().regions(name).first?.name ?? name
    var names: Set<String> = [own]
    var grown = true
    while grown {
      let inside = regions.filter { names.contains($0.parent) && !names.contains($0.name) }
      grown = !inside.isEmpty
      names.formUnion(inside.map(\.name))
    }
    return names.sorted()
  }
}
