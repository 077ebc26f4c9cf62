import Foundation
import HotlineDesk

/// What the service asks of the hotline's desk, free of HTTP.
///
/// All methods may be called from several threads at one time and answer from what is in force
/// now; none of them writes.
protocol ServedDesk: Sendable {
  /// The same desk as people saw it at a moment, or will see it by what is planned.
  func at(_ moment: Date) throws -> any ServedDesk

  /// The suggestion for one call.
  ///
  /// - Parameter profile: one of ``profiles()``, or nil for the desk's own city.
  func suggest(_ text: String, profile: String?) throws -> any Encodable & Sendable

  /// The articles that answer the words best, best first.
  ///
  /// - Parameters:
  ///   - limit: how many at most, from 1.
  ///   - offset: how many of the best to leave out.
  func search(_ words: String, limit: Int, offset: Int) throws -> [HitDocument]

  /// Notes that a search found nothing.
  func noteMissed(_ words: String)

  /// The merged hotlines that a number, the beginning of one, or what one was for asks for.
  ///
  /// - Parameter profile: one of ``profiles()``, or nil for the desk's own city.
  func hotlines(_ words: String, profile: String?) throws -> [HotlineValue]

  /// The article in force with this id, nil when there is none.
  func article(_ id: String) throws -> ArticleDocument?

  /// The catalogue's items that fit, ordered by id unless words were given, then best first.
  func items(_ filter: ItemFilter) throws -> [ItemDocument]

  /// The catalogue item with this id, nil when there is none.
  func item(_ id: String) throws -> ItemDocument?

  /// Every handling unit.
  func units() throws -> [UnitDocument]

  /// Every region.
  func regions() throws -> [RegionDocument]

  /// The regulations by which a call can be judged; the desk's own city first.
  func profiles() throws -> [ProfileDocument]

  /// How much the desk has loaded.
  func health() throws -> HealthDocument
}

/// Which catalogue items are wanted; a nil part does not matter.
struct ItemFilter: Sendable, Equatable {
  /// A category path such as `城市管理/市容秩序`, with everything below it.
  var category: String?
  /// The full name of a handling unit, or 属地镇街.
  var unit: String?
  /// Words about the matter.
  var words: String?
}
