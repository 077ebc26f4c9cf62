/// Sums over terms for each document and each passage of a segment, during one search.
///
/// Raw memory, since these few loops are most of the time of a search; `deallocate` ends its use.
struct Sums {
  private let segment: Segment
  private let scale: ImpactScale
  private let passageWeight: Float
  private let boosts: Segment.Boosts
  private let documents: UnsafeMutableBufferPointer<Float>
  private let passages: UnsafeMutableBufferPointer<Float>
  /// Documents that are looked at together.
  static let block = 64

  /// Weight × value of each byte of impact for the term at hand.
  private let weights: UnsafeMutableBufferPointer<Float>

  init(segment: Segment, scale: ImpactScale, passageWeight: Float, boosts: Segment.Boosts) {
    self.segment = segment
    self.scale = scale
    self.passageWeight = passageWeight
    self.boosts = boosts
    documents = .allocate(capacity: boosts.all.count)
    documents.initialize(repeating: 0)
    passages = .allocate(capacity: Int(segment.firstPassages.last ?? 0))
    passages.initialize(repeating: 0)
    weights = .allocate(capacity: 256)
    weights.initialize(repeating: 0)
  }

  func deallocate() {
    documents.deallocate()
    passages.deallocate()
    weights.deallocate()
  }

  private func load(_ weight: Float) {
    scale.values.withUnsafeBufferPointer { values in
      for code in 0..<256 { weights[code] = values[code] * weight }
    }
  }

  /// Adds a term for every document that has it.
  func add(_ term: Int, weight: Float) {
    load(weight)
    addAll(segment.documents, term, to: documents)
    if segment.hasPassages { addAll(segment.passages, term, to: passages) }
  }

  private func addAll(
    _ postings: Segment.Postings, _ term: Int, to sums: UnsafeMutableBufferPointer<Float>
  ) {
    let range = postings.range(term)
    let weights = weights
    postings.items.withUnsafeBufferPointer { items in
      postings.impacts.withUnsafeBufferPointer { impacts in
        for index in range { sums[Int(items[index])] += weights[Int(impacts[index])] }
      }
    }
  }

  /// Adds a term for some documents, which ascend.
  func add(_ term: Int, weight: Float, to candidates: [UInt32]) {
    // Below this a look-up costs more than an addition.
    guard candidates.count * 8 < segment.documents.range(term).count else {
      add(term, weight: weight)
      return
    }
    load(weight)
    addSome(segment.documents, term, candidates, to: documents)
    guard segment.hasPassages else { return }
    let parts = candidates.flatMap { document in
      segment.passages(of: Int(document)).map(UInt32.init)
    }
    addSome(segment.passages, term, parts, to: passages)
  }

  private func addSome(
    _ postings: Segment.Postings, _ term: Int, _ candidates: [UInt32],
    to sums: UnsafeMutableBufferPointer<Float>
  ) {
    let range = postings.range(term)
    postings.items.withUnsafeBufferPointer { items in
      postings.impacts.withUnsafeBufferPointer { impacts in
        var low = range.lowerBound
        let end = range.upperBound
        for candidate in candidates {
          // Gallop: candidates ascend, so what lies behind is never looked at again.
          var step = 1
          while low + step < end, items[low + step] < candidate {
            low += step
            step *= 2
          }
          var high = min(low + step + 1, end)
          while low < high {
            let middle = (low + high) / 2
            if items[middle] < candidate { low = middle + 1 } else { high = middle }
          }
          guard low < end else { return }
          if items[low] == candidate { sums[Int(candidate)] += weights[Int(impacts[low])] }
        }
      }
    }
  }

  /// The score of a document if it gains `rest` before its boost.
  @inline(__always)
  func score(_ document: Int, with rest: Float = 0) -> Float {
    let parts = segment.passages(of: document)
    guard !parts.isEmpty else {
      return boosts.uncut[document] * documents[document] + boosts.all[document] * rest
    }
    var best: Float = 0
    for passage in parts { best = max(best, passages[passage]) }
    return boosts.all[document] * (documents[document] + passageWeight * best + rest)
  }

  /// The score that a document needs to be among the best, by what is known so far.
  func threshold(_ hits: TopHits) -> Float {
    var hits = hits
    scan(from: { hits.threshold.nextUp }, with: 0) { document, score in
      hits.insert(.init(number: segment.numbers[document], score: score))
    }
    return hits.threshold
  }

  /// The documents that reach a score if they gain `rest` before their boost; ascending.
  func documents(reaching threshold: Float, with rest: Float) -> [UInt32] {
    var result: [UInt32] = []
    scan(from: { threshold }, with: rest) { document, _ in result.append(UInt32(document)) }
    // The cut documents come last in a scan.
    if segment.hasPassages { result.sort() }
    return result
  }

  /// Those of some documents that reach a score if they gain `rest` before their boost.
  func documents(
    reaching threshold: Float, with rest: Float, among some: [UInt32]
  ) -> [UInt32] {
    some.filter { score(Int($0), with: rest) >= threshold }
  }

  /// Calls `body` for every document with something so far whose score with `rest` reaches `least`.
  ///
  /// Whole blocks of uncut documents are passed over by vector instructions; the few cut documents
  /// follow one by one.
  private func scan(
    from least: () -> Float, with rest: Float, _ body: (Int, Float) -> Void
  ) {
    boosts.uncut.withUnsafeBytes { uncut in
      boosts.all.withUnsafeBytes { all in
        let sums = UnsafeRawBufferPointer(documents)
        let gain = SIMD8<Float>(repeating: rest)
        for start in stride(from: 0, to: segment.numbers.count, by: Self.block) {
          let needed = SIMD8<Float>(repeating: least())
          var reached = SIMDMask<SIMD8<Int32>>(repeating: false)
          for offset in stride(from: start * 4, to: (start + Self.block) * 4, by: 32) {
            let sum = sums.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            let factor = uncut.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            let boost = all.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            reached .|= (factor * sum + boost * gain) .>= needed
          }
          guard any(reached) else { continue }
          let end = min(start + Self.block, segment.numbers.count)
          for document in start..<end
          where documents[document] > 0 && boosts.uncut[document] > 0 {
            let score = score(document, with: rest)
            if score >= least() { body(document, score) }
          }
        }
      }
    }
    for document in segment.cutDocuments where documents[Int(document)] > 0 {
      let score = score(Int(document), with: rest)
      if score >= least(), score > 0 { body(Int(document), score) }
    }
  }
}
