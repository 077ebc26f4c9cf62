import ChineseText

/// Parts a call that holds more than one matter where callers say so: 另外, 还有, 第二.
enum CallParts {
  private static let joints = [
    "另外", "还有一个", "还有就是", "还有", "此外", "顺便", "再就是", "另一个", "第二个", "第二", "同时", "再一个", "并且还",
  ]

  /// The parts in order; the call itself when nothing parts it.
  static func of(_ call: String) -> [String] {
    var parts = [call[...]]
    for joint in joints {
      parts = parts.flatMap { part -> [Substring] in
        var pieces: [Substring] = []
        var rest = part
        while let range = rest.range(of: joint) {
          pieces.append(rest[..<range.lowerBound])
          rest = rest[range.upperBound...]
        }
        return pieces + [rest]
      }
    }
    // A few characters are no matter of their own.
    let whole = parts.map(String.init).filter { $0.count >= 8 }
    return whole.count > 1 ? whole : [call]
  }
}
