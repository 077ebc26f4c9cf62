import Foundation
import Hotline

/// Hours of the day in which callers are not disturbed, in Shanghai's time.
public struct QuietHours: Hashable, Sendable {
  /// Minutes after midnight at which they begin.
  public let start: Int
  /// Minutes after midnight at which they end; before the start when midnight lies between.
  public let end: Int
  /// Kinds that go out all the same.
  public let urgent: Set<String>

  /// Makes quiet hours; nil when the two are equal or outside a day.
  public init?(start: Int, end: Int, urgent: Set<String> = []) {
    guard (0..<1440).contains(start), (0..<1440).contains(end), start != end else { return nil }
    self.start = start
    self.end = end
    self.urgent = urgent
  }

  /// Whether a moment lies in them; the end's first minute does not.
  public func contains(_ moment: Date) -> Bool {
    let minute = Int(moment.timeIntervalSince(Day(containing: moment).start) / 60)
    return start < end ? (start..<end).contains(minute) : minute >= start || minute < end
  }
}
