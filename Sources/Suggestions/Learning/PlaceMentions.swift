import ChineseText
import Foundation

/// Which of the places that units are named after a text is about, named or not.
///
/// Texts that name a place teach the streets, estates and villages of it: a linear model over the
/// other grams of those texts. So a call that gives only a street still points to a district.
struct PlaceMentions: Sendable {
  /// The places' names as they stand in texts, in normal form.
  var names: [[UInt32]] = []
  /// For each label the place in its name; nil for none.
  var placeOfLabel: [Int?] = []
  var weights: ContiguousArray<Float> = []
  var biases: ContiguousArray<Float> = []

  private static let mostPlaces = 48
  private static let leastLabels = 6
  private static let leastLift = 3.0
  private static let passes = 4
  private static let rate: Float = 2

  /// Knows no place.
  init() {}

  /// Takes the given places that some label bears in its name.
  init(names given: [String], labels: [String]) {
    let names = given.filter { name in labels.contains { $0.contains(name) } }
    self.names = names.prefix(PlaceMentions.mostPlaces).map { NormalText($0).scalars }
    placeOfLabel = labels.map { label in names.firstIndex { label.contains($0) } }
  }

  /// Finds the beginnings of names that several labels share and that draw texts to these labels.
  static func find(labels: [String], texts: [NormalText], labelOfText: [Int]) -> [String] {
    var bearers: [String: Set<Int>] = [:]
    for (index, label) in labels.enumerated() where !label.contains("/") {
      for length in 2...4 where label.count > length {
        bearers[String(label.prefix(length)), default: []].insert(index)
      }
    }
    var chosen: [(name: String, labels: Set<Int>)] = []
    let candidates = bearers.filter { $0.value.count >= leastLabels }
      .sorted { $0.key.count != $1.key.count ? $0.key.count < $1.key.count : $0.key < $1.key }
    for (name, labelsOfName) in candidates {
      // A longer beginning of nearly the same labels says nothing more.
      if chosen.contains(where: { name.hasPrefix($0.name) }) { continue }
      let scalars = NormalText(name).scalars
      let all = Set(labels.indices.filter { labels[$0].contains(name) }).union(labelsOfName)
      var mentions = 0
      var right = 0
      var bearing = 0
      for (index, text) in texts.enumerated() {
        let bears = all.contains(labelOfText[index])
        if bears { bearing += 1 }
        guard position(of: scalars, in: text.scalars) != nil else { continue }
        mentions += 1
        if bears { right += 1 }
      }
      guard mentions >= max(20, texts.count / 200), bearing > 0 else { continue }
      let lift = Double(right) / Double(mentions) * Double(texts.count) / Double(bearing)
      if lift >= leastLift { chosen.append((name, all)) }
    }
    return chosen.prefix(mostPlaces).map(\.name)
  }

  /// The places that a text names.
  func mentions(in text: NormalText) -> [Int] {
    names.indices.filter { PlaceMentions.position(of: names[$0], in: text.scalars) != nil }
  }

  /// For each place the share of belief that the text is about it, and whether the text names one.
  func beliefs(
    _ text: NormalText, _ vector: GramVector
  ) -> (shares: [Float], named: Bool) {
    guard !names.isEmpty else { return ([], false) }
    let named = mentions(in: text)
    guard named.isEmpty else {
      var shares = [Float](repeating: 0, count: names.count)
      for place in named { shares[place] = 1 / Float(named.count) }
      return (shares, true)
    }
    return (softmax(vector), false)
  }

  /// Learns from the texts that name exactly one place, the name itself left out.
  mutating func learn(
    texts: [NormalText], space: GramSpace, rowCount: Int, orders: inout SeededGenerator
  ) {
    guard names.count > 1 else { return }
    weights = ContiguousArray(repeating: 0, count: rowCount * names.count)
    biases = ContiguousArray(repeating: 0, count: names.count)
    var sums = ContiguousArray<Float>(repeating: 1e-6, count: rowCount)
    var examples: [(vector: GramVector, place: Int)] = []
    for text in texts {
      let named = mentions(in: text)
      guard named.count == 1, let place = named.first else { continue }
      examples.append((vector(of: text, without: names[place], space), place))
    }
    for _ in 0..<PlaceMentions.passes {
      examples.shuffle(using: &orders)
      for example in examples {
        var steps = softmax(example.vector)
        steps[example.place] -= 1
        let norm = steps.reduce(0) { $0 + $1 * $1 }
        for index in steps.indices { biases[index] -= 0.01 * steps[index] }
        for index in example.vector.rows.indices {
          let row = Int(example.vector.rows[index])
          let value = example.vector.values[index]
          sums[row] += norm * value * value
          let rate = PlaceMentions.rate / sums[row].squareRoot() * value
          for place in steps.indices { weights[row * steps.count + place] -= rate * steps[place] }
        }
      }
    }
  }

  /// Makes room for a label that came later.
  mutating func append(label: String) {
    placeOfLabel.append(
      names.firstIndex { PlaceMentions.position(of: $0, in: NormalText(label).scalars) != nil })
  }

  private func softmax(_ vector: GramVector) -> [Float] {
    var scores = Array(biases)
    if scores.isEmpty { scores = Array(repeating: 0, count: names.count) }
    for index in vector.rows.indices {
      let start = Int(vector.rows[index]) * names.count
      guard start + names.count <= weights.count else { continue }
      for place in names.indices { scores[place] += weights[start + place] * vector.values[index] }
    }
    let greatest = scores.max() ?? 0
    var total: Float = 0
    for place in scores.indices {
      scores[place] = exp(scores[place] - greatest)
      total += scores[place]
    }
    return scores.map { $0 / total }
  }

  private func vector(
    of text: NormalText, without name: [UInt32], _ space: GramSpace
  ) -> GramVector {
    var hidden = [Bool](repeating: false, count: text.scalars.count)
    var from = 0
    while let start = PlaceMentions.position(of: name, in: text.scalars, from: from) {
      for index in start..<start + name.count { hidden[index] = true }
      from = start + name.count
    }
    let open = Grams.read(text).filter { gram in
      let start = Int(gram.start)
      return !hidden[start..<start + Int(gram.length)].contains(true)
    }
    return space.vector(open)
  }

  static func position(of name: [UInt32], in text: [UInt32], from: Int = 0) -> Int? {
    guard let first = name.first, text.count >= name.count + from else { return nil }
    return text.withUnsafeBufferPointer { text in
      for start in from...(text.count - name.count) where text[start] == first {
        var length = 1
        while length < name.count, text[start + length] == name[length] { length += 1 }
        if length == name.count { return start }
      }
      return nil
    }
  }
}

/// Random numbers that are the same at every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Begins at a seed.
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
