import Foundation
import Hotline

extension Ticket {
  /// Changes the ticket as an event says; decides nothing.
  public mutating func apply(_ event: TicketEvent) {
    switch event.change {
    case .received: break
    case .answered(let article):
      state = .answered(article: article)
      record.closed = event.at
    case .excluded(let entry, let tell):
      state = .excluded(entry: entry, tell: tell)
      record.closed = event.at
      record.supervision = []
    case .predispatched(let asked): set(asked)
    case .predispatchAccepted, .predispatchRefused: set(nil)
    case .dispatched(let assignment): assign(assignment, .dispatched, at: event.at)
    case .unitFixed(let assignment, _):
      assign(assignment, assignment.signed == nil ? .dispatched : .handling, at: event.at)
    case .redoOrdered(let assignment):
      record.redos += 1
      record.callbacks = 0
      record.reachedByCallback = false
      record.urges = 0
      record.closed = nil
      assign(assignment, .redo, at: event.at)
    case .archived:
      record.closed = record.closed ?? event.at
      state = .archived(since: event.at)
    case .solved: file(at: event.at)
    case .transferred(let city, _):
      record.transferredTo = city
      file(at: event.at)
    case .withdrawn:
      record.closed = event.at
      record.supervision = []
      state = .withdrawn(state.assignment)
    case .noted(let name, let key):
      noted.insert(key)
      if name == "reminded" { record.urges += 1 }
    default:
      applyToRecord(event)
      applyToDispute(event)
      applyToStage(event)
    }
  }

  private mutating func set(_ asked: Predispatch?) {
    switch state {
    case .received: state = .received(asked)
    case .reassigning(let assignment, _): state = .reassigning(assignment, asked)
    default: break
    }
  }

  /// Closes the ticket for good; nothing is left to supervise.
  private mutating func file(at moment: Date) {
    record.closed = moment
    record.supervision = []
    state = .archived(since: moment)
  }

  private mutating func assign(_ assignment: Assignment, _ stage: Stage, at: Date) {
    // A ticket taken back has no stage, and its supervision goes on with the next unit.
    let supervised = !record.supervision.isEmpty
    record.firstReceipts[assignment.lead] = assignment.firstReceipt
    record.progress = []
    state = .assigned(assignment, supervised ? .supervised(over: stage) : stage)
  }

  private mutating func applyToRecord(_ event: TicketEvent) {
    switch event.change {
    case .returnApproved: record.returns += 1
    case .extensionRequested: record.extensionRequests += 1
    case .extensionApproved, .extensionDeemed: record.extensions += 1
    case .contacted(let contact): record.contacts.append(contact)
    case .supplemented(let text): record.supplements.append(text)
    case .replied(let reply):
      record.replies.append(reply)
      record.urges = 0
    case .completionApproved: record.closed = event.at
    case .completionRejected:
      record.rejections += 1
      record.closed = nil
      askAnew()
    case .calledBack(let reached, _, _):
      record.callbacks += 1
      if reached { record.reachedByCallback = true }
    case .rated(let rating): record.ratings.append(rating)
    case .ratingCorrected(let value, _, let fault, let excluded):
      if let last = record.ratings.popLast() {
        record.ratings.append(last.corrected(value, fault, excluded))
      }
    case .statementMade: record.statements += 1
    case .judged(let kind, _): record.judged = kind
    case .progressTold: record.progress.append(event.at)
    case .urged: record.urges += 1
    case .supervised(let reason): record.supervision.append(reason)
    case .supervisionResolved: record.supervision = []
    case .caseFiled(let filing):
      record.filings.append(filing)
      record.closed = event.at
      record.urges = 0
    case .escalated(let level, _): record.escalations.append(level)
    case .reportedUp(let level, _): record.reportsUp.append(level)
    default: break
    }
  }

  /// What the caller said of a result that was sent back is kept and no longer stands.
  private mutating func askAnew() {
    for index in record.ratings.indices where record.ratings[index].round == record.redos {
      record.ratings[index].ofRejected = true
    }
    record.callbacks = 0
    record.reachedByCallback = false
  }

