import Foundation

/// How far the first of the ranked candidates is to be believed.
///
/// The ranker's shares compare candidates; whether the best of them is right at all also shows in
/// how alike the nearest tickets are and whether the members agree. A logistic regression over
/// these, learned on candidates that the ranker had not seen, sorts sure proposals from unsure
/// ones better than the share alone.
struct FirstTrust: Sendable {
  private(set) var model: CandidateRanker

  private static let ridge = 10.0
  /// What stands against the first candidate: nothing.
  private static let against = [Float](repeating: 0, count: factCount)
  static let factCount = 14

  /// Takes a model that was learned before.
  init(model: CandidateRanker) { self.model = model }

  /// Learns from candidates, the ranker's shares of them and which of them is right.
  init(_ lessons: [(facts: [Float], right: Bool)]) {
    model = CandidateRanker(
      lessons.map {
        CandidateRanker.Lesson(candidates: [$0.facts, FirstTrust.against], right: $0.right ? 0 : 1)
      },
      factCount: FirstTrust.factCount, ridge: FirstTrust.ridge)
  }

  /// The confidence that the first candidate is right.
  func confidence(_ facts: [Float]) -> Double {
    model.shares([facts, FirstTrust.against]).first ?? 0
  }

  /// What trust rests on, given all candidates and the ranker's shares of them.
  static func facts(_ candidates: [CandidateRanker.Facts], _ shares: [Double]) -> [Float] {
    var first = 0
    for index in shares.indices where shares[index] > shares[first] { first = index }
    guard shares.indices.contains(first) else { return against }
    var second = 1e-4
    for index in shares.indices where index != first { second = max(second, shares[index]) }
    let share = min(max(shares[first], 1e-4), 1 - 1e-4)
    func fact(_ fact: CandidateFact) -> Float { candidates[first][fact.rawValue] }
    func lead(_ fact: CandidateFact) -> Float {
      var other: Float = -20
      for index in candidates.indices where index != first {
        other = max(other, candidates[index][fact.rawValue])
      }
      return max(-3, min(candidates[first][fact.rawValue] - other, 12))
    }
    let marginLead = lead(.margin)
    let likelihoodLead = lead(.likelihood)
    let nearLead = lead(.near)
    return [
      1, Float(log(share / (1 - share))), Float(log(share / second)), fact(.margin), marginLead,
      fact(.marginShare), fact(.likelihood), fact(.near), fact(.wide), fact(.nearShare),
      marginLead > 0 ? 1 : 0, likelihoodLead > 0 ? 1 : 0, nearLead > 0 ? 1 : 0, fact(.placed),
    ]
  }
}

/// The ranker, the trust in its first choice and the threshold, learned together.
struct Judgement: Sendable {
  var ranker: CandidateRanker
  /// Nil when too little was learned to judge.
  var trust: FirstTrust?
  /// The confidence from which on a proposal may stand alone; nil when none was found.
  var threshold: Double?

  private static let folds = 5
  private static let least = 30

  /// Believes the likelihood member alone, more carefully where little was learned.
  init(tickets: Int) {
    ranker = CandidateRanker(
      likelihoodAt: CandidateFact.likelihood.rawValue, count: CandidateFact.allCases.count,
      belief: Double(tickets) / Double(tickets + 10))
  }

  /// Takes parts that were learned before.
  init(ranker: CandidateRanker, trust: FirstTrust?, threshold: Double?) {
    (self.ranker, self.trust, self.threshold) = (ranker, trust, threshold)
  }

  /// Learns from lessons; each fold is judged by what was learned on the others, so that no lesson
  /// speaks about itself.
  init(_ lessons: [CandidateRanker.Lesson], target: Double) {
    let factCount = CandidateFact.allCases.count
    ranker = CandidateRanker(lessons, factCount: factCount)
    var firsts = [(facts: [Float], right: Bool)](repeating: ([], false), count: lessons.count)
    for fold in 0..<Judgement.folds {
      let others = lessons.indices.filter { $0 % Judgement.folds != fold }.map { lessons[$0] }
      let ranker = CandidateRanker(others, factCount: factCount)
      for index in lessons.indices where index % Judgement.folds == fold {
        let shares = ranker.shares(lessons[index].candidates)
        var first = 0
        for index in shares.indices where shares[index] > shares[first] { first = index }
        firsts[index] = (
          FirstTrust.facts(lessons[index].candidates, shares), first == lessons[index].right
        )
      }
    }
    trust = FirstTrust(firsts)
    var outcomes: [(confidence: Double, right: Bool)] = []
    for fold in 0..<Judgement.folds {
      let trust = FirstTrust(
        firsts.indices.filter { $0 % Judgement.folds != fold }.map { firsts[$0] })
      for index in firsts.indices where index % Judgement.folds == fold {
        outcomes.append((trust.confidence(firsts[index].facts), firsts[index].right))
      }
    }
    threshold = Judgement.threshold(outcomes, target: target)
  }

  /// The confidence in each candidate; the first one's comes from the trust in it, the others
  /// share the rest.
  func confidences(_ candidates: [CandidateRanker.Facts]) -> [Double] {
    let shares = ranker.shares(candidates)
    guard let trust, candidates.count > 1 else { return shares }
    var first = 0
    for index in shares.indices where shares[index] > shares[first] { first = index }
    let confidence = trust.confidence(FirstTrust.facts(candidates, shares))
    let rest = (1 - confidence) / max(1 - shares[first], 1e-9)
    return shares.indices.map { index in
      index == first ? confidence : min(shares[index] * rest, confidence * 0.999)
    }
  }

  /// The lowest confidence above which the share of right first proposals is the target.
  static func threshold(
    _ outcomes: [(confidence: Double, right: Bool)], target: Double
  ) -> Double? {
    var right = 0
    var threshold: Double?
    for (index, outcome) in outcomes.sorted(by: { $0.confidence > $1.confidence }).enumerated() {
      if outcome.right { right += 1 }
      if index + 1 >= least, Double(right) / Double(index + 1) >= target {
        threshold = outcome.confidence
      }
    }
    return threshold
  }
}
