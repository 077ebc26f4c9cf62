import ChineseText

/// Makes the impacts of a document and of its passages.
struct DocumentTerms {
  /// Lengths in units against which a document and a passage are short or long.
  struct Averages: Sendable {
    var document: Float
    var passage: Float
  }

  /// One document as the index takes it.
  struct Impacts {
    var whole: [(key: UInt64, impact: UInt8)]
    var passages: [[(key: UInt64, impact: UInt8)]]
  }

  let analyzer: Analyzer
  let parameters: RankingParameters
  let scale: ImpactScale

  static let kinds: TermKinds = [.floor, .characters]

  /// Lengths of a document and of its passages, for the averages.
  func lengths(_ document: SearchDocument) -> (document: Float, passages: [Float]) {
    let text = analyzer.analyze(document.text).units.count
    let title = analyzer.analyze(document.title).units.count
    let questions = document.questions.map { analyzer.analyze($0).units.count }
    let windows = windows(text).map { Float($0.count) }
    let whole =
      Float(text) + parameters.titleWeight * Float(title)
      + Float(questions.reduce(0, +))
    return (whole, windows + questions.map(Float.init))
  }

  /// Where the passages of a text of so many units begin and end; none for a short text.
  private func windows(_ units: Int) -> [Range<Int>] {
    let length = max(parameters.passageLength, 2)
    guard units > length else { return [] }
    let starts = stride(from: 0, to: units - length / 2, by: length / 2)
    return starts.map { $0..<min($0 + length, units) }
  }

  /// The impacts of a document.
  func impacts(_ document: SearchDocument, averages: Averages) -> Impacts {
    var weighted: [(key: UInt64, weight: Float)] = []
    var terms: [Term] = []
    var length: Float = 0
    func add(_ text: String, weight: Float) -> Range<Int> {
      let analysis = analyzer.analyze(text)
      let start = terms.count
      analyzer.appendTerms(of: analysis, kinds: Self.kinds, to: &terms)
      for term in terms[start...] { weighted.append((term.key, weight)) }
      length += weight * Float(analysis.units.count)
      return start..<terms.count
    }
    let text = add(document.text, weight: 1)
    let textUnits = Int(length)
    // Terms come in order of position, so a window is found without passing over all of them.
    var low = text.lowerBound
    var parts: [[(key: UInt64, impact: UInt8)]] = windows(textUnits).map { window in
      while low < text.upperBound, Int(terms[low].position) < window.lowerBound { low += 1 }
      let inside = terms[low..<text.upperBound].prefix { Int($0.position) < window.upperBound }
        .filter { Int($0.position) + Int($0.length) <= window.upperBound }
      return impacts(
        inside.map { ($0.key, 1) }, length: Float(window.count), average: averages.passage)
    }
    // A short text is a passage beside its questions.
    if parts.isEmpty, !document.questions.isEmpty {
      parts.append(
        impacts(
          terms[text].map { ($0.key, 1) }, length: Float(textUnits), average: averages.passage))
    }
    _ = add(document.title, weight: parameters.titleWeight)
    for question in document.questions {
      let before = length
      let range = add(question, weight: 1)
      parts.append(
        impacts(
          terms[range].map { ($0.key, 1) }, length: length - before, average: averages.passage))
    }
    let whole = impacts(weighted, length: length, average: averages.document)
    return Impacts(whole: whole, passages: parts)
  }

  /// BM25's term part for each term, once.
  private func impacts(
    _ weighted: [(key: UInt64, weight: Float)], length: Float, average: Float
  ) -> [(key: UInt64, impact: UInt8)] {
    let sorted = weighted.sorted { $0.key < $1.key }
    let k1 = parameters.saturation
    let b = parameters.lengthNormalization
    let norm = k1 * (1 - b + b * length / max(average, 1))
    var result: [(key: UInt64, impact: UInt8)] = []
    result.reserveCapacity(sorted.count)
    var index = 0
    while index < sorted.count {
      let key = sorted[index].key
      var frequency: Float = 0
      while index < sorted.count, sorted[index].key == key {
        frequency += sorted[index].weight
        index += 1
      }
      guard frequency > 0 else { continue }
      result.append((key, scale.code(frequency * (k1 + 1) / (frequency + norm))))
    }
    return result
  }
}
