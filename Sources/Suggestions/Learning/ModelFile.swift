import Foundation
import Hotline

extension DispatchModel {
  private static let magic: UInt64 = 0x5044_4D4F_4445_4C00
  /// Changes with the layout and with what grams are, so that no old model meets new grams.
  static let fileVersion: UInt32 = 1

  /// The model as bytes, from which a service starts without training.
  public func serialized() -> Data {
    var writer = BinaryWriter()
    writer.write(DispatchModel.magic)
    writer.write(DispatchModel.fileVersion)
    writer.write(options.targetPrecision)
    writer.write(UInt64(options.denseWeights))
    writer.write(UInt64(options.neighbours))
    writer.write(options.seed)
    knowledge.write(to: &writer)
    judgement.write(to: &writer)
    writer.write(heirs.sorted { $0.key < $1.key }.flatMap { [Int32($0.key), Int32($0.value)] })
    pending.write(to: &writer)
    return writer.data
  }

  /// Reads a model that `serialized()` wrote.
  /// - Throws: `ModelFileError` when the bytes are something else, older or damaged.
  public init(serialized data: Data) throws {
    var reader = BinaryReader(data)
    guard data.count >= 12, try reader.read(UInt64.self) == DispatchModel.magic else {
      throw ModelFileError.notAModel
    }
    let version = try reader.read(UInt32.self)
    guard version == DispatchModel.fileVersion else { throw ModelFileError.otherVersion(version) }
    var options = LearningOptions()
    options.targetPrecision = try reader.read(Double.self)
    options.denseWeights = Int(clamping: try reader.read(UInt64.self))
    options.neighbours = Int(clamping: try reader.read(UInt64.self))
    options.seed = try reader.read(UInt64.self)
    self.options = options
    knowledge = try LabelKnowledge(from: &reader)
    judgement = try Judgement(from: &reader)
    let pairs = try reader.readList(Int32.self)
    for index in stride(from: 0, to: pairs.count - 1, by: 2) {
      heirs[Int(pairs[index])] = Int(pairs[index + 1])
    }
    pending = try GramTable(from: &reader)
    let labelCount = knowledge.labels.count
    let heirsFit = heirs.allSatisfy {
      (0..<labelCount).contains($0.key) && (0..<labelCount).contains($0.value)
    }
    guard reader.isAtEnd, heirsFit, knowledge.isConsistent else { throw ModelFileError.damaged }
  }
}

extension GramTable {
  func write(to writer: inout BinaryWriter) {
    writer.write(keys)
    writer.write(values)
    writer.write(UInt64(count))
  }

  init(from reader: inout BinaryReader) throws {
    keys = try reader.readList(UInt64.self)
    values = try reader.readList(Int32.self)
    count = Int(clamping: try reader.read(UInt64.self))
    // Look-ups end at a free slot, so there must be one.
    guard keys.count == values.count, keys.count.nonzeroBitCount == 1,
      values.reduce(0, { $0 + ($1 >= 0 ? 1 : 0) }) == count, count < keys.count
    else { throw ModelFileError.damaged }
  }
}

extension LabelKnowledge {
  func write(to writer: inout BinaryWriter) {
    writer.write(labels)
    let names = numberOfLabel.sorted { $0.key < $1.key }
    writer.write(names.map(\.key))
    writer.write(names.map { Int32($0.value) })
    writer.write(counts)
    writer.write(recent)
    writer.write(recentUnit)
    writer.write(recentTotal)
    space.table.write(to: &writer)
    writer.write(space.weights)
    writer.write(nested: self.names.members)
    writer.write(UInt64(members.labelCount))
    writer.write(UInt64(members.width))
    writer.write(members.biases)
    writer.write(rows: members.dense)
    writer.write(rows: members.sparse)
    writer.write(members.sums)
    writer.write(nested: places.names)
    writer.write(places.placeOfLabel.map { Int32($0 ?? -1) })
    writer.write(places.weights)
    writer.write(places.biases)
    writer.write(neighbours.tickets.map(\.id))
    writer.write(neighbours.tickets.map(\.text))
    writer.write(neighbours.tickets.map(\.label))
    writer.write(neighbours.tickets.map { Int32($0.day?.daysSince1970 ?? Int(Int32.min)) })
    writer.write(rows: neighbours.postings)
  }

