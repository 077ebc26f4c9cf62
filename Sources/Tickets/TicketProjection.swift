import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite
import Sealing

/// The tables of tickets as they follow from the journal: the ticket itself, whose hands it is in,
/// its texts for searching, and keys that were used.
public struct TicketProjection: Projection {
  private let keys: RecordKeys

  /// Makes the projection; the keys open the caller's handle.
  public init(keys: RecordKeys) { self.keys = keys }

  /// Adds the tables to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("tickets 1") { connection in
      try connection.execute(
        """
        CREATE TABLE ticket (
          id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
          profile TEXT NOT NULL, layer TEXT, rules TEXT NOT NULL, state TEXT NOT NULL,
          card TEXT NOT NULL, type TEXT NOT NULL, channel TEXT NOT NULL, urgent INTEGER NOT NULL,
          prior INTEGER NOT NULL, region TEXT, item TEXT, lead TEXT, received INTEGER NOT NULL,
          due INTEGER, wake INTEGER, closed INTEGER, supervised INTEGER NOT NULL,
          caller TEXT, sealed TEXT, callback TEXT, merged TEXT, body TEXT NOT NULL
        );
        CREATE INDEX ticket_by_state ON ticket (state, received);
        CREATE INDEX ticket_by_received ON ticket (received);
        CREATE INDEX ticket_by_due ON ticket (due) WHERE due IS NOT NULL;
        CREATE INDEX ticket_by_wake ON ticket (wake) WHERE wake IS NOT NULL;
        CREATE INDEX ticket_by_card ON ticket (card, due) WHERE card <> 'none';
        CREATE INDEX ticket_by_caller ON ticket (caller, received) WHERE caller IS NOT NULL;
        CREATE INDEX ticket_by_merged ON ticket (merged) WHERE merged IS NOT NULL;
        CREATE INDEX ticket_supervised ON ticket (received) WHERE supervised = 1;
        CREATE TABLE ticket_hand (
          unit TEXT NOT NULL, open INTEGER NOT NULL, ticket INTEGER NOT NULL, role TEXT NOT NULL,
          PRIMARY KEY (unit, open, ticket, role)
        ) WITHOUT ROWID;
        CREATE INDEX ticket_hand_by_ticket ON ticket_hand (ticket);
        CREATE TABLE ticket_once (
          actor TEXT NOT NULL, key TEXT NOT NULL, asked TEXT NOT NULL, number TEXT NOT NULL,
          version INTEGER NOT NULL, PRIMARY KEY (actor, key)
        ) WITHOUT ROWID;
        CREATE VIRTUAL TABLE ticket_text USING fts5 (
          grams, content = '', tokenize = 'unicode61 remove_diacritics 0'
        );
        CREATE VIRTUAL TABLE ticket_terms USING fts5vocab ('ticket_text', 'row');
        """)
    }
    migrations.add("tickets 2") { try $0.execute(SupervisionTable.migration) }
    TextIndex.addMigrations(to: &migrations)
    TicketPages.addMigrations(to: &migrations)
    NumberFloor.addMigrations(to: &migrations)
    RetentionTable.addMigrations(to: &migrations)
  }

  /// Empties the tables.
  public func reset(_ connection: Connection) throws {
    try connection.execute(
      """
      DELETE FROM ticket; DELETE FROM ticket_hand; DELETE FROM ticket_once;
      DELETE FROM supervision;
      INSERT INTO ticket_text (ticket_text) VALUES ('delete-all');
      """)
    try NumberFloor().reset(connection)
    try RetentionTable.reset(connection)
  }

  /// Writes what one entry says of its ticket.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    try NumberFloor().apply(entry, connection)
    if entry.type == Erased.type {
      let number = String(entry.stream.dropFirst(Erased.streamStart.count))
      try connection.run("UPDATE ticket SET caller = NULL WHERE number = ?", number)
      try RetentionTable.erased(number, connection)
    }
    guard entry.type == TicketEntry.type else { return }
    let body = try TicketEntry.reading(entry)
    let number = TicketEntry.number(of: entry.stream)
    if let key = body.key {
      try connection.run(
        "INSERT INTO ticket_once (actor, key, asked, number, version) VALUES (?, ?, ?, ?, ?)",
        entry.actor, key.key, key.asked, number, entry.version)
    }
    if entry.version == 1 {
      try begin(number, body, connection)
    } else {
      try goOn(number, entry.version, body, connection)
    }
  }

  private func begin(_ number: String, _ body: TicketEntry, _ connection: Connection) throws {
    guard let opening = body.opening, let ticket = Ticket.replaying(body.events) else { return }
    let caller = try opening.caller.flatMap {
      try keys.open($0, for: TicketEntry.stream(number), connection)
    }
    .flatMap { try? JSONDecoder().decode(Caller.self, from: Data($0.utf8)) }
    try connection.run(
      """
      INSERT INTO ticket (
        number, version, profile, layer, rules, state, card, type, channel, urgent, prior, region,
        received, due, wake, supervised, caller, sealed, callback, body
      ) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)
      """, number, opening.profile, opening.layer, body.standing.rules, body.standing.state,
      body.standing.card, ticket.request.type.rawValue, ticket.request.channel,
      ticket.request.urgent ? 1 : 0, ticket.request.prior, opening.region,
      ticket.request.at.milliseconds, body.standing.due.map(\.milliseconds),
      body.standing.wake.map(\.milliseconds), try caller?.handle.map { try keys.index.of($0) },
      opening.caller, opening.callback, try StoredTicket.text(ticket))
    let id = connection.lastInsertedRow
    try index([ticket.request.text], of: id, after: 0, connection)
    try setHands(ticket, id, connection)
  }

  private func goOn(
    _ number: String, _ version: Int, _ body: TicketEntry, _ connection: Connection
  ) throws {
    guard
      let row = try connection.row("SELECT id, body, merged FROM ticket WHERE number = ?", number)
    else { return }
    let id = row.int(0)
    var ticket = try StoredTicket.ticket(row.text(1))
    let texts = ticket.record.supplements.count
    for event in body.events { ticket.apply(event) }
    try RetentionTable.note(body.events, of: number, connection)
    try SupervisionTable.note(
      body.events, of: number, unit: ticket.state.assignment?.lead, connection)
    let merged = body.merged ?? (row.isNull(2) ? "" : row.text(2))
    try connection.run(
      """
      UPDATE ticket SET version = ?, rules = ?, state = ?, card = ?, due = ?, wake = ?, closed = ?,
        supervised = ?, lead = ?, item = coalesce(?, item), merged = ?, body = ? WHERE id = ?
      """, version, body.standing.rules, body.standing.state, body.standing.card,
      body.standing.due.map(\.milliseconds), body.standing.wake.map(\.milliseconds),
      ticket.record.closed.map(\.milliseconds), ticket.record.supervision.isEmpty ? 0 : 1,
      ticket.state.assignment?.lead, body.item?.id ?? ticket.state.assignment?.terms.item,
      merged.isEmpty ? nil : merged, try StoredTicket.text(ticket), id)
    try index(
      Array(ticket.record.supplements.dropFirst(texts)), of: id, after: texts + 1, connection)
    try setHands(ticket, id, connection)
  }

  /// Indexes texts under row ids that tell the ticket: its id times 64 and the text's place.
  private func index(
    _ texts: [String], of id: Int, after place: Int, _ connection: Connection
  ) throws {
    for (offset, text) in texts.enumerated() where place + offset < 64 {
      try connection.run(
        "INSERT INTO ticket_text (rowid, grams) VALUES (?, ?)", id << 6 | (place + offset),
        TextGrams.pairs(text).joined(separator: " "))
    }
  }

  /// Writes whose hands the ticket is in, and whether something is still to be done.
  private func setHands(_ ticket: Ticket, _ id: Int, _ connection: Connection) throws {
    let open = ticket.isOpen ? 1 : 0
    var hands: [(unit: String, role: String)] = []
    if let hand = ticket.state.assignment {
      hands.append((hand.lead, "lead"))
      hands += hand.co.map { ($0, "co") }
      hands += hand.tiers.filter { $0 != hand.lead }.map { ($0, "inner") }
    }
    if let asked = ticket.state.predispatch { hands.append((asked.unit, "asked")) }
    // One who has it in two ways is written once, by the first.
    var units: Set<String> = []
    hands = hands.filter { units.insert($0.unit).inserted }
    let stored = try connection.rows(
      "SELECT unit, role, open FROM ticket_hand WHERE ticket = ? ORDER BY unit, role", id
    ).map { "\($0.text(0))\t\($0.text(1))\t\($0.int(2))" }
    let wanted = Set(hands.map { "\($0.unit)\t\($0.role)\t\(open)" }).sorted()
    guard stored.sorted() != wanted else { return }
    try connection.run("DELETE FROM ticket_hand WHERE ticket = ?", id)
    for hand in hands {
      try connection.run(
        "INSERT INTO ticket_hand (unit, open, received, ticket, role) VALUES (?, ?, ?, ?, ?)",
        hand.unit, open, ticket.request.at.milliseconds, id, hand.role)
    }
  }
}

extension Ticket {
  /// True while a unit or the hotline still owes something.
  var isOpen: Bool {
    switch state {
    case .answered, .excluded, .withdrawn, .archived: false
    case .assigned(_, let stage): stage.closed == nil
    case .received, .reassigning: true
    }
  }
}
