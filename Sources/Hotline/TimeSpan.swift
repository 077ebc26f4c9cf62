/// A length of time as rules state it: 5 working days, 2 hours, 3 months.
public struct TimeSpan: Hashable, Sendable, CustomStringConvertible {
  /// What is counted.
  public enum Unit: String, CaseIterable, Sendable {
    /// Days on which offices work, by the State Council's calendar.
    case workingDay = "个工作日"
    /// Hours within working hours.
    case workingHour = "个工作小时"
    /// Hours by the clock, nights and holidays too.
    case hour = "小时"
    /// Minutes by the clock.
    case minute = "分钟"
    /// Calendar days.
    case day = "日"
    /// Calendar months.
    case month = "个月"
    /// Calendar years.
    case year = "年"
  }

  /// How many; half working days are allowed, other units are whole.
  public var count: Double
  /// What is counted.
  public var unit: Unit

  /// Makes a span; the count is positive.
  public init(_ count: Double, _ unit: Unit) {
    self.count = count
    self.unit = unit
  }

  private static let spellings: [(String, Unit)] = [
    ("个工作日", .workingDay), ("工作日", .workingDay), ("working days", .workingDay),
    ("working day", .workingDay), ("个工作小时", .workingHour), ("工作小时", .workingHour),
    ("working hours", .workingHour), ("working hour", .workingHour), ("个小时", .hour),
    ("小时", .hour), ("hours", .hour), ("hour", .hour), ("分钟", .minute), ("minutes", .minute),
    ("minute", .minute), ("个自然日", .day), ("自然日", .day), ("天", .day), ("日", .day),
    ("days", .day), ("day", .day), ("个月", .month), ("月", .month), ("months", .month),
    ("month", .month), ("年", .year), ("years", .year), ("year", .year),
  ]

  /// Reads `3 working days`, `5个工作日`, `半个工作日`, `24小时`, `3个月`; nil when it is none of these.
  ///
  /// Working days may have a half, no other fraction; nothing else has any.
  public init?(parsing text: String) {
    let trimmed = text.filter { !$0.isWhitespace || $0 == " " }
    for (spelling, unit) in Self.spellings where trimmed.hasSuffix(spelling) {
      var number = trimmed.dropLast(spelling.count)
      while number.last == " " { number = number.dropLast() }
      while number.first == " " { number = number.dropFirst() }
      let value =
        number == "半" ? 0.5 : Double(number) ?? ChineseNumeral.value(number).map(Double.init)
      guard let value, value > 0, value <= 10_000 else { return nil }
      // No office closes in the middle of a half day: 0.3 of a day would only be rounded.
      let smallest = unit == .workingDay ? value * 2 : value
      guard smallest == smallest.rounded(.down) else { return nil }
      self.init(value, unit)
      return
    }
    return nil
  }

  /// As a Chinese text: 5个工作日, 半个工作日.
  public var description: String {
    if count == 0.5 { return "半" + unit.rawValue }
    let number = count == count.rounded() ? String(Int(count)) : String(count)
    return number + unit.rawValue
  }
}

/// A span is stored as its Chinese text.
extension TimeSpan: Codable {
  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let span = TimeSpan(parsing: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time span")
    }
    self = span
  }

  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
