import ChineseText
import Foundation

/// A text made ready for learning or asking.
struct PreparedText: Sendable {
  var normal: NormalText
  /// Keys of the text's grams, sorted.
  var keys: [UInt64]

  /// Reads the grams of a text.
  init(_ text: String) {
    // The grams end there too; folding more would be in vain.
    let isShort = text.utf8.count <= Grams.limit
    normal = NormalText(isShort ? text : String(text.unicodeScalars.prefix(Grams.limit)))
    keys = Grams.read(normal).map(\.key).sorted()
  }
}

/// Everything learned of labels, before it is joined into one confidence.
struct LabelKnowledge: Sendable {
  var labels: [String]
  var numberOfLabel: [String: Int]
  /// How many tickets each label had.
  var counts: [Double]
  /// The same with the older ones fading.
  var recent: [Double]
  /// What the newest ticket counts among the recent; grows, which makes the older ones fade.
  var recentUnit = 1.0
  var recentTotal = 0.0
  var space: GramSpace
  var names: LabelNames
  var coverage: NameCoverage
  var members: LinearMembers
  var places: PlaceMentions
  var neighbours: TicketNeighbours

  /// Tickets after which an older one counts half among the recent.
  private static let fading = 1_500.0
  private static let leastDense: Int32 = 16

  /// Learns from tickets, oldest first.
  init(
    _ tickets: [LabelledText], prepared: [PreparedText], labels: [String],
    options: LearningOptions
  ) {
    self.labels = labels
    numberOfLabel = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    counts = Array(repeating: 0, count: labels.count)
    recent = counts
    names = LabelNames(labels)
    coverage = NameCoverage(labels)
    let numbers = tickets.map { [numberOfLabel] in numberOfLabel[$0.label] ?? 0 }
    let selection = GramSelection(
      keysOf: prepared.map(\.keys), labels: numbers, labelCount: labels.count)
    space = selection.space
    let frequencies = selection.frequencies
    let width = max(1, (labels.count + Lanes.scalarCount - 1) / Lanes.scalarCount)
    let room = options.denseWeights / (2 * width * Lanes.scalarCount)
    let common = frequencies.firstIndex { $0 < LabelKnowledge.leastDense } ?? frequencies.count
    members = LinearMembers(labelCount: labels.count, denseRows: min(room, common))
    places = PlaceMentions()
    neighbours = TicketNeighbours(rowCount: frequencies.count)
    for label in numbers { count(label) }
    var orders = SeededGenerator(seed: options.seed)
    fill(selection, numbers, &orders)
    for index in tickets.indices.suffix(options.neighbours) {
      neighbours.add(tickets[index], label: numbers[index], selection.vectors[index])
    }
    let texts = prepared.suffix(100_000).map(\.normal)
    let found =
      options.places
      ?? PlaceMentions.find(
        labels: labels, texts: texts, labelOfText: Array(numbers.suffix(texts.count)))
    places = PlaceMentions(names: found, labels: labels)
    places.learn(texts: texts, space: space, rowCount: frequencies.count, orders: &orders)
  }

  private mutating func fill(
    _ selection: GramSelection, _ numbers: [Int], _ orders: inout SeededGenerator
  ) {
    let denseRows = members.dense.count
    var bearers = [Set<Int32>](repeating: [], count: selection.frequencies.count - denseRows)
    for (index, vector) in selection.vectors.enumerated() {
      for row in vector.rows where Int(row) >= denseRows {
        bearers[Int(row) - denseRows].insert(Int32(numbers[index]))
      }
    }
    for labels in bearers { members.appendRow(labels: labels.sorted()) }
    var scratch = LearningScratch(parts: names.members.count)
    var order = Array(numbers.indices)
    let passes = numbers.count > 300_000 ? 2 : numbers.count > 60_000 ? 3 : 4
    for _ in 0..<passes {
      order.shuffle(using: &orders)
      for index in order {
        members.learn(
          selection.vectors[index], label: numbers[index], names: names, scratch: &scratch)
      }
    }
  }

  /// Takes a ticket of a label out of the count; among the recent ones it fades by itself.
  mutating func uncount(_ label: Int) { counts[label] = max(0, counts[label] - 1) }

  /// Counts a ticket of a label.
  mutating func count(_ label: Int) {
    counts[label] += 1
    // Growing the new instead of shrinking all the old keeps this to one addition.
    recent[label] += recentUnit
    recentUnit *= exp2(1 / LabelKnowledge.fading)
    recentTotal += recentUnit
    if recentUnit > 1e9 {
      for index in recent.indices { recent[index] /= recentUnit }
      recentTotal /= recentUnit
      recentUnit = 1
    }
  }
}

extension LabelKnowledge {
  /// Takes parts that were learned before.
  init(
    labels: [String], numberOfLabel: [String: Int], counts: [Double],
    recent: (each: [Double], unit: Double, total: Double), space: GramSpace, names: LabelNames,
    members: LinearMembers, places: PlaceMentions, neighbours: TicketNeighbours
  ) {
    (self.labels, self.numberOfLabel, self.counts) = (labels, numberOfLabel, counts)
    (self.recent, recentUnit, recentTotal) = recent
    (self.space, self.names, self.members) = (space, names, members)
    (self.places, self.neighbours) = (places, neighbours)
    coverage = NameCoverage(labels)
  }
}
