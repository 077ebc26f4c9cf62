import Foundation
import Hotline
import Lifecycle
import Sealing
import SQLite

/// What a caller sees of a ticket with its number and code.
///
/// Source: 中山办法第十九条.
public struct CallerProgress: Sendable {
  /// The number.
  public var number: String
  /// The state in plain words.
  public var state: String
  /// When the request was taken.
  public var received: Date
  /// The unit that leads, once there is one.
  public var unit: String?
  /// Until when it should be done.
  public var due: Date?
  /// Why and until when it takes longer, the last first.
  public var extensions: [String]
  /// The unit's reply, once the ticket is closed.
  public var reply: String?
  /// What happened, with its time, oldest first.
  public var steps: [(at: Date, what: String)]
}

/// Somebody tries out codes.
public struct TooManyGuesses: Error, Equatable, Sendable {
  /// In how many seconds one may try again.
  public let seconds: Int
}

/// Wrong codes for one ticket.
struct ProgressGuesses: Sendable {
  var wrong = 0
  var since: Date
}

extension TicketOffice {
  /// Wrong codes that one ticket bears in an hour.
  static let mostGuesses = 30

  /// The code with which the caller sees the progress: 8 characters that follow from the number
  /// and a key that stays secret.
  public func code(of number: String) throws -> String {
    let letters = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
    var digits = Array(try keys.index.of("progress:\(number)"))
    var code = ""
    while code.count < 8, digits.count >= 4 {
      let value = Int(String(digits.prefix(4)), radix: 16) ?? 0
      digits.removeFirst(4)
      code.append(letters[value % letters.count])
    }
    return code
  }

  /// The progress of a ticket for somebody who holds its code.
  ///
  /// - Throws: `NoSuchTicket` for a wrong number or code alike, `TooManyGuesses`.
  public func progress(of number: String, code: String) throws -> CallerProgress {
    try allowGuess(number)
    let asked = code.uppercased().filter { !$0.isWhitespace }
    guard Signature.equals(asked, try self.code(of: number)),
      let found = try pool.read({ try record(number, $0) })
    else {
      noteWrong(number)
      throw NoSuchTicket(number: number)
    }
    guesses.withLock { $0[number] = nil }
    return try progress(of: found)
  }

  /// Takes the caller's own rating, given with the code.
  ///
  /// Source: 中山办法第二十三条: the caller may choose the web.
  /// - Parameter key: a key of the sender's under which it is done only once.
  /// - Throws: `NoSuchTicket`, `TooManyGuesses`, `Refusal`, `CommandRefused`, `OnceKeyReused`.
  public func rate(
    _ number: String, code: String, value: String, key: String? = nil
  ) throws -> CallerProgress {
    let seen = try progress(of: number, code: code)
    // All callers act under one name: one's key is none of another's business.
    let key = key.map { "\(number) \($0)" }
    let stored = try record(number, for: .caller)
    guard stored.ticket.record.closed != nil else {
      throw InputProblem(
        code: "not_closed", field: "number", message: "\(seen.state)，办结以后才能评价")
    }
    let fields = try JSONSerialization.data(withJSONObject: ["value": value])
    _ = try act(.rate, on: number, fields: fields, by: .caller, key: key)
    return try progress(of: number, code: code)
  }

  private func progress(of record: TicketRecord) throws -> CallerProgress {
    let ticket = record.ticket
    let events = try entries(of: record.number).flatMap(\.body.events)
    let closed = ticket.record.closed != nil
    return CallerProgress(
      number: record.number,
      state: (ticket.state.stage?.plain.name ?? ticket.state.name).forCallers,
      received: ticket.request.at,
      unit: ticket.state.assignment?.lead, due: ticket.due,
      extensions: Self.extensions(events),
      reply: closed ? ticket.record.replies.last?.text : nil,
      steps: events.compactMap { event in event.forCallers.map { (event.at, $0) } })
  }

  /// Each extension that was granted, with its reason and new limit, the last first.
  private static func extensions(_ events: [TicketEvent]) -> [String] {
    var reason = ""
    var list: [String] = []
    for event in events {
      switch event.change {
      case .extensionRequested(let request): reason = request.reason
      case .extensionApproved(let limit, _), .extensionDeemed(let limit, _):
        let until = limit.map { "，新的期限是 \(ShanghaiTime.minute($0.due))" } ?? ""
        list.append("因“\(reason)”延期\(until)")
      default: break
      }
    }
    return list.reversed()
  }

  private func allowGuess(_ number: String) throws {
    let at = now()
    try guesses.withLock { guesses in
      if guesses.count > 10_000 {
        guesses = guesses.filter { at.timeIntervalSince($0.value.since) < 3600 }
      }
      guard let tried = guesses[number], tried.wrong >= Self.mostGuesses else { return }
      let left = 3600 - at.timeIntervalSince(tried.since)
      if left > 0 { throw TooManyGuesses(seconds: Int(left.rounded(.up))) }
      guesses[number] = nil
    }
  }

  private func noteWrong(_ number: String) {
    let at = now()
    guesses.withLock { $0[number, default: ProgressGuesses(since: at)].wrong += 1 }
  }
}
