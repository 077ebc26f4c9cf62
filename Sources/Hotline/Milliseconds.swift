import Foundation

/// Moments as the journal and its tables keep them: whole milliseconds since 1970.
extension Date {
  /// The moment in whole milliseconds, rounded.
  public var milliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded()) }

  /// The moment of a number of milliseconds since 1970.
  public init(milliseconds: Int) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  /// The moment without what a table would lose, so that it equals itself once stored and read.
  public var inWholeMilliseconds: Date { Date(milliseconds: milliseconds) }
}
