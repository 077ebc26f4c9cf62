import ChineseText
import Foundation
import Hotline

/// A label that a model proposes.
public struct LabelProposal: Hashable, Sendable {
  /// The unit, type or category.
  public var label: String
  /// How sure the model is, from 0 to 1; of proposals at 0.8 four in five are right.
  public var confidence: Double

  /// Makes a proposal from its parts.
  public init(label: String, confidence: Double) {
    self.label = label
    self.confidence = confidence
  }
}

/// Learns from past tickets which label (handling unit, type, category) a call bears.
///
/// Two linear models over runs of characters, past tickets alike, the places that units are named
/// after and the words of the labels' names are joined into one true confidence; how they are
/// joined and from which confidence on a proposal may stand alone is learned on the latest part of
/// the history, which the parts had not seen. A value: copies are snapshots that stay as they are
/// while the original learns on. Equal input gives equal models.
///
/// ```swift
/// var model = DispatchModel.train(tickets)
/// let units = model.predict("路口红绿灯不亮", limit: 3)
/// model.learn(LabelledText(id: "…", text: "…", label: "…"))
/// ```
public struct DispatchModel: Sendable {
  var knowledge: LabelKnowledge
  var judgement: Judgement
  var options: LearningOptions
  /// Grams seen once since training, with the label that they stood with.
  var pending = GramTable()
  /// Labels whose history another label bears now.
  var heirs: [Int: Int] = [:]
  /// The confidence from which on a proposal may stand alone; nil when none was found.
  public var threshold: Double? { judgement.threshold }

  private static let leastForTail = 400
  private static let mostTail = 2_500
  /// The share of a text's grams that must be known for it to be judged like those learned from.
  private static let leastKnown = 0.3

  /// Learns from tickets; those without text or label are passed over.
  public static func train(
    _ tickets: [LabelledText], options: LearningOptions = LearningOptions()
  ) -> DispatchModel {
    var usable = tickets.filter { !$0.label.isEmpty && !$0.text.isEmpty }
    if usable.allSatisfy({ $0.day != nil }) {
      // Sorted by day and, within a day, as they were given.
      usable = usable.enumerated().sorted {
        let left = $0.element.day?.daysSince1970 ?? 0
        let right = $1.element.day?.daysSince1970 ?? 0
        return left != right ? left < right : $0.offset < $1.offset
      }.map(\.element)
    }
    let labels = Set(usable.map(\.label)).sorted()
    let prepared = usable.map { PreparedText($0.text) }
    var judgement = Judgement(tickets: usable.count)
    if usable.count >= leastForTail, labels.count > 1 {
      let tail = min(mostTail, usable.count / 8)
      let cut = usable.count - tail
      let head = LabelKnowledge(
        Array(usable[..<cut]), prepared: Array(prepared[..<cut]), labels: labels, options: options)
      let lessons = (cut..<usable.count).map { index -> CandidateRanker.Lesson in
        let candidates = head.candidates(prepared[index])
        let label = head.numberOfLabel[usable[index].label]
        return CandidateRanker.Lesson(
          candidates: candidates.facts,
          right: candidates.labels.firstIndex { $0 == label })
      }
      judgement = Judgement(lessons, target: options.targetPrecision)
    }
    let knowledge = LabelKnowledge(usable, prepared: prepared, labels: labels, options: options)
    return DispatchModel(knowledge: knowledge, judgement: judgement, options: options)
  }

  /// The labels that the model knows, those with an heir left out.
  public var labels: [String] {
    knowledge.labels.indices.filter { heirs[$0] == nil }.map { knowledge.labels[$0] }
  }

  /// The likeliest labels for a text, best first.
  public func predict(_ text: String, limit: Int = 5) -> [LabelProposal] {
    predict(reading(of: text), limit: limit)
  }

  /// Whether a proposal of this confidence is not sure enough to stand alone.
  public func abstains(at confidence: Double) -> Bool {
    threshold.map { confidence < $0 } ?? true
  }

  func ranked(_ candidates: Candidates) -> [(label: Int, confidence: Double, index: Int)] {
    guard !candidates.labels.isEmpty else { return [] }
    let learned = knowledge.counts.reduce(0, +)
    // Where next to nothing was learned, even an only label is not sure.
    let caution = learned / (learned + 1) * min(1, candidates.known / DispatchModel.leastKnown)
    let confidences = judgement.confidences(candidates.facts)
    let order = confidences.indices.sorted {
      confidences[$0] != confidences[$1] ? confidences[$0] > confidences[$1] : $0 < $1
    }
    var ranked: [(label: Int, confidence: Double, index: Int)] = []
    for index in order {
      let label = heir(of: candidates.labels[index])
      if let known = ranked.firstIndex(where: { $0.label == label }) {
        ranked[known].confidence += confidences[index] * caution
      } else {
        ranked.append((label, confidences[index] * caution, index))
      }
    }
    return heirs.isEmpty ? ranked : ranked.sorted { $0.confidence > $1.confidence }
  }
}
