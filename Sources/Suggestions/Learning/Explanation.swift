import ChineseText
import Hotline

/// Why a model proposes a label for a text.
public struct LabelExplanation: Hashable, Sendable {
  /// A past ticket that resembles the text.
  public struct Neighbour: Hashable, Sendable {
    /// Number of the ticket.
    public var id: String
    /// The beginning of its text.
    public var excerpt: String
    /// The label that it bears now.
    public var label: String
    /// The day on which it came; nil when unknown.
    public var day: Day?
    /// Cosine of the two texts, from 0 to 1.
    public var similarity: Double
  }

  /// The label that is explained.
  public var label: String
  /// The pieces of the text that spoke most for the label, strongest first.
  public var words: [String]
  /// The place that the text names or points to and that the label bears; nil for none.
  public var place: String?
  /// The nearest past tickets with that label, best first.
  public var neighbours: [Neighbour]
  /// What each fact added to the label's score, over the mean of its rivals, largest first.
  public var parts: [Part]

  /// What one fact added to a score.
  public struct Part: Hashable, Sendable {
    /// The fact's name.
    public var name: String
    /// What it added.
    public var value: Double
  }
}

/// A text as a model has read it; good for that model alone.
public struct CallReading: Sendable {
  let text: String
  let prepared: PreparedText
  let vector: GramVector
  let candidates: Candidates
}

extension DispatchModel {
  private static let mostWords = 6
  private static let mostNeighbours = 3
  private static let leastSimilarity: Float = 0.15

  /// Reads a text once, for its labels, their explanations and its neighbours.
  public func reading(of text: String) -> CallReading {
    let prepared = PreparedText(text)
    let vector = knowledge.space.vector(keys: prepared.keys)
    return CallReading(
      text: text, prepared: prepared, vector: vector,
      candidates: knowledge.candidates(prepared, vector))
  }

  /// The likeliest labels for a text, best first.
  public func predict(_ reading: CallReading, limit: Int = 5) -> [LabelProposal] {
    ranked(reading.candidates).prefix(max(0, limit)).map {
      LabelProposal(label: knowledge.labels[$0.label], confidence: $0.confidence)
    }
  }

  /// Explains why a text would bear a label; nil for a label that the model does not know.
  public func explain(_ text: String, label: String) -> LabelExplanation? {
    explain(reading(of: text), label: label)
  }

  /// Explains why a text would bear a label; nil for a label that the model does not know.
  public func explain(_ reading: CallReading, label: String) -> LabelExplanation? {
    guard let number = knowledge.numberOfLabel[label].map({ heir(of: $0) }) else { return nil }
    let candidates = reading.candidates
    let rivals = candidates.labels.filter { $0 != number }
    return LabelExplanation(
      label: label,
      words: words(
        reading.text, reading.prepared, reading.vector, for: number,
        against: Array(rivals.prefix(4))),
      place: place(reading.prepared, reading.vector, of: number),
      neighbours: neighbours(candidates, with: number),
      parts: parts(candidates, of: number))
  }

  /// The nearest past tickets whatever their label, best first.
  public func neighbours(of text: String, limit: Int = 5) -> [LabelExplanation.Neighbour] {
    let vector = knowledge.space.vector(keys: PreparedText(text).keys)
    return knowledge.neighbours.nearest(vector, limit: limit).compactMap(neighbour)
  }

  /// The nearest past tickets whatever their label, best first; as many as the reading found.
  public func neighbours(of reading: CallReading, limit: Int = 5) -> [LabelExplanation.Neighbour] {
    reading.candidates.nearest.lazy.compactMap(neighbour).prefix(max(0, limit)).map { $0 }
  }

  /// A neighbour to show; nil for a ticket whose text had to be forgotten.
  private func neighbour(
    _ found: (ticket: Int, similarity: Float)
  ) -> LabelExplanation.Neighbour? {
    let kept = knowledge.neighbours.tickets[found.ticket]
    guard !kept.id.isEmpty else { return nil }
    return LabelExplanation.Neighbour(
      id: kept.id, excerpt: kept.text, label: knowledge.labels[heir(of: Int(kept.label))],
      day: kept.day, similarity: min(1, Double(found.similarity)))
  }

