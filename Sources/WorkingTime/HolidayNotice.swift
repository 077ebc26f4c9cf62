/// A notice of the State Council by which days off and make-up days are set.
public struct HolidayNotice: Hashable, Sendable, CustomStringConvertible {
  /// Its title, such as 国务院办公厅关于2026年部分节假日安排的通知.
  public var title: String
  /// Its number, such as 国办发明电〔2025〕7号; nil where it is not known for sure.
  public var number: String?

  /// Makes a notice.
  public init(title: String, number: String? = nil) {
    self.title = title
    self.number = number
  }

  /// Title with the number in brackets.
  public var description: String { number.map { "\(title)（\($0)）" } ?? title }
}

/// What a day is for offices.
public enum DayKind: Hashable, Sendable {
  /// An ordinary working day, Monday to Friday.
  case workday
  /// Saturday or Sunday.
  case weekend
  /// A day off by notice, weekday or weekend within a holiday.
  case holiday(name: String, notice: HolidayNotice)
  /// A Saturday or Sunday on which offices work by notice.
  case makeUp(name: String, notice: HolidayNotice)

  /// True for days on which offices work.
  public var isWorking: Bool {
    switch self {
    case .workday, .makeUp: true
    case .weekend, .holiday: false
    }
  }
}
