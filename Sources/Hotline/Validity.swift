import Foundation

/// The stretch of time in which a record is in force: from its first moment up to its last, which
/// is not part of it.
public struct Validity: Hashable, Sendable {
  /// First moment; nil when there was always such a record.
  public var from: Date?
  /// The moment at which it is no longer in force; nil while it is open.
  public var to: Date?

  /// In force at every moment.
  public static let always = Validity()

  /// Makes a period; both ends may be open.
  public init(from: Date? = nil, to: Date? = nil) {
    self.from = from
    self.to = to
  }

  /// Makes the period of whole days, the last one included.
  public init(from: Day?, through last: Day?) {
    self.from = from?.start
    to = last?.adding(days: 1).start
  }

  /// True from the first moment until the last.
  public func holds(at moment: Date) -> Bool {
    (from.map { $0 <= moment } ?? true) && (to.map { moment < $0 } ?? true)
  }

  /// True when it ends before it begins, or at once.
  public var isEmpty: Bool {
    guard let from, let to else { return false }
    return to <= from
  }

  /// What people read: 自…起至…止.
  public var text: String {
    switch (from, to) {
    case (nil, nil): "长期有效"
    case (let from?, nil): "自 \(Self.firstText(from)) 起"
    case (nil, let to?): "至 \(Self.lastText(to)) 止"
    case (let from?, let to?): "自 \(Self.firstText(from)) 起至 \(Self.lastText(to)) 止"
    }
  }

  /// A first moment as a day when it is a midnight, else with its time.
  public static func firstText(_ moment: Date) -> String {
    let day = Day(containing: moment)
    return day.start == moment ? day.description : ShanghaiTime.text(moment)
  }

  /// A last moment as the day that it still holds when it is a midnight, else with its time.
  public static func lastText(_ moment: Date) -> String {
    let day = Day(containing: moment)
    return day.start == moment ? day.adding(days: -1).description : ShanghaiTime.text(moment)
  }

  /// Reads what `firstText` gives; nil when it is neither a day nor a time.
  public static func first(_ text: String) -> Date? {
    Day(text)?.start ?? ShanghaiTime.moment(text)
  }

  /// Reads what `lastText` gives; a day is part of the period.
  public static func last(_ text: String) -> Date? {
    Day(text)?.adding(days: 1).start ?? ShanghaiTime.moment(text)
  }
}

/// Stored as RFC 3339 times in whole seconds; an open end is left out.
extension Validity: Codable {
  private enum CodingKeys: String, CodingKey { case from, to }

  /// Reads both ends.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func moment(_ key: CodingKeys) throws -> Date? {
      guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
      guard let moment = ShanghaiTime.moment(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "no RFC 3339 time")
      }
      return moment
    }
    from = try moment(.from)
    to = try moment(.to)
  }

  /// Writes both ends.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(from.map(ShanghaiTime.text), forKey: .from)
    try container.encodeIfPresent(to.map(ShanghaiTime.text), forKey: .to)
  }
}
