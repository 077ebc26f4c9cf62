import Hotline
import SQLite

/// A ticket behind a figure.
public struct FigureTicket: Codable, Hashable, Sendable {
  /// The ticket.
  public var number: String
  /// The unit whose handling counts; nil for figures of tickets.
  @OrNone public var unit: String?
  /// The time by which it lies in the period.
  public var at: String
  /// Where it counts, or why it does not.
  public var why: String
}

/// The tickets of which part of a figure are asked for.
public enum FigurePart: String, CaseIterable, Sendable {
  /// Those in the part.
  case part
  /// Those in the whole and not in the part.
  case rest
  /// Those that a rule takes out.
  case excluded

  fileprivate var standing: Standing {
    switch self {
    case .part: .part
    case .rest: .rest
    case .excluded: .excluded
    }
  }
}

/// A place in the list behind a figure.
public struct FigurePlace: Hashable, Sendable {
  /// Seconds since 1970.
  public var at: Int
  /// The row.
  public var row: Int

  /// Names a place.
  public init(at: Int, row: Int) {
    self.at = at
    self.row = row
  }
}

extension FigureOffice {
  /// The tickets behind a figure, the earliest first, a page at a time.
  ///
  /// They are found by the very test by which the figure is counted.
  ///
  /// - Parameter place: where the page before ended.
  /// - Returns: the tickets, and where the next page begins; nil on the last one.
  public func tickets(
    _ measure: Measure, _ part: FigurePart, _ query: FigureQuery, after place: FigurePlace? = nil,
    most: Int = 50
  ) throws -> (tickets: [FigureTicket], next: FigurePlace?) {
    let facts = try facts()
    let sieve = FactSieve(facts, query, catalogue())
    guard !sieve.isEmpty, most > 0 else { return ([], nil) }
    var found = try rows(measure, part.standing, sieve)
    if let place {
      found.removeAll { ($0.place.at, $0.place.row) <= (place.at, place.row) }
    }
    found.sort { ($0.place.at, $0.place.row) < ($1.place.at, $1.place.row) }
    let page = found.prefix(most)
    let tickets = try pool.read { connection in
      try page.compactMap { row in
        try connection.row("SELECT number FROM figure_ticket WHERE id = ?", row.ticket).map {
          FigureTicket(
            number: $0.text(0), unit: row.unit == 0 ? nil : facts.names[Int(row.unit)],
            at: ShanghaiTime.text(.init(timeIntervalSince1970: Double(row.place.at))),
            why: row.excluded > 0
              ? facts.names[Int(row.excluded)] : Self.why(measure, part))
        }
      }
    }
    return (tickets, found.count > most ? page.last?.place : nil)
  }

  private struct Found {
    var place: FigurePlace
    var ticket: Int
    var unit: Int32
    var excluded: Int32 = 0
  }

  private func rows(
    _ measure: Measure, _ wanted: Standing, _ sieve: FactSieve
  ) throws -> [Found] {
    let facts = sieve.facts
    let seconds = sieve.query.period.seconds
    if measure.isPromise {
      return try promised([measure], in: sieve.query.period).enumerated().compactMap {
        index, fact in
        guard (fact.holds ? Standing.part : .rest) == wanted, fact.ticket < facts.tickets.count,
          let unit = facts.place(of: fact.unit), sieve.lets(unit: unit),
          sieve.lets(facts.tickets[fact.ticket])
        else { return nil }
        return Found(place: FigurePlace(at: fact.at, row: index), ticket: fact.ticket, unit: unit)
      }
    }
    if measure.isOfTicket {
      return facts.tickets.indices.dropFirst().compactMap { index in
        let row = facts.tickets[index]
        let (standing, at) = measure.standing(of: row)
        guard row.received > 0, standing == wanted, seconds.contains(Int(at)), sieve.lets(row)
        else { return nil }
        return Found(place: FigurePlace(at: Int(at), row: index), ticket: index, unit: 0)
      }
    }
    return facts.hands.indices.compactMap { index in
      let row = facts.hands[index]
      guard row.ticket > 0 else { return nil }
      let (standing, at) = measure.standing(of: row)
      guard standing == wanted, seconds.contains(Int(at)), sieve.lets(unit: row.unit),
        sieve.lets(facts.tickets[Int(row.ticket)])
      else { return nil }
      return Found(
        place: FigurePlace(at: Int(at), row: index), ticket: Int(row.ticket), unit: row.unit,
        excluded: standing == .excluded ? row.excluded : 0)
    }
  }

  private static func why(_ measure: Measure, _ part: FigurePart) -> String {
    switch (measure.kind, part) {
    case (.share, .part): "计入\(measure.title)的分子"
    case (.share, _): "计入\(measure.title)的分母，不在分子里"
    default: "计入\(measure.title)"
    }
  }
}
