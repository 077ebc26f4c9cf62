import Foundation

/// One message on its way to a caller or a unit; holds no phone number and no name.
public struct OutboxMessage: Hashable, Sendable {
  /// Whom a message is for.
  public enum Audience: String, CaseIterable, Codable, Sendable {
    /// Who called the hotline.
    case caller
    /// A handling unit.
    case unit
  }

  /// What has become of a message.
  public enum State: String, CaseIterable, Sendable {
    /// It waits to be sent, for the first time or again.
    case queued
    /// A receiver has taken it.
    case sent
    /// It was given up; somebody may send it again.
    case failed
  }

  /// The kinds that the rules of tickets bring forth.
  public static let kinds: Set<String> = [
    "acceptance", "extension", "result", "survey", "urging", "dispatch", "card", "excluded", "redo",
    "progress", "supervision", "knowledge", "predispatch", "rejected", "return", "transfer",
    "recalculated", "supplement", "withdrawn",
  ]

  /// `<sequence>-<index>`: the journal entry that asked for it and its place there, from 0.
  public let id: String
  /// The ticket's number.
  public let ticket: String
  /// Whom it is for.
  public let audience: Audience
  /// The unit's name; nil for a caller.
  public let unit: String?
  /// Such as `acceptance` or `urging`.
  public let kind: String
  /// What it says.
  public var text: String
  /// When it was asked for.
  public let at: Date
  /// What has become of it.
  public let state: State
  /// How often it was tried since it was queued, or queued again.
  public let attempts: Int
  /// When it is to be tried next; nil unless it is queued.
  public let nextTry: Date?
  /// Why the last try failed, in Chinese; nil when none did.
  public let lastError: String?
  /// When it was sent or given up.
  public let doneAt: Date?

  /// The journal's stream for what happens to it.
  var stream: String { Self.stream(id) }

  static func stream(_ id: String) -> String { "message/\(id)" }
}

/// When a message that failed is tried again.
public enum BackOff {
  /// The waits after the first failed try, the second, and so on, in seconds.
  public static let waits: [TimeInterval] = [60, 300, 1800, 7200, 21_600, 86_400]

  /// The time of the next try; nil when the message is to be given up.
  ///
  /// - Parameter attempt: the try that failed, from 1.
  public static func nextTry(after attempt: Int, failedAt moment: Date) -> Date? {
    guard attempt >= 1, attempt <= waits.count else { return nil }
    return moment.addingTimeInterval(waits[attempt - 1])
  }
}
