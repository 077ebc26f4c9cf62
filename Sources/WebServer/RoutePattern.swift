/// The pattern of a route, such as `/v1/tickets/{id}:sign`.
struct RoutePattern: Sendable, Hashable {
  enum Segment: Sendable, Hashable {
    case literal(String)
    /// One segment of any text that is not empty, followed by a fixed ending (often none).
    case parameter(name: String, ending: String)
  }

  let text: String
  let segments: [Segment]

  /// Reads a pattern; a wrong one is a mistake in the program and traps.
  init(_ text: String) {
    precondition(text.first == "/", "a route begins with a slash: \(text)")
    self.text = text
    let parts = text.dropFirst()
    segments =
      parts.isEmpty
      ? []
      : parts.split(separator: "/", omittingEmptySubsequences: false).map { part in
        guard part.first == "{" else { return .literal(String(part)) }
        guard let close = part.firstIndex(of: "}") else {
          preconditionFailure("a parameter without its closing brace: \(text)")
        }
        return .parameter(
          name: String(part[part.index(after: part.startIndex)..<close]),
          ending: String(part[part.index(after: close)...]))
      }
  }

  /// What the parameters match, nil when the path is not of this pattern.
  func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var parameters: [String: String] = [:]
    for (segment, part) in zip(segments, path) {
      switch segment {
      case .literal(let text):
        guard text == part else { return nil }
      case .parameter(let name, let ending):
        guard part.hasSuffix(ending), part.utf8.count > ending.utf8.count else { return nil }
        parameters[name] = String(part.dropLast(ending.count))
      }
    }
    return parameters
  }

  /// Literal text is more particular than a parameter with an ending, that more than one without.
  var particularity: [Int] {
    segments.map { segment in
      switch segment {
      case .literal: 2
      case .parameter(_, let ending): ending.isEmpty ? 0 : 1
      }
    }
  }
}
