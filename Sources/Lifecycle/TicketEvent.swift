import Foundation
import Hotline

/// Something that happened to a ticket, with the articles behind it.
public struct TicketEvent: Codable, Equatable, Sendable {
  /// When it took effect; a late timer's event bears the time at which it was due.
  public var at: Date
  /// What changed.
  public var change: Change
  /// The articles that it rests on, as they are shown.
  public var sources: [String]

  /// What a ticket's event changes.
  public enum Change: Codable, Equatable, Sendable {
    case received(Request)
    case answered(article: String)
    case excluded(entry: String, tell: String)
    case predispatched(Predispatch)
    case predispatchAccepted(unit: String)
    case predispatchRefused(unit: String, reason: String, signedBy: String? = nil)
    case dispatched(Assignment)
    case signed(by: String, limit: Limit?)
    case deemedAccepted(limit: Limit?)
    case coSigned(unit: String)
    case innerAssigned(to: String, by: String? = nil)
    case returnRequested(ReturnRequest)
    case returnApproved
    case returnRefused(limit: Limit?, accepted: Bool)
    case unitFixed(Assignment, by: String)
    case extensionRequested(ExtensionRequest)
    case extensionApproved(limit: Limit?, reason: String? = nil)
    case extensionRefused
    /// Told in time and not decided on; it took effect by itself.
    case extensionDeemed(limit: Limit?, reason: String? = nil)
    case contacted(Contact)
    case unreachableTold
    case supplemented(text: String)
    case forceMajeureNoted(note: String)
    case limitRestarted(Limit)
    /// The holidays of a year became known through which a limit runs.
    case limitRecalculated(Recalculation)
    case withdrawn
    case replied(Reply)
    case completionApproved
    case completionRejected(reason: String, limit: Limit?)
    case calledBack(reached: Bool, way: String? = nil, reason: String? = nil)
    case rated(Rating)
    case ratingCorrected(
      RatingValue, reason: String, fault: Fault? = nil, excluded: String? = nil)
    case redoOrdered(Assignment)
    case statementMade(text: String)
    case judged(kind: String, Promise?)
    case progressTold
    case promiseExtended(
      due: Date, every: TimeSpan? = nil, guessed: [Int]? = nil, reason: String? = nil)
    case solved
    case urged
    case supervised(reason: String)
    case supervisionResolved
    case archived
    case transferred(to: String, reason: String?)
    case caseFiled(Filing)
    case escalated(to: String, reason: String?)
    case disputeRaised(Dispute)
    case evidenceGiven(Evidence)
    case jointHandlingOrdered(units: [String], by: String?, limit: Limit?)
    case reportedUp(to: String, text: String)
    /// A timer or a duty, noted once under its key.
    case noted(name: String, key: String)
  }

  /// The event's name as the play shows it, such as `deemed-accepted`.
  public var name: String {
    switch change {
    case .received: "received"
    case .answered: "answered"
    case .excluded: "excluded"
    case .predispatched: "predispatched"
    case .predispatchAccepted: "predispatch-accepted"
    case .predispatchRefused: "predispatch-refused"
    case .dispatched: "dispatched"
    case .signed: "signed"
    case .deemedAccepted: "deemed-accepted"
    case .coSigned: "co-signed"
    case .innerAssigned: "inner-assigned"
    case .returnRequested: "return-requested"
    case .returnApproved: "return-approved"
    case .returnRefused: "return-refused"
    case .unitFixed: "unit-fixed"
    case .extensionRequested: "extension-requested"
    case .extensionApproved: "extension-approved"
    case .extensionRefused: "extension-refused"
    case .contacted(let contact): contact.reached ? "contacted" : "contact-failed"
    case .unreachableTold: "unreachable-told"
    case .supplemented: "supplemented"
    case .forceMajeureNoted: "force-majeure-noted"
    case .limitRestarted: "limit-restarted"
    case .limitRecalculated: "limit-recalculated"
    case .withdrawn: "withdrawn"
    case .replied: "replied"
    case .completionApproved: "completed"
    case .completionRejected: "completion-rejected"
    case .calledBack(let reached, _, _): reached ? "called-back" : "callback-failed"
    case .rated: "rated"
    case .ratingCorrected: "rating-corrected"
    case .redoOrdered: "redo-ordered"
    case .statementMade: "statement-made"
    case .judged: "judged"
    case .progressTold: "progress-told"
    case .promiseExtended: "promise-extended"
    case .solved: "solved"
    case .urged: "urged"
    case .supervised: "supervised"
    case .supervisionResolved: "supervision-resolved"
    case .archived: "archived"
    case .extensionDeemed: "extension-deemed"
    case .transferred: "transferred"
    case .caseFiled: "case-filed"
    case .escalated: "escalated"
    case .disputeRaised: "dispute-raised"
    case .evidenceGiven: "evidence-given"
    case .jointHandlingOrdered: "joint-handling-ordered"
    case .reportedUp: "reported-up"
    case .noted(let name, _): name
    }
  }
}
