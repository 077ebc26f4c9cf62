import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite

/// One thing that happened to a ticket, for those who follow.
public struct Happening: Equatable, Sendable {
  /// When it took effect.
  public var at: Date
  /// Its name, such as `signed`.
  public var name: String
  /// What happened, in Chinese.
  public var words: String
  /// The articles that it rests on.
  public var sources: [String]
  /// The details by name.
  public var fields: [String: EventField]

  init(_ event: TicketEvent) {
    self.init(
      at: event.at, name: event.name, words: event.words, sources: event.sources,
      fields: event.fields)
  }

  init(
    at: Date, name: String, words: String, sources: [String] = [],
    fields: [String: EventField] = [:]
  ) {
    (self.at, self.name, self.words) = (at, name, words)
    (self.sources, self.fields) = (sources, fields)
  }
}

/// One change of a ticket for those who follow: a province, a data platform.
///
/// Source: 宜春办法第七条（九）, 第二十九条.
public struct TicketChange: Sendable {
  /// Its place in the whole journal.
  public var sequence: Int
  /// When it was recorded.
  public var at: Date
  /// The ticket.
  public var number: String
  /// The ticket's version with it.
  public var version: Int
  /// The command; `erase` when the caller's data were destroyed.
  public var command: String
  /// Who did it.
  public var actor: String
  /// What happened.
  public var events: [Happening]
  /// The state afterwards.
  public var state: String
  /// The running limit afterwards.
  public var due: Date?
  /// The card afterwards.
  public var card: String

  /// A ticket's entry.
  init(_ head: EntryHead, _ number: String, _ body: TicketEntry) {
    (sequence, at, actor) = (head.sequence, head.at, head.actor)
    (self.number, version, command) = (number, head.version, body.command)
    events = body.events.map(Happening.init)
    if let merged = body.merged {
      events.append(
        merged.isEmpty
          ? Happening(at: head.at, name: "unmerged", words: "拆分，单独办理")
          : Happening(
            at: head.at, name: "merged", words: "并入工单 \(merged)",
            fields: ["into": .text(merged)]))
    }
    (state, due, card) = (body.standing.state, body.standing.due, body.standing.card)
  }
}

extension EntryHead {
  init(_ entry: JournalEntry) {
    self.init(sequence: entry.sequence, version: entry.version, at: entry.at, actor: entry.actor)
  }
}

extension TicketOffice {
  /// Changes of tickets behind a place in the journal, in order.
  ///
  /// Who asks again from the last place that it kept gets everything, at least once.
  ///
  /// - Returns: the changes, the place from which to ask next, which goes on also when no ticket
  ///   changed, and the place where the present epoch began, 0 for the first one.
  /// - Throws: `PositionLost` for a place that a restore has ended or that was never given.
  public func changes(after sequence: Int, most: Int = 100) throws -> (
    changes: [TicketChange], next: Int, epoch: Int
  ) {
    let epoch = try journal.requirePosition(sequence)
    var changes: [TicketChange] = []
    var next = sequence
    while changes.count < most {
      let entries = try journal.entries(after: next, limit: 500)
      if entries.isEmpty { break }
      for entry in entries {
        next = entry.sequence
        guard let change = try change(entry) else { continue }
        changes.append(change)
        if changes.count == most { break }
      }
    }
    return (changes, next, epoch)
  }

  /// The history of a ticket, oldest first.
  public func history(of number: String, for seat: Seat) throws -> [TicketChange] {
    _ = try record(number, for: seat)
    return try entries(of: number).map { TicketChange($0, number, $1) }.map {
      seat.unit == nil ? $0 : $0.forUnits
    }
  }

  /// What an entry says of a ticket; nil when nothing.
  private func change(_ entry: JournalEntry) throws -> TicketChange? {
    switch entry.type {
    case TicketEntry.type:
      return TicketChange(
        EntryHead(entry), TicketEntry.number(of: entry.stream), try TicketEntry.reading(entry))
    case Erased.type:
      let number = String(entry.stream.dropFirst(Erased.streamStart.count))
      return try erasure(entry, of: number)
    default: return nil
    }
  }

  /// An erasure, with the ticket as it stood then.
  private func erasure(_ entry: JournalEntry, of number: String) throws -> TicketChange? {
    let last = try entries(of: number).last { $0.entry.sequence < entry.sequence }
    guard let last else { return nil }
    var change = TicketChange(last.entry, number, last.body)
    (change.sequence, change.at, change.actor) = (entry.sequence, entry.at, entry.actor)
    change.command = "erase"
    let reason = try entry.decoded(Erased.self).reason
    change.events = [
      Happening(
        at: entry.at, name: Erased.type, words: "销毁诉求人的个人信息：\(reason)",
        fields: ["reason": .text(reason)])
    ]
    return change
  }
}

extension TicketChange {
  /// The change without what a handling unit need not know: whom the caller reported.
  fileprivate var forUnits: TicketChange {
    var change = self
    for index in change.events.indices { change.events[index].fields["reported"] = nil }
    return change
  }
}
