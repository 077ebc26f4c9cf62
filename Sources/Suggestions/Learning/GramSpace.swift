import ChineseText
import Foundation

/// A text as the grams that the model knows: rows and their weights, of length 1 together.
struct GramVector: Sendable {
  var rows: ContiguousArray<Int32> = []
  var values: ContiguousArray<Float> = []
}

/// Which grams a model knows and how much each counts.
///
/// A gram counts by how far the labels of its tickets stand from those of all tickets (the root of
/// their Kullback-Leibler divergence), which told units apart better than its rarity did.
struct GramSpace: Sendable {
  /// From a gram's key to its row.
  var table = GramTable()
  /// How much each row counts.
  var weights: ContiguousArray<Float> = []

  /// Least that a gram counts.
  private static let floor = 0.02
  /// How many tickets' worth of the common labels is mixed into a gram's own.
  private static let mixture = 5.0

  /// The vector of a text of which the grams are given.
  func vector(_ grams: [Gram]) -> GramVector {
    vector(keys: grams.lazy.map(\.key))
  }

  /// The vector of a text of which the keys are given.
  func vector(keys: some Sequence<UInt64>) -> GramVector {
    var rows: [Int32] = []
    for key in keys {
      if let row = table.value(key) { rows.append(row) }
    }
    return vector(rows: &rows)
  }

  /// The vector of rows, each as often as it occurs; sorts them.
  func vector(rows: inout [Int32]) -> GramVector {
    rows.sort()
    var vector = GramVector()
    vector.rows.reserveCapacity(rows.count)
    vector.values.reserveCapacity(rows.count)
    var index = 0
    var square: Float = 0
    while index < rows.count {
      var next = index + 1
      while next < rows.count, rows[next] == rows[index] { next += 1 }
      let often = next - index == 1 ? 1 : 1 + log(Float(next - index))
      let value = often * weights[Int(rows[index])]
      vector.rows.append(rows[index])
      vector.values.append(value)
      square += value * value
      index = next
    }
    guard square > 0 else { return vector }
    let scale = 1 / square.squareRoot()
    for index in vector.values.indices { vector.values[index] *= scale }
    return vector
  }

  /// How much a gram counts whose tickets bear the given labels.
  /// - Parameters:
  ///   - counts: label and number of the gram's tickets that bear it.
  ///   - priors: each label's share of all tickets.
  static func weight(_ counts: some Sequence<(label: Int, count: Int)>, priors: [Double]) -> Float {
    var total = 0
    for entry in counts { total += entry.count }
    var divergence = 0.0
    for entry in counts {
      let prior = max(priors[entry.label], 1e-6)
      let share = (Double(entry.count) + mixture * prior) / (Double(total) + mixture)
      divergence += share * log(share / prior)
    }
    return Float(max(divergence, floor).squareRoot())
  }
}
