import Journal
import Lifecycle

/// What one entry of the journal says of a ticket, for rooms that keep tables of their own.
public struct TicketStep: Sendable {
  /// The ticket's number.
  public var number: String
  /// The ticket's version with it; 1 for its first entry.
  public var version: Int
  /// What happened, in order; texts are masked.
  public var events: [TicketEvent]
  /// The regulation; only on the first entry.
  public var profile: String?
  /// The standard over it; only on the first entry.
  public var layer: String?
  /// The place; only on the first entry.
  public var region: String?
  /// Id of the catalogue item, on entries that send the ticket by one.
  public var item: String?
  /// The ticket into which it was merged; an empty text ends that, nil says nothing.
  public var merged: String?

  /// The step that an entry holds; nil for entries that are none of a ticket's.
  public static func reading(_ entry: JournalEntry) throws -> TicketStep? {
    guard entry.type == TicketEntry.type else { return nil }
    let body = try TicketEntry.reading(entry)
    return TicketStep(
      number: TicketEntry.number(of: entry.stream), version: entry.version, events: body.events,
      profile: body.opening?.profile, layer: body.opening?.layer, region: body.opening?.region,
      item: body.item?.id, merged: body.merged)
  }

  /// The stream of a ticket in the journal.
  public static func stream(of number: String) -> String { TicketEntry.stream(number) }
}
