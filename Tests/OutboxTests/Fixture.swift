import Foundation
import Hotline
import Journal
import SQLite
import Sealing
import Synchronization

@testable import Outbox

/// A clock that stands until it is moved.
final class TestClock: Sendable {
  private let moment: Mutex<Date>

  init(_ text: String) {
    moment = Mutex(ShanghaiTime.moment(text) ?? .distantPast)
  }

  var now: Date { moment.withLock { $0 } }
  func advance(_ seconds: TimeInterval) { moment.withLock { $0 += seconds } }
}

/// A projection that fails on demand, as a full disk would.
final class Brittle: Projection {
  struct DiskFull: Error {}
  let isFull = Mutex(false)

  func reset(_ connection: Connection) throws {}
  func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    if isFull.withLock({ $0 }) { throw DiskFull() }
  }
}

/// A sender that notes what it was given and fails as it is told.
final class NotingSender: MessageSender {
  let name: String
  private let filter: MessageFilter
  private let notes = Mutex<[(message: OutboxMessage, address: String?)]>([])
  private let failures = Mutex<[any Error]>([])

  init(_ name: String = "noting", _ filter: MessageFilter = MessageFilter()) {
    self.name = name
    self.filter = filter
  }

  func accepts(_ message: OutboxMessage) -> Bool { filter.passes(message) }

  func send(_ message: OutboxMessage, to address: String?) throws {
    notes.withLock { $0.append((message, address)) }
    if let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
  }

  /// Lets the next messages fail, one each.
  func fail(_ errors: [any Error]) { failures.withLock { $0 += errors } }

  var messages: [OutboxMessage] { notes.withLock { $0.map(\.message) } }
  var ids: [String] { messages.map(\.id) }
  var addresses: [String?] { notes.withLock { $0.map(\.address) } }
}

/// A journal on a database of its own.
final class Fixture: Sendable {
  static let phone = "13800000000"

  let folder: URL
  let pool: ConnectionPool
  let journal: EventJournal
  let clock: TestClock
  let brittle = Brittle()

  init(at time: String = "2026-11-21T10:00:00+08:00") throws {
    clock = TestClock(time)
    folder = FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    pool = try ConnectionPool(path: folder.appending(path: "t.sqlite").path)
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    OutboxProjection.addMigrations(to: &migrations)
    RecordKeys.addMigrations(to: &migrations)
    OnceProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let clock = clock
    journal = EventJournal(
      pool: pool,
      projections: [
        OutboxProjection(), brittle, OnceProjection(types: OutboxProjection.markedTypes),
      ], now: { clock.now })
  }

  /// Keys that make marks of what is done only once.
  func keys() throws -> RecordKeys {
    let keys = RecordKeys(master: .random())
    try pool.write { try keys.prepare($0) }
    return keys
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// An outbox as a started service has one.
  func outbox(
    _ senders: [any MessageSender], quiet: QuietHours? = nil,
    address: @escaping MessageOutbox.Address = { $0.audience == .caller ? Fixture.phone : nil },
    wording: @escaping MessageOutbox.Wording = { $0.text }
  ) -> MessageOutbox {
    let clock = clock
    return MessageOutbox(
      pool: pool, journal: journal,
      settings: OutboxSettings(senders: senders, quietHours: quiet), address: address,
      wording: wording, now: { clock.now })
  }

  struct Wanted: Encodable {
    var to = "caller"
    var unit: String?
    var kind = "acceptance"
    var text = "您的诉求已受理。"
    var ticket = "20261121-000001"
  }

  /// Records a step of a ticket that asks for messages.
  ///
  /// - Returns: the messages' ids.
  @discardableResult
  func ask(_ messages: [Wanted]) throws -> [String] {
    struct Body: Encodable {
      var command = "receive"
      var messages: [Wanted]
    }
    let entries = try journal.append(
      [
        try NewEntry(
          stream: "ticket/\(messages[0].ticket)", type: "ticket-acted",
          encoding: Body(messages: messages))
      ], by: "operator-1")
    return messages.indices.map { "\(entries[0].sequence)-\($0)" }
  }

  @discardableResult
  func ask(_ message: Wanted = Wanted()) throws -> String { try ask([message])[0] }

  /// Types of the entries about a message.
  func happened(to id: String) throws -> [String] {
    try journal.entries(of: "message/\(id)").map(\.type)
  }

  /// The table as it stands, a row a text.
  func rows() throws -> [String] {
    try pool.read { connection in
      try connection.rows(
        "SELECT json_array(number, id, ticket, audience, unit, kind, text, at, "
          + "state, attempts, next_try, last_error, done_at) FROM outbox ORDER BY number"
      ).map { $0.text(0) }
    }
  }
}

/// Waits until a condition holds, at most ten seconds.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<1000 {
    if try condition() { return true }
    usleep(10_000)
  }
  return try condition()
}
