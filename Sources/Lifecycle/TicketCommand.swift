import Foundation
import Hotline

/// The name of a command, as scripts and routes write it.
public enum CommandName: String, CaseIterable, Codable, Sendable {
  case receive, answer, exclude, predispatch
  case acceptPredispatch = "accept-predispatch"
  case refusePredispatch = "refuse-predispatch"
  case dispatch, sign
  case assignInner = "assign-inner"
  case requestReturn = "request-return"
  case approveReturn = "approve-return"
  case refuseReturn = "refuse-return"
  case fixUnit = "fix-unit"
  case requestExtension = "request-extension"
  case approveExtension = "approve-extension"
  case refuseExtension = "refuse-extension"
  case contact, supplement
  case forceMajeure = "force-majeure"
  case withdraw, reply
  case approveCompletion = "approve-completion"
  case rejectCompletion = "reject-completion"
  case callback, rate
  case correctRating = "correct-rating"
  case redo, statement, judge, progress
  case extendPromise = "extend-promise"
  case solve, urge, supervise
  case resolveSupervision = "resolve-supervision"
  case archive, transfer
  case fileCase = "file-case"
  case escalate, dispute
  case jointHandling = "joint-handling"
  case reportUp = "report-up"
  case tick
}

/// What somebody wants done with a ticket.
public enum TicketCommand: Equatable, Sendable {
  /// A call is recorded; `at` in the request is when it is played.
  case receive(Request)
  /// Answered at once from the knowledge base.
  case answer(article: String)
  /// Not taken.
  case exclude(entry: String, tell: String)
  /// A unit is asked beforehand.
  case predispatch(unit: String)
  /// The unit says the matter is its own.
  case acceptPredispatch(unit: String)
  /// The unit says it is not.
  case refusePredispatch(unit: String, reason: String, signedBy: String?)
  /// Sent to a lead and its co-handlers.
  case dispatch(lead: String, co: [String], terms: Terms, approvedBy: String?)
  /// A unit signs for it.
  case sign(by: String)
  /// The lead gives it to an office or lower unit.
  case assignInner(by: String, to: String)
  /// The unit asks to return it.
  case requestReturn(
    by: String, reason: String, basis: String?, suggest: String?, signedBy: String?)
  /// The centre takes it back, perhaps naming the next unit.
  ///
  /// Where a leader must fix the unit, `approvedBy` is the leader who did.
  case approveReturn(lead: String?, approvedBy: String? = nil)
  /// The centre leaves it with the unit.
  case refuseReturn
  /// A leader or a meeting fixes the unit; a coordination meeting may also set the time.
  case fixUnit(lead: String, by: String, due: Date? = nil)
  /// The unit asks for more time.
  case requestExtension(
    by: String, reason: String, days: Int?, stage: String?, toldCaller: Bool, signedBy: String?)
  /// More time is granted.
  case approveExtension
  /// More time is refused.
  case refuseExtension
  /// The caller was tried.
  case contact(by: String, reached: Bool, proof: String?, slot: String?)
  /// The caller adds facts.
  case supplement(text: String)
  /// Force majeure, or a changed law.
  case forceMajeure(note: String)
  /// The caller takes it back, told to the hotline or to the unit.
  case withdraw(byUnit: Bool)
  /// The unit hands in its result.
  case reply(
    by: String, text: String, parts: [String: String], approvedBy: String?, contact: Bool,
    papers: ReplyPapers = ReplyPapers())
  /// The centre closes it.
  case approveCompletion
  /// The centre sends it back to the unit, or the platform above does, which may set the time.
  case rejectCompletion(reason: String, due: Date? = nil)
  /// The caller is called back, in some way; another than the chosen one needs a reason.
  case callback(reached: Bool, way: String? = nil, reason: String? = nil)
  /// The caller rates.
  case rate(value: RatingValue, fault: Fault?, excluded: String?)
  /// A wrong rating is put right, or a bad one gets the finding whose fault it is.
  case correctRating(
    value: RatingValue, reason: String, fault: Fault? = nil, excluded: String? = nil)
  /// A unit does it again.
  case redo(by: String)
  /// The unit states what it did (履职情况说明).
  case statement(by: String, text: String)
  /// A dissatisfied request is signed and put into a class.
  case judge(by: String, kind: String, promise: String?)
  /// The caller hears of the progress, or a stage is reported.
  case progress(by: String)
  /// A promise is extended.
  case extendPromise(by: String, reason: String)
  /// A rehandled request is solved.
  case solve(by: String)
  /// The unit is reminded.
  case urge
  /// The ticket is put under supervision.
  case supervise(reason: String)
  /// Supervision ends.
  case resolveSupervision
  /// It goes to the files.
  case archive
  /// A request of another city of the province is handed there.
  case transfer(to: String, reason: String?)
  /// The matter is filed as an administrative case or handed to justice, with its papers.
  case fileCase(by: String, papers: [String])
  /// Whoever took the call cannot decide and asks the next level.
  case escalate(to: String, reason: String?)
  /// A unit disputes that the matter is its own, or hands in evidence in a dispute.
  case dispute(by: String, evidence: String?)
  /// Several units handle it together; a coordination meeting may also set the time.
  case jointHandling(units: [String], by: String?, due: Date?)
  /// A sign of an emergency is reported upward.
  case reportUp(to: String, text: String)
  /// Due timers act.
  case tick

  /// The command's name.
  public var name: CommandName {
    switch self {
    case .receive: .receive
    case .answer: .answer
    case .exclude: .exclude
    case .predispatch: .predispatch
    case .acceptPredispatch: .acceptPredispatch
    case .refusePredispatch: .refusePredispatch
    case .dispatch: .dispatch
    case .sign: .sign
    case .assignInner: .assignInner
    case .requestReturn: .requestReturn
    case .approveReturn: .approveReturn
    case .refuseReturn: .refuseReturn
    case .fixUnit: .fixUnit
    case .requestExtension: .requestExtension
    case .approveExtension: .approveExtension
    case .refuseExtension: .refuseExtension
    case .contact: .contact
    case .supplement: .supplement
    case .forceMajeure: .forceMajeure
    case .withdraw: .withdraw
    case .reply: .reply
    case .approveCompletion: .approveCompletion
    case .rejectCompletion: .rejectCompletion
    case .callback: .callback
    case .rate: .rate
    case .correctRating: .correctRating
    case .redo: .redo
    case .statement: .statement
    case .judge: .judge
    case .progress: .progress
    case .extendPromise: .extendPromise
    case .solve: .solve
    case .urge: .urge
    case .supervise: .supervise
    case .resolveSupervision: .resolveSupervision
    case .archive: .archive
    case .transfer: .transfer
    case .fileCase: .fileCase
    case .escalate: .escalate
    case .dispute: .dispute
    case .jointHandling: .jointHandling
    case .reportUp: .reportUp
    case .tick: .tick
    }
  }
}
