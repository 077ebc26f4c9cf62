/// Exact best documents of one segment.
///
/// The score of a document is boost × (whole + passageWeight × best passage), each a sum over the
/// query's terms of weight × impact; a document that is not cut counts as its own passage.
///
/// Terms are added up from the rarest on. As soon as all the frequent ones that are left cannot
/// lift an unseen document into the answer, they are only looked up for documents that could still
/// reach it. Nothing is estimated, so the answer is that of scoring every document.
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
    /// The most that it can add to a document.
    let bound: Float
    /// Postings.
    let cost: Int
  }

  let segment: Segment
  let scale: ImpactScale
  let passageWeight: Float
  let boosts: Segment.Boosts

  /// Postings after which it pays to look whether the rest matters.
  private static let firstLook = 2_048

  /// Adds the documents of this segment that belong among the best.
  func collect(_ terms: [Term], into hits: inout TopHits) {
    var lists = terms.compactMap(list)
    guard !lists.isEmpty else { return }
    lists.sort { $0.cost < $1.cost }
    var rest = lists.reduce(0) { $0 + $1.bound }
    // What rounding of sums may hide, so that no document is lost to it.
    let slack = rest * 1e-4
    let sums = Sums(segment: segment, scale: scale, passageWeight: passageWeight, boosts: boosts)
    defer { sums.deallocate() }
    var seen = 0
    var look = Self.firstLook
    var next = 0
    var threshold = hits.threshold
    while next < lists.count {
      if seen >= look {
        threshold = sums.threshold(hits)
        if boosts.highest * (rest + slack) < threshold { break }
        look = seen * 2
      }
      let list = lists[next]
      sums.add(list.term, weight: list.weight)
      seen += list.cost
      rest -= list.bound
      next += 1
    }
    // The strongest first: each one takes many candidates away from those that follow.
    let later = lists[next...].sorted { $0.bound > $1.bound }
    var candidates = sums.documents(reaching: threshold, with: rest + slack)
    for list in later {
      sums.add(list.term, weight: list.weight, to: candidates)
      rest -= list.bound
      candidates = sums.documents(reaching: threshold, with: rest + slack, among: candidates)
    }
    for document in candidates {
      let score = sums.score(Int(document))
      if score > 0 { hits.insert(.init(number: segment.numbers[Int(document)], score: score)) }
    }
  }

  private func list(_ term: Term) -> List? {
    guard term.weight > 0, let index = segment.term(term.key) else { return nil }
    var peak = segment.documents.peaks[index]
    var cost = segment.documents.range(index).count
    if segment.hasPassages {
      peak = max(peak, segment.passages.peaks[index])
      cost += segment.passages.range(index).count
    }
    let bound = scale.values[Int(peak)] * term.weight * (1 + passageWeight)
    return List(term: index, weight: term.weight, bound: bound, cost: cost)
  }
}
