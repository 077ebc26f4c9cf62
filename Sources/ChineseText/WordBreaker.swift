import CICU
import Synchronization

/// ICU's word breaker, lent to one thread at a time.
final class WordBreaker: Sendable {
  /// The breakers that nobody is using; addresses, since pointers are not sendable.
  private let idle = Mutex<[UInt]>([])

  static let shared = WordBreaker()

  /// Ends of the words of a text of ideographs, as scalar numbers from 1; nil when ICU failed.
  func ends(_ scalars: ArraySlice<UInt32>) -> [Int]? {
    var utf16: [UInt16] = []
    utf16.reserveCapacity(scalars.count)
    var wide = false
    for scalar in scalars {
      if scalar < 0x10000 {
        utf16.append(UInt16(scalar))
      } else {
        wide = true
        utf16.append(UInt16(0xD800 + (scalar - 0x10000) >> 10))
        utf16.append(UInt16(0xDC00 + (scalar - 0x10000) & 0x3FF))
      }
    }
    let lent = idle.withLock { $0.popLast() }
    guard
      let breaker = lent.flatMap({ UnsafeMutableRawPointer(bitPattern: $0) })
        ?? paidan_breaker_open()
    else { return nil }
    defer { idle.withLock { $0.append(UInt(bitPattern: breaker)) } }
    var ends = [Int32](repeating: 0, count: utf16.count + 1)
    let count = paidan_breaker_ends(
      breaker, utf16, Int32(utf16.count), &ends, Int32(ends.count))
    guard count >= 0 else { return nil }
    guard wide else { return ends[..<Int(count)].map(Int.init) }
    return ends[..<Int(count)].map { end in
      utf16[..<Int(end)].reduce(0) { $0 + ($1 & 0xFC00 == 0xDC00 ? 0 : 1) }
    }
  }
}
