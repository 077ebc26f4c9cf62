import Foundation

/// Joins what the members say of a label into one score: a conditional logit over candidates.
///
/// Learned on the latest part of the history from members that had not seen it, so it knows how
/// far each member is to be believed on new tickets, and its shares are true confidences.
struct CandidateRanker: Sendable {
  /// What is known of each candidate, in the order of `CandidateFact`.
  typealias Facts = [Float]

  /// One text: its candidates and which of them is right.
  struct Lesson: Sendable {
    var candidates: [Facts]
    var right: Int?
  }

  private(set) var weights: [Double]
  private(set) var means: [Double]
  private(set) var scales: [Double]

  private let ridge: Double
  private static let rounds = 12

  /// Believes the likelihood member alone, more carefully where little was learned.
  init(likelihoodAt index: Int, count: Int, belief: Double) {
    weights = Array(repeating: 0, count: count)
    weights[index] = belief
    ridge = 1
    means = Array(repeating: 0, count: count)
    scales = Array(repeating: 1, count: count)
  }

  /// Takes weights that were learned before.
  init(weights: [Double], means: [Double], scales: [Double]) {
    (self.weights, self.means, self.scales) = (weights, means, scales)
    ridge = 1
  }

  /// Learns by Newton's method; lessons without a right candidate are passed over.
  init(_ lessons: [Lesson], factCount: Int, ridge: Double = 1) {
    self.ridge = ridge
    weights = Array(repeating: 0, count: factCount)
    (means, scales) = CandidateRanker.moments(lessons, factCount)
    let scaled: [Scaled] = lessons.compactMap { lesson in
      guard let right = lesson.right else { return nil }
      return (lesson.candidates.map { scale($0) }, right)
    }
    var loss = loss(scaled)
    for _ in 0..<CandidateRanker.rounds {
      let step = newtonStep(scaled)
      let start = weights
      var length = 1.0
      // A whole step can leap past the least loss; halving it always comes nearer.
      repeat {
        weights = zip(start, step).map { $0 - length * $1 }
        length /= 2
      } while self.loss(scaled) > loss && length > 1e-4
      let reached = self.loss(scaled)
      guard reached < loss else {
        weights = start
        return
      }
      let gain = loss - reached
      loss = reached
      if gain < 1e-6 * loss { return }
    }
  }

  private typealias Scaled = (rows: [[Double]], right: Int)

  private func loss(_ lessons: [Scaled]) -> Double {
    var loss = ridge / 2 * weights.reduce(0) { $0 + $1 * $1 }
    for lesson in lessons {
      loss -= log(max(softmax(lesson.rows.map { dot($0) })[lesson.right], 1e-300))
    }
    return loss
  }

  private func newtonStep(_ lessons: [Scaled]) -> [Double] {
    let count = weights.count
    var gradient = weights.map { $0 * ridge }
    var curvature = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for index in 0..<count { curvature[index][index] = ridge }
    for lesson in lessons {
      let shares = softmax(lesson.rows.map { dot($0) })
      var mean = [Double](repeating: 0, count: count)
      for (share, row) in zip(shares, lesson.rows) {
        for fact in 0..<count { mean[fact] += share * row[fact] }
      }
      for fact in 0..<count { gradient[fact] += mean[fact] - lesson.rows[lesson.right][fact] }
      for (share, row) in zip(shares, lesson.rows) where share > 1e-6 {
        for left in 0..<count {
          let part = share * (row[left] - mean[left])
          for right in 0...left { curvature[left][right] += part * (row[right] - mean[right]) }
        }
      }
    }
    return solve(curvature, gradient)
  }

  /// The share of belief in each candidate.
  func shares(_ candidates: [Facts]) -> [Double] {
    softmax(candidates.map { dot(scale($0)) })
  }

  /// What each fact adds to a candidate's score over the mean of all.
  func parts(_ facts: Facts) -> [Double] { zip(scale(facts), weights).map { $0 * $1 } }

  private func scale(_ facts: Facts) -> [Double] {
    facts.indices.map { (Double(facts[$0]) - means[$0]) / scales[$0] }
  }

  private func dot(_ row: [Double]) -> Double {
    var sum = 0.0
    for index in row.indices { sum += row[index] * weights[index] }
    return sum
  }

  private func softmax(_ scores: [Double]) -> [Double] {
    guard let greatest = scores.max() else { return [] }
    let raised = scores.map { exp($0 - greatest) }
    let total = raised.reduce(0, +)
    return raised.map { $0 / total }
  }

  private static func moments(_ lessons: [Lesson], _ count: Int) -> ([Double], [Double]) {
    var sums = [Double](repeating: 0, count: count)
    var squares = sums
    var number = 0.0
    for facts in lessons.lazy.flatMap(\.candidates) {
      number += 1
      for index in 0..<count {
        sums[index] += Double(facts[index])
        squares[index] += Double(facts[index]) * Double(facts[index])
      }
    }
    guard number > 0 else { return (sums, [Double](repeating: 1, count: count)) }
    let means = sums.map { $0 / number }
    let scales = zip(squares, means).map { square, mean in
      max((square / number - mean * mean).squareRoot(), 1e-3)
    }
    return (means, scales.map { $0.isFinite ? $0 : 1e-3 })
  }
}

/// Solves a symmetric positive definite system given by its lower half (Cholesky).
func solve(_ lower: [[Double]], _ right: [Double]) -> [Double] {
  let count = right.count
  var factor = lower
  for row in 0..<count {
    for column in 0...row {
      var sum = lower[row][column]
      for index in 0..<column { sum -= factor[row][index] * factor[column][index] }
      factor[row][column] =
        row == column ? max(sum, 1e-12).squareRoot() : sum / factor[column][column]
    }
  }
  var result = right
  for row in 0..<count {
    for index in 0..<row { result[row] -= factor[row][index] * result[index] }
    result[row] /= factor[row][row]
  }
  for row in (0..<count).reversed() {
    for index in row + 1..<count { result[row] -= factor[index][row] * result[index] }
    result[row] /= factor[row][row]
  }
  return result
}
