/// Makes new segments of old ones without the documents that were removed.
struct SegmentMerge {
  let segments: [Segment]

  init(_ old: [Segment], keeps: (UInt32) -> Bool) {
    var result: [Segment] = []
    var builder = SegmentBuilder()
    // Documents stay in the order of the corpus, so equal scores keep theirs.
    for segment in old.sorted(by: { ($0.numbers.first ?? 0) < ($1.numbers.first ?? 0) }) {
      let documents = Self.byItem(
        segment.documents, keys: segment.keys, count: segment.numbers.count)
      let passages = Self.byItem(
        segment.passages, keys: segment.keys, count: Int(segment.firstPassages.last ?? 0))
      for document in segment.numbers.indices where keeps(segment.numbers[document]) {
        let parts = segment.passages(of: document)
        if !builder.hasRoom(passages: parts.count) {
          result.append(builder.finish())
          builder = SegmentBuilder()
        }
        builder.append(
          number: segment.numbers[document], impacts: documents[document],
          passages: parts.map { passages[$0] })
      }
    }
    if builder.documentCount > 0 { result.append(builder.finish()) }
    segments = result
  }

  /// Turns postings around: the terms of each document or passage.
  private static func byItem(
    _ postings: Segment.Postings, keys: [UInt64], count: Int
  ) -> [[(key: UInt64, impact: UInt8)]] {
    var result = [[(key: UInt64, impact: UInt8)]](repeating: [], count: count)
    for (term, key) in keys.enumerated() {
      for place in postings.range(term) {
        result[Int(postings.items[place])].append((key, postings.impacts[place]))
      }
    }
    return result
  }
}
