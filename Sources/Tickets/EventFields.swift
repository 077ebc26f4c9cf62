import Foundation
import Hotline
import Lifecycle

/// A value in the details of what happened, for programs.
public enum EventField: Encodable, Equatable, Sendable {
  case text(String)
  case number(Int)
  case flag(Bool)
  case texts([String])
  /// Texts by name, as the parts of a reply.
  case named([String: String])

  /// Writes the value as JSON has it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    case .texts(let texts): try container.encode(texts)
    case .named(let texts): try container.encode(texts)
    }
  }

  static func some(_ text: String?) -> EventField? { text.map { .text($0) } }
  static func some(_ moment: Date?) -> EventField? { moment.map { .text(ShanghaiTime.text($0)) } }
  static func some(_ span: TimeSpan?) -> EventField? { span.map { .text($0.description) } }
}

extension TicketEvent {
  /// The details by name, so that no program need read ``words``; texts are masked as stored.
  ///
  /// The names are those of the commands' fields where a command gave the value; times are RFC 3339
  /// and end in `_at`.
  public var fields: [String: EventField] {
    switch change {
    case .received(let request): Self.fields(request)
    case .answered(let article): ["article": .text(article)]
    case .excluded(let entry, let tell): ["entry": .text(entry), "tell": .text(tell)]
    case .predispatched(let asked):
      Self.known(["unit": .text(asked.unit), "due_at": .some(asked.due)])
    case .predispatchAccepted(let unit): ["unit": .text(unit)]
    case .predispatchRefused(let unit, let reason, let signedBy):
      Self.known([
        "unit": .text(unit), "reason": .text(reason), "signed_by": .some(signedBy),
      ])
    case .dispatched(let hand), .redoOrdered(let hand): Self.fields(hand)
    case .unitFixed(let hand, let by): Self.fields(hand).merging(["by": .text(by)]) { $1 }
    case .signed(let by, let limit): Self.fields(limit).merging(["by": .text(by)]) { $1 }
    case .deemedAccepted(let limit): Self.fields(limit)
    case .extensionApproved(let limit, let reason), .extensionDeemed(let limit, let reason):
      Self.fields(limit).merging(Self.known(["reason": .some(reason)])) { $1 }
    case .limitRecalculated(let change):
      Self.known([
        "was_at": .some(change.was), "due_at": .some(change.due), "reason": .text(change.reason),
        "notices": .texts(change.notices),
      ])
    case .limitRestarted(let limit): Self.fields(limit)
    case .coSigned(let unit): ["unit": .text(unit)]
    case .innerAssigned(let to, let by): Self.known(["to": .text(to), "by": .some(by)])
    case .returnRequested(let request): Self.fields(request)
    case .returnRefused(let limit, let accepted):
      Self.fields(limit).merging(["accepted": .flag(accepted)]) { $1 }
    case .extensionRequested(let request):
      Self.known([
        "reason": .text(request.reason), "length": .some(request.length),
        "stage": .some(request.stage), "signed_by": .some(request.signedBy),
        "told_caller": request.toldCaller.map { .flag($0) },
      ])
    default: laterFields
    }
  }

  private var laterFields: [String: EventField] {
    switch change {
    case .contacted(let contact):
      Self.known([
        "by": .text(contact.by), "reached": .flag(contact.reached),
        "proven": .flag(contact.proven), "slot": .text(contact.slot),
        "proof": .some(contact.proof),
      ])
    case .supplemented(let text), .statementMade(let text): ["text": .text(text)]
    case .forceMajeureNoted(let note): ["note": .text(note)]
    case .replied(let reply):
      Self.known([
        "text": .text(reply.text), "approved_by": .some(reply.approvedBy),
        "parts": reply.parts.map { .named($0) }, "answers": reply.points.map { .named($0) },
        "contact": reply.contact.map { .named($0) },
      ])
    case .completionRejected(let reason, let limit):
      Self.fields(limit).merging(["reason": .text(reason)]) { $1 }
    case .calledBack(let reached, let way, let reason):
      Self.known(["reached": .flag(reached), "way": .some(way), "reason": .some(reason)])
    case .rated(let rating):
      Self.known([
        "value": .text(rating.value.rawValue), "fault": .some(rating.fault?.rawValue),
        "excluded": .some(rating.excluded), "round": .number(rating.round),
      ])
    case .ratingCorrected(let value, let reason, let fault, let excluded):
      Self.known([
        "value": .text(value.rawValue), "reason": .text(reason), "fault": .some(fault?.rawValue),
        "excluded": .some(excluded),
      ])
    case .judged(let kind, let promise):
      Self.known([
        "class": .text(kind), "promise": .some(promise?.name), "due_at": .some(promise?.due),
      ])
    case .promiseExtended(let due, _, _, let reason):
      Self.known(["due_at": .some(due), "reason": .some(reason)])
    case .supervised(let reason): ["reason": .text(reason)]
    default: furtherFields
    }
  }

  private var furtherFields: [String: EventField] {
    switch change {
    case .transferred(let to, let reason), .escalated(let to, let reason):
      Self.known(["to": .text(to), "reason": .some(reason)])
    case .caseFiled(let filing): ["by": .text(filing.by), "papers": .texts(filing.papers)]
    case .disputeRaised(let dispute):
      Self.known(["units": .texts(dispute.units), "due_at": .some(dispute.due)])
    case .evidenceGiven(let evidence): ["unit": .text(evidence.unit), "text": .text(evidence.text)]
    case .jointHandlingOrdered(let units, let by, let limit):
      Self.fields(limit).merging(Self.known(["units": .texts(units), "by": .some(by)])) { $1 }
    case .reportedUp(let to, let text): ["to": .text(to), "text": .text(text)]
    case .noted(_, let key): ["key": .text(key)]
    default: [:]
    }
  }

  private static func known(_ fields: [String: EventField?]) -> [String: EventField] {
    fields.compactMapValues { $0 }
  }

  private static func fields(_ request: Request) -> [String: EventField] {
    known([
      "type": .text(request.type.rawValue), "text": .text(request.text),
      "channel": .text(request.channel), "urgent": .flag(request.urgent),
      "basis": .flag(request.basis), "prior": .number(request.prior),
      "difficult": .flag(request.difficult), "secret": .flag(request.secret),
      "reported": .some(request.reported), "points": request.points.map { .texts($0) },
      "callback": .some(request.callback),
    ])
  }

  private static func fields(_ request: ReturnRequest) -> [String: EventField] {
    known([
      "reason": .text(request.reason), "return_basis": .some(request.basis),
      "suggest": .some(request.suggest), "signed_by": .some(request.signedBy),
    ])
  }

  private static func fields(_ hand: Assignment) -> [String: EventField] {
    fields(hand.limit).merging(
      known([
        "lead": .text(hand.lead), "co": .texts(hand.co), "item": .some(hand.terms.item),
        "limit": .some(hand.terms.limit), "platform_due_at": .some(hand.terms.platformDue),
        "instructions": .some(hand.terms.instructions), "approved_by": .some(hand.approvedBy),
      ])
    ) { $1 }
  }

  private static func fields(_ limit: Limit?) -> [String: EventField] {
    known(["due_at": .some(limit?.due), "first_due_at": .some(limit?.firstDue)])
  }
}
