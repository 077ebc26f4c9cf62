import Foundation

/// At which time of its last day a limit ends.
public enum DayEnd: String, CaseIterable, Sendable {
  /// When the office closes.
  case close = "下班时"
  /// At midnight.
  case midnight = "24时"
}

/// One stretch of time on the way to a due date, and why it counts or not.
public struct DeadlineStep: Hashable, Sendable {
  /// Where it begins.
  public var from: Date
  /// Where it ends.
  public var to: Date
  /// What it is: 起算日不计, 周末不计, 第1至第3个工作日.
  public var what: String
  /// The rule, notice or law behind it.
  public var source: String

  /// Makes a step.
  public init(from: Date, to: Date, what: String, source: String) {
    self.from = from
    self.to = to
    self.what = what
    self.source = source
  }
}

/// A due date with the way to it.
public struct Deadline: Hashable, Sendable {
  /// When it is due.
  public var dueAt: Date
  /// Which rule set the limit.
  public var source: String
  /// The way there, in order.
  public var steps: [DeadlineStep]
  /// True when the way runs through a year whose holidays are not published.
  public var isEstimate: Bool

  /// What is said of a way through years without a notice; nil where there is none.
  public var note: String? {
    guard isEstimate else { return nil }
    return steps.last { $0.source == WorkingCalendar.holidaySource }?.what
  }

  /// Makes a due date.
  public init(dueAt: Date, source: String, steps: [DeadlineStep], isEstimate: Bool = false) {
    self.dueAt = dueAt
    self.source = source
    self.steps = steps
    self.isEstimate = isEstimate
  }
}