  /// What a dispute does to the assignment, which also one taken back still has.
  private mutating func applyToDispute(_ event: TicketEvent) {
    guard var hand = state.assignment else { return }
    switch event.change {
    case .disputeRaised(let dispute): hand.dispute = dispute
    case .evidenceGiven(let evidence):
      hand.dispute?.evidence.append(evidence)
      if hand.dispute?.units.contains(evidence.unit) == false {
        hand.dispute?.units.append(evidence.unit)
      }
    // Whoever signs, or has its return decided, is no longer in dispute.
    case .signed, .deemedAccepted, .returnApproved, .returnRefused: hand.dispute = nil
    default: return
    }
    switch state {
    case .assigned(_, let stage): state = .assigned(hand, stage)
    case .reassigning(_, let asked): state = .reassigning(hand, asked)
    default: break
    }
  }

  private mutating func applyToStage(_ event: TicketEvent) {
    guard case .assigned(var hand, var stage) = state else { return }
    switch event.change {
    case .signed(_, let limit), .deemedAccepted(let limit):
      hand.signed = event.at
      hand.limit = limit
      if stage.plain == .dispatched { stage = stage.replacing(.signed) }
    case .coSigned(let unit): hand.coSigned.append(unit)
    case .innerAssigned(let unit, let by):
      let handing = Handing(by: by ?? hand.lead, to: unit, at: event.at)
      hand.handings = (hand.handings ?? []) + [handing]
      hand.inner = unit
      if stage.plain == .signed { stage = stage.replacing(.handling) }
    case .returnRequested(let request): stage = stage.replacing(.returning(request))
    case .returnApproved:
      hand.limit = nil
      state = .reassigning(hand, nil)
      return
    case .returnRefused(let limit, let accepted):
      hand.limit = limit
      stage = stage.replacing(accepted ? .handling : .dispatched)
    case .extensionRequested(let request):
      stage = stage.replacing(.extending(request, over: stage.plain))
    case .extensionApproved(let limit, _), .extensionDeemed(let limit, _):
      hand.limit = limit
      stage = Self.after(extending: stage)
    case .extensionRefused: stage = Self.after(extending: stage)
    case .limitRestarted(let limit): hand.limit = limit
    case .limitRecalculated(let anew):
      if let limit = anew.limit { hand.limit = limit }
      if let promise = anew.promise, case .rehandling = stage.plain {
        stage = stage.replacing(.rehandling(promise))
      }
    case .replied(let reply): stage = stage.replacing(.replied(reply))
    case .completionApproved, .caseFiled:
      stage = stage.replacing(.completed(at: event.at))
    case .jointHandlingOrdered(let units, _, let limit):
      hand.co += units
      hand.limit = limit
    case .completionRejected(_, let limit):
      hand.limit = limit
      stage = stage.replacing(record.redos > 0 ? .redo : .handling)
    case .calledBack(let reached, _, _):
      if reached, case .completed(let at) = stage.plain {
        stage = stage.replacing(.callback(closed: at))
      }
    case .judged(_, let promise):
      if let promise {
        stage = stage.replacing(.rehandling(promise))
      } else {
        file(at: event.at)
        return
      }
    case .progressTold:
      if case .rehandling(var promise) = stage.plain {
        promise.lastProgress = event.at
        stage = stage.replacing(.rehandling(promise))
      }
    case .promiseExtended(let due, let every, let guessed, _):
      if case .rehandling(var promise) = stage.plain {
        if promise.every == nil, every != nil {
          promise.every = every
          promise.lastProgress = promise.due ?? event.at
        }
        promise.due = due
        promise.guessed = guessed
        promise.extensions += 1
        stage = stage.replacing(.rehandling(promise))
      }
    case .supervised:
      if stage.name != .supervised { stage = .supervised(over: stage) }
    case .supervisionResolved: stage = stage.plain
    default: break
    }
    state = .assigned(hand, stage)
  }

  /// The stage in which a ticket goes on once its request for more time is decided.
  private static func after(extending stage: Stage) -> Stage {
    guard case .extending(_, let inner) = stage.plain else { return stage }
    let next: Stage
    switch inner {
    case .signed, .dispatched: next = .handling
    default: next = inner
    }
    return stage.replacing(next)
  }
}
