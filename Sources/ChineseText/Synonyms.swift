/// Groups of words that mean the same to a caller, used on the side of the query only.
///
/// So a change of groups needs no new index.
public struct Synonyms: Sendable {
  /// A place in a query where another word may stand.
  public struct Expansion: Sendable, Equatable {
    /// Units of the query that are replaced.
    public let units: Range<Int>
    /// Bytes of the query that are replaced.
    public let bytes: Range<Int>
    /// The word as found, in normal form.
    public let word: String
    /// The other words of its groups, in normal form.
    public let alternatives: [String]
  }

  /// The groups in normal form.
  public let groups: [[String]]
  private let trie: ScalarTrie
  private let members: [[String]]

  /// No groups.
  public static let empty = Synonyms(groups: [])

  /// Takes groups; a word may stand in several.
  public init(groups: [[String]]) {
    self.groups = groups.map { $0.map { NormalText($0).string }.filter { !$0.isEmpty } }
    var others: [String: [String]] = [:]
    var order: [String] = []
    for group in self.groups {
      for word in group {
        if others[word] == nil { order.append(word) }
        for other in group where other != word && others[word]?.contains(other) != true {
          others[word, default: []].append(other)
        }
      }
    }
    members = order.map { others[$0] ?? [] }
    trie = ScalarTrie(
      order.enumerated().map { ($1.unicodeScalars.map(\.value), Int32($0)) })
  }

  /// Reads a synonym file: a group a line, `word|word|word`; empty lines and lines that begin with
  /// `#` are skipped.
  ///
  /// - Throws: `TextDataError` with every broken line.
  public init(parsing text: String) throws {
    var groups: [[String]] = []
    var problems: [TextDataError.Problem] = []
    for (line, fields) in TextDataError.lines(text, separator: "|") {
      if fields.contains("") {
        problems.append(.init(line: line, message: "there is an empty word between the bars"))
      } else if fields.count < 2 {
        problems.append(.init(line: line, message: "a group needs two words or more"))
      } else if Set(fields).count < fields.count {
        problems.append(.init(line: line, message: "a word stands twice in the group"))
      }
      groups.append(fields)
    }
    guard problems.isEmpty else { throw TextDataError(problems: problems) }
    self.init(groups: groups)
  }

  /// The places of a query where a group's word stands, longest first at each place, no overlaps.
  public func expansions(in analysis: Analysis) -> [Expansion] {
    var result: [Expansion] = []
    let boundaries = UnitBoundaries(analysis)
    var unit = 0
    while unit < analysis.units.count {
      var found: (end: Int, value: Int32)?
      trie.matches(analysis.text.scalars, from: Int(analysis.units[unit].start)) { end, value in
        if let next = boundaries.unit(endingAt: end, from: unit) { found = (next, value) }
      }
      guard let found else {
        unit += 1
        continue
      }
      let range = unit..<found.end
      result.append(
        Expansion(
          units: range, bytes: analysis.bytes(range), word: analysis.string(range),
          alternatives: members[Int(found.value)]))
      unit = found.end
    }
    return result
  }
}

/// Finds units by the scalar at which they end.
struct UnitBoundaries {
  private let units: [Analysis.Unit]

  init(_ analysis: Analysis) { units = analysis.units }

  /// The unit after the one that ends at scalar `end`, looking from unit `from` on.
  @inline(__always)
  func unit(endingAt end: Int, from: Int) -> Int? {
    var index = from
    while index < units.count {
      let stop = Int(units[index].start + units[index].length)
      if stop >= end { return stop == end ? index + 1 : nil }
      index += 1
    }
    return nil
  }
}
