import Foundation
import Hotline
import Journal
import Lifecycle
import Sealing

/// What happened with one ticket from its call on, to be stored at once.
public struct WholeLife: Sendable {
  /// The call; its fields are not read, as the first command says what was asked.
  public var intake: Intake
  /// The commands with their moments, in order, as many to an entry of the journal as stand
  /// together; the first is `receive`.
  public var entries: [[(at: Date, command: TicketCommand)]]

  /// Makes a life.
  public init(intake: Intake, entries: [[(at: Date, command: TicketCommand)]]) {
    self.intake = intake
    self.entries = entries
  }
}

extension TicketOffice {
  /// Stores tickets with all that has happened to them, as when another system hands its own over.
  ///
  /// Everything goes through the lifecycle and the journal as one by one, but in one transaction,
  /// and nobody is told again of what is long past.
  ///
  /// - Returns: how many were stored.
  /// - Throws: `CommandRefused` for the first life that the regulation does not allow.
  @discardableResult
  public func store(_ lives: [WholeLife], by seat: Seat) throws -> Int {
    let machine = try books.machine(books.own, books.layer)
    let parts = lives.count / 256 + 1
    // The lifecycle needs no database, so every processor works on its share.
    let played = try lives.concurrently(parts: parts) { try play($0, machine) }
    try journal.append(by: seat.name) { connection in
      var last: [String: Int] = [:]
      return try zip(lives, played).flatMap { life, entries in
        let day = Self.day(life.entries.first?.first?.at ?? clock)
        let before =
          try last[day]
          ?? connection.row(
            "SELECT max(number) FROM ticket WHERE number >= ? AND number < ?", day + "-", day + "."
          ).flatMap { $0.isNull(0) ? nil : Int($0.text(0).dropFirst(day.count + 1)) } ?? 0
        last[day] = before + 1
        let stream = TicketEntry.stream(Self.number(day, before + 1))
        var first = entries.first
        first.opening = Opening(
          profile: books.own, layer: books.layer, region: life.intake.region,
          caller: life.intake.caller.isUnknown
            ? nil : try keys.seal(JSONTexts.text(life.intake.caller), for: stream, connection),
          callback: life.intake.callback)
        return try [first.change(of: stream, expectedVersion: 0)]
          + entries.others.enumerated().map { index, other in
            var change = other
            (change.stream, change.expectedVersion) = (stream, index + 1)
            return change
          }
      }
    }
    return lives.count
  }

  /// Plays a life; texts are masked and not kept as they were written.
  private func play(
    _ life: WholeLife, _ machine: TicketMachine
  ) throws -> (first: TicketEntry, others: [NewEntry]) {
    var ticket: Ticket?
    let entries = try life.entries.map { commands in
      var events: [TicketEvent] = []
      for (at, command) in commands {
        let made = machine.act(command, on: ticket, at: at)
        if let refusal = made.refusal {
          throw CommandRefused(
            refusal: refusal, number: "", state: ticket?.state.name.rawValue ?? "",
            due: ticket?.due, card: .none)
        }
        let masked = made.events.map {
          $0.masked { PersonalText.masked($0, of: life.intake.caller) }
        }
        events += masked
        if ticket == nil {
          ticket = Ticket.replaying(masked)
        } else {
          for event in masked { ticket?.apply(event) }
        }
      }
      guard let ticket, let last = commands.last else { throw NoSuchTicket(number: "") }
      return TicketEntry(
        command: last.command.name.rawValue, events: events,
        standing: standing(ticket, machine, at: last.at))
    }
    guard let first = entries.first else { throw NoSuchTicket(number: "") }
    // Written as JSON here, on several threads; only the first still lacks the sealed caller.
    return (first, try entries.dropFirst().map { try $0.change(of: "", expectedVersion: 0) })
  }

  static func day(_ moment: Date) -> String {
    ShanghaiTime.text(moment).prefix(10).replacingOccurrences(of: "-", with: "")
  }

  static func number(_ day: String, _ count: Int) -> String {
    let digits = String(count)
    return "\(day)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}

extension Array where Element: Sendable {
  /// Maps on several threads, in order; the first error is thrown.
  fileprivate func concurrently<Result: Sendable>(
    parts: Int, _ transform: @Sendable (Element) throws -> Result
  ) throws -> [Result] {
    let results = Parts<Result>(count: parts)
    let size = count / parts + 1
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let range = Swift.min(part * size, count)..<Swift.min((part + 1) * size, count)
      results.set(part, Swift.Result { try self[range].map(transform) })
    }
    return try results.all.flatMap { try $0.get() }
  }
}

private final class Parts<Value: Sendable>: @unchecked Sendable {
  // Unchecked: `values` is reached under the lock alone.
  private let lock = NSLock()
  private var values: [Int: Swift.Result<[Value], any Error>] = [:]
  private let count: Int

  init(count: Int) { self.count = count }

  func set(_ part: Int, _ result: Swift.Result<[Value], any Error>) {
    lock.withLock { values[part] = result }
  }

  var all: [Swift.Result<[Value], any Error>] {
    lock.withLock { (0..<count).compactMap { values[$0] } }
  }
}
