/// All words of all patterns in one trie over normal-form scalars.
struct WordTrie: Sendable {
  private var children: [UInt64: Int32] = [:]
  private var values: [[Int32]] = [[]]

  /// Adds a word that means the given term.
  mutating func insert(_ word: some Sequence<UInt32>, term: Int32) {
    var node: Int32 = 0
    for scalar in word {
      let key = UInt64(node) << 32 | UInt64(scalar)
      if let next = children[key] {
        node = next
      } else {
        node = Int32(values.count)
        children[key] = node
        values.append([])
      }
    }
    if !values[Int(node)].contains(term) { values[Int(node)].append(term) }
  }

  /// Calls back for every word that begins at a place, shorter ones first.
  func matches(in scalars: [UInt32], at start: Int, _ found: (_ end: Int, _ terms: [Int32]) -> Void)
  {
    var node: Int32 = 0
    var index = start
    while index < scalars.count, let next = children[UInt64(node) << 32 | UInt64(scalars[index])] {
      node = next
      index += 1
      let terms = values[Int(node)]
      if !terms.isEmpty { found(index, terms) }
    }
  }
}
