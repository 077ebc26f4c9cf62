/// Collects postings and makes a segment of them.
struct SegmentBuilder {
  /// Postings in the order in which they come.
  private struct Entries {
    var terms: [UInt32] = []
    var items: [UInt16] = []
    var impacts: [UInt8] = []
  }

  private var termNumbers = TermNumbers()
  private var documents = Entries()
  private var passages = Entries()
  private var numbers: [UInt32] = []
  private var firstPassages: [UInt32] = [0]

  /// Documents so far.
  var documentCount: Int { numbers.count }

  /// Whether a document with so many passages still fits.
  func hasRoom(passages count: Int) -> Bool {
    numbers.count < Segment.capacity
      && Int(firstPassages.last ?? 0) + count <= Segment.capacity
  }

  /// Adds the next document: its impacts by term, and those of its passages.
  mutating func append(
    number: UInt32, impacts: [(key: UInt64, impact: UInt8)],
    passages parts: [[(key: UInt64, impact: UInt8)]]
  ) {
    let item = UInt16(numbers.count)
    numbers.append(number)
    append(impacts, item: item, to: \.documents)
    var passage = firstPassages.last ?? 0
    for part in parts {
      append(part, item: UInt16(passage), to: \.passages)
      passage += 1
    }
    firstPassages.append(passage)
  }

  private mutating func append(
    _ impacts: [(key: UInt64, impact: UInt8)], item: UInt16,
    to kind: WritableKeyPath<SegmentBuilder, Entries>
  ) {
    var entries = self[keyPath: kind]
    self[keyPath: kind] = Entries()
    for (key, impact) in impacts {
      entries.terms.append(termNumbers.number(key))
      entries.items.append(item)
      entries.impacts.append(impact)
    }
    self[keyPath: kind] = entries
  }

  /// The segment of everything added.
  consuming func finish() -> Segment {
    let keys = termNumbers.keys
    let order = keys.indices.sorted { keys[$0] < keys[$1] }
    var rank = [UInt32](repeating: 0, count: keys.count)
    for (position, term) in order.enumerated() { rank[term] = UInt32(position) }
    let hasPassages = (firstPassages.last ?? 0) > 0
    let sortedDocuments = Self.sorted(documents, rank: rank)
    documents = Entries()
    return Segment(
      keys: order.map { keys[$0] }, documents: sortedDocuments,
      passages: hasPassages ? Self.sorted(passages, rank: rank) : Segment.Postings(),
      numbers: numbers, firstPassages: hasPassages ? firstPassages : [])
  }

  /// Orders postings by term; within a term they stay in order of document.
  private static func sorted(_ entries: Entries, rank: [UInt32]) -> Segment.Postings {
    var offsets = [UInt32](repeating: 0, count: rank.count + 1)
    for term in entries.terms { offsets[Int(rank[Int(term)]) + 1] += 1 }
    for index in rank.indices { offsets[index + 1] += offsets[index] }
    var next = offsets
    var items = [UInt16](repeating: 0, count: entries.items.count)
    var impacts = [UInt8](repeating: 0, count: entries.items.count)
    var peaks = [UInt8](repeating: 0, count: rank.count)
    for index in entries.terms.indices {
      let term = Int(rank[Int(entries.terms[index])])
      let place = Int(next[term])
      next[term] += 1
      items[place] = entries.items[index]
      impacts[place] = entries.impacts[index]
      peaks[term] = max(peaks[term], entries.impacts[index])
    }
    return Segment.Postings(offsets: offsets, items: items, impacts: impacts, peaks: peaks)
  }
}

/// Numbers 64-bit hashes in the order of their first coming.
private struct TermNumbers {
  private(set) var keys: [UInt64] = []
  private var slots = [UInt32](repeating: 0, count: 1 << 12)

  mutating func number(_ key: UInt64) -> UInt32 {
    if keys.count * 2 >= slots.count { grow() }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while slots[slot] != 0 {
      let number = slots[slot] - 1
      if keys[Int(number)] == key { return number }
      slot = (slot + 1) & mask
    }
    keys.append(key)
    slots[slot] = UInt32(keys.count)
    return UInt32(keys.count - 1)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (number, key) in keys.enumerated() {
      var slot = Int(truncatingIfNeeded: key) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number + 1)
    }
  }
}
