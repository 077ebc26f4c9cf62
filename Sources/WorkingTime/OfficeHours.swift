import Foundation
import Hotline

/// The hours in which an office works, the same on every working day of a season.
public struct OfficeHours: Hashable, Sendable {
  /// A stretch of work, in minutes after midnight.
  public struct Session: Hashable, Sendable {
    /// First minute.
    public var opens: Int
    /// Minute at which it ends.
    public var closes: Int

    /// Makes a session.
    public init(opens: Int, closes: Int) {
      self.opens = opens
      self.closes = closes
    }

    /// Reads `08:30-12:00`; nil when it is none or ends before it begins.
    public init?(parsing text: String) {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, let opens = Self.minute(parts[0]), let closes = Self.minute(parts[1]),
        opens < closes
      else { return nil }
      self.init(opens: opens, closes: closes)
    }

    private static func minute(_ text: Substring) -> Int? {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].utf8.count == 2, parts[1].utf8.count == 2,
        let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
        (0...59).contains(minute), hour * 60 + minute <= 1440
      else { return nil }
      return hour * 60 + minute
    }
  }

  /// A season with its sessions.
  public struct Season: Hashable, Sendable {
    /// Month and day on which it begins, as 100 × month + day: 615 is 15 June.
    public var begins: Int
    /// Sessions in order, none overlapping.
    public var sessions: [Session]

    /// Makes a season.
    public init(begins: Int, sessions: [Session]) {
      self.begins = begins
      self.sessions = sessions
    }
  }

  /// Seasons in the order of the year.
  public let seasons: [Season]

  /// Makes hours from seasons; nil when there is none, or sessions overlap or are missing.
  public init?(seasons: [Season]) {
    let sorted = seasons.sorted { $0.begins < $1.begins }
    guard !sorted.isEmpty, Set(sorted.map(\.begins)).count == sorted.count else { return nil }
    for season in sorted {
      guard !season.sessions.isEmpty else { return nil }
      for (earlier, later) in zip(season.sessions, season.sessions.dropFirst())
      where later.opens < earlier.closes { return nil }
    }
    self.seasons = sorted
  }

  /// Half past eight to noon, half past two to half past five.
  public static let usual = OfficeHours(sessions: [
    Session(opens: 510, closes: 720), Session(opens: 870, closes: 1050),
  ])

  private init(sessions: [Session]) { seasons = [Season(begins: 101, sessions: sessions)] }

  /// The sessions of a day; before the year's first season the last one of the year before holds.
  public func sessions(on day: Day) -> [Session] {
    let key = day.month * 100 + day.day
    return (seasons.last { $0.begins <= key } ?? seasons[seasons.count - 1]).sessions
  }

  /// The halves of a day: the first session and the rest, or one session cut in its middle.
  func halves(on day: Day) -> [Session] {
    let sessions = sessions(on: day)
    guard sessions.count == 1, let only = sessions.first else {
      return [
        sessions[0], Session(opens: sessions[1].opens, closes: sessions[sessions.count - 1].closes),
      ]
    }
    let middle = (only.opens + only.closes) / 2
    return [
      Session(opens: only.opens, closes: middle), Session(opens: middle, closes: only.closes),
    ]
  }

  /// When the office opens on a day.
  public func opening(of day: Day) -> Date { day.at(minute: sessions(on: day)[0].opens) }

  /// When the office closes on a day.
  public func closing(of day: Day) -> Date {
    day.at(minute: sessions(on: day).last?.closes ?? 1440)
  }
}

extension Day {
  /// The moment so many minutes after midnight; 1440 is the next midnight.
  func at(minute: Int) -> Date { start.addingTimeInterval(Double(minute) * 60) }
}
