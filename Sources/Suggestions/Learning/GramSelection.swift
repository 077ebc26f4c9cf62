import ChineseText

/// Chooses the grams that a model knows from its tickets and turns those into vectors.
///
/// Rows are ordered by how many tickets hold the gram, the commonest first, so that a prefix of
/// them can have a weight for every label.
struct GramSelection {
  var space = GramSpace()
  /// Tickets that hold each row's gram, in rising order of rows from `starts[row]`.
  var frequencies: [Int32] = []
  /// All vectors one after the other.
  var vectors: [GramVector] = []

  /// Reads texts twice: to count their grams, then to keep those in at least two texts.
  /// - Parameters:
  ///   - texts: the keys of each ticket, sorted.
  ///   - labels: the number of each ticket's label.
  ///   - labelCount: how many labels there are.
  init(keysOf texts: [[UInt64]], labels: [Int], labelCount: Int) {
    guard !texts.isEmpty else { return }
    let common = GramSelection.commonKeys(texts, least: texts.count < 50 ? 1 : 2)
    var table = GramTable(capacity: common.count)
    for (row, entry) in common.enumerated() { table.set(entry.key, Int32(row)) }
    frequencies = common.map(\.count)
    space.table = table
    space.weights = ContiguousArray(repeating: 1, count: common.count)
    var rowsOfTexts: [[Int32]] = texts.map { keys in keys.compactMap { table.value($0) }.sorted() }
    space.weights = GramSelection.weights(rowsOfTexts, frequencies, labels, labelCount)
    vectors.reserveCapacity(texts.count)
    for index in rowsOfTexts.indices {
      vectors.append(space.vector(rows: &rowsOfTexts[index]))
      rowsOfTexts[index] = []
    }
  }

  /// Keys in at least so many texts, the commonest first, equal ones by key.
  private static func commonKeys(
    _ texts: [[UInt64]], least: Int
  ) -> [(key: UInt64, count: Int32)] {
    // A small sketch of counters keeps the many grams that occur once out of the exact table.
    let grams = texts.reduce(0) { $0 + $1.count }
    let bits = min(26, max(10, Int.bitWidth - grams.leadingZeroBitCount + 1))
    var sketch = ContiguousArray<UInt8>(repeating: 0, count: 1 << bits)
    for keys in texts {
      for key in Distinct(keys) {
        let slot = Int(truncatingIfNeeded: key >> 20) & ((1 << bits) - 1)
        if sketch[slot] < 255 { sketch[slot] += 1 }
      }
    }
    var table = GramTable(capacity: 1 << 16)
    var counts: [Int32] = []
    for keys in texts {
      for key in Distinct(keys) {
        guard sketch[Int(truncatingIfNeeded: key >> 20) & ((1 << bits) - 1)] >= least else {
          continue
        }
        if let index = table.value(key) {
          counts[Int(index)] += 1
        } else {
          table.set(key, Int32(counts.count))
          counts.append(1)
        }
      }
    }
    var common: [(key: UInt64, count: Int32)] = []
    table.forEach { key, index in
      let count = counts[Int(index)]
      if count >= least { common.append((key, count)) }
    }
    common.sort { $0.count != $1.count ? $0.count > $1.count : $0.key < $1.key }
    return common
  }

  private static func weights(
    _ texts: [[Int32]], _ frequencies: [Int32], _ labels: [Int], _ labelCount: Int
  ) -> ContiguousArray<Float> {
    var starts = [Int](repeating: 0, count: frequencies.count + 1)
    for row in frequencies.indices { starts[row + 1] = starts[row] + Int(frequencies[row]) }
    var cursor = starts
    var bearers = [Int32](repeating: 0, count: starts.last ?? 0)
    var shares = [Double](repeating: 0, count: labelCount)
    for (index, rows) in texts.enumerated() {
      shares[labels[index]] += 1 / Double(texts.count)
      for row in Distinct(rows) {
        bearers[cursor[Int(row)]] = Int32(labels[index])
        cursor[Int(row)] += 1
      }
    }
    var counts = [Int](repeating: 0, count: labelCount)
    var touched: [Int] = []
    return ContiguousArray(
      frequencies.indices.map { row in
        touched.removeAll(keepingCapacity: true)
        for label in bearers[starts[row]..<starts[row + 1]] {
          if counts[Int(label)] == 0 { touched.append(Int(label)) }
          counts[Int(label)] += 1
        }
        // In the order of labels, so that sums never depend on the order of a set.
        touched.sort()
        let weight = GramSpace.weight(touched.map { ($0, counts[$0]) }, priors: shares)
        for label in touched { counts[label] = 0 }
        return weight
      })
  }
}

/// The different elements of a sorted array.
struct Distinct<Element: Equatable>: Sequence, IteratorProtocol {
  private let sorted: [Element]
  private var index = 0

  /// Goes over a sorted array.
  init(_ sorted: [Element]) { self.sorted = sorted }

  mutating func next() -> Element? {
    guard index < sorted.count else { return nil }
    let element = sorted[index]
    repeat { index += 1 } while index < sorted.count && sorted[index] == element
    return element
  }
}
