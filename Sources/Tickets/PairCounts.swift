import Foundation
import SQLite
import Synchronization

/// How common pairs of characters are in the latest requests, to tell rare ones from common ones.
///
/// The index of texts could count exactly, but walks through every ticket that holds a pair to do
/// so. Which pair is the rarer one needs no more than a sample.
final class PairCounts: Sendable {
  private struct Counts {
    var pairs: [String: Int] = [:]
    /// The last ticket that was counted, and how many were.
    var last = 0
    var requests = 0
  }

  private let counts = Mutex(Counts())
  /// At least so many of the latest requests are counted, and older ones for less and less.
  private static let sample = 4_000

  /// Pairs by how few requests hold them.
  func rarestFirst(_ pairs: Set<String>, _ connection: Connection) throws -> [String] {
    try countNew(connection)
    return counts.withLock { counts in
      pairs.map { (pair: $0, count: counts.pairs[$0] ?? 0) }
    }.sorted { $0.count != $1.count ? $0.count < $1.count : $0.pair < $1.pair }.map(\.pair)
  }

  private func countNew(_ connection: Connection) throws {
    let newest = try connection.row("SELECT max(id) FROM ticket")?.int(0) ?? 0
    let after = counts.withLock { counts in
      // A rebuild numbers anew.
      if newest < counts.last { counts = Counts() }
      let after = max(counts.last, newest - Self.sample)
      counts.last = newest
      return after
    }
    guard after < newest else { return }
    var pairs: [String: Int] = [:]
    try connection.each(
      "SELECT json_extract(body, '$.request.text') FROM ticket WHERE id > ? AND id <= ?",
      [after, newest]
    ) { row in
      for pair in Set(TextGrams.pairs(row.text(0))) { pairs[pair, default: 0] += 1 }
      return true
    }
    counts.withLock { counts in
      counts.pairs.merge(pairs) { $0 + $1 }
      counts.requests += newest - after
      guard counts.requests > 2 * Self.sample else { return }
      counts.requests /= 2
      counts.pairs = counts.pairs.mapValues { $0 / 2 }.filter { $0.value > 0 }
    }
  }
}
