import Foundation
import Hotline
import Lifecycle
import SQLite

/// An earlier ticket about what seems to be the same matter.
public struct RepeatedMatter: Equatable, Sendable {
  /// Its number.
  public var number: String
  /// How alike the words are, 0 to 1.
  public var likeness: Double
  /// The same caller, by phone or identity card.
  public var sameCaller: Bool
  /// Its state.
  public var state: String
  /// When it was taken.
  public var received: Date
}

extension TicketOffice {
  /// From this likeness on two requests of one caller count as the same matter.
  static let sameMatter = 0.3
  /// From this likeness on a request of somebody else is shown.
  static let sameWords = 0.5
  /// How long ago other callers' requests are looked at.
  private static let days = 30.0

  /// Earlier tickets about the same matter, the likeliest first: those of the same caller at any
  /// time, and those of others in the last 30 days.
  public func repeats(
    of text: String, caller: Caller?, region: String? = nil, at: Date? = nil, most: Int = 10
  ) throws -> [RepeatedMatter] {
    let pairs = Set(TextGrams.pairs(text).filter { $0.count == 2 })
    guard !pairs.isEmpty else { return [] }
    let marks = TextGrams.marks(text)
    let handle = try caller?.handle.map { try keys.index.of($0) }
    let since = ((at ?? clock).addingTimeInterval(-Self.days * 86_400)).milliseconds
    return try pool.read { connection in
      var found: [Int: RepeatedMatter] = [:]
      func take(_ rows: [SQLiteRow], from least: Double) {
        for row in rows where found[row.int(0)] == nil {
          let likeness = TextGrams.likeness(marks, TextGrams.marks(row.text(5)))
          let same = handle != nil && row.optionalText(4) == handle
          guard likeness >= (same ? Self.sameMatter : least) else { continue }
          found[row.int(0)] = RepeatedMatter(
            number: row.text(1), likeness: (likeness * 1000).rounded() / 1000, sameCaller: same,
            state: row.text(2), received: Date(milliseconds: row.int(3)))
        }
      }
      let columns = """
        SELECT id, number, state, received, caller, json_extract(body, '$.request.text') FROM ticket
        """
      if let handle {
        take(
          try connection.rows(
            "\(columns) WHERE caller = ? ORDER BY received DESC LIMIT 50", handle),
          from: Self.sameMatter)
      }
      for id in try similar(pairs, since: since, connection) where found[id] == nil {
        take(try connection.rows("\(columns) WHERE id = ?", id), from: Self.sameWords)
      }
      return found.values.sorted {
        $0.likeness != $1.likeness ? $0.likeness > $1.likeness : $0.number > $1.number
      }.prefix(most).map { $0 }
    }
  }

  /// Recent tickets that share the rarest pairs of a text.
  private func similar(_ pairs: Set<String>, since: Int, _ connection: Connection) throws -> [Int] {
    guard
      let first = try connection.row(
        "SELECT id FROM ticket WHERE received >= ? ORDER BY received LIMIT 1", since)
    else { return [] }
    // Two rare pairs must meet, so that one common word does not fetch half the city.
    var shared: [Int: Int] = [:]
    var met = 0
    for pair in try pairCounts.rarestFirst(pairs, connection).prefix(24) where met < 8 {
      let rows = try connection.rows(
        """
        SELECT rowid >> 6 FROM ticket_text WHERE ticket_text MATCH ? AND rowid >= ?
        ORDER BY rowid DESC LIMIT 400
        """, "\"\(pair)\"", first.int(0) << 6)
      // What nobody has said before finds nothing.
      if !rows.isEmpty { met += 1 }
      for id in Set(rows.map { $0.int(0) }) { shared[id, default: 0] += 1 }
    }
    return shared.filter { $0.value >= 2 }
      .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key > $1.key }
      .prefix(60).map(\.key)
  }
}

extension TicketOffice {
  /// Earlier and later tickets about what seems to be the matter of a ticket.
  public func repeats(of record: TicketRecord) throws -> [RepeatedMatter] {
    let caller = try caller(of: record)
    return try repeats(of: record.ticket.request.text, caller: caller).filter {
      $0.number != record.number
    }
  }
}
