import Dispatch
import Foundation
import Synchronization

/// Work on several cores whose result does not depend on their number.
enum Parallel {
  /// Cuts 0..<count into a few ranges of about the same size, none longer than `most`.
  static func ranges(_ count: Int, most: Int) -> [Range<Int>] {
    guard count > 0 else { return [] }
    let cores = count < 2_000 ? 1 : ProcessInfo.processInfo.activeProcessorCount
    let parts = max((count + max(most, 1) - 1) / max(most, 1), min(cores, 8))
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
      .filter { !$0.isEmpty }
  }

  /// Calls `body` for each range at the same time and returns the results in order.
  static func map<Result: Sendable>(
    _ ranges: [Range<Int>], _ body: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    guard ranges.count > 1 else { return ranges.map(body) }
    let results = Mutex<[Int: Result]>([:])
    DispatchQueue.concurrentPerform(iterations: ranges.count) { index in
      let result = body(ranges[index])
      results.withLock { $0[index] = result }
    }
    return results.withLock { made in ranges.indices.compactMap { made[$0] } }
  }
}
