/// A map from gram keys to numbers, as one flat array that copies at once.
struct GramTable: Sendable {
  var keys: ContiguousArray<UInt64>
  var values: ContiguousArray<Int32>
  var count = 0

  /// Makes an empty table with room for a number of keys.
  init(capacity: Int = 16) {
    var size = 32
    while size < capacity * 2 { size *= 2 }
    keys = ContiguousArray(repeating: 0, count: size)
    values = ContiguousArray(repeating: -1, count: size)
  }

  /// The number of a key; nil when it has none.
  @inline(__always)
  func value(_ key: UInt64) -> Int32? {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while values[slot] >= 0 {
      if keys[slot] == key { return values[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Gives a key a number from 0 upward.
  mutating func set(_ key: UInt64, _ value: Int32) {
    if (count + 1) * 2 > keys.count { grow() }
    let slot = slot(of: key)
    if values[slot] < 0 { count += 1 }
    keys[slot] = key
    values[slot] = value
  }

  /// Every key with its number, in no order.
  func forEach(_ body: (UInt64, Int32) -> Void) {
    for slot in keys.indices where values[slot] >= 0 { body(keys[slot], values[slot]) }
  }

  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while values[slot] >= 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    var bigger = GramTable(capacity: keys.count)
    forEach { bigger.set($0, $1) }
    self = bigger
  }
}
