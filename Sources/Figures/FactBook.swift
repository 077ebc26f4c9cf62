import Foundation
import SQLite
import Synchronization

/// The rows of all tickets and hands, kept small in memory so that any figure over a million of
/// them takes a fraction of a second.
///
/// Before each count only the rows that the journal changed since are read.
final class FactBook: Sendable {
  /// A ticket as counting sees it; texts are places in `names`.
  struct Ticket: Sendable {
    var profile: Int32 = 0
    var type: Int32 = 0
    var channel: Int32 = 0
    var region: Int32 = 0
    var item: Int32 = 0
    var received: UInt32 = 0
    var ended: UInt32 = 0
    var outcome: UInt8 = 0
    var prior: UInt8 = 0
    var urgent = false
    var isMerged = false
  }

  /// A hand as counting sees it.
  struct Hand: Sendable {
    /// Place of its ticket; -1 for a row that is not there.
    var ticket: Int32 = -1
    var unit: Int32 = 0
    var inner: Int32 = 0
    var excluded: Int32 = 0
    var dispatched: UInt32 = 0
    var returned: UInt32 = 0
    var due: UInt32 = 0
    var result: UInt32 = 0
    var completed: UInt32 = 0
    var passed: UInt32 = 0
    var supervised: UInt32 = 0
    var yellow: UInt32 = 0
    var red: UInt32 = 0
    var rated: UInt32 = 0
    /// Minutes of office hours from its dispatch to its result.
    var worked: Int32 = 0
    var marks: Int32 = 0
    var rating: UInt8 = 0
  }

  /// One state of the rows; a copy costs nothing.
  struct Facts: Sendable {
    /// By row id; the first is nobody's.
    var tickets = [Ticket()]
    /// By row id; the first is nobody's.
    var hands = [Hand()]
    /// Texts by their place; the first is none.
    var names = [""]
    fileprivate var places = ["": Int32(0)]
    fileprivate var sequence = 0
    fileprivate var epoch = 0

    fileprivate mutating func place(_ name: String?) -> Int32 {
      guard let name else { return 0 }
      if let known = places[name] { return known }
      let new = Int32(names.count)
      names.append(name)
      places[name] = new
      return new
    }

    /// The place of a text; nil when no row has it.
    func place(of name: String) -> Int32? { places[name] }
  }

  private let facts = Mutex(Facts())
  private let pool: ConnectionPool
  private let worked: @Sendable (_ profile: String) -> WorkedTime

  init(pool: ConnectionPool, worked: @escaping @Sendable (String) -> WorkedTime) {
    self.pool = pool
    self.worked = worked
  }

  /// The rows as they are now.
  func current() throws -> Facts {
    try pool.read { connection in
      let epoch = try connection.row("SELECT value FROM figure_epoch")?.int(0) ?? 0
      return try facts.withLock { facts in
        // A failed reading must not leave half of the rows behind.
        var new = facts.epoch == epoch ? facts : Facts()
        let last =
          try connection.row(
            """
            SELECT max(coalesce((SELECT max(changed) FROM figure_ticket), 0),
              coalesce((SELECT max(changed) FROM figure_hand), 0))
            """)?.int(0) ?? 0
        guard last > new.sequence || new.epoch != epoch else { return facts }
        facts = Facts()
        new.epoch = epoch
        try read(connection, into: &new)
        new.sequence = last
        facts = new
        return new
      }
    }
  }

  private func read(_ connection: Connection, into facts: inout Facts) throws {
    let since = facts.sequence
    try connection.each(
      """
      SELECT id, profile, type, channel, region, item, received, ended, outcome, prior, urgent,
        merged IS NOT NULL FROM figure_ticket WHERE changed > ? ORDER BY id
      """, [since]
    ) { row in
      var ticket = Ticket()
      ticket.profile = facts.place(row.text(1))
      ticket.type = facts.place(row.text(2))
      ticket.channel = facts.place(row.text(3))
      ticket.region = facts.place(row.optionalText(4))
      ticket.item = facts.place(row.optionalText(5))
      ticket.received = UInt32(clamping: row.int(6))
      ticket.ended = UInt32(clamping: row.int(7))
      ticket.outcome = UInt8(clamping: row.int(8))
      ticket.prior = UInt8(clamping: row.int(9))
      ticket.urgent = row.int(10) == 1
      ticket.isMerged = row.int(11) == 1
      Self.put(ticket, at: row.int(0), in: &facts.tickets, blank: Ticket())
      return true
    }
    var clocks: [Int32: WorkedTime] = [:]
    try connection.each(
      """
      SELECT id, ticket, unit, inner, excluded, dispatched, returned, due, result, completed,
        passed, supervised, yellow, red, rated, marks, rating
      FROM figure_hand WHERE changed > ? ORDER BY id
      """, [since]
    ) { row in
      var hand = Self.hand(row)
      hand.unit = facts.place(row.text(2))
      hand.inner = facts.place(row.optionalText(3))
      hand.excluded = facts.place(row.optionalText(4))
      if hand.completed > 0 {
        let profile = facts.tickets[Int(hand.ticket)].profile
        let clock = clocks[profile] ?? worked(facts.names[Int(profile)])
        clocks[profile] = clock
        hand.worked = Int32(clamping: clock.minutes(from: row.int(5), to: row.int(8)))
      }
      Self.put(hand, at: row.int(0), in: &facts.hands, blank: Hand())
      return true
    }
  }

  private static func hand(_ row: SQLiteRow) -> Hand {
    func moment(_ column: Int) -> UInt32 { UInt32(clamping: row.int(column)) }
    var hand = Hand()
    hand.ticket = Int32(clamping: row.int(1))
    hand.dispatched = moment(5)
    hand.returned = moment(6)
    hand.due = moment(7)
    hand.result = moment(8)
    hand.completed = moment(9)
    hand.passed = moment(10)
    hand.supervised = moment(11)
    hand.yellow = moment(12)
    hand.red = moment(13)
    hand.rated = moment(14)
    hand.marks = Int32(truncatingIfNeeded: row.int(15))
    hand.rating = UInt8(clamping: row.int(16))
    return hand
  }

  private static func put<Row>(_ row: Row, at id: Int, in rows: inout [Row], blank: Row) {
    while rows.count <= id { rows.append(blank) }
    rows[id] = row
  }
}
