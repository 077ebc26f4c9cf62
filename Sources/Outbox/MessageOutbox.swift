import Foundation
import Hotline
import Journal
import SQLite
import Synchronization

/// Takes messages out of the system: at least once, one after another, in order for each receiver.
///
///     let outbox = MessageOutbox(
///       pool: pool, journal: journal, settings: try OutboxSettings.load(from: folder),
///       address: { phone(of: $0) })
///     outbox.run()
///     defer { outbox.stop() }
///
/// A message goes to the first sender that accepts it. What became of it is recorded in the journal,
/// so that a restart goes on where it was; after a crash between the two it is sent again under the
/// same id. Used by any number of threads at once.
public final class MessageOutbox: Sendable {
  /// Gives the caller's phone or the unit's address at the time of sending; nil when there is none.
  public typealias Address = @Sendable (OutboxMessage) throws -> String?
  /// Gives the text as it is to be read, with what may not be stored filled in.
  public typealias Wording = @Sendable (OutboxMessage) throws -> String

  /// Under which name the outbox writes into the journal.
  public static let actor = "outbox"
  /// How long a sender that could not be reached is left alone, in seconds.
  public static let rest: TimeInterval = 60

  let pool: ConnectionPool
  let journal: EventJournal
  let now: @Sendable () -> Date
  let signal = DeliverySignal()
  let settings: OutboxSettings
  let address: Address
  let wording: Wording
  let memory = Mutex(DeliveryMemory())
  private let turn: DeliveryTurn

  /// Makes the outbox over a database that has the table; sends nothing yet.
  public init(
    pool: ConnectionPool, journal: EventJournal, settings: OutboxSettings,
    address: @escaping Address, wording: @escaping Wording = { $0.text },
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.pool = pool
    self.journal = journal
    self.settings = settings
    self.address = address
    self.wording = wording
    self.now = now
    turn = DeliveryTurn(path: pool.path == ":memory:" ? nil : pool.path + ".outbox")
  }

  /// Messages that are to be sent at a moment, in the order in which they were asked for.
  public func due(at moment: Date, limit: Int) throws -> [OutboxMessage] {
    try due(at: moment, after: 0, limit: limit).map(\.message)
  }

  /// Sends what is due, and returns when all has been tried once.
  ///
  /// While another program sends from the same database, nothing is done.
  ///
  /// - Parameter limit: the most messages to try.
  /// - Throws: `SQLiteError` when the database fails; what was sent but could not be recorded is
  ///   then recorded next time without being sent again.
  @discardableResult
  public func deliver(at moment: Date, limit: Int = .max) throws -> DeliveryCount {
    try deliver(at: moment, limit: limit) { false }
  }

  func deliver(
    at moment: Date, limit: Int, until mustStop: () -> Bool
  ) throws -> DeliveryCount {
    try turn.take {
      var count = DeliveryCount()
      var number = 0
      var isFurther = false
      while true {
        let page = try due(at: moment, after: number, limit: 100)
        if page.isEmpty {
          // What went out may have made room for messages that waited behind it.
          guard isFurther else { return count }
          isFurther = false
          number = 0
        }
        for (place, message) in page {
          guard count.tried < limit, !mustStop() else { return count }
          number = place
          guard let outcome = attempt(message, at: moment) else { continue }
          if try record(outcome, of: message, at: moment, in: &count) { isFurther = true }
        }
      }
    } ?? DeliveryCount()
  }

  private func due(
    at moment: Date, after number: Int, limit: Int
  ) throws -> [(number: Int, message: OutboxMessage)] {
    let quiet = settings.quietHours
    return try pool.read {
      try OutboxTable.due(
        at: moment, quiet: quiet?.contains(moment) ?? false, urgent: quiet?.urgent ?? [],
        after: number, limit: limit, $0)
    }
  }
}
