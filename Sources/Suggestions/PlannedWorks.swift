import Catalogue
import Knowledge

extension Suggestion {
  /// Works on water, power, gas or roads that explain the call.
  public struct Work: Codable, Hashable, Sendable {
    /// Number of the notice.
    public var id: String
    /// The unit that does it.
    public var unit: String
    /// What it interrupts, such as 供水.
    public var kind: String
    /// The area of the notice that fits the call.
    public var area: String
    /// Where the call stands in time to the works.
    public var stage: String
    /// What operators say.
    public var tell: String
    /// When it begins.
    public var beginsAt: String
    /// When it is planned to end.
    public var endsAt: String
    /// The words of the call that fit.
    public var words: [String]
    /// The rule by which it was announced.
    public var source: String

    enum CodingKeys: String, CodingKey {
      case id, unit, kind, area, stage, tell, words, source
      case beginsAt = "begins_at"
      case endsAt = "ends_at"
    }

    /// Makes it from its parts.
    public init(
      id: String, unit: String, kind: String, area: String, stage: String, tell: String,
      beginsAt: String, endsAt: String, words: [String], source: String
    ) {
      (self.id, self.unit, self.kind, self.area) = (id, unit, kind, area)
      (self.stage, self.tell, self.beginsAt, self.endsAt) = (stage, tell, beginsAt, endsAt)
      (self.words, self.source) = (words, source)
    }
  }
}

extension Suggester {
  /// The matter that words are about, as the two upper categories of the item that fits best; nil
  /// when none does.
  public func matter(of words: String) -> String? {
    items.matches(words, limit: 1).first?.item.category.prefix(2).joined(separator: "/")
  }

  /// Names of the places that a call names, and of all places around them but the city.
  public func placeNames(in call: String) -> Set<String> {
    var names: Set<String> = []
    for place in places.places(in: call) {
      var region = place.region
      for _ in 0..<8 where region.kind != .city {
        names.formUnion([region.name] + region.aliases)
        guard let parent = catalogue.regions(region.parent).first, parent != region else { break }
        region = parent
      }
    }
    return names
  }
}
