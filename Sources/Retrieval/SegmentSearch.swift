/// Exact best documents of one segment.
///
/// The score of a document is boost × (whole + passageWeight × best passage), each a sum over the
/// query's terms of weight × impact; a document that is not cut counts as its own passage.
///
/// Rare terms are added up over their whole postings. The frequent ones, whose greatest possible
/// sum is known, are then looked up only for documents that could still reach the answer: nothing
/// is estimated, so the answer is that of scoring every document.
struct SegmentSearch {
  /// A term of the query.
  struct Term {
    let key: UInt64
    let weight: Float
  }

  /// A term of the query that the segment has.
  private struct List {
    let term: Int
    let weight: Float
    let bound: Float
    let cost: Int
  }

  let segment: Segment
  let scale: ImpactScale
  let passageWeight: Float
  /// Factor of each document; 0 for one that was removed.
  let boosts: [Float]

  /// Share of the greatest possible score that may be left to the frequent terms.
  private static let share: Float = 0.35

  /// Adds the documents of this segment that belong among the best.
  func collect(_ terms: [Term], into hits: inout TopHits) {
    var lists = terms.compactMap(list)
    guard !lists.isEmpty else { return }
    lists.sort { $0.cost > $1.cost }
    let total = lists.reduce(0) { $0 + $1.bound }
    var rest: Float = 0
    var split = 0
    while split < lists.count - 1, rest + lists[split].bound <= Self.share * total {
      // A short list is cheaper added up than looked up.
      guard lists[split].cost > 512 else { break }
      rest += lists[split].bound
      split += 1
    }
    var sums = Sums(segment: segment)
    for list in lists[split...] { sums.add(list.term, weights(list)) }
    // What rounding of sums may hide, so that no document is lost to it.
    let slack = total * 1e-4
    var candidates = candidates(sums, rest: rest, slack: slack, hits: hits)
    for list in lists[..<split] {
      sums.add(list.term, weights(list), to: candidates)
      rest -= list.bound
    }
    for document in candidates {
      let score = score(sums, document)
      if score > 0 { hits.insert(.init(number: segment.numbers[document], score: score)) }
    }
    candidates.removeAll()
  }

  private func list(_ term: Term) -> List? {
    guard let index = segment.term(term.key), term.weight > 0 else { return nil }
    var bound = scale.values[Int(segment.documents.peaks[index])] * term.weight
    var cost = segment.documents.range(index).count
    if segment.hasPassages {
      let peak = max(segment.documents.peaks[index], segment.passages.peaks[index])
      bound = scale.values[Int(peak)] * term.weight
      cost += segment.passages.range(index).count
    }
    return List(
      term: index, weight: term.weight, bound: bound * (1 + passageWeight), cost: cost)
  }

  private func weights(_ list: List) -> [Float] { scale.values.map { $0 * list.weight } }

  private func score(_ sums: Sums, _ document: Int) -> Float {
    boosts[document] * raw(sums, document)
  }

  @inline(__always)
  private func raw(_ sums: Sums, _ document: Int) -> Float {
    let whole = sums.documents[document]
    let passages = segment.passages(of: document)
    if passages.isEmpty { return whole * (1 + passageWeight) }
    var best: Float = 0
    for passage in passages { best = max(best, sums.passages[passage]) }
    return whole + passageWeight * best
  }

  /// The documents that can still come in when `rest` is all that they may gain.
  private func candidates(
    _ sums: Sums, rest: Float, slack: Float, hits: TopHits
  ) -> [Int] {
    var known = hits
    var possible: [(document: Int, raw: Float)] = []
    for document in segment.numbers.indices {
      let raw = raw(sums, document)
      let boost = boosts[document]
      guard raw + rest > 0, boost > 0, boost * (raw + rest + slack) >= known.threshold else {
        continue
      }
      possible.append((document, raw))
      if raw > 0 {
        known.insert(.init(number: segment.numbers[document], score: boost * raw))
      }
    }
    let threshold = known.threshold
    return possible.filter { boosts[$0.document] * ($0.raw + rest + slack) >= threshold }
      .map(\.document)
  }
}

/// Sums over terms for each document and each passage of a segment.
private struct Sums {
  let segment: Segment
  var documents: [Float]
  var passages: [Float]

  init(segment: Segment) {
    self.segment = segment
    documents = [Float](repeating: 0, count: segment.numbers.count)
    passages = [Float](repeating: 0, count: Int(segment.firstPassages.last ?? 0))
  }

  /// Adds a term for every document that has it.
  mutating func add(_ term: Int, _ weights: [Float]) {
    Self.add(segment.documents, term, weights, to: &documents)
    if segment.hasPassages { Self.add(segment.passages, term, weights, to: &passages) }
  }

  private static func add(
    _ postings: Segment.Postings, _ term: Int, _ weights: [Float], to sums: inout [Float]
  ) {
    let range = postings.range(term)
    sums.withUnsafeMutableBufferPointer { sums in
      weights.withUnsafeBufferPointer { weights in
        postings.items.withUnsafeBufferPointer { items in
          postings.impacts.withUnsafeBufferPointer { impacts in
            for index in range {
              sums[Int(items[index])] += weights[Int(impacts[index])]
            }
          }
        }
      }
    }
  }

  /// Adds a term for some documents, which ascend.
  mutating func add(_ term: Int, _ weights: [Float], to candidates: [Int]) {
    let range = segment.documents.range(term)
    guard candidates.count * 12 < range.count else {
      add(term, weights)
      return
    }
    Self.add(segment.documents, term, weights, to: candidates, &documents)
    if segment.hasPassages {
      let parts = candidates.flatMap { segment.passages(of: $0) }
      Self.add(segment.passages, term, weights, to: parts, &passages)
    }
  }

  private static func add(
    _ postings: Segment.Postings, _ term: Int, _ weights: [Float], to candidates: [Int],
    _ sums: inout [Float]
  ) {
    var range = postings.range(term)
    for candidate in candidates {
      // Gallop: candidates ascend, so what lies behind is never looked at again.
      var step = 1
      var low = range.lowerBound
      while low + step < range.upperBound, Int(postings.items[low + step]) < candidate {
        low += step
        step *= 2
      }
      var high = min(low + step + 1, range.upperBound)
      while low < high {
        let middle = (low + high) / 2
        if Int(postings.items[middle]) < candidate { low = middle + 1 } else { high = middle }
      }
      range = low..<range.upperBound
      guard low < range.upperBound else { return }
      if Int(postings.items[low]) == candidate {
        sums[candidate] += weights[Int(postings.impacts[low])]
      }
    }
  }
}
