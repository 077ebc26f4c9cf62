import Foundation
import Hotline

/// A ticket: its request, its state, and what its past decides.
///
/// It is what its events make of it; `Ticket.replaying(_:)` gives the same ticket again.
public struct Ticket: Codable, Equatable, Sendable {
  /// What the hotline wrote down.
  public internal(set) var request: Request
  /// Where it stands.
  public internal(set) var state: TicketState
  /// What happened that later decisions count.
  public internal(set) var record = Record()
  /// Timers and duties already noted.
  public internal(set) var noted: Set<String> = []

  /// What a ticket's past holds that rules count.
  public struct Record: Codable, Equatable, Sendable {
    /// Returns that the centre approved.
    public var returns = 0
    /// Requests for more time that were made.
    public var extensionRequests = 0
    /// Extensions that were granted.
    public var extensions = 0
    /// How often it was done again.
    public var redos = 0
    /// Reminders since the last result.
    public var urges = 0
    /// Results sent back by the centre or the platform.
    public var rejections = 0
    /// Results handed in.
    public var replies: [Reply] = []
    /// Tries to reach the caller.
    public var contacts: [Contact] = []
    /// Ratings, the last of each round as corrected.
    public var ratings: [Rating] = []
    /// Tries to call back in this round.
    public var callbacks = 0
    /// The caller was reached by callback in this round.
    public var reachedByCallback = false
    /// Statements of performance.
    public var statements = 0
    /// Supervision that has not ended, by reason.
    public var supervision: [String] = []
    /// Stage reports and progress told in this assignment.
    public var progress: [Date] = []
    /// The class of a dissatisfied request.
    public var judged: String?
    /// The last closing.
    public var closed: Date?
    /// First receipts by unit.
    public var firstReceipts: [String: Date] = [:]
    /// Facts that the caller added.
    public var supplements: [String] = []
    /// Filings as a case, or to justice.
    public var filings: [Filing] = []
    /// Levels that were asked whether to take the request, in order.
    public var escalations: [String] = []
    /// To whom a sign of an emergency was reported.
    public var reportsUp: [String] = []
    /// The city to which the request was handed.
    public var transferredTo: String?
  }

  /// The last rating of a result that was not sent back, if any.
  public var rating: Rating? { record.ratings.last { $0.ofRejected != true } }
  /// The rating of the present round's result.
  var ratingOfRound: Rating? { rating.flatMap { $0.round == record.redos ? $0 : nil } }
  /// Rounds that the caller was dissatisfied with, and it counts.
  var dissatisfied: Int { record.ratings.filter(\.countsAgainst).count }
  /// The running limit for completing the ticket.
  public var due: Date? {
    guard case .assigned(let assignment, let stage) = state else { return nil }
    switch stage.plain {
    case .rehandling(let promise): return promise.due
    case .completed, .callback, .supervised: return nil
    case .dispatched, .signed, .handling, .returning, .extending, .replied, .redo:
      return assignment.limit?.due
    }
  }

  init(_ request: Request) {
    self.request = request
    state = .received(nil)
  }

  /// The ticket that a list of events makes; nil when the first is no receipt.
  public static func replaying(_ events: [TicketEvent]) -> Ticket? {
    guard case .received(let request)? = events.first?.change else { return nil }
    var ticket = Ticket(request)
    for event in events.dropFirst() { ticket.apply(event) }
    return ticket
  }
}
