import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Sealing

extension OnceKey {
  /// The key with a digest of what is asked; nil without a key.
  ///
  /// The digest is keyed, as the fields may hold a phone number, which a plain digest would give
  /// away to somebody who tries them all.
  init?(
    asking what: String, _ fields: Data, caller: Caller? = nil, key: String?, _ keys: RecordKeys
  ) throws {
    guard let key else { return nil }
    self.key = key
    let person = caller.flatMap { try? JSONTexts.text($0) } ?? ""
    // The order of the fields is no difference.
    let plain = JSONTexts.object(fields).flatMap {
      try? JSONSerialization.data(withJSONObject: $0, options: .sortedKeys)
    }
    asked = try keys.index.of(
      "\(what)\n\(String(decoding: plain ?? fields, as: UTF8.self))\n\(person)")
  }

}

extension TicketOffice {
  /// What was recorded under a key before; nil when the key is new.
  ///
  /// - Throws: `OnceKeyReused` when something else was asked under it.
  func known(_ asked: OnceKey?, by seat: Seat) throws -> TicketResult? {
    guard let asked else { return nil }
    let found = try pool.read { connection in
      let other = try connection.row(
        "SELECT 1 FROM entry_once WHERE actor = ? AND key = ?", seat.name, asked.key)
      if other != nil { throw OnceKeyReused() }
      return try connection.row(
        "SELECT asked, number, version FROM ticket_once WHERE actor = ? AND key = ?", seat.name,
        asked.key)
    }
    guard let found else { return nil }
    guard found.text(0) == asked.asked else { throw OnceKeyReused() }
    let entries = try entries(of: found.text(1)).prefix(found.int(2))
    var record = try record(found.text(1), for: Seat(name: seat.name))
    if let ticket = Ticket.replaying(entries.flatMap(\.body.events)) { record.ticket = ticket }
    record.version = found.int(2)
    return TicketResult(record: record, events: entries.last?.body.events ?? [], repeated: true)
  }

  /// The mark of something other than a ticket's command; nil without a key.
  func mark(_ key: String?, _ what: String...) throws -> OnceMark? {
    try OnceMark(key: key, asking: what.joined(separator: "\n"), keys: keys)
  }

  /// The entry that was written under a mark before; nil when the key is new.
  ///
  /// - Throws: `OnceKeyReused` when something else was asked under it.
  func known(_ mark: OnceMark?, by seat: Seat, _ connection: Connection) throws -> Int? {
    guard let mark else { return nil }
    let other = try connection.row(
      "SELECT 1 FROM ticket_once WHERE actor = ? AND key = ?", seat.name, mark.key)
    if other != nil { throw OnceKeyReused() }
    return try OnceProjection.entry(under: mark, by: seat.name, connection)
  }

  /// A ticket's entries in the journal, in order.
  func entries(of number: String) throws -> [(entry: EntryHead, body: TicketEntry)] {
    try journal.entries(of: TicketEntry.stream(number)).filter { $0.type == TicketEntry.type }
      .map {
        (
          EntryHead(sequence: $0.sequence, version: $0.version, at: $0.at, actor: $0.actor),
          try $0.decoded(TicketEntry.self)
        )
      }
  }
}

/// Where an entry stands in the journal, and whose it is.
struct EntryHead: Sendable {
  var sequence: Int
  var version: Int
  var at: Date
  var actor: String
}
