import Foundation
import Journal
import Lifecycle
import SQLite
import Tickets

/// The tables from which figures are counted: a row for each ticket and for each time that a unit
/// had it, as they follow from the journal.
public struct FigureProjection: Projection {
  /// Makes the projection.
  public init() {}

  /// Adds the tables to a database's layout.
  ///
  /// `changed` is the journal's sequence, so that whoever keeps rows in memory reads only the new
  /// ones. `figure_epoch` tells when everything was written anew.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("figures 1") { connection in
      try connection.execute(
        """
        CREATE TABLE figure_ticket (
          id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, profile TEXT NOT NULL, layer TEXT,
          type TEXT NOT NULL, channel TEXT NOT NULL, region TEXT, item TEXT,
          received INTEGER NOT NULL, prior INTEGER NOT NULL, urgent INTEGER NOT NULL,
          basis INTEGER NOT NULL, outcome INTEGER NOT NULL, ended INTEGER NOT NULL, merged TEXT,
          changed INTEGER NOT NULL
        );
        CREATE INDEX figure_ticket_by_changed ON figure_ticket (changed);
        CREATE TABLE figure_hand (
          id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, unit TEXT NOT NULL, inner TEXT,
          dispatched INTEGER NOT NULL, signed INTEGER NOT NULL, returned INTEGER NOT NULL,
          due INTEGER NOT NULL, result INTEGER NOT NULL, completed INTEGER NOT NULL,
          passed INTEGER NOT NULL, redone INTEGER NOT NULL, supervised INTEGER NOT NULL,
          yellow INTEGER NOT NULL, red INTEGER NOT NULL, rating INTEGER NOT NULL, rated INTEGER NOT NULL, excluded TEXT, marks INTEGER NOT NULL,
          changed INTEGER NOT NULL
        );
        CREATE INDEX figure_hand_by_ticket ON figure_hand (ticket);
        CREATE INDEX figure_hand_by_changed ON figure_hand (changed);
        CREATE INDEX figure_hand_by_unit ON figure_hand (unit, dispatched);
        CREATE TABLE figure_rehandling (
          id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL UNIQUE, unit TEXT NOT NULL,
          judged INTEGER NOT NULL, kind TEXT NOT NULL, promise TEXT, due INTEGER NOT NULL,
          monthly INTEGER NOT NULL, solved INTEGER NOT NULL, extensions INTEGER NOT NULL,
          missing INTEGER NOT NULL
        );
        CREATE INDEX figure_rehandling_by_judged ON figure_rehandling (judged);
        CREATE TABLE figure_contact (
          ticket INTEGER NOT NULL, at INTEGER NOT NULL, kept INTEGER NOT NULL
        );
        CREATE INDEX figure_contact_by_at ON figure_contact (at);
        CREATE TABLE figure_ground (
          ticket INTEGER NOT NULL, rule TEXT NOT NULL, unit TEXT NOT NULL, at INTEGER NOT NULL
        );
        CREATE INDEX figure_ground_by_at ON figure_ground (at);
        CREATE TABLE figure_epoch (value INTEGER NOT NULL);
        INSERT INTO figure_epoch (value) VALUES (1);
        """)
    }
  }

  /// Empties the tables.
  public func reset(_ connection: Connection) throws {
    try connection.execute(
      """
      DELETE FROM figure_ticket; DELETE FROM figure_hand; DELETE FROM figure_rehandling;
      DELETE FROM figure_contact; DELETE FROM figure_ground;
      UPDATE figure_epoch SET value = value + 1;
      """)
  }

  /// Writes what one entry changes of its ticket's figures.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    guard let step = try TicketStep.reading(entry) else { return }
    guard var account = try Self.account(step, connection) else { return }
    let before = account
    if let item = step.item { account.ticket.item = item }
    if let merged = step.merged { account.ticket.merged = merged.isEmpty ? nil : merged }
    for event in step.events { account.apply(event) }
    try Self.write(account, over: before, at: entry.sequence, connection)
  }

  /// The account as it stood before a step; nil for a ticket that nobody knows.
  private static func account(_ step: TicketStep, _ connection: Connection) throws
    -> TicketAccount?
  {
    if step.version == 1 {
      guard case .received(let request)? = step.events.first?.change else { return nil }
      return TicketAccount(TicketFacts(request, of: step))
    }
    guard
      let row = try connection.row(
        "SELECT \(FigureRows.ticketColumns) FROM figure_ticket WHERE number = ?", step.number)
    else { return nil }
    var account = TicketAccount(FigureRows.ticket(row))
    let id = account.ticket.id
    account.hands = try connection.rows(
      "SELECT \(FigureRows.handColumns) FROM figure_hand WHERE ticket = ? ORDER BY id", id
    ).map { FigureRows.hand($0).hand }
    account.rehandling = try connection.row(
      "SELECT \(FigureRows.rehandlingColumns) FROM figure_rehandling WHERE ticket = ?", id
    ).map(FigureRows.rehandling)
    return account
  }

  private static func write(
    _ account: TicketAccount, over before: TicketAccount, at sequence: Int,
    _ connection: Connection
  ) throws {
    var ticket = account.ticket
    if ticket.id == 0 {
      try FigureRows.insert(ticket, at: sequence, connection)
      ticket.id = connection.lastInsertedRow
    } else if ticket != before.ticket {
      try FigureRows.update(ticket, at: sequence, connection)
    }
    for (index, hand) in account.hands.enumerated() {
      if hand.id == 0 {
        try FigureRows.insert(hand, of: ticket.id, at: sequence, connection)
      } else if hand != before.hands[index] {
        try FigureRows.update(hand, at: sequence, connection)
      }
    }
    if let rehandling = account.rehandling, rehandling != before.rehandling {
      try FigureRows.write(rehandling, of: ticket.id, connection)
    }
    for contact in account.contacts {
      try connection.run(
        "INSERT INTO figure_contact (ticket, at, kept) VALUES (?, ?, ?)", ticket.id, contact.at,
        contact.kept)
    }
    for ground in account.grounds {
      try connection.run(
        "INSERT INTO figure_ground (ticket, rule, unit, at) VALUES (?, ?, ?, ?)", ticket.id,
        ground.rule, ground.unit, ground.at)
    }
  }
}

extension TicketFacts {
  init(_ request: Request, of step: TicketStep) {
    number = step.number
    profile = step.profile ?? ""
    layer = step.layer
    type = request.type.rawValue
    channel = request.channel
    region = step.region
    item = step.item
    received = request.at.seconds
    prior = request.prior
    urgent = request.urgent
    basis = request.basis
  }
}
