import Figures
import Foundation
import Hotline
import Knowledge
import WorkingTime

// Named here so that those above the desk need no room below it.
/// The sort of bulletin.
public typealias DeskBulletinKind = Bulletin.Kind

/// The topics of a period as a document.
public struct TopicDocument: Encodable, Sendable {
  var period: FigurePeriodDocument
  var requests: Int
  var items: [Topic]
}

/// Published figures as a document.
public struct PublicFiguresDocument: Encodable, Sendable {
  var period: FigurePeriodDocument
  @OrNone var source: String?
  var published: String
  var least: Int
  @OrNone var received: Int?
  @OrNone var answered: Double?
  @OrNone var completed: Double?
  @OrNone var ontime: Double?
  @OrNone var satisfaction: Double?
  @OrNone var hours: Double?
  var types: [PublicCount]
  var channels: [PublicCount]
  var fields: [PublicCount]
  var towns: [PublicCount]
  var months: [PublicCount]

  init(_ figures: PublicFigures, _ period: FigurePeriod, at moment: Date) {
    self.period = FigurePeriodDocument(period)
    source = figures.source
    published = ShanghaiTime.text(moment)
    least = figures.least
    received = figures.received
    answered = figures.answered
    completed = figures.completed
    ontime = figures.ontime
    satisfaction = figures.satisfaction
    hours = figures.hours
    types = figures.types
    channels = figures.channels
    fields = figures.fields
    towns = figures.towns
    months = figures.months
  }
}

extension Desk {
  /// A bulletin as a page that prints on A4.
  public func bulletin(_ kind: DeskBulletinKind, _ period: FigurePeriod) throws -> String {
    let corrections = try CorrectionDesk(
      journal: journal, pool: pool, clock: WorkingClock(calendar: .weekendsOnly),
      limit: TimeSpan(5, .workingDay), limitSource: ""
    ).list(Set(Correction.State.allCases))
    let quality = KnowledgeQuality.byUnit(
      current.knowledge.articles, corrections,
      in: Validity(from: period.first, through: period.last), at: Date())
    return try figureOffice.bulletin(
      kind, period,
      knowledge: quality.map { ($0.unit, $0.articles, $0.accuracy, $0.freshness) }
    ).html()
  }

  /// What many call about at once.
  public func topics(_ period: FigurePeriod, unit: String?) throws -> TopicDocument {
    let list = try figureOffice.topics(period, unit: unit)
    return TopicDocument(
      period: FigurePeriodDocument(list.period), requests: list.requests, items: list.items)
  }

  /// Publishes the figures of a period that is over.
  public func publishFigures(
    _ period: FigurePeriod, by seat: DeskSeat
  ) throws -> PublicFiguresDocument {
    PublicFiguresDocument(
      try figureOffice.publish(period, by: seat.name), period, at: Date())
  }

  /// What was published of a period, or last; nil when nothing was.
  public func publishedFigures(_ period: FigurePeriod?) throws -> PublicFiguresDocument? {
    guard let found = try figureOffice.published(period),
      let period = FigurePeriod(found.figures.key)
    else { return nil }
    return PublicFiguresDocument(found.figures, period, at: found.at)
  }
}
