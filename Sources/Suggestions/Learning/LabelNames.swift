import ChineseText
import Foundation

/// What the names of labels have in common: 龙华区 or 城管 in units, steps in category paths.
///
/// Labels that share a part of their name share a part of what is learned, so that a unit with few
/// tickets profits from its sisters.
struct LabelNames: Sendable {
  /// For each part, the labels whose names hold it.
  var members: [[Int32]] = []

  private static let leastMembers = 3
  private static let mostParts = 200
  private static let longestPart = 10

  /// Finds the parts that at least three names share, one for each set of names.
  init(_ labels: [String]) {
    var bearers: [String: [Int32]] = [:]
    for (index, label) in labels.enumerated() {
      for part in LabelNames.parts(label) { bearers[part, default: []].append(Int32(index)) }
    }
    var longest: [[Int32]: String] = [:]
    for (part, labels) in bearers where labels.count >= LabelNames.leastMembers {
      let known = longest[labels]
      if known == nil || (known?.count ?? 0, known ?? "") < (part.count, part) {
        longest[labels] = part
      }
    }
    let parts = longest.filter { $0.key.count * 10 < labels.count * 9 }.sorted {
      $0.key.count != $1.key.count ? $0.key.count > $1.key.count : $0.value < $1.value
    }
    for (labels, _) in parts.prefix(LabelNames.mostParts) {
      members.append(labels)
    }
  }

  /// Takes parts that were found before.
  init(members: [[Int32]]) { self.members = members }

  /// All parts of a name; a path gives its steps and their beginnings.
  private static func parts(_ label: String) -> Set<String> {
    let steps = label.split(separator: "/")
    if steps.count > 1 {
      var parts = Set(steps.map(String.init))
      for count in 2...steps.count { parts.insert(steps.prefix(count).joined(separator: "/")) }
      return parts
    }
    let characters = Array(label)
    var parts: Set<String> = []
    for start in characters.indices {
      for end in start..<min(characters.count, start + longestPart) where end > start {
        parts.insert(String(characters[start...end]))
      }
    }
    return parts
  }
}

/// How far a text holds the name of a label, by the name's pairs of characters.
struct NameCoverage: Sendable {
  private var pairs: [[UInt64]] = []
  private var rarities: [UInt64: Float] = [:]
  private var totals: [Float] = []

  /// Reads the names of labels.
  init(_ labels: [String]) {
    pairs = labels.map { NameCoverage.pairs(NormalText($0).scalars).sorted() }
    var counts: [UInt64: Int] = [:]
    for pair in pairs.joined() { counts[pair, default: 0] += 1 }
    for (pair, count) in counts {
      rarities[pair] = Float(labels.count) / Float(count)
    }
    rarities = rarities.mapValues { log($0) + 0.01 }
    totals = pairs.map { $0.reduce(0) { $0 + (rarities[$1] ?? 0) } }
  }

  /// The pairs of a text, to be compared with labels.
  static func pairs(_ scalars: [UInt32]) -> Set<UInt64> {
    var pairs: Set<UInt64> = []
    for index in scalars.indices.dropFirst() {
      pairs.insert(UInt64(scalars[index - 1]) << 32 | UInt64(scalars[index]))
    }
    return pairs
  }

  /// The share of a label's name, weighted by rarity, that a text holds; 0 for unknown labels.
  func share(of label: Int, in text: Set<UInt64>) -> Float {
    guard label < pairs.count, totals[label] > 0 else { return 0 }
    var held: Float = 0
    for pair in pairs[label] where text.contains(pair) { held += rarities[pair] ?? 0 }
    return held / totals[label]
  }
}
