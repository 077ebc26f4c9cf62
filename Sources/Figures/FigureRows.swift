import SQLite

/// The rows of the figures' tables, read and written.
enum FigureRows {
  static let ticketColumns = """
    id, number, profile, layer, type, channel, region, item, received, prior, urgent, basis, \
    outcome, ended, merged
    """
  static let handColumns = """
    id, ticket, unit, inner, dispatched, signed, returned, due, result, completed, passed, redone, \
    supervised, yellow, red, rating, rated, excluded, marks
    """
  static let rehandlingColumns = """
    id, unit, judged, kind, promise, due, monthly, solved, extensions, missing
    """

  static func ticket(_ row: SQLiteRow) -> TicketFacts {
    var facts = TicketFacts(
      number: row.text(1), profile: row.text(2), layer: row.optionalText(3), type: row.text(4),
      channel: row.text(5), region: row.optionalText(6), item: row.optionalText(7),
      received: row.int(8), prior: row.int(9), urgent: row.int(10) == 1, basis: row.int(11) == 1)
    facts.id = row.int(0)
    facts.outcome = TicketFacts.Outcome(rawValue: row.int(12)) ?? .open
    facts.ended = row.int(13)
    facts.merged = row.optionalText(14)
    return facts
  }

  static func hand(_ row: SQLiteRow) -> (ticket: Int, hand: HandFacts) {
    var facts = HandFacts(unit: row.text(2), dispatched: row.int(4))
    facts.id = row.int(0)
    facts.inner = row.optionalText(3)
    facts.signed = row.int(5)
    facts.returned = row.int(6)
    facts.due = row.int(7)
    facts.result = row.int(8)
    facts.completed = row.int(9)
    facts.passed = row.int(10)
    facts.redone = row.int(11)
    facts.supervised = row.int(12)
    facts.yellow = row.int(13)
    facts.red = row.int(14)
    facts.rating = row.int(15)
    facts.rated = row.int(16)
    facts.excluded = row.optionalText(17)
    facts.marks = HandFacts.Marks(rawValue: row.int(18))
    return (row.int(1), facts)
  }

  static func rehandling(_ row: SQLiteRow) -> RehandlingFacts {
    var facts = RehandlingFacts(unit: row.text(1), judged: row.int(2), kind: row.text(3))
    facts.id = row.int(0)
    facts.promise = row.optionalText(4)
    facts.due = row.int(5)
    facts.monthly = row.int(6) == 1
    facts.solved = row.int(7)
    facts.extensions = row.int(8)
    facts.missing = row.int(9) == 1
    return facts
  }

  static func insert(_ facts: TicketFacts, at sequence: Int, _ connection: Connection) throws {
    try connection.run(
      """
      INSERT INTO figure_ticket (number, profile, layer, type, channel, region, item, received,
        prior, urgent, basis, outcome, ended, merged, changed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, facts.number, facts.profile, facts.layer, facts.type, facts.channel, facts.region,
      facts.item, facts.received, facts.prior, facts.urgent, facts.basis, facts.outcome.rawValue,
      facts.ended, facts.merged, sequence)
  }

  static func update(_ facts: TicketFacts, at sequence: Int, _ connection: Connection) throws {
    try connection.run(
      "UPDATE figure_ticket SET item = ?, outcome = ?, ended = ?, merged = ?, changed = ? WHERE id = ?",
      facts.item, facts.outcome.rawValue, facts.ended, facts.merged, sequence, facts.id)
  }

  static func insert(
    _ facts: HandFacts, of ticket: Int, at sequence: Int, _ connection: Connection
  ) throws {
    try connection.run(
      """
      INSERT INTO figure_hand (ticket, unit, inner, dispatched, signed, returned, due, result,
        completed, passed, redone, supervised, yellow, red, rating, rated, excluded, marks, changed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, ticket, facts.unit, facts.inner, facts.dispatched, facts.signed, facts.returned,
      facts.due, facts.result, facts.completed, facts.passed, facts.redone, facts.supervised,
      facts.yellow, facts.red, facts.rating, facts.rated, facts.excluded, facts.marks.rawValue,
      sequence)
  }

  static func update(_ facts: HandFacts, at sequence: Int, _ connection: Connection) throws {
    try connection.run(
      """
      UPDATE figure_hand SET inner = ?, signed = ?, returned = ?, due = ?, result = ?,
        completed = ?, passed = ?, redone = ?, supervised = ?, yellow = ?, red = ?, rating = ?, rated = ?, excluded = ?,
        marks = ?, changed = ? WHERE id = ?
      """, facts.inner, facts.signed, facts.returned, facts.due, facts.result, facts.completed,
      facts.passed, facts.redone, facts.supervised, facts.yellow, facts.red, facts.rating,
      facts.rated, facts.excluded, facts.marks.rawValue, sequence, facts.id)
  }

  static func write(
    _ facts: RehandlingFacts, of ticket: Int, _ connection: Connection
  ) throws {
    try connection.run(
      """
      INSERT INTO figure_rehandling (ticket, unit, judged, kind, promise, due, monthly, solved,
        extensions, missing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (ticket) DO UPDATE SET unit = excluded.unit, judged = excluded.judged,
        kind = excluded.kind, promise = excluded.promise, due = excluded.due,
        monthly = excluded.monthly, solved = excluded.solved, extensions = excluded.extensions,
        missing = excluded.missing
      """, ticket, facts.unit, facts.judged, facts.kind, facts.promise, facts.due, facts.monthly,
      facts.solved, facts.extensions, facts.missing)
  }
}
