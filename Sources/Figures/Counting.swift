import Catalogue
import Foundation
import SQLite

/// A measure's value with what it was worked out from.
public struct FigureValue: Codable, Hashable, Sendable {
  /// The measure.
  public var id: String
  /// A share of 0 to 1, a number of cases, or office hours; nil when there is nothing to measure.
  @OrNone public var value: Double?
  /// The part; for hours the number of cases.
  public var part: Int
  /// The whole; nil for cases and hours.
  @OrNone public var whole: Int?
}

/// One row of a table of figures.
public struct FigureRow: Codable, Hashable, Sendable {
  /// Key of the group; empty for the total.
  public var key: String
  /// What people read.
  public var title: String
  /// A value for each measure, in the order of the definitions.
  public var values: [FigureValue]

  /// The value of a measure.
  public subscript(_ measure: Measure) -> FigureValue? {
    values.first { $0.id == measure.rawValue }
  }
}

/// Ratings that a rule takes out.
public struct FigureExclusion: Codable, Hashable, Sendable {
  /// Why, as it was recorded.
  public var reason: String
  /// The article; nil where the regulation has none for it.
  @OrNone public var source: String?
  /// How many.
  public var count: Int
}

/// Figures of a period.
public struct FigureTable: Sendable {
  /// The days.
  public var period: FigurePeriod
  /// By what they are parted.
  public var by: FigureDimension?
  /// What each measure is.
  public var definitions: [FigureDefinition]
  /// All together.
  public var total: FigureRow
  /// A row for each group.
  public var rows: [FigureRow]
  /// Ratings that do not count, by reason.
  public var excluded: [FigureExclusion]
}

/// A promised request in its rates, which are few enough to be read for each count.
struct PromisedFact: Sendable {
  var measure: Measure
  var ticket: Int
  var unit: String
  var at: Int
  var holds: Bool
}

/// Goes through the rows once and counts all measures in all groups.
struct Counting {
  let measures: [Measure]
  private var parts: [Int]
  private var wholes: [Int]
  private var minutes: [[Int32]]
  private var groups = 1
  private(set) var excluded: [Int32: Int] = [:]
  private var sieve: FactSieve
  private let range: Range<UInt32>

  init(_ measures: [Measure], _ sieve: FactSieve) {
    self.measures = measures
    self.sieve = sieve
    let seconds = sieve.query.period.seconds
    range = UInt32(clamping: seconds.lowerBound)..<UInt32(clamping: seconds.upperBound)
    parts = Array(repeating: 0, count: measures.count)
    wholes = parts
    minutes = [[]]
  }

  /// Counts everything.
  mutating func run(_ promised: [PromisedFact]) {
    guard !sieve.isEmpty else { return }
    let facts = sieve.facts
    let hand = measures.enumerated().filter { !$0.element.isOfTicket && !$0.element.isPromise }
    let ticket = measures.enumerated().filter { $0.element.isOfTicket }
    if sieve.query.unit == nil, sieve.query.by?.isOfUnit != true {
      for row in facts.tickets.dropFirst() where row.received > 0 && sieve.lets(row) {
        for (index, measure) in ticket {
          let (standing, at) = measure.standing(of: row)
          guard standing != .out, range.contains(at) else { continue }
          add(index, standing, row, unit: 0, inner: 0, at: at)
        }
      }
    }
    for row in facts.hands where row.ticket > 0 && sieve.lets(unit: row.unit) {
      let owner = facts.tickets[Int(row.ticket)]
      var isLet: Bool?
      for (index, measure) in hand {
        let (standing, at) = measure.standing(of: row)
        guard standing != .out, range.contains(at) else { continue }
        let lets = isLet ?? sieve.lets(owner)
        isLet = lets
        guard lets else { break }
        if standing == .excluded {
          if measure == .satisfaction { excluded[row.excluded, default: 0] += 1 }
          continue
        }
        add(
          index, standing, owner, unit: row.unit, inner: row.inner, at: at, worked: row.worked)
      }
    }
    for fact in promised {
      guard let index = measures.firstIndex(of: fact.measure), fact.ticket < facts.tickets.count,
        let unit = facts.place(of: fact.unit), sieve.lets(unit: unit)
      else { continue }
      let owner = facts.tickets[fact.ticket]
      guard sieve.lets(owner) else { continue }
      add(
        index, fact.holds ? .part : .rest, owner, unit: unit, inner: 0,
        at: UInt32(clamping: fact.at))
    }
  }

  private mutating func add(
    _ index: Int, _ standing: Standing, _ ticket: FactBook.Ticket, unit: Int32, inner: Int32,
    at moment: UInt32, worked: Int32 = 0
  ) {
    let timed = measures[index] == .hours
    func count(_ group: Int, _ counting: inout Counting) {
      let place = group * counting.measures.count + index
      counting.wholes[place] += 1
      if standing == .part { counting.parts[place] += 1 }
      if timed { counting.minutes[group].append(worked) }
    }
    count(0, &self)
    guard let group = sieve.group(ticket, unit: unit, inner: inner, at: moment) else { return }
    while groups <= group + 1 {
      groups += 1
      parts += Array(repeating: 0, count: measures.count)
      wholes += Array(repeating: 0, count: measures.count)
      minutes.append([])
    }
    count(group + 1, &self)
  }

  /// The total.
  var total: FigureRow { row(0, key: "", title: "合计") }

  /// The groups: in the order of time, or the largest first.
  var rows: [FigureRow] {
    let rows = sieve.groups.enumerated().map { index, key in
      row(index + 1, key: key, title: sieve.title(of: key))
    }
    if sieve.query.by?.isTime == true { return rows.sorted { $0.key < $1.key } }
    func size(_ row: FigureRow) -> Int {
      row[.dispatched]?.part ?? row[.received]?.part ?? row.values.map(\.part).max() ?? 0
    }
    return rows.sorted { size($0) != size($1) ? size($0) > size($1) : $0.key < $1.key }
  }

  private func row(_ group: Int, key: String, title: String) -> FigureRow {
    let values = measures.enumerated().map { index, measure in
      let place = group * measures.count + index
      let (part, whole) = (parts[place], wholes[place])
      switch measure.kind {
      case .count:
        return FigureValue(id: measure.rawValue, value: Double(part), part: part, whole: nil)
      case .share:
        return FigureValue(
          id: measure.rawValue, value: whole == 0 ? nil : Double(part) / Double(whole), part: part,
          whole: whole)
      case .hours:
        return FigureValue(
          id: measure.rawValue, value: Self.hours(measure, minutes[group]), part: part, whole: nil)
      }
    }
    return FigureRow(key: key, title: title, values: values)
  }

  /// Mean or median in hours; nil for nothing.
  static func hours(_ measure: Measure, _ minutes: [Int32]) -> Double? {
    guard !minutes.isEmpty else { return nil }
    guard measure == .median else {
      return Double(minutes.reduce(0) { $0 + Int($1) }) / Double(minutes.count) / 60
    }
    let sorted = minutes.sorted()
    let middle = sorted.count / 2
    let median =
      sorted.count % 2 == 1
      ? Double(sorted[middle]) : Double(sorted[middle - 1] + sorted[middle]) / 2
    return median / 60
  }
}

extension Measure {
  /// True for the two rates that are read from the promises.
  var isPromise: Bool { self == .contact || self == .solving }
}
