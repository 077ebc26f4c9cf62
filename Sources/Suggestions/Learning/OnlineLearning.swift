import ChineseText
import Foundation

extension DispatchModel {
  /// Steps that a new ticket is learned with; training goes over each ticket several times too.
  private static let steps = 3
  /// Most grams kept that were seen once; then they are forgotten and waited for anew.
  private static let mostPending = 1_000_000

  /// Learns one more ticket, such as one that a dispatcher has just sent or a unit has returned.
  ///
  /// New labels and new grams are taken up; a text or label that is empty is passed over. How the
  /// parts are joined and the threshold stay as training left them. A ticket that is learned again
  /// under another label, because it was returned, bears that label from then on.
  public mutating func learn(_ ticket: LabelledText) {
    guard !ticket.label.isEmpty, !ticket.text.isEmpty else { return }
    let label = heir(of: knowledge.number(of: ticket.label))
    let prepared = PreparedText(ticket.text)
    takeUpGrams(prepared, label: label)
    let vector = knowledge.space.vector(keys: prepared.keys)
    knowledge.members.admit(label, to: vector)
    var scratch = LearningScratch(parts: knowledge.names.members.count)
    for _ in 0..<DispatchModel.steps {
      knowledge.members.learn(vector, label: label, names: knowledge.names, scratch: &scratch)
    }
    knowledge.count(label)
    if let former = knowledge.neighbours.relabel(ticket.id, as: label) {
      knowledge.uncount(former)
    } else {
      knowledge.neighbours.add(ticket, label: label, vector)
    }
  }

  /// Leaves nothing of a ticket's text to be read; what it taught stays as numbers.
  public mutating func forgetText(of id: String) { knowledge.neighbours.forgetText(of: id) }

  /// Gives a unit's history to the unit that took over its work, under its new or another name.
  public mutating func rename(_ old: String, to new: String) {
    guard old != new, let number = knowledge.numberOfLabel[old] else { return }
    if let other = knowledge.numberOfLabel[new] {
      guard heir(of: other) != number else { return }
      heirs[number] = heir(of: other)
    } else {
      knowledge.numberOfLabel[new] = number
      knowledge.labels[number] = new
    }
  }

  /// The label that bears another's history now.
  func heir(of label: Int) -> Int {
    var label = label
    while let next = heirs[label] { label = next }
    return label
  }

  private mutating func takeUpGrams(_ prepared: PreparedText, label: Int) {
    var total = 0.0
    for count in knowledge.counts { total += count }
    let priors = knowledge.counts.map { $0 / max(total, 1) }
    for key in Distinct(prepared.keys) where knowledge.space.table.value(key) == nil {
      guard let first = pending.value(key) else {
        if pending.count >= DispatchModel.mostPending { pending = GramTable() }
        pending.set(key, Int32(label))
        continue
      }
      let former = heir(of: Int(first))
      let counts = former == label ? [(label, 2)] : [(former, 1), (label, 1)]
      knowledge.takeUp(
        key, labels: counts.map { Int32($0.0) },
        weight: GramSpace.weight(counts.map { (label: $0.0, count: $0.1) }, priors: priors))
    }
  }
}

extension LabelKnowledge {
  /// The number of a label, a new one if need be.
  mutating func number(of label: String) -> Int {
    if let number = numberOfLabel[label] { return number }
    let number = labels.count
    numberOfLabel[label] = number
    labels.append(label)
    counts.append(0)
    recent.append(0)
    coverage = NameCoverage(labels)
    members.appendLabel()
    places.append(label: label)
    return number
  }

  /// Takes up a gram that came to be known later.
  mutating func takeUp(_ key: UInt64, labels: [Int32], weight: Float) {
    space.table.set(key, Int32(space.weights.count))
    space.weights.append(weight)
    members.appendRow(labels: labels)
    neighbours.appendRow()
  }
}

extension LinearMembers {
  /// Makes room for one more label.
  mutating func appendLabel() {
    if labelCount == width * Lanes.scalarCount { widen(by: 4) }
    let lane = labelCount / Lanes.scalarCount
    let place = labelCount % Lanes.scalarCount
    var least: Float = 0
    for label in 0..<labelCount {
      least = min(
        least, biases[width + label / Lanes.scalarCount][label % Lanes.scalarCount])
    }
    biases[lane][place] = -1
    biases[width + lane][place] = least
    labelCount += 1
  }

  /// Lets the rare grams of a text speak for a label that they have not met.
  mutating func admit(_ label: Int, to vector: GramVector) {
    for row in vector.rows where Int(row) >= dense.count {
      let index = Int(row) - dense.count
      if sparse[index].contains(where: { $0.label == Int32(label) }) { continue }
      sparse[index].append(SparseWeight(label: Int32(label), margin: 0, likelihood: 0))
    }
  }

  private mutating func widen(by lanes: Int) {
    func widened(_ row: ContiguousArray<Lanes>) -> ContiguousArray<Lanes> {
      let room = repeatElement(Lanes.zero, count: lanes)
      return ContiguousArray(row[..<width]) + room + row[width...] + room
    }
    biases = widened(biases)
    for index in dense.indices { dense[index] = widened(dense[index]) }
    width += lanes
  }
}
