/// Terms by document for at most 65,536 documents and 65,536 passages, never changed once made.
///
/// A posting is two bytes of document and one byte of impact; nothing has to be decoded. Terms are
/// 64-bit hashes in ascending order, found through their upper 16 bits.
final class Segment: Sendable {
  /// Most documents, and most passages, of one segment.
  static let capacity = 65_536

  /// Postings of one kind: documents, or passages of long documents.
  struct Postings: Sendable {
    /// For each term the index of its first posting, and the end of all.
    var offsets: [UInt32] = [0]
    /// Documents or passages, ascending within a term.
    var items: [UInt16] = []
    /// Impact of each posting.
    var impacts: [UInt8] = []
    /// Greatest impact of each term.
    var peaks: [UInt8] = []

    func range(_ term: Int) -> Range<Int> {
      term + 1 < offsets.count ? Int(offsets[term])..<Int(offsets[term + 1]) : 0..<0
    }
  }

  /// Hashes of the terms, ascending.
  let keys: [UInt64]
  /// For each upper 16 bits of a key the first term that has them or more; 65,537 entries.
  let buckets: [UInt32]
  let documents: Postings
  let passages: Postings
  /// Number of each document in the whole corpus.
  let numbers: [UInt32]
  /// First passage of each document, and the end of all; empty when no document has passages.
  let firstPassages: [UInt32]
  /// The documents that are cut into passages, ascending.
  let cutDocuments: [UInt16]

  init(
    keys: [UInt64], documents: Postings, passages: Postings, numbers: [UInt32],
    firstPassages: [UInt32]
  ) {
    self.keys = keys
    self.documents = documents
    self.passages = passages
    self.numbers = numbers
    self.firstPassages = firstPassages
    cutDocuments = zip(firstPassages, firstPassages.dropFirst()).enumerated()
      .filter { $1.0 < $1.1 }.map { UInt16($0.offset) }
    var buckets = [UInt32](repeating: 0, count: 65_537)
    for key in keys { buckets[Int(key >> 48) + 1] += 1 }
    for index in 1...65_536 { buckets[index] += buckets[index - 1] }
    self.buckets = buckets
  }

  /// The term with this hash.
  func term(_ key: UInt64) -> Int? {
    let bucket = Int(key >> 48)
    var low = Int(buckets[bucket])
    var high = Int(buckets[bucket + 1])
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < Int(buckets[bucket + 1]) && keys[low] == key ? low : nil
  }

  /// Whether any document is cut into passages.
  var hasPassages: Bool { !firstPassages.isEmpty }

  /// The passages of a document; empty for a document that is one passage as a whole.
  func passages(of document: Int) -> Range<Int> {
    hasPassages
      ? Int(firstPassages[document])..<Int(firstPassages[document + 1]) : 0..<0
  }

  /// Bytes that the segment holds.
  var byteCount: Int {
    keys.count * 8 + buckets.count * 4 + numbers.count * 4 + firstPassages.count * 4
      + cutDocuments.count * 2
      + [documents, passages].reduce(0) {
        $0 + $1.offsets.count * 4 + $1.items.count * 3 + $1.peaks.count
      }
  }

  /// Factors that turn sums over terms into scores, filled up with zeros to whole blocks.
  struct Boosts: Sendable {
    /// Factor of each document; 0 for one that was removed.
    let all: [Float]
    /// Factor of the sum over the whole of each document that is not cut, 0 for the others.
    let uncut: [Float]
    /// The greatest of all.
    let highest: Float

    init(_ all: [Float], segment: Segment, passageWeight: Float) {
      let blank = (Sums.block - all.count % Sums.block) % Sums.block
      let all = all + [Float](repeating: 0, count: blank)
      self.all = all
      var uncut = all.map { $0 * (1 + passageWeight) }
      for document in segment.cutDocuments { uncut[Int(document)] = 0 }
      self.uncut = uncut
      highest = all.max() ?? 0
    }
  }
}
