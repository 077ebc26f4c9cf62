import Hotline

/// A ticket of the past with where it went, from which suggestions learn.
public struct PastTicket: Codable, Hashable, Sendable {
  /// Number of the ticket; unique.
  public var id: String
  /// What the caller said, as the operator wrote it down.
  public var text: String
  /// The unit to which it was sent; empty when unknown.
  public var unit: String
  /// Its category path; empty when unknown.
  public var category: [String]
  /// Its kind, which may be of an older hotline's own making; empty when unknown.
  public var type: String
  /// The day on which it came; nil when unknown.
  public var date: Day?

  /// Makes a ticket from its parts.
  public init(
    id: String, text: String, unit: String = "", category: [String] = [], type: String = "",
    date: Day? = nil
  ) {
    self.id = id
    self.text = text
    self.unit = unit
    self.category = category
    self.type = type
    self.date = date
  }
}
