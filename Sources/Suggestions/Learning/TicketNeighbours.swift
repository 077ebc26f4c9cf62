import Hotline

/// A past ticket as it is kept for evidence.
struct KeptTicket: Sendable {
  var id: String
  var text: String
  var label: Int32
  var day: Day?
}

/// Finds past tickets with the same grams through an inverted index.
struct TicketNeighbours: Sendable {
  struct Posting: Sendable {
    var ticket: Int32
    var value: Float
  }

  /// The tickets, oldest first.
  var tickets: ContiguousArray<KeptTicket> = []
  /// For each row the tickets that hold it.
  var postings: ContiguousArray<ContiguousArray<Posting>> = []

  /// Most grams of a question that are looked up, the heaviest first.
  private static let lookups = 96
  private static let excerpt = 200

  /// Makes an index without tickets over so many rows.
  init(rowCount: Int) {
    postings = ContiguousArray(repeating: [], count: rowCount)
  }

  /// Makes room for a row that came later.
  mutating func appendRow() { postings.append([]) }

  /// Adds a ticket.
  mutating func add(_ ticket: LabelledText, label: Int, _ vector: GramVector) {
    let number = Int32(tickets.count)
    tickets.append(
      KeptTicket(
        id: ticket.id, text: String(ticket.text.prefix(TicketNeighbours.excerpt)),
        label: Int32(label), day: ticket.day))
    for index in vector.rows.indices {
      postings[Int(vector.rows[index])].append(
        Posting(ticket: number, value: vector.values[index]))
    }
  }

  /// Gives a ticket another label; nil when it is not kept.
  ///
  /// - Returns: the label that it bore.
  mutating func relabel(_ id: String, as label: Int) -> Int? {
    // Outcomes that change are mostly those of the last weeks.
    guard let index = tickets.lastIndex(where: { $0.id == id }) else { return nil }
    defer { tickets[index].label = Int32(label) }
    return Int(tickets[index].label)
  }

  /// Removes a ticket's text and number; it still counts for its label.
  mutating func forgetText(of id: String) {
    for index in tickets.indices where tickets[index].id == id {
      tickets[index].id = ""
      tickets[index].text = ""
    }
  }

  /// The nearest tickets, best first, with their cosine; equal ones newest first.
  func nearest(_ vector: GramVector, limit: Int) -> [(ticket: Int, similarity: Float)] {
    guard !tickets.isEmpty, limit > 0 else { return [] }
    var order = Array(vector.rows.indices)
    if order.count > TicketNeighbours.lookups {
      order.sort {
        vector.values[$0] != vector.values[$1]
          ? vector.values[$0] > vector.values[$1] : $0 < $1
      }
      order.removeLast(order.count - TicketNeighbours.lookups)
    }
    var scores = ContiguousArray<Float>(repeating: 0, count: tickets.count)
    scores.withUnsafeMutableBufferPointer { scores in
      for index in order {
        let value = vector.values[index]
        postings[Int(vector.rows[index])].withUnsafeBufferPointer { list in
          for posting in list { scores[Int(posting.ticket)] += posting.value * value }
        }
      }
    }
    return best(scores, limit)
  }

  private func best(
    _ scores: ContiguousArray<Float>, _ limit: Int
  ) -> [(ticket: Int, similarity: Float)] {
    // A heap with the weakest of the best on top.
    var heap: [(ticket: Int, similarity: Float)] = []
    heap.reserveCapacity(limit + 1)
    func isWeaker(_ left: Int, _ right: Int) -> Bool {
      heap[left].similarity != heap[right].similarity
        ? heap[left].similarity < heap[right].similarity : heap[left].ticket < heap[right].ticket
    }
    func sink() {
      var node = 0
      while true {
        var weakest = node
        for child in [2 * node + 1, 2 * node + 2] where child < heap.count {
          if isWeaker(child, weakest) { weakest = child }
        }
        if weakest == node { return }
        heap.swapAt(node, weakest)
        node = weakest
      }
    }
    for ticket in scores.indices where scores[ticket] > 0 {
      if heap.count < limit {
        heap.append((ticket, scores[ticket]))
        var node = heap.count - 1
        while node > 0, isWeaker(node, (node - 1) / 2) {
          heap.swapAt(node, (node - 1) / 2)
          node = (node - 1) / 2
        }
      } else if scores[ticket] >= heap[0].similarity {
        heap[0] = (ticket, scores[ticket])
        sink()
      }
    }
    return heap.sorted {
      $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.ticket > $1.ticket
    }
  }
}
