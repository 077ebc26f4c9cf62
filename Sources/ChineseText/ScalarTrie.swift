/// An immutable prefix tree over scalars, kept in one open-addressing hash table.
///
/// One probe a character, no pointers: a step costs a few nanoseconds, and a root filter answers
/// most characters of running text without a probe.
struct ScalarTrie: Sendable {
  private var slots: [UInt64] = []
  private var targets: [UInt32] = []
  private var mask = 0
  private var rootFilter = [Bool](repeating: false, count: 0x10000)
  /// The value of each node, -1 for none.
  private(set) var values: [Int32] = [-1]

  /// Keys with their values; a repeated key keeps its last value.
  init(_ entries: [([UInt32], Int32)]) {
    var edges: [UInt64: UInt32] = [:]
    for (key, value) in entries where !key.isEmpty {
      var node: UInt32 = 0
      for scalar in key {
        let edge = Self.edge(node, scalar)
        if let next = edges[edge] {
          node = next
        } else {
          node = UInt32(values.count)
          edges[edge] = node
          values.append(-1)
        }
      }
      values[Int(node)] = value
      rootFilter[Int(key[0] & 0xFFFF)] = true
    }
    var capacity = 16
    while capacity < edges.count * 2 { capacity *= 2 }
    mask = capacity - 1
    slots = [UInt64](repeating: .max, count: capacity)
    targets = [UInt32](repeating: 0, count: capacity)
    for (edge, node) in edges {
      var slot = Self.slot(edge) & mask
      while slots[slot] != .max { slot = (slot + 1) & mask }
      slots[slot] = edge
      targets[slot] = node
    }
  }

  private static func edge(_ node: UInt32, _ scalar: UInt32) -> UInt64 {
    UInt64(node) << 32 | UInt64(scalar)
  }

  private static func slot(_ edge: UInt64) -> Int {
    Int(truncatingIfNeeded: (edge &* 0x9E37_79B9_7F4A_7C15) >> 24)
  }

  /// The node after `scalar`, or nil; the root is 0.
  @inline(__always)
  func step(_ node: UInt32, _ scalar: UInt32) -> UInt32? {
    if node == 0, !rootFilter[Int(scalar & 0xFFFF)] { return nil }
    let edge = Self.edge(node, scalar)
    var slot = Self.slot(edge) & mask
    while slots[slot] != .max {
      if slots[slot] == edge { return targets[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The value of exactly this key.
  func value(_ key: some Sequence<UInt32>) -> Int32? {
    var node: UInt32 = 0
    for scalar in key {
      guard let next = step(node, scalar) else { return nil }
      node = next
    }
    let value = values[Int(node)]
    return value < 0 ? nil : value
  }

  /// Calls `body` with the end and value of every key that begins at `start`, shortest first.
  @inline(__always)
  func matches(_ scalars: [UInt32], from start: Int, _ body: (_ end: Int, _ value: Int32) -> Void) {
    var node: UInt32 = 0
    var index = start
    while index < scalars.count, let next = step(node, scalars[index]) {
      node = next
      index += 1
      let value = values[Int(node)]
      if value >= 0 { body(index, value) }
    }
  }
}
