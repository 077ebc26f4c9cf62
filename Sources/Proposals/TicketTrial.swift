import Catalogue
import History
import Hotline

/// Sends past tickets by a catalogue: ticket number to unit; a ticket on which it abstains is left
/// out.
public typealias TicketRouting =
  @Sendable (_ catalogue: DispatchCatalogue, _ tickets: [PastTicket]) throws -> [String: String]

/// Where past tickets would have gone under a proposed catalogue, beside the present one.
public struct TicketTrial: Codable, Hashable, Sendable {
  /// A ticket that would have gone elsewhere.
  public struct Move: Codable, Hashable, Sendable {
    /// Number of the ticket.
    public var ticket: String
    /// The unit under the present catalogue; empty when it abstains.
    public var before: String
    /// The unit under the proposed one; empty when it abstains.
    public var after: String
    /// The unit to which it did go; empty when unknown.
    public var sentTo: String

    enum CodingKeys: String, CodingKey {
      case ticket, before, after
      case sentTo = "sent_to"
    }
  }

  /// How many tickets would have gone from one unit to another.
  public struct Route: Codable, Hashable, Sendable {
    /// The unit under the present catalogue.
    public var before: String
    /// The unit under the proposed one.
    public var after: String
    /// How many.
    public var count: Int
  }

  /// How many tickets were tried.
  public var tried: Int
  /// How many went, under the present catalogue, where they did go.
  public var rightBefore: Int
  /// How many would go there under the proposed one.
  public var rightAfter: Int
  /// Tickets that would have gone elsewhere, in the order of the history.
  public var moves: [Move]
  /// The same, counted, the most frequent first.
  public var routes: [Route]

  enum CodingKeys: String, CodingKey {
    case tried, moves, routes
    case rightBefore = "right_before"
    case rightAfter = "right_after"
  }

  /// Tries the tickets under both catalogues.
  public init(
    _ tickets: [PastTicket], present: DispatchCatalogue, proposed: DispatchCatalogue,
    routing: TicketRouting
  ) throws {
    let before = try routing(present, tickets)
    let after = try routing(proposed, tickets)
    tried = tickets.count
    rightBefore = tickets.count { !$0.unit.isEmpty && before[$0.id] == $0.unit }
    rightAfter = tickets.count { !$0.unit.isEmpty && after[$0.id] == $0.unit }
    moves = tickets.compactMap { ticket in
      guard before[ticket.id] != after[ticket.id] else { return nil }
      return Move(
        ticket: ticket.id, before: before[ticket.id] ?? "", after: after[ticket.id] ?? "",
        sentTo: ticket.unit)
    }
    routes = Dictionary(grouping: moves) { [$0.before, $0.after] }.map { ends, moves in
      Route(before: ends[0], after: ends[1], count: moves.count)
    }.sorted { ($1.count, $0.before, $0.after) < ($0.count, $1.before, $1.after) }
  }
}
