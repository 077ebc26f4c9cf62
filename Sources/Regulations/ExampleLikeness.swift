import ChineseText
import Foundation

/// How like a call is to the example calls of each recogniser.
///
/// Patterns know the words that were thought of; likeness helps with those that were not: it orders
/// the weak proposals, breaks ties of strong ones, and is shown alone only when it is very close.
/// Character pieces of one to three, weighted by how rare they are among the examples; one mean
/// vector a recogniser; cosine.
struct ExampleLikeness: Sendable {
  /// The class of calls that belong to no recogniser.
  static let none = ""

  /// No more of a call is looked at.
  private static let reach = 2000

  private let names: [String]
  /// For each piece its rarity and its weights in the recognisers' mean vectors.
  private let pieces: [UInt64: (rarity: Float, weights: [(name: Int, weight: Float)])]

  /// Learns from example calls by recogniser.
  init(_ examples: [String: [String]]) {
    names = examples.filter { !$0.value.isEmpty }.keys.sorted()
    let calls = names.flatMap { name in (examples[name] ?? []).map { (name, Self.counts($0)) } }
    var spread: [UInt64: Int] = [:]
    for (_, counts) in calls { for piece in counts.keys { spread[piece, default: 0] += 1 } }
    let total = Float(calls.count + 1)
    let rarity = spread.mapValues { log(total / (Float($0) + 0.5)) }
    var means = [[UInt64: Float]](repeating: [:], count: names.count)
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    for (name, counts) in calls {
      guard let number = index[name] else { continue }
      for (piece, weight) in Self.unit(counts, rarity) {
        means[number][piece, default: 0] += weight
      }
    }
    var pieces: [UInt64: (rarity: Float, weights: [(name: Int, weight: Float)])] = [:]
    for (number, mean) in means.enumerated() {
      let length = max(Self.length(mean), 1e-6)
      for (piece, weight) in mean {
        pieces[piece, default: (rarity[piece] ?? 0, [])].weights.append((number, weight / length))
      }
    }
    self.pieces = pieces
  }

  /// Cosine with each recogniser's examples, 0 to 1; recognisers without any likeness are left out.
  func scores(_ text: NormalText) -> [String: Double] {
    guard !names.isEmpty else { return [:] }
    var sums = [Float](repeating: 0, count: names.count)
    var square: Float = 0
    for (piece, count) in Self.counts(text) {
      guard let known = pieces[piece] else { continue }
      let weight = (1 + log(Float(count))) * known.rarity
      square += weight * weight
      for (name, share) in known.weights { sums[name] += weight * share }
    }
    guard square > 0 else { return [:] }
    var scores: [String: Double] = [:]
    for (number, sum) in sums.enumerated() where sum > 0 {
      scores[names[number]] = Double(sum / square.squareRoot())
    }
    return scores
  }

  /// The places of the pieces that make a call like a recogniser, the three strongest, in order.
  func places(_ text: NormalText, like name: String) -> [Range<Int>] {
    guard let number = names.firstIndex(of: name) else { return [] }
    var found: [(range: Range<Int>, weight: Float)] = []
    let first = Self.opening(text)
    let end = min(text.scalars.count, first + Self.reach)
    for size in 2...3 where end - first >= size {
      for start in first...(end - size) {
        guard let key = Self.key(text.scalars[start..<start + size]), let known = pieces[key],
          let share = known.weights.first(where: { $0.name == number })
        else { continue }
        found.append((start..<start + size, known.rarity * share.weight))
      }
    }
    var picked: [Range<Int>] = []
    for piece in found.sorted(by: {
      ($1.weight, $0.range.lowerBound) < ($0.weight, $1.range.lowerBound)
    }) {
      if picked.count == 3 { break }
      if picked.allSatisfy({ !$0.overlaps(piece.range) }) { picked.append(piece.range) }
    }
    return picked.sorted { $0.lowerBound < $1.lowerBound }
  }

  private static func unit(_ counts: [UInt64: Int], _ rarity: [UInt64: Float]) -> [UInt64: Float] {
    var weights: [UInt64: Float] = [:]
    for (piece, count) in counts { weights[piece] = (1 + log(Float(count))) * (rarity[piece] ?? 0) }
    let length = max(length(weights), 1e-6)
    return weights.mapValues { $0 / length }
  }

  private static func length(_ weights: [UInt64: Float]) -> Float {
    weights.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private static func counts(_ text: String) -> [UInt64: Int] { counts(NormalText(text)) }

  private static func counts(_ text: NormalText) -> [UInt64: Int] {
    var counts: [UInt64: Int] = [:]
    let scalars = text.scalars.dropFirst(opening(text)).prefix(reach)
    for start in scalars.indices {
      var key: UInt64 = 0
      for size in 1...3 {
        guard start + size <= scalars.endIndex, let next = piece(scalars[start + size - 1]) else {
          break
        }
        key = key << 21 | next
        counts[key, default: 0] += 1
      }
    }
    return counts
  }

  /// How long the operator's opening is, such as 市民来电反映：, which says nothing of the matter.
  private static func opening(_ text: NormalText) -> Int {
    guard let colon = text.scalars.prefix(12).firstIndex(of: 58) else { return 0 }
    let head = text.string(0..<colon)
    return ["来电", "市民", "反映", "咨询", "投诉"].contains { head.contains($0) } ? colon + 1 : 0
  }

  private static func key(_ scalars: ArraySlice<UInt32>) -> UInt64? {
    var key: UInt64 = 0
    for scalar in scalars {
      guard let next = piece(scalar) else { return nil }
      key = key << 21 | next
    }
    return key
  }

  /// A letter, digit or ideograph; nil for everything else, which ends a piece.
  private static func piece(_ scalar: UInt32) -> UInt64? {
    guard scalar > 0x7F || (48...57).contains(scalar) || (97...122).contains(scalar) else {
      return nil
    }
    return UInt64(scalar)
  }
}
