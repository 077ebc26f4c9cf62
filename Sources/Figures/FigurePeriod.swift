import Foundation
import Hotline
import WorkingTime

/// A stretch of days that figures are counted over: a day, week, month, quarter, year, or any days.
///
///     FigurePeriod("2026-10")?.title      // 2026年10月
///     FigurePeriod("2026-W43")?.before    // the week before it
public struct FigurePeriod: Hashable, Sendable {
  /// What sort of stretch it is.
  public enum Kind: String, Sendable {
    /// A calendar day.
    case day = "日"
    /// Monday to Sunday; its year is that of its Thursday.
    case week = "周"
    /// A calendar month.
    case month = "月"
    /// Three months.
    case quarter = "季"
    /// A calendar year.
    case year = "年"
    /// From one day to another.
    case days = "起止日"
  }

  /// What sort of stretch it is.
  public let kind: Kind
  /// The first day.
  public let first: Day
  /// The last day.
  public let last: Day

  init(_ kind: Kind, _ first: Day, _ last: Day) {
    (self.kind, self.first, self.last) = (kind, first, last)
  }

  /// The longest stretch of days that may be asked for, about eleven years.
  private static let longest = 4_000

  /// Reads `2026`, `2026-Q3`, `2026-10`, `2026-W43`, `2026-10-21` or `2026-10-01..2026-10-15`; nil
  /// when it is none of these.
  public init?(_ key: String) {
    let ends = key.components(separatedBy: "..")
    if ends.count == 2 {
      guard let first = Day(ends[0]), let last = Day(ends[1]), first <= last,
        last.daysSince1970 - first.daysSince1970 < Self.longest
      else { return nil }
      self.init(.days, first, last)
      return
    }
    if let day = Day(key) {
      self.init(.day, day, day)
      return
    }
    let parts = key.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard let year = Self.number(parts[0], 4), year >= 1970 else { return nil }
    if parts.count == 1 {
      self.init(.year, year, months: 1...12)
    } else if parts.count == 2, let quarter = Self.number(parts[1].dropFirst(), 1),
      parts[1].hasPrefix("Q"), (1...4).contains(quarter)
    {
      self.init(.quarter, year, months: (quarter * 3 - 2)...(quarter * 3))
    } else if parts.count == 2, parts[1].hasPrefix("W"),
      let week = Self.number(parts[1].dropFirst(), 2)
    {
      self.init(week: week, of: year)
    } else if parts.count == 2, let month = Self.number(parts[1], 2), (1...12).contains(month) {
      self.init(.month, year, months: month...month)
    } else {
      return nil
    }
  }

  private static func number(_ text: some StringProtocol, _ digits: Int) -> Int? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(text)
  }

  private init?(_ kind: Kind, _ year: Int, months: ClosedRange<Int>) {
    guard let first = Day(year: year, month: months.lowerBound, day: 1),
      let last = Day(year: year, month: months.upperBound, day: 1)
    else { return nil }
    self.init(kind, first, last.endOfMonth)
  }

  private init?(week: Int, of year: Int) {
    // The fourth of January lies in the first week.
    guard week >= 1, let fourth = Day(year: year, month: 1, day: 4) else { return nil }
    let monday = fourth.adding(days: 1 - fourth.weekday + (week - 1) * 7)
    guard monday.adding(days: 3).year == year else { return nil }
    self.init(.week, monday, monday.adding(days: 6))
  }

  /// The month in which a moment lies.
  public static func month(of moment: Date) -> FigurePeriod { month(of: Day(containing: moment)) }

  static func month(of day: Day) -> FigurePeriod {
    let last = day.endOfMonth
    return FigurePeriod(.month, last.adding(days: 1 - last.day), last)
  }

  /// The period's key, as it is read.
  public var key: String {
    switch kind {
    case .day: first.description
    case .week: Self.week(first)
    case .month: String(first.description.prefix(7))
    case .quarter: "\(first.description.prefix(4))-Q\(first.month / 3 + 1)"
    case .year: String(first.description.prefix(4))
    case .days: "\(first)..\(last)"
    }
  }

  /// The key of the week that begins on a Monday.
  static func week(_ monday: Day) -> String {
    let thursday = monday.adding(days: 3)
    let start = Day(year: thursday.year, month: 1, day: 4) ?? thursday
    let firstMonday = start.adding(days: 1 - start.weekday)
    let number = (monday.daysSince1970 - firstMonday.daysSince1970) / 7 + 1
    return "\(thursday.description.prefix(4))-W\(number < 10 ? "0" : "")\(number)"
  }

  /// The period as people read it, such as 2026年10月.
  public var title: String {
    switch kind {
    case .day: "\(first.year)年\(first.month)月\(first.day)日"
    case .week: "\(key.prefix(4))年第\(Int(key.suffix(2)) ?? 0)周（\(first)至\(last)）"
    case .month: "\(first.year)年\(first.month)月"
    case .quarter: "\(first.year)年第\(ChineseNumeral.text(first.month / 3 + 1))季度"
    case .year: "\(first.year)年"
    case .days: "\(first)至\(last)"
    }
  }

  /// Seconds since 1970, from the first moment to before the first moment after it.
  var seconds: Range<Int> { first.start.seconds..<last.adding(days: 1).start.seconds }

  /// How many days it has.
  public var length: Int { last.daysSince1970 - first.daysSince1970 + 1 }

  /// The period of the same kind before it.
  public var before: FigurePeriod {
    switch kind {
    case .day, .week, .days:
      return FigurePeriod(kind, first.adding(days: -length), first.adding(days: -1))
    case .month: return FigurePeriod.month(of: first.adding(days: -1))
    case .quarter:
      let end = FigurePeriod.month(of: first.adding(days: -1))
      let begin = FigurePeriod.month(
        of: FigurePeriod.month(of: end.first.adding(days: -1)).first.adding(days: -1))
      return FigurePeriod(.quarter, begin.first, end.last)
    case .year: return FigurePeriod("\(first.year - 1)") ?? self
    }
  }

  /// The same period a year earlier; a week's is 52 weeks earlier.
  public var yearBefore: FigurePeriod {
    switch kind {
    case .week: return FigurePeriod(.week, first.adding(days: -364), last.adding(days: -364))
    case .day, .days: return FigurePeriod(kind, first.adding(days: -365), last.adding(days: -365))
    case .month, .quarter, .year:
      let key = self.key
      return FigurePeriod("\(first.year - 1)\(key.dropFirst(4))") ?? self
    }
  }
}
