import Catalogue
import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Sealing

extension TicketOffice {
  /// Carries a command out on a ticket, or says why not.
  ///
  /// - Parameters:
  ///   - fields: the command's fields as a JSON object, as scripts write them.
  ///   - version: the version of the ticket that the sender saw; nil for any.
  ///   - key: a key of the sender's under which it is carried out only once.
  /// - Throws: `CommandRefused` with all grounds, `Refusal` for malformed fields, `NoSuchTicket`,
  ///   `VersionConflict` when somebody else was first, `OnceKeyReused`, `InputProblem`.
  public func act(
    _ name: CommandName, on number: String, fields: Data, version: Int? = nil, by seat: Seat,
    key: String? = nil
  ) throws -> TicketResult {
    let asked = try OnceKey(asking: "\(name.rawValue) \(number)", fields, key: key, keys)
    if let known = try known(asked, by: seat) { return known }
    let fields = try completed(name, fields, by: seat)
    // Another command may come between reading and writing: then it is decided anew.
    for attempt in 0..<20 {
      let record = try record(number, for: seat)
      if let version, version != record.version {
        throw VersionConflict(
          stream: TicketEntry.stream(number), expected: version, found: record.version)
      }
      do {
        return try carryOut(name, fields, on: record, by: seat, asked: asked)
      } catch let conflict as VersionConflict where version == nil && attempt < 19 {
        _ = conflict
        continue
      } catch let error as SQLiteError where error.isConstraint {
        if let known = try known(asked, by: seat) { return known }
        throw error
      } catch let refused as CommandRefused {
        // The same command under the same key may just have been carried out.
        if let known = try known(asked, by: seat) { return known }
        throw refused
      }
    }
    throw NoSuchTicket(number: number)
  }

  private func carryOut(
    _ name: CommandName, _ fields: Data, on record: TicketRecord, by seat: Seat, asked: OnceKey?
  ) throws -> TicketResult {
    let machine = try books.machine(record.profile, record.layer)
    // A clock that was set back must not make events older than those before.
    let at = max(clock, record.lastMoment)
    var command = try TicketCommand.reading(name, json: fields, at: at)
    if case .receive = command {} else { try requireOwn(command, seat) }
    let item = try addCatalogue(to: &command, of: record)
    let made = machine.act(command, on: record.ticket, at: at)
    if let refusal = made.refusal {
      // Timers acted all the same: they are kept, though the command is not.
      let kept = try keepTimers(made.events, of: record, machine, at: at)
      throw CommandRefused(
        refusal: refusal, number: record.number, state: kept.ticket.state.name.rawValue,
        due: kept.ticket.due, card: machine.card(of: kept.ticket, at: at))
    }
    let followers = try followers(of: record, name: name)
    var unfollowed: [(number: String, refusal: Refusal)] = []
    var masked: [TicketEvent] = []
    try journal.append(by: seat.name) { connection in
      // What is said of one caller must not be read on another's ticket.
      let callers = try ([record] + followers).compactMap { try caller(of: $0, connection) }
      let mask = { (text: String) in
        callers.reduce(PersonalText.masked(text)) { PersonalText.masked($0, of: $1) }
      }
      masked = made.events.map { $0.masked(mask) }
      var entries = [
        try entry(
          name.rawValue, masked, original: made.events, record, machine, at: at, item: item,
          asked: asked, connection)
      ]
      for follower in followers {
        let own = try books.machine(follower.profile, follower.layer)
        let other = own.act(command, on: follower.ticket, at: max(at, follower.lastMoment))
        if let refusal = other.refusal {
          unfollowed.append((follower.number, refusal))
          continue
        }
        let texts = other.events.map { $0.masked(mask) }
        entries.append(
          try entry(
            name.rawValue, texts, original: texts, follower, own, at: at, item: item,
            asked: nil, connection))
      }
      return entries
    }
    // What this command made of it, though another one may have followed already.
    var done = record
    done.version += 1
    for event in masked { done.ticket.apply(event) }
    done.item = item?.id ?? done.ticket.state.assignment?.terms.item ?? done.item
    var result = TicketResult(record: done, events: masked, repeated: false)
    result.unfollowed = unfollowed
    return result
  }

  /// An entry for events on a ticket.
  func entry(
    _ command: String, _ events: [TicketEvent], original: [TicketEvent], _ record: TicketRecord,
    _ machine: TicketMachine, at: Date, item: SentItem? = nil, asked: OnceKey? = nil,
    merged: String? = nil, _ connection: Connection
  ) throws -> NewEntry {
    var ticket = record.ticket
    for event in events { ticket.apply(event) }
    let stream = TicketEntry.stream(record.number)
    let entry = TicketEntry(
      command: command, events: events, standing: standing(ticket, machine, at: at),
      item: item, sealed: try sealedTexts(original, events, for: stream, connection), key: asked,
      messages: messages(events, ticket, record.number, told: record.sealed != nil),
      merged: merged)
    return try entry.change(of: stream, expectedVersion: record.version)
  }

  /// What is told to callers and units.
  func messages(
    _ events: [TicketEvent], _ ticket: Ticket, _ number: String, told: Bool
  ) -> [OutgoingMessage]? {
    guard sendsMessages else { return nil }
    return TicketMessages.about(events, ticket: ticket, number: number, told: told)
  }

  /// How a ticket stands at a moment.
  func standing(_ ticket: Ticket, _ machine: TicketMachine, at: Date) -> Standing {
    Standing(
      state: ticket.state.name.rawValue, card: machine.card(of: ticket, at: at).rawValue,
      due: ticket.due, wake: machine.wake(of: ticket, after: at),
      rules: books.version(machine.rules.base.id, machine.rules.layer?.id))
  }

  /// The texts as they were written, sealed, where masking changed one.
  func sealedTexts(
    _ original: [TicketEvent], _ masked: [TicketEvent], for stream: String,
    _ connection: Connection
  ) throws -> String? {
    guard original != masked else { return nil }
    return try keys.seal(JSONTexts.text(original), for: stream, connection)
  }

  /// Keeps what timers did before a refused command.
  private func keepTimers(
    _ events: [TicketEvent], of record: TicketRecord, _ machine: TicketMachine, at: Date
  ) throws -> TicketRecord {
    guard !events.isEmpty else { return record }
    var kept = record
    do {
      try journal.append(by: Seat.timers.name) { connection in
        [
          try entry(
            CommandName.tick.rawValue, events, original: events, record, machine, at: at,
            connection)
        ]
      }
      for event in events { kept.ticket.apply(event) }
    } catch is VersionConflict {
      // Somebody else was first and has kept them.
    }
    return kept
  }

  func caller(of record: TicketRecord, _ connection: Connection) throws -> Caller? {
    guard let sealed = record.sealed else { return nil }
    let text = try keys.open(sealed, for: TicketEntry.stream(record.number), connection)
    return try text.map { try JSONDecoder().decode(Caller.self, from: Data($0.utf8)) }
  }
}

extension TicketRecord {
  /// The time of the last thing that is known of it.
  var lastMoment: Date {
    let record = ticket.record
    let known = [
      ticket.request.at, record.closed, record.contacts.last?.at, record.replies.last?.at,
    ]
    return known.compactMap { $0 }.max() ?? ticket.request.at
  }
}