  private func neighbours(
    _ candidates: Candidates, with label: Int
  ) -> [LabelExplanation.Neighbour] {
    candidates.nearest.lazy.filter { found in
      found.similarity >= DispatchModel.leastSimilarity
        && heir(of: Int(knowledge.neighbours.tickets[found.ticket].label)) == label
    }.compactMap(neighbour).prefix(DispatchModel.mostNeighbours).map { $0 }
  }

  private func place(_ text: PreparedText, _ vector: GramVector, of label: Int) -> String? {
    guard label < knowledge.places.placeOfLabel.count,
      let place = knowledge.places.placeOfLabel[label]
    else { return nil }
    let (shares, named) = knowledge.places.beliefs(text.normal, vector)
    guard shares[place] >= 0.5 else { return nil }
    let name = String(
      String.UnicodeScalarView(knowledge.places.names[place].compactMap(Unicode.Scalar.init)))
    return named ? name : name + "?"
  }

  private func parts(_ candidates: Candidates, of label: Int) -> [LabelExplanation.Part] {
    guard let index = candidates.labels.firstIndex(of: label) else { return [] }
    let all = candidates.facts.map { judgement.ranker.parts($0) }
    return CandidateFact.allCases.map { fact in
      let mean = all.reduce(0) { $0 + $1[fact.rawValue] } / Double(all.count)
      return LabelExplanation.Part(name: "\(fact)", value: all[index][fact.rawValue] - mean)
    }.sorted { $0.value > $1.value }
  }

  /// Spreads what each gram adds to the label over its characters and cuts out the strong pieces.
  private func words(
    _ text: String, _ prepared: PreparedText, _ vector: GramVector, for label: Int,
    against rivals: [Int]
  ) -> [String] {
    var support: [Int32: Float] = [:]
    for index in vector.rows.indices {
      let row = Int(vector.rows[index])
      var other: Float = 0
      for rival in rivals { other += knowledge.members.support(of: rival, row: row) }
      let own = knowledge.members.support(of: label, row: row)
      support[vector.rows[index]] =
        vector.values[index] * (own - other / Float(max(rivals.count, 1)))
    }
    var heat = [Float](repeating: 0, count: prepared.normal.scalars.count)
    for gram in Grams.read(prepared.normal) {
      guard let row = knowledge.space.table.value(gram.key), let value = support[row], value > 0
      else { continue }
      for index in Int(gram.start)..<Int(gram.start + gram.length) {
        heat[index] += value / Float(gram.length)
      }
    }
    let mean = heat.reduce(0, +) / Float(max(heat.count, 1))
    return pieces(of: text, prepared.normal, heat, above: 1.5 * mean)
  }

  private func pieces(
    of text: String, _ normal: NormalText, _ heat: [Float], above least: Float
  ) -> [String] {
    var pieces: [(text: String, heat: Float)] = []
    let bytes = Array(text.utf8)
    var start = 0
    while start < heat.count {
      guard heat[start] > least else {
        start += 1
        continue
      }
      var end = start
      var sum: Float = 0
      while end < heat.count, heat[end] > least {
        sum += heat[end]
        end += 1
      }
      let range = normal.bytes(start..<end)
      let piece = String(decoding: bytes[range], as: UTF8.self)
        .trimmingPrefix { $0.isPunctuation || $0.isWhitespace }
      if end - start > 1, !piece.isEmpty, !pieces.contains(where: { $0.text == piece }) {
        pieces.append((String(piece), sum))
      }
      start = end
    }
    return pieces.sorted { $0.heat > $1.heat }.prefix(DispatchModel.mostWords).map(\.text)
  }
}

extension LinearMembers {
  /// How far a row's gram speaks for a label, both members together.
  func support(of label: Int, row: Int) -> Float {
    if row < dense.count {
      let lane = label / Lanes.scalarCount
      let place = label % Lanes.scalarCount
      return dense[row][lane][place] * 3 + dense[row][width + lane][place]
    }
    for weight in sparse[row - dense.count] where weight.label == Int32(label) {
      return weight.margin * 3 + weight.likelihood
    }
    return 0
  }
}
