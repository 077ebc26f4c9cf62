import Foundation

/// Finds a name that stands twice in one object of a JSON text.
///
/// Programs disagree on which of the two values counts, so that what one has checked may not be what
/// another carries out.
///
/// Source: RFC 8259, section 4: the names within an object should be unique.
struct RepeatedKey {
  private let bytes: [UInt8]
  private var place = 0
  /// The names seen in each open object; nil for an open array.
  private var open: [Set<String>?] = []
  private var expectsName = false

  /// The first repeated name in a text that is known to be JSON; nil when there is none.
  static func first(in bytes: [UInt8]) -> String? {
    var walk = RepeatedKey(bytes)
    return walk.find()
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func find() -> String? {
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "{"):
        open.append([])
        expectsName = true
      case UInt8(ascii: "["):
        open.append(Set<String>?.none)
        expectsName = false
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = open.popLast()
        expectsName = false
      case UInt8(ascii: ","): expectsName = open.last.map { $0 != nil } ?? false
      case UInt8(ascii: "\""):
        let text = string()
        guard expectsName, var names = open.popLast().flatMap({ $0 }) else { continue }
        expectsName = false
        if !names.insert(text).inserted { return text }
        open.append(names)
      default: break
      }
    }
    return nil
  }

  /// The string whose opening quote has been read.
  private mutating func string() -> String {
    let start = place
    var escaped = false
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      if bytes[place] == UInt8(ascii: "\\") {
        escaped = true
        place += 1
      }
      place += 1
    }
    let inner = bytes[min(start, bytes.count)..<min(place, bytes.count)]
    place += 1
    let plain = String(decoding: inner, as: UTF8.self)
    guard escaped else { return plain }
    // One name may be written in several ways.
    let quoted = Data([UInt8(ascii: "\"")] + inner + [UInt8(ascii: "\"")])
    return (try? JSONDecoder().decode(String.self, from: quoted)) ?? plain
  }
}
