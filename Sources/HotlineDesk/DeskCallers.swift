import Foundation
import Hotline
import Lifecycle
import Tickets

/// A caller in full, for somebody who gave a reason.
public struct CallerDocument: Encodable, Sendable {
  let name, phone, address, identity: String
}

/// Who opened a ticket's personal data.
public struct OpeningDocument: Encodable, Sendable {
  let at, actor, reason: String
}

/// A note on file about a caller.
public struct CallerFlagDocument: Encodable, Sendable {
  /// By what it is named.
  public let id: Int
  let kind, evidence, at, actor: String
  let tickets: [String]
  let ended: String?

  init(_ filed: FiledFlag) {
    (id, kind, evidence) = (filed.id, filed.flag.kind, filed.flag.evidence)
    (at, actor) = (ShanghaiTime.text(filed.at), filed.actor)
    (tickets, ended) = (filed.flag.tickets, filed.ended)
  }
}

/// An earlier ticket about what seems to be the same matter.
public struct RepeatDocument: Encodable, Sendable {
  let number, state, receivedAt: String
  let likeness: Double
  let sameCaller: Bool

  enum CodingKeys: String, CodingKey {
    case number, state, likeness
    case receivedAt = "received_at"
    case sameCaller = "same_caller"
  }
}

extension Desk {
  /// The caller of a ticket in full; nil when nothing is known or it was erased.
  ///
  /// That it was opened is put on record first.
  public func openCaller(
    of number: String, reason: String, by seat: DeskSeat, key: String? = nil
  ) throws -> CallerDocument? {
    try office.openCaller(of: number, reason: reason, by: seat, key: key).map {
      CallerDocument(
        name: $0.name, phone: $0.phone, address: $0.address, identity: $0.identity)
    }
  }

  /// Who opened a ticket's personal data, when and why.
  public func callerOpenings(of number: String, for seat: DeskSeat) throws -> [OpeningDocument] {
    _ = try office.record(number, for: seat)
    return try office.openings(of: number).map {
      OpeningDocument(at: ShanghaiTime.text($0.at), actor: $0.actor, reason: $0.reason)
    }
  }

  /// The notes on file about a ticket's caller.
  public func callerFlags(of number: String, for seat: DeskSeat) throws -> [CallerFlagDocument] {
    try office.flags(callerOf: number, for: seat).map(CallerFlagDocument.init)
  }

  /// Puts a note about a ticket's caller on file.
  public func flagCaller(
    of number: String, kind: String, evidence: String, by seat: DeskSeat, key: String? = nil
  ) throws -> [CallerFlagDocument] {
    let id = try office.flag(
      CallerFlag(kind: kind, evidence: evidence, tickets: []), callerOf: number, by: seat,
      key: key)
    // Asked again under the same key, it gives what it gave then.
    return try office.flags(callerOf: number, for: seat, asOf: id).map(CallerFlagDocument.init)
  }

  /// Takes a note off.
  public func endCallerFlag(
    _ id: Int, reason: String, by seat: DeskSeat, key: String? = nil
  ) throws {
    try office.unflag(id, reason: reason, by: seat, key: key)
  }

  /// Destroys a ticket's personal data once its files' time is over.
  public func erase(_ number: String, by seat: DeskSeat, key: String? = nil) throws {
    try office.erase(number, by: seat, key: key)
  }

  /// Earlier tickets about the matter of a ticket.
  public func repeats(of number: String, for seat: DeskSeat) throws -> [RepeatDocument] {
    let record = try office.record(number, for: seat)
    // A unit never learns of tickets that are not its own.
    return try office.repeats(of: record).filter { alike in
      seat.unit == nil || (try? office.record(alike.number, for: seat)) != nil
    }.map {
      RepeatDocument(
        number: $0.number, state: $0.state, receivedAt: ShanghaiTime.text($0.received),
        likeness: $0.likeness, sameCaller: seat.unit == nil && $0.sameCaller)
    }
  }
}
