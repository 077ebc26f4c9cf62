import Foundation
import SQLite

/// A query over tickets in the making, whose pages are found without reading through a million
/// tickets: each filter that may be rare, and each order, has an index that gives both.
struct TicketPages {
  private(set) var tables = "ticket t"
  private(set) var conditions = "1"
  private(set) var values: [(any SQLiteBindable)?] = []
  private var value = "t.received"
  private var order = ""
  private var received = "t.received"
  private var row = "t.id"
  private var byWords = false
  /// Nothing is asked of the ticket itself but whose hands it is in.
  private var byHandAlone = false

  /// Stands for "no limit" when sorting by due time; the index says the same.
  private static let until = "coalesce(t.due, 253402300800000)"

  /// Something is still to be done, in the words of an index.
  static let open =
    "t.state NOT IN ('answered', 'excluded', 'withdrawn', 'archived', 'completed', 'callback')"

  static func addMigrations(to migrations: inout Migrations) {
    migrations.add("tickets 4") { connection in
      try connection.execute(
        """
        CREATE INDEX ticket_by_rules ON ticket (rules) WHERE wake IS NOT NULL;
        CREATE INDEX ticket_by_until ON ticket (coalesce(due, 253402300800000));
        CREATE INDEX ticket_open_until ON ticket (coalesce(due, 253402300800000))
          WHERE \(open.replacingOccurrences(of: "t.", with: ""));
        CREATE INDEX ticket_by_type ON ticket (type, received);
        CREATE INDEX ticket_by_region ON ticket (region, received) WHERE region IS NOT NULL;
        CREATE INDEX ticket_by_item ON ticket (item, received) WHERE item IS NOT NULL;
        DROP INDEX ticket_hand_by_ticket;
        ALTER TABLE ticket_hand RENAME TO former_hand;
        CREATE TABLE ticket_hand (
          unit TEXT NOT NULL, open INTEGER NOT NULL, received INTEGER NOT NULL,
          ticket INTEGER NOT NULL, role TEXT NOT NULL,
          PRIMARY KEY (unit, open, received, ticket)
        ) WITHOUT ROWID;
        INSERT OR IGNORE INTO ticket_hand
          SELECT h.unit, h.open, t.received, h.ticket, h.role
          FROM former_hand h JOIN ticket t ON t.id = h.ticket;
        DROP TABLE former_hand;
        CREATE INDEX ticket_hand_by_ticket ON ticket_hand (ticket);
        """)
    }
  }

  mutating func add(_ condition: String, _ more: [any SQLiteBindable]) {
    byHandAlone = false
    conditions += " AND " + condition
    values += more
  }

  mutating func addList(_ condition: String, _ list: [String]) {
    add("\(condition) (\(list.map { _ in "?" }.joined(separator: ", ")))", list)
  }

  /// Only tickets whose texts hold words; to be added first.
  mutating func addWords(_ match: String) {
    byWords = true
    tables = "ticket_text x CROSS JOIN ticket t ON t.id = x.rowid >> 6"
    add("x.ticket_text MATCH ?", [match])
  }

  /// Only tickets in a unit's hands.
  mutating func addHand(_ unit: String, open: Bool?) {
    let list = open.map { $0 ? "1" : "0" } ?? "0, 1"
    guard tables == "ticket t" else {
      add("t.id IN (SELECT ticket FROM ticket_hand WHERE unit = ? AND open IN (\(list)))", [unit])
      return
    }
    tables = "ticket_hand h CROSS JOIN ticket t ON t.id = h.ticket"
    (received, row) = ("h.received", "h.ticket")
    add("h.unit = ? AND h.open IN (\(list))", [unit])
    byHandAlone = true
  }

  /// Puts the latest first, and begins behind a place.
  mutating func sortByReceipt(after place: TicketPlace?) {
    guard !byWords else {
      (value, order) = ("t.received", "x.rowid DESC")
      if let place { add("x.rowid < ?", [place.row << 6]) }
      return
    }
    (value, order) = (received, "\(received) DESC, \(row) DESC")
    guard let place else { return }
    let alone = byHandAlone
    add("(\(received), \(row)) < (?, ?)", [place.value, place.row])
    byHandAlone = alone
  }

  /// Puts the nearest limit first, and begins behind a place.
  mutating func sortByLimit(after place: TicketPlace?) {
    (value, order, row, byHandAlone) = (Self.until, "\(Self.until), t.id", "t.id", false)
    guard let place else { return }
    // The first half says nothing more, but is what the index can be asked for.
    add(
      "\(Self.until) >= ? AND (\(Self.until), t.id) > (?, ?)",
      [place.value, place.value, place.row])
  }

  /// The rows of a page with their sorting values.
  func page(_ most: Int, _ connection: Connection) throws -> [(id: Int, value: Int)] {
    var page: [(id: Int, value: Int)] = []
    var seen: Set<Int> = []
    // Several texts of one ticket may match.
    let limit = byWords ? "" : " LIMIT \(most)"
    let tables = byHandAlone ? "ticket_hand h" : tables
    try connection.each(
      "SELECT \(row), \(value) FROM \(tables) WHERE \(conditions) ORDER BY \(order)\(limit)",
      values
    ) { row in
      if seen.insert(row.int(0)).inserted { page.append((row.int(0), row.int(1))) }
      return page.count < most
    }
    return page
  }
}
