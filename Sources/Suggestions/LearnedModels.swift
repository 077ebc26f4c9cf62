import Foundation
import History
import Hotline

/// What was learned from past tickets: where they went and of what kind they were.
public struct LearnedModels: Sendable {
  /// Where tickets went; nil while there are none.
  public var units: DispatchModel?
  /// Of what kind they were; nil while too few say so.
  public var types: DispatchModel?
  /// How many tickets the units were learned from.
  public var unitTickets: Int
  /// How many tickets the types were learned from.
  public var typeTickets: Int

  /// Nothing learned.
  public static let none = LearnedModels(units: nil, types: nil, unitTickets: 0, typeTickets: 0)

  private static let leastTypeTickets = 200

  init(units: DispatchModel?, types: DispatchModel?, unitTickets: Int, typeTickets: Int) {
    self.units = units
    self.types = types
    self.unitTickets = unitTickets
    self.typeTickets = typeTickets
  }

  /// Learns from past tickets; those without a unit or a kind are passed over for it.
  public static func learn(from tickets: [PastTicket]) -> LearnedModels {
    let units = tickets.filter { !$0.unit.isEmpty }.map {
      LabelledText(id: $0.id, text: $0.text, label: $0.unit, day: $0.date)
    }
    let types = tickets.compactMap { ticket in
      kind(ticket.type).map {
        LabelledText(id: ticket.id, text: ticket.text, label: $0.rawValue, day: ticket.date)
      }
    }
    let enough = types.count >= leastTypeTickets && Set(types.map(\.label)).count > 1
    return LearnedModels(
      units: units.isEmpty ? nil : DispatchModel.train(units),
      types: enough ? DispatchModel.train(types) : nil, unitTickets: units.count,
      typeTickets: enough ? types.count : 0)
  }

  /// The kind that a hotline's own word means; nil for words of other schemes.
  static func kind(_ word: String) -> RequestType? {
    if let kind = RequestType(rawValue: word) { return kind }
    switch word {
    case "建议", "意见", "建议意见", "意见和建议": return .opinion
    case "表扬", "感谢表扬": return .thanks
    case "投诉举报": return .complaint
    case "求决", "诉求", "求助类": return .help
    case "咨询类": return .consultation
    default: return nil
    }
  }

  /// How far past tickets outweigh the catalogue: half at 300 tickets, nearly all at many thousands.
  static func weight(_ tickets: Int) -> Double { Double(tickets) / Double(tickets + 300) }

  private struct Stored: Codable {
    var unitTickets: Int
    var typeTickets: Int
    var units: Data?
    var types: Data?
  }

  /// All of it as bytes, from which a service starts without learning again.
  public func serialized() throws -> Data {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    return try encoder.encode(
      Stored(
        unitTickets: unitTickets, typeTickets: typeTickets, units: units?.serialized(),
        types: types?.serialized()))
  }

  /// Reads what `serialized` wrote.
  ///
  /// - Throws: when the bytes are something else, older or damaged.
  public init(serialized data: Data) throws {
    let stored = try PropertyListDecoder().decode(Stored.self, from: data)
    self.init(
      units: try stored.units.map { try DispatchModel(serialized: $0) },
      types: try stored.types.map { try DispatchModel(serialized: $0) },
      unitTickets: stored.unitTickets, typeTickets: stored.typeTickets)
  }
}
