import Foundation

/// BM25's term frequency part in one byte, in steps of the same proportion.
///
/// A step is 1.5 %, so rounding moves no score by more than 0.8 %.
struct ImpactScale: Sendable {
  /// The value of each byte; the last is `saturation + 1`, the most that a term can reach.
  let values: [Float]
  private let top: Float
  private let step: Float

  private static let lowest: Float = 0.02

  init(saturation: Float) {
    top = saturation + 1
    step = Foundation.log(top / Self.lowest) / 255
    let (lowest, step) = (Self.lowest, step)
    values = (0..<256).map { lowest * Foundation.exp(Float($0) * step) }
  }

  /// The byte nearest to a value.
  func code(_ value: Float) -> UInt8 {
    guard value > Self.lowest else { return 0 }
    return UInt8(min((Foundation.log(value / Self.lowest) / step).rounded(), 255))
  }
}
