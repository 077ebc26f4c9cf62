import Foundation

typealias Lanes = SIMD8<Float>

/// A weight of a rare gram for one label.
struct SparseWeight: Sendable {
  var label: Int32
  var margin: Float
  var likelihood: Float
}

/// Two linear models over the same grams, one learned by margins, one by likelihood.
///
/// Margins are a squared hinge of one label against the rest, likelihood is softmax. They err
/// differently, so both are kept.
///
/// Common grams have a weight for every label, rare ones only for the labels that they occurred
/// with. Steps are AdaGrad's with one rate a gram.
struct LinearMembers: Sendable {
  /// How many labels there are.
  var labelCount: Int
  /// Lanes for one member over all labels.
  var width: Int
  /// Biases, then what the scores are laid out like: margins, then likelihoods.
  var biases: ContiguousArray<Lanes>
  /// Rows of common grams; the first rows of the space.
  var dense: ContiguousArray<ContiguousArray<Lanes>>
  /// Rows of the other grams.
  var sparse: ContiguousArray<ContiguousArray<SparseWeight>>
  /// For each row, the sums of squared steps of both members.
  var sums: ContiguousArray<SIMD2<Float>>

  private static let rates = SIMD2<Float>(0.2, 2)
  private static let biasRate: Float = 0.01
  private static let leastStep: Float = 1e-3
  /// How much of a step labels share through the parts of their names, squared.
  private static let sharing = SIMD2<Float>(0.09, 0.25)

  /// Makes members that know nothing.
  init(labelCount: Int, denseRows: Int) {
    self.labelCount = labelCount
    width = (labelCount + Lanes.scalarCount - 1) / Lanes.scalarCount
    biases = ContiguousArray(repeating: .zero, count: 2 * width)
    for lane in 0..<width { biases[lane] = Lanes(repeating: -1) }
    dense = ContiguousArray(
      repeating: ContiguousArray(repeating: .zero, count: 2 * width), count: denseRows)
    sparse = []
    sums = ContiguousArray(repeating: SIMD2(repeating: 1e-6), count: denseRows)
  }

  /// Adds a row for a rare gram and the labels that it occurred with.
  mutating func appendRow(labels: some Sequence<Int32>) {
    sparse.append(
      ContiguousArray(labels.map { SparseWeight(label: $0, margin: 0, likelihood: 0) }))
    sums.append(SIMD2(repeating: 1e-6))
  }

  /// Scores of all labels: margins in the first half, likelihoods in the second.
  func scores(_ vector: GramVector, into scores: inout ContiguousArray<Lanes>) {
    scores = biases
    let offset = width * Lanes.scalarCount
    scores.withUnsafeMutableBufferPointer { scores in
      let count = scores.count
      for index in vector.rows.indices {
        let row = Int(vector.rows[index])
        let value = vector.values[index]
        if row < dense.count {
          dense[row].withUnsafeBufferPointer { weights in
            for lane in 0..<count { scores[lane] += weights[lane] * value }
          }
        } else {
          scores.withMemoryRebound(to: Float.self) { flat in
            for weight in sparse[row - dense.count] {
              flat[Int(weight.label)] += weight.margin * value
              flat[offset + Int(weight.label)] += weight.likelihood * value
            }
          }
        }
      }
    }
  }

  /// Learns that a text bears a label: one step of both members.
  mutating func learn(
    _ vector: GramVector, label: Int, names: LabelNames, scratch: inout LearningScratch
  ) {
    scores(vector, into: &scratch.scores)
    let norms = gradient(label: label, names: names, scratch: &scratch)
    let half = width
    let offset = width * Lanes.scalarCount
    // Most labels are far from being mistaken for the right one; their tiny steps are saved.
    let least = LinearMembers.leastStep
    let active = scratch.scores.indices.filter { lane in
      let step = scratch.scores[lane]
      return step.max() > least || step.min() < -least
    }
    scratch.scores.withUnsafeMutableBufferPointer { steps in
      for index in vector.rows.indices {
        let row = Int(vector.rows[index])
        let value = vector.values[index]
        sums[row] += norms * (value * value)
        let rate = LinearMembers.rates / sums[row].squareRoot() * value
        if row < dense.count {
          dense[row].withUnsafeMutableBufferPointer { weights in
            for lane in active {
              weights[lane] -= steps[lane] * (lane < half ? rate.x : rate.y)
            }
          }
        } else {
          steps.withMemoryRebound(to: Float.self) { flat in
            sparse[row - dense.count].withUnsafeMutableBufferPointer { weights in
              for index in weights.indices {
                let label = Int(weights[index].label)
                weights[index].margin -= flat[label] * rate.x
                weights[index].likelihood -= flat[offset + label] * rate.y
              }
            }
          }
        }
      }
    }
  }

  /// Turns scores into the steps of both members and moves the biases; gives the squared norms.
  private mutating func gradient(
    label: Int, names: LabelNames, scratch: inout LearningScratch
  ) -> SIMD2<Float> {
    let offset = width * Lanes.scalarCount
    let count = labelCount
    var norms = SIMD2<Float>.zero
    scratch.shares.withUnsafeMutableBufferPointer { shares in
      scratch.scores.withUnsafeMutableBufferPointer { lanes in
        lanes.withMemoryRebound(to: Float.self) { flat in
          let right = flat[label]
          for index in 0..<count { flat[index] = max(0, 1 + flat[index]) }
          flat[label] = -max(0, 1 - right)
          var greatest = -Float.infinity
          for index in offset..<offset + count { greatest = max(greatest, flat[index]) }
          var total: Float = 0
          for index in offset..<offset + count {
            let share = exp(flat[index] - greatest)
            flat[index] = share
            total += share
          }
          for index in offset..<offset + count { flat[index] /= total }
          flat[offset + label] -= 1
          for index in count..<offset {
            flat[index] = 0
            flat[offset + index] = 0
          }
          for index in 0..<count {
            norms.x += flat[index] * flat[index]
            norms.y += flat[offset + index] * flat[offset + index]
          }
          for (part, labels) in names.members.enumerated() {
            var sum = SIMD2<Float>.zero
            for label in labels {
              sum += SIMD2(flat[Int(label)], flat[offset + Int(label)])
            }
            norms += sum * sum * LinearMembers.sharing
            shares[part] = sum * LinearMembers.sharing
          }
        }
      }
    }
    for lane in biases.indices {
      biases[lane] -= scratch.scores[lane] * LinearMembers.biasRate
    }
    spread(names, &scratch, offset)
    return norms
  }

  private func spread(_ names: LabelNames, _ scratch: inout LearningScratch, _ offset: Int) {
    scratch.shares.withUnsafeBufferPointer { shares in
      scratch.scores.withUnsafeMutableBufferPointer { lanes in
        lanes.withMemoryRebound(to: Float.self) { flat in
          for (part, labels) in names.members.enumerated() {
            let share = shares[part]
            for label in labels {
              flat[Int(label)] += share.x
              flat[offset + Int(label)] += share.y
            }
          }
        }
      }
    }
  }
}

/// Room that learning uses again and again.
struct LearningScratch {
  var scores: ContiguousArray<Lanes> = []
  var shares: ContiguousArray<SIMD2<Float>>

  /// Makes room for the parts of labels' names.
  init(parts: Int) { shares = ContiguousArray(repeating: .zero, count: parts) }
}
