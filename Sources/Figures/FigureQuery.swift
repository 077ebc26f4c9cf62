import Catalogue
import Hotline

/// By what figures are parted into rows.
public enum FigureDimension: String, CaseIterable, Sendable {
  /// By handling unit.
  case unit
  /// By the lower unit or office that has it inside.
  case inner
  /// By whether the unit kept it or gave it on.
  case tier
  /// By first level of the catalogue's categories.
  case field
  /// By type of request.
  case type
  /// By channel.
  case channel
  /// By town or street.
  case town
  /// By catalogue item.
  case item
  /// By day.
  case day
  /// By week.
  case week
  /// By month.
  case month

  /// Rows in the order of time.
  var isTime: Bool { [.day, .week, .month].contains(self) }
  /// True for what a ticket without a unit has none of.
  var isOfUnit: Bool { [.unit, .inner, .tier].contains(self) }
}

/// Which figures are asked for.
public struct FigureQuery: Sendable {
  /// The days.
  public var period: FigurePeriod
  /// By what they are parted; nil for the total alone.
  public var by: FigureDimension?
  /// Only what a unit led.
  public var unit: String?
  /// Only requests of a type.
  public var type: String?
  /// Only requests by a channel.
  public var channel: String?
  /// Only requests of a town or street.
  public var town: String?
  /// Only requests of a first-level category.
  public var field: String?
  /// Only requests of a catalogue item.
  public var item: String?

  /// Asks for the total of a period.
  public init(_ period: FigurePeriod, by dimension: FigureDimension? = nil) {
    self.period = period
    by = dimension
  }
}

/// Places, fields and items of the catalogue by the places of their names in the rows.
struct FactRegister: Sendable {
  private let towns: [Int32: String]
  private let fields: [Int32: String]
  private let items: [Int32: String]

  init(_ facts: FactBook.Facts, _ catalogue: DispatchCatalogue) {
    var towns: [Int32: String] = [:]
    for region in catalogue.content.regions {
      guard let town = Self.town(of: region, catalogue) else { continue }
      for name in [region.name] + region.aliases {
        if let place = facts.place(of: name), towns[place] == nil { towns[place] = town }
      }
    }
    var fields: [Int32: String] = [:]
    var items: [Int32: String] = [:]
    for item in catalogue.content.items {
      guard let place = facts.place(of: item.id) else { continue }
      fields[place] = item.category.first
      items[place] = item.name
    }
    (self.towns, self.fields, self.items) = (towns, fields, items)
  }

  /// The town or street around a place, or the place itself.
  private static func town(of region: Region, _ catalogue: DispatchCatalogue) -> String? {
    var region = region
    for _ in 0..<8 {
      if region.kind == .town || region.kind == .street { return region.name }
      guard let parent = catalogue.regions(region.parent).first, parent.name != region.name else {
        return nil
      }
      region = parent
    }
    return nil
  }

  func town(_ place: Int32) -> String { towns[place] ?? "" }
  func field(_ place: Int32) -> String { fields[place] ?? "" }
  func itemTitle(_ place: Int32) -> String? { items[place] }
}

/// Tells which rows a query is about, and in which of its groups each lies.
struct FactSieve {
  let facts: FactBook.Facts
  let query: FigureQuery
  let register: FactRegister
  private let unit: Int32?
  private let type: Int32?
  private let channel: Int32?
  private let item: Int32?
  /// A wanted text that no row has: nothing matches.
  let isEmpty: Bool
  private(set) var groups: [String] = []
  private var places: [Int: Int] = [:]

  init(_ facts: FactBook.Facts, _ query: FigureQuery, _ catalogue: DispatchCatalogue) {
    self.facts = facts
    self.query = query
    register = FactRegister(facts, catalogue)
    unit = query.unit.map { facts.place(of: $0) ?? -1 }
    type = query.type.map { facts.place(of: $0) ?? -1 }
    channel = query.channel.map { facts.place(of: $0) ?? -1 }
    item = query.item.map { facts.place(of: $0) ?? -1 }
    isEmpty = [unit, type, channel, item].contains(-1)
  }

  /// True when a ticket is asked for.
  func lets(_ ticket: FactBook.Ticket) -> Bool {
    if let type, ticket.type != type { return false }
    if let channel, ticket.channel != channel { return false }
    if let item, ticket.item != item { return false }
    if let town = query.town, register.town(ticket.region) != town { return false }
    if let field = query.field, register.field(ticket.item) != field { return false }
    return true
  }

  /// True when a unit's work is asked for.
  func lets(unit wanted: Int32) -> Bool { unit == nil || unit == wanted }

  /// The group of a fact; nil when nothing is parted.
  mutating func group(
    _ ticket: FactBook.Ticket, unit: Int32, inner: Int32, at moment: UInt32
  ) -> Int? {
    guard let by = query.by else { return nil }
    let key: Int
    switch by {
    case .unit: key = Int(unit)
    case .inner: key = Int(inner)
    case .tier: key = inner > 0 ? 3 : 2
    case .field, .item: key = Int(ticket.item)
    case .type: key = Int(ticket.type)
    case .channel: key = Int(ticket.channel)
    case .town: key = Int(ticket.region)
    case .day, .week, .month: key = (Int(moment) + ShanghaiTime.offset) / 86_400
    }
    if let known = places[key] { return known }
    let name = name(by, key)
    // Several items lie in one field, several places in one town, several days in one month.
    let place = groups.firstIndex(of: name) ?? groups.count
    if place == groups.count { groups.append(name) }
    places[key] = place
    return place
  }

  private func name(_ by: FigureDimension, _ key: Int) -> String {
    switch by {
    case .unit, .inner, .type, .channel: return facts.names[key]
    case .item: return facts.names[key]
    case .tier: return String(key)
    case .field: return register.field(Int32(key))
    case .town: return register.town(Int32(key))
    case .day: return Day(daysSince1970: key).description
    case .week:
      let day = Day(daysSince1970: key)
      return FigurePeriod.week(day.adding(days: 1 - day.weekday))
    case .month: return String(Day(daysSince1970: key).description.prefix(7))
    }
  }

  /// What people read for a group.
  func title(of key: String) -> String {
    switch query.by {
    case .tier: return key == "3" ? "三级平台承办" : "二级平台承办"
    case .inner: return key.isEmpty ? "没有向下分派" : key
    case .field: return key.isEmpty ? "未归入派单目录" : key
    case .town: return key.isEmpty ? "地点不明" : key
    case .item:
      guard let place = facts.place(of: key), place > 0 else { return "未归入派单目录" }
      return register.itemTitle(place) ?? key
    case .week, .month: return FigurePeriod(key)?.title ?? key
    default: return key
    }
  }
}
