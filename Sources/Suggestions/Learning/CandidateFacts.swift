import Foundation

/// What is known of a candidate, by its place in `CandidateRanker.Facts`.
enum CandidateFact: Int, CaseIterable {
  /// Score of the margin member.
  case margin
  /// Logarithm of the margin member's share.
  case marginShare
  /// Logarithm of the likelihood member's share.
  case likelihood
  /// Logarithm of the label's share among the twenty nearest tickets.
  case near
  /// The same among fifty, nearness counting more.
  case wide
  /// The share among the twenty nearest itself.
  case nearShare
  /// Logarithm of the label's share of all tickets.
  case prior
  /// By how much the label is commoner among recent tickets.
  case recent
  /// How much of the label's name stands in the text.
  case name
  /// One when the label's name holds a place.
  case placed
  /// Logarithm of the belief that the text is about that place.
  case place
  /// One when the label's name holds a place and the text names one.
  case placeNamed
}

/// A text's candidates with what is known of each.
struct Candidates: Sendable {
  var labels: [Int]
  var facts: [CandidateRanker.Facts]
  var nearest: [(ticket: Int, similarity: Float)]
  /// The share of the text's different grams that the model knows.
  var known: Double
}

extension LabelKnowledge {
  private static let fromScores = 15
  private static let fromNeighbours = 3

  /// The candidates for a text.
  func candidates(_ text: PreparedText) -> Candidates {
    candidates(text, space.vector(keys: text.keys))
  }

  /// The candidates for a text with its vector.
  func candidates(_ text: PreparedText, _ vector: GramVector) -> Candidates {
    var lanes: ContiguousArray<Lanes> = []
    members.scores(vector, into: &lanes)
    let offset = members.width * Lanes.scalarCount
    let count = labels.count
    var margins = [Float](repeating: 0, count: count)
    var likelihoods = margins
    lanes.withUnsafeBytes { raw in
      let flat = raw.bindMemory(to: Float.self)
      for label in 0..<count {
        margins[label] = flat[label]
        likelihoods[label] = flat[offset + label]
      }
    }
    let marginShares = logShares(margins, sharpness: 3)
    let likelihoodShares = logShares(likelihoods, sharpness: 1)
    let nearest = neighbours.nearest(vector, limit: 50)
    let near = shares(nearest.prefix(20), power: 2)
    let wide = shares(nearest[...], power: 4)
    var chosen = best(
      zip(marginShares, likelihoodShares).map { $0 + $1 }, LabelKnowledge.fromScores)
    for (ticket, _) in nearest.prefix(LabelKnowledge.fromNeighbours) {
      let label = Int(neighbours.tickets[ticket].label)
      if !chosen.contains(label) { chosen.append(label) }
    }
    let pairs = NameCoverage.pairs(text.normal.scalars)
    let (beliefs, named) = places.beliefs(text.normal, vector)
    let total = counts.reduce(0, +)
    let facts = chosen.map { label -> CandidateRanker.Facts in
      let prior = max(counts[label], 0.5) / max(total, 1)
      let rise =
        (recent[label] / recentUnit + prior * 20) / (recentTotal / recentUnit + 20) / prior
      let place = label < places.placeOfLabel.count ? places.placeOfLabel[label] : nil
      return [
        margins[label], marginShares[label], likelihoodShares[label],
        log((near[label] ?? 0) + 0.01), log((wide[label] ?? 0) + 0.01), near[label] ?? 0,
        Float(log(prior)), Float(log(rise)), coverage.share(of: label, in: pairs),
        place == nil ? 0 : 1, place.map { log(beliefs[$0] + 0.02) } ?? 0,
        place != nil && named ? 1 : 0,
      ]
    }
    let different = Distinct(text.keys).reduce(0) { count, _ in count + 1 }
    return Candidates(
      labels: chosen, facts: facts, nearest: nearest,
      known: Double(vector.rows.count) / Double(max(different, 1)))
  }

  private func logShares(_ scores: [Float], sharpness: Float) -> [Float] {
    let greatest = scores.max() ?? 0
    var total: Float = 0
    for score in scores { total += exp(sharpness * (score - greatest)) }
    let logarithm = log(total)
    return scores.map { max(sharpness * ($0 - greatest) - logarithm, -14) }
  }

  private func shares(
    _ nearest: ArraySlice<(ticket: Int, similarity: Float)>, power: Int
  ) -> [Int: Float] {
    var shares: [Int: Float] = [:]
    var total: Float = 0
    for (ticket, similarity) in nearest {
      let square = similarity * similarity
      let part = power == 4 ? square * square : square
      shares[Int(neighbours.tickets[ticket].label), default: 0] += part
      total += part
    }
    return total > 0 ? shares.mapValues { $0 / total } : [:]
  }

  private func best(_ scores: [Float], _ limit: Int) -> [Int] {
    // Few are kept of many: an insertion into a short sorted list is the quickest.
    var kept: [Int] = []
    for label in scores.indices {
      if kept.count == limit, let last = kept.last, scores[label] <= scores[last] { continue }
      var place = kept.count
      while place > 0, scores[kept[place - 1]] < scores[label] { place -= 1 }
      kept.insert(label, at: place)
      if kept.count > limit { kept.removeLast() }
    }
    return kept
  }
}
