import Catalogue
import Foundation
import Hotline
import Journal
import Lifecycle
import Regulations
import SQLite
import Sealing
import Synchronization

/// Carries out what is done with tickets: asks the lifecycle, records the answer in the journal,
/// reads tickets and lists.
///
///     let office = TicketOffice(journal: journal, pool: pool, keys: keys, books: { books }) {
///       catalogue
///     }
///     let ticket = try office.receive(intake, by: seat)
///     try office.act(.sign, on: ticket.number, fields: json, by: seat)
///
/// Used by any number of threads at once.
public final class TicketOffice: Sendable {
  let journal: EventJournal
  let pool: ConnectionPool
  let keys: RecordKeys
  private let shelf: @Sendable () -> TicketBooks
  let catalogue: @Sendable () -> DispatchCatalogue
  let now: @Sendable () -> Date
  let sendsMessages: Bool
  let lastNumber = Mutex<String>("")
  let pairCounts = PairCounts()
  /// A destroyed key may still stand in the write-ahead log.
  let unscrubbed = Mutex(false)
  let guesses = Mutex<[String: ProgressGuesses]>([:])

  /// Makes an office.
  ///
  /// - Parameters:
  ///   - books: gives the regulations by which tickets are judged.
  ///   - catalogue: gives the dispatch catalogue in force.
  ///   - now: the clock.
  ///   - sendsMessages: what happens is told to callers and units.
  public init(
    journal: EventJournal, pool: ConnectionPool, keys: RecordKeys,
    books: @escaping @Sendable () -> TicketBooks,
    now: @escaping @Sendable () -> Date = { Date() }, sendsMessages: Bool = true,
    catalogue: @escaping @Sendable () -> DispatchCatalogue
  ) {
    self.journal = journal
    self.pool = pool
    self.keys = keys
    shelf = books
    self.now = now
    self.sendsMessages = sendsMessages
    self.catalogue = catalogue
  }

  /// The regulations in force.
  var books: TicketBooks { shelf() }

  /// The regulations in force, for another office over the same tickets.
  public var booksInForce: TicketBooks { shelf() }

  /// The clock in whole milliseconds, as the journal keeps time.
  var clock: Date { now().inWholeMilliseconds }
}

/// Who does something: an account, and the unit whose tickets alone it may see, if it is bound.
public struct Seat: Equatable, Sendable {
  /// The account's name.
  public var name: String
  /// The handling unit; nil for the hotline's own people.
  public var unit: String?

  /// Names somebody who acts.
  public init(name: String, unit: String? = nil) {
    self.name = name
    self.unit = unit
  }

  /// The caller, who came with number and code.
  public static let caller = Seat(name: "诉求人")
  /// The timers, which nobody pushes.
  public static let timers = Seat(name: "系统计时")
}

/// The regulations by which tickets are judged, with the calendar.
public struct TicketBooks: Sendable {
  /// The regulation for a new ticket.
  public let own: String
  /// The standard laid over it; nil for none.
  public let layer: String?
  private let machines: [String: TicketMachine]
  private let versions: [String: String]

  /// Makes the books.
  ///
  /// - Parameters:
  ///   - own: id of the regulation for new tickets.
  ///   - layer: id of the standard over it.
  ///   - machines: for each key made by ``key(_:_:)``.
  ///   - versions: for the same keys a text that changes when the rules change.
  public init(
    own: String, layer: String? = nil, machines: [String: TicketMachine],
    versions: [String: String] = [:]
  ) {
    self.own = own
    self.layer = layer
    self.machines = machines
    self.versions = versions
  }

  /// How a regulation with its layer is looked up.
  public static func key(_ profile: String, _ layer: String?) -> String {
    layer.map { "\(profile)+\($0)" } ?? profile
  }

  func machine(_ profile: String, _ layer: String?) throws -> TicketMachine {
    guard let machine = machines[Self.key(profile, layer)] else {
      throw InputProblem(
        code: "unknown_profile", field: "profile", message: "没有装入规定“\(Self.key(profile, layer))”")
    }
    return machine
  }

  func version(_ profile: String, _ layer: String?) -> String {
    versions[Self.key(profile, layer)] ?? ""
  }

  /// The regulations with their layers that are installed.
  var keys: [String] { machines.keys.sorted() }

  /// Every version in force.
  var allVersions: [String] { Array(Set(machines.keys.map { versions[$0] ?? "" })).sorted() }
}

/// There is no such ticket, or it is not this seat's to see.
public struct NoSuchTicket: Error, Equatable, Sendable {
  /// The number that was asked for.
  public let number: String
}

/// A command that the regulation refuses, and how the ticket stands.
public struct CommandRefused: Error, Sendable {
  /// All grounds with their articles.
  public let refusal: Refusal
  /// The ticket.
  public let number: String
  /// Its state.
  public let state: String
  /// Its running limit.
  public let due: Date?
  /// Its card.
  public let card: Card
}
