import Foundation

/// Measures a model on labelled texts that it has not seen.
public struct LabelEvaluation: Codable, Hashable, Sendable {
  /// How proposals that may stand alone fared.
  public struct Abstain: Codable, Hashable, Sendable {
    /// The share of right ones aimed at.
    public var target: Double
    /// The share of texts with such a proposal.
    public var coverage: Double
    /// The share of right ones among them.
    public var precision: Double
  }

  /// How many texts were tried.
  public var count: Int
  /// How many labels the model knows.
  public var labels: Int
  /// Share of texts whose first proposal is right.
  public var top1: Double
  /// Share of texts with the right label among the first three proposals.
  public var top3: Double
  /// Share of texts with the right label among the first five proposals.
  public var top5: Double
  /// Mean of the labels' F1, over labels in truth or proposals.
  public var macroF1: Double
  /// How proposals that may stand alone fared.
  public var abstain: Abstain
  /// Mean distance between confidence and share of right ones, over ten bands.
  public var calibrationError: Double
  /// How long training took, in seconds.
  public var trainSeconds: Double
  /// Median time of one prediction, in milliseconds.
  public var medianMilliseconds: Double
  /// Time below which 99 % of predictions stayed, in milliseconds.
  public var slowMilliseconds: Double
  /// Greatest memory of the process so far, in MiB.
  public var peakMebibytes: Double

  enum CodingKeys: String, CodingKey {
    case labels, top1, top3, top5, abstain
    case count = "n"
    case macroF1 = "macro_f1"
    case calibrationError = "ece"
    case trainSeconds = "train_seconds"
    case medianMilliseconds = "p50_ms"
    case slowMilliseconds = "p99_ms"
    case peakMebibytes = "peak_mib"
  }

  /// Trains on some texts and measures on others.
  public static func run(
    train: [LabelledText], test: [LabelledText], options: LearningOptions = LearningOptions()
  ) -> LabelEvaluation {
    let clock = ContinuousClock()
    var model: DispatchModel?
    let trained = clock.measure { model = DispatchModel.train(train, options: options) }
    guard let model else { return LabelEvaluation(outcomes: [], labels: 0, target: 0) }
    var outcomes: [Outcome] = []
    for text in test {
      var proposals: [LabelProposal] = []
      let taken = clock.measure { proposals = model.predict(text.text, limit: 5) }
      outcomes.append(
        Outcome(
          truth: text.label, proposals: proposals,
          standsAlone: !model.abstains(at: proposals.first?.confidence ?? 0),
          milliseconds: milliseconds(taken)))
    }
    var evaluation = LabelEvaluation(
      outcomes: outcomes, labels: model.labels.count, target: options.targetPrecision)
    evaluation.trainSeconds = milliseconds(trained) / 1000
    evaluation.peakMebibytes = peakMemory()
    return evaluation
  }

  struct Outcome {
    var truth: String
    var proposals: [LabelProposal]
    var standsAlone: Bool
    var milliseconds: Double
  }

  init(outcomes: [Outcome], labels: Int, target: Double) {
    let total = Double(max(outcomes.count, 1))
    func top(_ count: Int) -> Double {
      let right = outcomes.filter { outcome in
        outcome.proposals.prefix(count).contains { $0.label == outcome.truth }
      }
      return Double(right.count) / total
    }
    count = outcomes.count
    self.labels = labels
    (top1, top3, top5) = (top(1), top(3), top(5))
    macroF1 = LabelEvaluation.macroF1(outcomes)
    let alone = outcomes.filter(\.standsAlone)
    let right = alone.filter { $0.proposals.first?.label == $0.truth }
    abstain = Abstain(
      target: target, coverage: Double(alone.count) / total,
      precision: alone.isEmpty ? 0 : Double(right.count) / Double(alone.count))
    calibrationError = LabelEvaluation.calibrationError(outcomes)
    let times = outcomes.map(\.milliseconds).sorted()
    medianMilliseconds = times.isEmpty ? 0 : times[times.count / 2]
    slowMilliseconds = times.isEmpty ? 0 : times[min(times.count - 1, times.count * 99 / 100)]
    (trainSeconds, peakMebibytes) = (0, 0)
  }

  private static func macroF1(_ outcomes: [Outcome]) -> Double {
    var right: [String: Double] = [:]
    var borne: [String: Double] = [:]
    for outcome in outcomes {
      let first = outcome.proposals.first?.label ?? ""
      borne[outcome.truth, default: 0] += 1
      borne[first, default: 0] += 1
      if first == outcome.truth { right[first, default: 0] += 1 }
    }
    guard !borne.isEmpty else { return 0 }
    let sum = borne.sorted { $0.key < $1.key }
      .reduce(0) { $0 + 2 * (right[$1.key] ?? 0) / $1.value }
    return sum / Double(borne.count)
  }

  private static func calibrationError(_ outcomes: [Outcome]) -> Double {
    var bands = [(count: Double, confidence: Double, right: Double)](
      repeating: (0, 0, 0), count: 10)
    for outcome in outcomes {
      guard let first = outcome.proposals.first else { continue }
      let band = min(9, Int(first.confidence * 10))
      bands[band].count += 1
      bands[band].confidence += first.confidence
      if first.label == outcome.truth { bands[band].right += 1 }
    }
    let total = bands.reduce(0) { $0 + $1.count }
    return total > 0 ? bands.reduce(0) { $0 + abs($1.confidence - $1.right) } / total : 0
  }

  private static func milliseconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) * 1000 + Double(attoseconds) / 1e15
  }

  private static func peakMemory() -> Double {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return Double(usage.ru_maxrss) / 1024
  }
}
