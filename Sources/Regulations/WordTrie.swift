/// All words of all patterns in one trie over normal-form scalars.
struct WordTrie: Sendable {
  private var children: [UInt64: Int32] = [:]
  /// For each node the index of its terms, -1 when no word ends there.
  private var ends: [Int32] = [-1]
  private var lists: [[Int32]] = []

  /// Adds a word that means the given term.
  mutating func insert(_ word: some Sequence<UInt32>, term: Int32) {
    var node: Int32 = 0
    for scalar in word {
      let key = UInt64(node) << 32 | UInt64(scalar)
      if let next = children[key] {
        node = next
      } else {
        node = Int32(ends.count)
        children[key] = node
        ends.append(-1)
      }
    }
    if ends[Int(node)] < 0 {
      ends[Int(node)] = Int32(lists.count)
      lists.append([term])
    } else if !lists[Int(ends[Int(node)])].contains(term) {
      lists[Int(ends[Int(node)])].append(term)
    }
  }

  /// Calls back for every word that begins at a place, shorter ones first.
  func matches(in scalars: [UInt32], at start: Int, _ found: (_ end: Int, _ terms: [Int32]) -> Void)
  {
    var node: Int32 = 0
    var index = start
    while index < scalars.count, let next = children[UInt64(node) << 32 | UInt64(scalars[index])] {
      node = next
      index += 1
      let end = ends[Int(node)]
      if end >= 0 { found(index, lists[Int(end)]) }
    }
  }
}
