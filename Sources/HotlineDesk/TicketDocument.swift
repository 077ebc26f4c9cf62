import Foundation
import Hotline
import Lifecycle
import Tickets

/// A ticket as programs and screens read it.
public struct TicketDocument: Encodable, Sendable {
  /// The caller, masked.
  struct CallerPart: Encodable, Sendable {
    var name, phone, address, identity: String
  }

  /// A date before the ticket.
  struct Date: Encodable, Sendable {
    var what, dueAt, source: String
    var owed: Bool
    var note: String?

    enum CodingKeys: String, CodingKey {
      case what, source, owed, note
      case dueAt = "due_at"
    }
  }

  /// What happened in the command that gave this document.
  struct Happened: Encodable, Sendable {
    var at, name, words: String
    var sources: [String]
    /// The details by name.
    var fields: [String: EventField]
  }

  /// A merged ticket on which a command was refused.
  struct Unfollowed: Encodable, Sendable {
    var number: String
    var refused: [Refusal.Ground]
  }

  /// What the record counts.
  struct Counts: Encodable, Sendable {
    var returns, extensions, redos, urges, rejections: Int
    var ratings, supervision: [String]
  }

  /// The number.
  public let number: String
  /// The version, for `If-Match`.
  public let version: Int
  /// The code for looking at the progress; only for the hotline's own people.
  let code: String?
  let profile: String
  let layer: String?
  let state, stateText, card, type, text, channel, receivedAt: String
  let dueAt, closedAt, lead, inner, region, item, callback, merged, hidden: String?
  /// The revision of the item by which it was sent.
  let itemVersion: Int?
  let urgent, secret: Bool
  let prior: Int
  let co, followers, commands, supplements: [String]
  let caller: CallerPart?
  let next: [Date]
  let deadline: [DeadlineAnswer.Step]
  let record: Counts
  let reply: String?
  /// Only in answers to commands.
  var events: [Happened]?
  var repeated: Bool?
  var unfollowed: [Unfollowed]?

  enum CodingKeys: String, CodingKey {
    case number, version, code, profile, layer, state, card, type, text, channel, lead, inner
    case region, item, callback, hidden, urgent, secret, prior, followers, commands, supplements
    case caller, next, deadline, record, reply, events, repeated, unfollowed
    case itemVersion = "item_version"
    case stateText = "state_text"
    case receivedAt = "received_at"
    case dueAt = "due_at"
    case closedAt = "closed_at"
    case co = "co_handlers"
    case merged = "merged_into"
  }

  init(_ view: TicketView, code: String?, itemVersion: Int?) {
    let (record, ticket) = (view.record, view.record.ticket)
    let hand = ticket.state.assignment
    number = record.number
    version = record.version
    (self.code, self.itemVersion) = (code, itemVersion)
    (profile, layer) = (record.profile, record.layer)
    (state, stateText) = (ticket.state.name.rawValue, ticket.state.name.words)
    (card, type) = (view.card.rawValue, ticket.request.type.rawValue)
    (text, channel) = (ticket.request.text, ticket.request.channel)
    receivedAt = ShanghaiTime.text(ticket.request.at)
    dueAt = ticket.due.map(ShanghaiTime.text)
    closedAt = ticket.record.closed.map(ShanghaiTime.text)
    (lead, inner) = (hand?.lead, hand?.inner)
    (region, item, callback) = (record.region, record.item, record.callback)
    (merged, hidden) = (record.merged, view.hidden)
    (urgent, secret) = (ticket.request.urgent, ticket.request.secret)
    (prior, co) = (ticket.request.prior, hand?.co ?? [])
    followers = view.followers
    commands = view.commands.map(\.rawValue)
    supplements = ticket.record.supplements
    caller = view.caller.map {
      CallerPart(name: $0.name, phone: $0.phone, address: $0.address, identity: $0.identity)
    }
    next = view.next.map {
      Date(
        what: $0.what, dueAt: ShanghaiTime.text($0.due), source: $0.source, owed: $0.owed,
        note: $0.note)
    }
    deadline = view.steps.map(DeadlineAnswer.Step.init)
    self.record = Counts(
      returns: ticket.record.returns, extensions: ticket.record.extensions,
      redos: ticket.record.redos, urges: ticket.record.urges,
      rejections: ticket.record.rejections,
      ratings: ticket.record.ratings.map(\.value.rawValue),
      supervision: ticket.record.supervision)
    reply = ticket.record.replies.last?.text
  }

