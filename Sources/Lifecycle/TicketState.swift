import Foundation

/// The name of a ticket's state, as commands, lists and the play show it.
public enum StateName: String, CaseIterable, Codable, Sendable {
  /// Recorded; nobody has it yet.
  case received
  /// Answered at once from the knowledge base.
  case answered
  /// Not taken, for an entry of the regulation's list.
  case excluded
  /// With a unit that has not signed.
  case dispatched
  /// Signed for, or counted as accepted.
  case signed
  /// The unit asks to return it.
  case returning
  /// Taken back from a unit, not yet with another.
  case reassigning
  /// The unit asks for more time.
  case extending
  /// Being worked on.
  case handling
  /// The unit handed in its result.
  case replied
  /// Closed.
  case completed
  /// The caller was called back.
  case callback
  /// Being done again.
  case redo
  /// Being handled again with a promise to the caller.
  case rehandling
  /// Under supervision.
  case supervised
  /// The caller took it back.
  case withdrawn
  /// In the files; nothing follows.
  case archived
}

/// Where a ticket stands, with what only a ticket in that state has.
public enum TicketState: Codable, Equatable, Sendable {
  /// Recorded, perhaps with a unit asked beforehand.
  case received(Predispatch?)
  /// Answered at once with a knowledge article.
  case answered(article: String)
  /// Not taken, with the entry and what the caller was told.
  case excluded(entry: String, tell: String)
  /// Taken back from a unit; the last assignment is kept.
  case reassigning(Assignment, Predispatch?)
  /// With a unit, in one of the stages.
  case assigned(Assignment, Stage)
  /// The caller took it back.
  case withdrawn(Assignment?)
  /// In the files since a moment.
  case archived(since: Date)

  /// The state's name.
  public var name: StateName {
    switch self {
    case .received: .received
    case .answered: .answered
    case .excluded: .excluded
    case .reassigning: .reassigning
    case .assigned(_, let stage): stage.name
    case .withdrawn: .withdrawn
    case .archived: .archived
    }
  }

  /// The assignment, where a unit has or had the ticket.
  public var assignment: Assignment? {
    switch self {
    case .assigned(let assignment, _), .reassigning(let assignment, _): assignment
    case .withdrawn(let assignment): assignment
    default: nil
    }
  }

  /// The stage with its unit; nil when no unit has the ticket.
  public var stage: Stage? {
    if case .assigned(_, let stage) = self { return stage }
    return nil
  }

  /// The unit asked beforehand that has not answered.
  public var predispatch: Predispatch? {
    switch self {
    case .received(let asked), .reassigning(_, let asked): asked
    default: nil
    }
  }
}

/// How far a unit is with a ticket.
public indirect enum Stage: Codable, Equatable, Sendable {
  /// Sent, not signed.
  case dispatched
  /// Signed or counted as accepted.
  case signed
  /// Being worked on.
  case handling
  /// The unit asked to return; the stage it comes back to if that is refused.
  case returning(ReturnRequest)
  /// The unit asked for more time, in the stage inside.
  case extending(ExtensionRequest, over: Stage)
  /// The result is in.
  case replied(Reply)
  /// Closed at a moment.
  case completed(at: Date)
  /// The caller was called back after closing.
  case callback(closed: Date)
  /// Being done again.
  case redo
  /// Being handled again with a promise.
  case rehandling(Promise)
  /// Supervised, in the stage inside.
  case supervised(over: Stage)

  /// The state's name.
  public var name: StateName {
    switch self {
    case .dispatched: .dispatched
    case .signed: .signed
    case .handling: .handling
    case .returning: .returning
    case .extending: .extending
    case .replied: .replied
    case .completed: .completed
    case .callback: .callback
    case .redo: .redo
    case .rehandling: .rehandling
    case .supervised: .supervised
    }
  }

  /// The stage without supervision over it.
  public var plain: Stage {
    if case .supervised(let inner) = self { return inner.plain }
    return self
  }

  /// When the ticket was closed, if it is.
  public var closed: Date? {
    switch plain {
    case .completed(let at): at
    case .callback(let closed): closed
    default: nil
    }
  }

  /// True while a unit still owes its result.
  public var isOpen: Bool {
    switch plain {
    case .dispatched, .signed, .handling, .returning, .extending, .redo: true
    case .replied, .completed, .callback, .rehandling, .supervised: false
    }
  }

  /// The pending request for more time.
  var extensionRequest: ExtensionRequest? {
    if case .extending(let request, _) = plain { return request }
    return nil
  }

  /// The pending request to return.
  var returnRequest: ReturnRequest? {
    if case .returning(let request) = plain { return request }
    return nil
  }

  /// The promise of a rehandled request.
  var promise: Promise? {
    if case .rehandling(let promise) = plain { return promise }
    return nil
  }

  /// The same supervision over another stage.
  func replacing(_ stage: Stage) -> Stage {
    if case .supervised = self { return .supervised(over: stage) }
    return stage
  }
}
