import Catalogue
import Foundation
import Hotline
import Journal
import SQLite
import WorkingTime

/// Counts, ranks and lists what the journal holds of the handling of requests.
///
///     let office = FigureOffice(journal: journal, pool: pool, rules: { rules }, clock: { … }) {
///       catalogue
///     }
///     let table = try office.table(FigureQuery(FigurePeriod.month(of: Date()), by: .unit))
///
/// Used by any number of threads at once.
public final class FigureOffice: Sendable {
  let journal: EventJournal
  let pool: ConnectionPool
  let rules: @Sendable () -> FigureRules?
  let catalogue: @Sendable () -> DispatchCatalogue
  let clock: @Sendable (_ profile: String) -> WorkingClock
  let now: @Sendable () -> Date
  private let book: FactBook

  /// Makes an office.
  ///
  /// - Parameters:
  ///   - rules: gives the regulation by which figures are defined; nil for none.
  ///   - clock: gives the working hours of a regulation, by its id.
  ///   - now: the clock.
  ///   - catalogue: gives the dispatch catalogue in force.
  public init(
    journal: EventJournal, pool: ConnectionPool,
    rules: @escaping @Sendable () -> FigureRules?,
    clock: @escaping @Sendable (_ profile: String) -> WorkingClock,
    now: @escaping @Sendable () -> Date = { Date() },
    catalogue: @escaping @Sendable () -> DispatchCatalogue
  ) {
    self.journal = journal
    self.pool = pool
    self.rules = rules
    self.clock = clock
    self.now = now
    self.catalogue = catalogue
    book = FactBook(pool: pool) { WorkedTime(clock($0)) }
  }

  /// Id of the regulation by which figures are defined; empty for none.
  public var profile: String { rules()?.base.id ?? "" }

  /// The rows as they are now.
  func facts() throws -> FactBook.Facts { try book.current() }

  /// Reads the rows of past months into memory, so that the first figure does not have to wait.
  public func warm() throws { _ = try facts() }

  /// What is measured.
  func measures(for query: FigureQuery) -> [Measure] {
    let all = rules()?.measures ?? Measure.allCases.filter { !$0.isListed }
    let ofUnits = query.unit != nil || query.by?.isOfUnit == true
    return all.filter { !(ofUnits && $0.isOfTicket) }
  }

  /// The figures that a query asks for.
  public func table(_ query: FigureQuery) throws -> FigureTable {
    let rules = rules()
    let measures = measures(for: query)
    let facts = try facts()
    var counting = Counting(measures, FactSieve(facts, query, catalogue()))
    counting.run(try promised(measures, in: query.period))
    return FigureTable(
      period: query.period, by: query.by,
      definitions: measures.map { measure in
        rules?.definition(measure) ?? FigureDefinition(measure, nil)
      },
      total: counting.total, rows: query.by == nil ? [] : counting.rows,
      excluded: counting.excluded.map { place, count in
        let reason = facts.names[Int(place)]
        return FigureExclusion(
          reason: reason, source: rules?.notCounted(reason), count: count)
      }.sorted { $0.count != $1.count ? $0.count > $1.count : $0.reason < $1.reason })
  }

  /// Promised requests that count in a period.
  ///
  /// Source: 南京规范3.7, 3.8, 6.2.2, 6.2.3.
  func promised(_ measures: [Measure], in period: FigurePeriod) throws -> [PromisedFact] {
    guard measures.contains(where: \.isPromise) else { return [] }
    let range = period.seconds
    return try pool.read { connection in
      let contacts = try connection.rows(
        """
        SELECT c.ticket, r.unit, max(c.at), min(c.kept) AND NOT EXISTS (
          SELECT 1 FROM spot_case s JOIN figure_ticket t ON t.number = s.ticket
          WHERE t.id = c.ticket AND s.finding = '虚假联系')
        FROM figure_contact c
        JOIN figure_rehandling r ON r.ticket = c.ticket WHERE c.at >= ? AND c.at < ?
        GROUP BY c.ticket, strftime('%Y-%m', c.at + 28800, 'unixepoch')
        """, range.lowerBound, range.upperBound
      ).map { row in
        PromisedFact(
          measure: .contact, ticket: row.int(0), unit: row.text(1), at: row.int(2),
          holds: row.int(3) == 1)
      }
      let promises = try connection.rows(
        """
        SELECT r.ticket, r.unit, r.due, CASE WHEN EXISTS (
          SELECT 1 FROM spot_case s JOIN figure_ticket t ON t.number = s.ticket
          WHERE t.id = r.ticket AND s.finding = '虚假解决') THEN 0 ELSE r.solved END
        FROM figure_rehandling r WHERE due >= ? AND due < ? AND (due < ? OR solved > 0)
        """, range.lowerBound, range.upperBound, now().seconds
      ).map { row in
        PromisedFact(
          measure: .solving, ticket: row.int(0), unit: row.text(1), at: row.int(2),
          holds: row.int(3) > 0 && row.int(3) <= row.int(2))
      }
      return (contacts + promises).filter { measures.contains($0.measure) }
    }
  }
}
