/// The best documents so far: a heap with the worst of them on top.
struct TopHits {
  /// A document and its score.
  struct Hit {
    let number: UInt32
    let score: Float

    /// Whether this one stands after the other; equal scores keep the order of the corpus.
    func isWorse(than other: Hit) -> Bool {
      score < other.score || (score == other.score && number > other.number)
    }
  }

  private let limit: Int
  private var heap: [Hit] = []

  init(limit: Int) {
    self.limit = limit
    heap.reserveCapacity(min(limit, 1_024))
  }

  /// A score below this one cannot come in; 0 while there is room.
  var threshold: Float { heap.count < limit ? 0 : heap.first?.score ?? .infinity }

  mutating func insert(_ hit: Hit) {
    guard limit > 0 else { return }
    if heap.count < limit {
      heap.append(hit)
      var child = heap.count - 1
      while child > 0 {
        let parent = (child - 1) / 2
        guard heap[child].isWorse(than: heap[parent]) else { break }
        heap.swapAt(child, parent)
        child = parent
      }
    } else if heap[0].isWorse(than: hit) {
      heap[0] = hit
      var parent = 0
      while true {
        var worst = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
          if heap[child].isWorse(than: heap[worst]) { worst = child }
        }
        guard worst != parent else { return }
        heap.swapAt(worst, parent)
        parent = worst
      }
    }
  }

  /// The hits, best first.
  var sorted: [Hit] { heap.sorted { $1.isWorse(than: $0) } }
}
