import ChineseText

/// Groups texts about one thing in one place, without knowing beforehand what there is.
///
/// Each text becomes the pairs of characters that few others have; one that is near enough to the
/// middle of a group joins it, in the order of time, and groups that turn out alike are joined at
/// the end. Words that every call has weigh nothing, so that no list of them is needed.
struct TopicClusters {
  /// A text's pairs with their weights, of length 1.
  typealias Weights = [(term: Int32, weight: Float)]

  /// From this likeness to the middle of a group on a text joins it.
  static let joining: Float = 0.34
  /// From this likeness on two groups are one.
  static let merging: Float = 0.5
  /// Pairs of a text that count, the rarest of those that others have too.
  private static let mostTerms = 40
  /// Groups that are looked at for one rare pair.
  private static let mostGroups = 400

  private struct Group {
    var members: [Int32] = []
    var sum: [Int32: Float] = [:]
    var length: Float = 0

    /// The weights of its middle, the heaviest first.
    var heaviest: [(key: Int32, value: Float)] {
      sum.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    }
  }

  /// Members of each group, those of one text alone left out, the largest first.
  private(set) var groups: [[Int]] = []

  init(_ texts: [String]) {
    let documents = Self.weights(of: texts)
    var groups: [Group] = []
    // For each pair the groups that hold it.
    var holders: [[Int32]] = Array(repeating: [], count: documents.terms)
    var likeness: [Float] = []
    var met: [Int32] = []
    for (index, weights) in documents.weights.enumerated() where !weights.isEmpty {
      met.removeAll(keepingCapacity: true)
      for (term, weight) in weights.prefix(16) {
        for group in holders[Int(term)].suffix(Self.mostGroups) {
          if likeness[Int(group)] == 0 { met.append(group) }
          likeness[Int(group)] += weight
        }
      }
      let best = Self.best(met, likeness, weights, groups)
      for group in met { likeness[Int(group)] = 0 }
      let place: Int32
      if let best {
        place = best
      } else {
        place = Int32(groups.count)
        groups.append(Group())
        likeness.append(0)
      }
      Self.add(Int32(index), weights, to: &groups[Int(place)], place, &holders)
    }
    self.groups = Self.merged(groups, holders).filter { $0.count > 1 }
      .sorted { $0.count != $1.count ? $0.count > $1.count : $0[0] < $1[0] }
  }

  /// The nearest group; those that share most of the rarest pairs are compared in full.
  private static func best(
    _ met: [Int32], _ likeness: [Float], _ weights: Weights, _ groups: [Group]
  ) -> Int32? {
    var best: Int32?
    var most = joining
    let likely = met.filter { likeness[Int($0)] > 0.25 }
      .sorted { likeness[Int($0)] > likeness[Int($1)] }.prefix(24)
    for place in likely {
      let group = groups[Int(place)]
      var dot: Float = 0
      for (term, weight) in weights { dot += weight * (group.sum[term] ?? 0) }
      let cosine = dot / group.length.squareRoot()
      if cosine > most { (best, most) = (place, cosine) }
    }
    return best
  }

  private static func add(
    _ index: Int32, _ weights: Weights, to group: inout Group, _ place: Int32,
    _ holders: inout [[Int32]]
  ) {
    group.members.append(index)
    for (term, weight) in weights {
      let old = group.sum[term] ?? 0
      group.length += weight * (2 * old + weight)
      if old == 0 { holders[Int(term)].append(place) }
      group.sum[term] = old + weight
    }
  }

  /// Joins groups whose middles are alike.
  private static func merged(_ groups: [Group], _ holders: [[Int32]]) -> [[Int]] {
    var leader = Array(groups.indices)
    func root(_ place: Int) -> Int {
      var place = place
      while leader[place] != place { place = leader[place] }
      return place
    }
    for place in groups.indices where groups[place].members.count > 1 {
      let own = groups[place]
      var shared: [Int32: Float] = [:]
      for (term, weight) in own.heaviest.prefix(mostTerms) {
        for other in holders[Int(term)].prefix(mostGroups)
        where Int(other) > place && groups[Int(other)].members.count > 1 {
          shared[other, default: 0] += weight * (groups[Int(other)].sum[term] ?? 0)
        }
      }
      for (other, dot) in shared
      where dot / (own.length * groups[Int(other)].length).squareRoot() > merging {
        let (first, second) = (root(place), root(Int(other)))
        leader[max(first, second)] = min(first, second)
      }
    }
    var members: [Int: [Int]] = [:]
    for place in groups.indices {
      members[root(place), default: []] += groups[place].members.map(Int.init)
    }
    return members.values.map { $0.sorted() }
  }

  /// Each text's pairs with their weights, the heaviest first.
  private static func weights(of texts: [String]) -> (weights: [Weights], terms: Int) {
    var numbers: [UInt64: Int32] = [:]
    var counts: [Int32] = []
    var documents: [[Int32]] = []
    documents.reserveCapacity(texts.count)
    for text in texts {
      var seen: Set<Int32> = []
      for pair in pairs(text) {
        let number: Int32
        if let known = numbers[pair] {
          number = known
        } else {
          number = Int32(counts.count)
          numbers[pair] = number
          counts.append(0)
        }
        if seen.insert(number).inserted { counts[Int(number)] += 1 }
      }
      documents.append(Array(seen))
    }
    let all = Float(max(texts.count, 2))
    let common = Int32(max(20, texts.count / 4))
    let weights = documents.map { document -> Weights in
      var weights: Weights = document.compactMap { term in
        let count = counts[Int(term)]
        guard count > 1, count < common else { return nil }
        let rarity = logarithm(all / Float(count))
        return (term, rarity * rarity)
      }
      weights.sort { $0.weight != $1.weight ? $0.weight > $1.weight : $0.term < $1.term }
      weights = Array(weights.prefix(mostTerms))
      let length = weights.reduce(Float(0)) { $0 + $1.weight * $1.weight }.squareRoot()
      guard weights.count >= 4, length > 0 else { return [] }
      return weights.map { ($0.term, $0.weight / length) }
    }
    return (weights, counts.count)
  }

  private static func logarithm(_ value: Float) -> Float {
    // The binary exponent with a straight line between powers: exact enough for weights.
    Float(value.exponent) + (value.significand - 1)
  }

  /// Overlapping pairs of letters and Chinese characters; digits are left out, as dates and numbers
  /// of cases make nothing alike.
  static func pairs(_ text: String) -> [UInt64] {
    var pairs: [UInt64] = []
    var last: UInt64?
    for scalar in NormalText(text).scalars.prefix(400) {
      guard (0x4E00...0x9FFF).contains(scalar) || (0x61...0x7A).contains(scalar) else {
        last = nil
        continue
      }
      if let last { pairs.append(last << 32 | UInt64(scalar)) }
      last = UInt64(scalar)
    }
    return pairs
  }
}
