import Foundation
import Hotline
import Journal

/// A count that everybody may see.
public struct PublicCount: Codable, Hashable, Sendable {
  /// What is counted.
  public var name: String
  /// How many; nil where there are too few to be told.
  @OrNone public var count: Int?
}

/// Figures of a period that were made public.
///
/// They hold sums alone: no text, no ticket, no unit's people, and no cell so small that somebody
/// could be known by it.
///
/// Source: 中山办法第三十九条第二款; 南昌规则第二十二条.
public struct PublicFigures: Codable, Hashable, Sendable {
  /// The period's key.
  public var key: String
  /// The article.
  @OrNone public var source: String?
  /// Cells with fewer cases are left empty.
  public var least: Int
  /// Requests taken.
  @OrNone public var received: Int?
  /// Share answered at once.
  @OrNone public var answered: Double?
  /// Share done.
  @OrNone public var completed: Double?
  /// Share done in time.
  @OrNone public var ontime: Double?
  /// Share satisfied.
  @OrNone public var satisfaction: Double?
  /// Mean office hours.
  @OrNone public var hours: Double?
  /// By type of request.
  public var types: [PublicCount]
  /// By channel.
  public var channels: [PublicCount]
  /// By field.
  public var fields: [PublicCount]
  /// By town or street.
  public var towns: [PublicCount]
  /// By month.
  public var months: [PublicCount]
}

extension FigureOffice {
  /// Cells with fewer cases are not published.
  static let leastPublic = 10
  private static let published = "figures-published"
  private static let stream = "public-figures"

  /// Publishes the figures of a period that is over.
  public func publish(_ period: FigurePeriod, by actor: String) throws -> PublicFigures {
    guard period.last.adding(days: 1).start <= now() else {
      throw InputProblem(code: "period", field: "period", message: "\(period.title)还没有结束，结束后才能公布")
    }
    let figures = try publicFigures(period)
    try journal.append(
      [try NewEntry(stream: Self.stream, type: Self.published, encoding: figures)], by: actor)
    return figures
  }

  /// What was published last of a period, or the last of all; nil when nothing was.
  public func published(_ period: FigurePeriod?) throws -> (figures: PublicFigures, at: Date)? {
    for entry in try journal.entries(of: Self.stream).reversed() {
      let figures = try entry.decoded(PublicFigures.self)
      if period == nil || figures.key == period?.key { return (figures, entry.at) }
    }
    return nil
  }

  /// The figures of a period as far as they may be published.
  func publicFigures(_ period: FigurePeriod) throws -> PublicFigures {
    let total = try table(FigureQuery(period)).total
    func count(_ measure: Measure) -> Int? {
      (total[measure]?.part).flatMap { $0 >= Self.leastPublic ? $0 : nil }
    }
    func share(_ measure: Measure) -> Double? {
      guard let value = total[measure], let whole = value.whole, whole >= Self.leastPublic else {
        return nil
      }
      return value.value.map { ($0 * 1_000).rounded() / 1_000 }
    }
    return PublicFigures(
      key: period.key, source: rules()?.figure("public")?.source.description,
      least: Self.leastPublic, received: count(.received), answered: share(.answered),
      completed: share(.completing), ontime: share(.ontime), satisfaction: share(.satisfaction),
      hours: count(.hours) == nil
        ? nil : (total[.hours]?.value).map { ($0 * 10).rounded() / 10 },
      types: try cells(period, .type), channels: try cells(period, .channel),
      fields: try cells(period, .field), towns: try cells(period, .town),
      months: period.kind == .year || period.kind == .quarter ? try cells(period, .month) : [])
  }

  /// The cells of a dimension.
  ///
  /// Where just one is too small, the next smallest is withheld too, or the one could be found by
  /// taking the others from the whole.
  private func cells(_ period: FigurePeriod, _ by: FigureDimension) throws -> [PublicCount] {
    let rows = try table(FigureQuery(period, by: by)).rows
    var cells = rows.map { PublicCount(name: $0.title, count: $0[.received]?.part ?? 0) }
      .filter { $0.count != 0 }
    for index in cells.indices where (cells[index].count ?? 0) < Self.leastPublic {
      cells[index].count = nil
    }
    if cells.count(where: { $0.count == nil }) == 1,
      let next = cells.indices.filter({ cells[$0].count != nil }).min(by: {
        (cells[$0].count ?? 0) < (cells[$1].count ?? 0)
      })
    {
      cells[next].count = nil
    }
    return cells
  }
}
