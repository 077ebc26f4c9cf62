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

  /// How many tickets were learned one by one since everything was learned from the beginning.
  public private(set) var added = 0

  /// Nothing learned.
  public static let none = LearnedModels(units: nil, types: nil, unitTickets: 0, typeTickets: 0)

  private static let leastTypeTickets = 200
  /// Tickets after which learning from the beginning pays: fifty, or a tenth of those known.
  private static let leastAdded = 50

  init(
    units: DispatchModel?, types: DispatchModel?, unitTickets: Int, typeTickets: Int,
    added: Int = 0
  ) {
    self.units = units
    self.types = types
    self.unitTickets = unitTickets
    self.typeTickets = typeTickets
    self.added = added
  }

  /// Learns one more ticket; one with a known number takes the place of what was learned of it.
  ///
  /// While there is no model yet it is only counted, until `isOutgrown`.
  public mutating func learn(_ ticket: PastTicket) {
    added += 1
    if !ticket.unit.isEmpty, units != nil {
      units?.learn(
        LabelledText(id: ticket.id, text: ticket.text, label: ticket.unit, day: ticket.date))
      unitTickets += 1
    }
    if let kind = Self.kind(ticket.type), types != nil {
      types?.learn(
        LabelledText(
          id: ticket.id, text: ticket.text, label: kind.rawValue, day: ticket.date))
      typeTickets += 1
    }
  }

  /// Leaves nothing of a ticket's text to be read.
  public mutating func forgetText(of id: String) {
    units?.forgetText(of: id)
    types?.forgetText(of: id)
  }

  /// Gives a unit's history to the unit that took over its work or bears a new name.
  public mutating func rename(unit old: String, to new: String) { units?.rename(old, to: new) }

  /// So much was added that how the parts are joined should be learned anew, from the beginning.
  public var isOutgrown: Bool { added >= max(Self.leastAdded, unitTickets / 10) }

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
    var added: Int?
    var units: Data?
    var types: Data?
  }

  /// All of it as bytes, from which a service starts without learning again.
  public func serialized() throws -> Data {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    return try encoder.encode(
      Stored(
        unitTickets: unitTickets, typeTickets: typeTickets, added: added,
        units: units?.serialized(), types: types?.serialized()))
  }

  /// Reads what `serialized` wrote.
  ///
  /// - Throws: when the bytes are something else, older or damaged.
  public init(serialized data: Data) throws {
    let stored = try PropertyListDecoder().decode(Stored.self, from: data)
    self.init(
      units: try stored.units.map { try DispatchModel(serialized: $0) },
      types: try stored.types.map { try DispatchModel(serialized: $0) },
      unitTickets: stored.unitTickets, typeTickets: stored.typeTickets, added: stored.added ?? 0)
  }
}