  /// The command had been carried out before under the same key.
  public var isRepeated: Bool { repeated == true }

  mutating func add(_ result: TicketResult) {
    events = result.happenings.map(Happened.init)
    repeated = result.repeated
    unfollowed = result.unfollowed.map {
      Unfollowed(number: $0.number, refused: $0.refusal.grounds)
    }
  }
}

extension TicketDocument.Happened {
  init(_ happening: Happening) {
    self.init(
      at: ShanghaiTime.text(happening.at), name: happening.name, words: happening.words,
      sources: happening.sources, fields: happening.fields)
  }
}

/// One line of a list of tickets.
public struct TicketLineDocument: Encodable, Sendable {
  let number, state, stateText, card, type, text, receivedAt: String
  let region, item, lead, dueAt, merged: String?
  let urgent, supervised: Bool
  /// Where the next page begins, behind this line.
  public let place: TicketPlace

  enum CodingKeys: String, CodingKey {
    case number, state, card, type, text, region, item, lead, urgent, supervised
    case stateText = "state_text"
    case receivedAt = "received_at"
    case dueAt = "due_at"
    case merged = "merged_into"
  }

  init(_ line: TicketLine) {
    number = line.number
    state = line.state
    stateText = StateName(rawValue: line.state)?.words ?? line.state
    (card, type, text) = (line.card, line.type, line.text)
    receivedAt = ShanghaiTime.text(line.received)
    (region, item, lead) = (line.region, line.item, line.lead)
    dueAt = line.due.map(ShanghaiTime.text)
    (merged, urgent, supervised) = (line.merged, line.urgent, line.supervised)
    place = line.place
  }
}

/// One change of a ticket, in a history or in the feed.
public struct TicketChangeDocument: Encodable, Sendable {
  let sequence: Int
  let at, number: String
  let version: Int
  let command, actor: String
  let events: [TicketDocument.Happened]
  let state: String
  let dueAt: String?
  let card: String

  enum CodingKeys: String, CodingKey {
    case sequence, at, number, version, command, actor, events, state, card
    case dueAt = "due_at"
  }

  init(_ change: TicketChange) {
    sequence = change.sequence
    at = ShanghaiTime.text(change.at)
    (number, version) = (change.number, change.version)
    (command, actor) = (change.command, change.actor)
    events = change.events.map(TicketDocument.Happened.init)
    state = change.state
    dueAt = change.due.map(ShanghaiTime.text)
    card = change.card
  }
}

/// A line of the ledger of supervised matters.
public struct SupervisedMatterDocument: Encodable, Sendable {
  /// The line's place, for paging.
  public let id: Int
  let number: String
  let unit: String?
  let reason, since: String
  let resolved: String?
}

/// What a caller sees with number and code.
public struct CallerProgressDocument: Encodable, Sendable {
  struct Step: Encodable, Sendable {
    var at, what: String
  }

  let number, state, receivedAt: String
  let unit, dueAt, reply: String?
  let extensions: [String]
  let steps: [Step]

  enum CodingKeys: String, CodingKey {
    case number, state, unit, reply, extensions, steps
    case receivedAt = "received_at"
    case dueAt = "due_at"
  }

  init(_ progress: CallerProgress) {
    (number, state) = (progress.number, progress.state)
    receivedAt = ShanghaiTime.text(progress.received)
    (unit, reply) = (progress.unit, progress.reply)
    dueAt = progress.due.map(ShanghaiTime.text)
    extensions = progress.extensions
    steps = progress.steps.map { Step(at: ShanghaiTime.text($0.at), what: $0.what) }
  }
}
