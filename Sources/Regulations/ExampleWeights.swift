import ChineseText
import Foundation

/// What the pieces of a call say for each recogniser, learned from example calls.
///
/// Pieces are weighted by how rare they are among the examples; the weights are those of a ridge
/// regression on the recognisers, one against all others, found by dual coordinate ascent.
struct ExampleWeights: Sendable {
  private typealias Row = [(piece: Int, weight: Float)]

  private let names: [String]
  private var numbers: [UInt64: Int] = [:]
  private var rarity: [Float] = []
  /// For each piece the weights of all recognisers, one after another.
  private var weights: [Float] = []

  /// How strongly large weights are held back; chosen on the tuning halves of the measures.
  private static let ridge: Float = 0.5
  private static let rounds = 4
  /// So that a word or two are no proof: about the square of a call of three known characters.
  private static let little: Float = 200
  /// A prime, so that examples of all recognisers take turns.
  private static let stride = 7919

  /// Learns from example calls by recogniser; the same examples always give the same weights.
  init(_ examples: [String: [String]]) {
    names = examples.keys.sorted()
    var calls: [(name: Int, counts: [UInt64: Int])] = []
    for (index, name) in names.enumerated() {
      calls += (examples[name] ?? []).map { (index, CallPieces.counts(NormalText($0))) }
    }
    var spread: [Int] = []
    for (_, counts) in calls {
      for piece in counts.keys.sorted() {
        let number = numbers[piece] ?? spread.count
        if number == spread.count {
          numbers[piece] = number
          spread.append(0)
        }
        spread[number] += 1
      }
    }
    let total = Float(calls.count + 1)
    rarity = spread.map { log(total / (Float($0) + 0.5)) }
    weights = [Float](repeating: 0, count: spread.count * names.count)
    let rows = calls.map { (name: $0.name, row: row($0.counts)) }
    learn(rows)
  }

  private mutating func learn(_ rows: [(name: Int, row: Row)]) {
    guard !rows.isEmpty else { return }
    var duals = [Float](repeating: 0, count: rows.count * names.count)
    let stride = rows.count.isMultiple(of: Self.stride) ? 1 : Self.stride
    for _ in 0..<Self.rounds {
      for turn in rows.indices {
        let index = turn * stride % rows.count
        let (name, row) = rows[index]
        var steps = sums(row)
        for other in steps.indices {
          let target: Float = other == name ? 1 : 0
          let dual = duals[index * names.count + other]
          steps[other] = (target - steps[other] - Self.ridge * dual) / (1 + Self.ridge)
          duals[index * names.count + other] = dual + steps[other]
        }
        for (piece, weight) in row {
          let start = piece * names.count
          for other in steps.indices { weights[start + other] += weight * steps[other] }
        }
      }
    }
  }

  /// A score for each recogniser.
  func scores(_ text: NormalText, without places: [Range<Int>]) -> [String: Double] {
    let sums = sums(row(CallPieces.counts(text, without: places)))
    return Dictionary(uniqueKeysWithValues: zip(names, sums.map(Double.init)))
  }

  /// The places of the pieces that speak most for a recogniser, three at most, in order.
  func places(_ text: NormalText, like name: String) -> [Range<Int>] {
    guard let own = names.firstIndex(of: name) else { return [] }
    let found = CallPieces.longer(text).compactMap { key, range -> (Range<Int>, Float)? in
      guard let piece = numbers[key] else { return nil }
      let weight = rarity[piece] * weights[piece * names.count + own]
      return weight > 0 ? (range, weight) : nil
    }
    var picked: [Range<Int>] = []
    for (range, _) in found.sorted(by: { ($1.1, $0.0.lowerBound) < ($0.1, $1.0.lowerBound) }) {
      if picked.count == 3 { break }
      if picked.allSatisfy({ !$0.overlaps(range) }) { picked.append(range) }
    }
    return picked.sorted { $0.lowerBound < $1.lowerBound }
  }

  private func sums(_ row: Row) -> [Float] {
    var sums = [Float](repeating: 0, count: names.count)
    for (piece, weight) in row {
      let start = piece * names.count
      for name in sums.indices { sums[name] += weight * weights[start + name] }
    }
    return sums
  }

  /// The known pieces of a call, of length 1 together; shorter where there are few.
  private func row(_ counts: [UInt64: Int]) -> Row {
    var row: Row = []
    var square: Float = 0
    for (key, count) in counts {
      guard let piece = numbers[key] else { continue }
      let weight = (1 + log(Float(count))) * rarity[piece]
      square += weight * weight
      row.append((piece, weight))
    }
    square += Self.little
    // In a fixed order, since sums of rounded numbers depend on it.
    return row.sorted { $0.piece < $1.piece }.map { ($0.piece, $0.weight / square.squareRoot()) }
  }
}