  init(from reader: inout BinaryReader) throws {
    let labels = try reader.readTexts()
    let keys = try reader.readTexts()
    let numbers = try reader.readList(Int32.self)
    let named = zip(keys, numbers).map { ($0, Int($1)) }
    let counts = Array(try reader.readList(Double.self))
    let recent = (
      Array(try reader.readList(Double.self)), try reader.read(Double.self),
      try reader.read(Double.self)
    )
    var space = GramSpace()
    space.table = try GramTable(from: &reader)
    space.weights = try reader.readList(Float.self)
    let names = LabelNames(members: try reader.readRows(Int32.self).map(Array.init))
    var members = LinearMembers(
      labelCount: Int(clamping: try reader.read(UInt64.self)), denseRows: 0)
    members.width = Int(clamping: try reader.read(UInt64.self))
    members.biases = try reader.readList(Lanes.self)
    members.dense = try reader.readRows(Lanes.self)
    members.sparse = try reader.readRows(SparseWeight.self)
    members.sums = try reader.readList(SIMD2<Float>.self)
    var places = PlaceMentions()
    places.names = try reader.readRows(UInt32.self).map(Array.init)
    places.placeOfLabel = try reader.readList(Int32.self).map { $0 < 0 ? nil : Int($0) }
    places.weights = try reader.readList(Float.self)
    places.biases = try reader.readList(Float.self)
    self.init(
      labels: labels, numberOfLabel: Dictionary(named) { first, _ in first }, counts: counts,
      recent: recent, space: space, names: names, members: members, places: places,
      neighbours: try TicketNeighbours(from: &reader))
  }

  /// Whether every number points to something that is there.
  var isConsistent: Bool {
    let count = labels.count
    let lanes = 2 * members.width
    let rows = space.weights.count
    func isLabel(_ number: Int) -> Bool { (0..<count).contains(number) }
    return numberOfLabel.values.allSatisfy(isLabel) && counts.count == count
      && recent.count == count && members.labelCount == count
      && members.width * Lanes.scalarCount >= count && members.biases.count == lanes
      && members.dense.allSatisfy { $0.count == lanes }
      && members.dense.count + members.sparse.count == rows && members.sums.count == rows
      && members.sparse.allSatisfy { $0.allSatisfy { isLabel(Int($0.label)) } }
      && space.table.values.allSatisfy { $0 < rows }
      && names.members.allSatisfy { $0.allSatisfy { isLabel(Int($0)) } }
      && places.placeOfLabel.count == count
      && places.placeOfLabel.allSatisfy { $0.map { places.names.indices.contains($0) } ?? true }
      && [0, places.names.count].contains(places.biases.count)
      && neighbours.postings.count == rows
      && neighbours.tickets.allSatisfy { isLabel(Int($0.label)) }
      && neighbours.postings.allSatisfy {
        $0.allSatisfy { neighbours.tickets.indices.contains(Int($0.ticket)) }
      }
  }
}

extension TicketNeighbours {
  init(from reader: inout BinaryReader) throws {
    let ids = try reader.readTexts()
    let texts = try reader.readTexts()
    let labels = try reader.readList(Int32.self)
    let days = try reader.readList(Int32.self)
    guard ids.count == texts.count, ids.count == labels.count, ids.count == days.count else {
      throw ModelFileError.damaged
    }
    self.init(rowCount: 0)
    tickets.reserveCapacity(ids.count)
    for index in ids.indices {
      tickets.append(
        KeptTicket(
          id: ids[index], text: texts[index], label: labels[index],
          day: days[index] == Int32.min ? nil : Day(daysSince1970: Int(days[index]))))
    }
    postings = try reader.readRows(Posting.self)
  }
}

extension Judgement {
  func write(to writer: inout BinaryWriter) {
    ranker.write(to: &writer)
    writer.write(trust == nil ? UInt8(0) : 1)
    trust?.model.write(to: &writer)
    writer.write(threshold ?? .nan)
  }

  init(from reader: inout BinaryReader) throws {
    let ranker = try CandidateRanker(from: &reader, count: CandidateFact.allCases.count)
    var trust: FirstTrust?
    if try reader.read(UInt8.self) == 1 {
      trust = FirstTrust(model: try CandidateRanker(from: &reader, count: FirstTrust.factCount))
    }
    let threshold = try reader.read(Double.self)
    self.init(ranker: ranker, trust: trust, threshold: threshold.isNaN ? nil : threshold)
  }
}

extension CandidateRanker {
  func write(to writer: inout BinaryWriter) {
    writer.write(weights)
    writer.write(means)
    writer.write(scales)
  }

  init(from reader: inout BinaryReader, count: Int) throws {
    self.init(
      weights: Array(try reader.readList(Double.self)),
      means: Array(try reader.readList(Double.self)),
      scales: Array(try reader.readList(Double.self)))
    guard weights.count == count, means.count == count, scales.count == count else {
      throw ModelFileError.damaged
    }
  }
}
