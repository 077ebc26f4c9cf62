import Foundation
import Hotline
import Regulations

/// One command on its way: the ticket so far, what happened, and what stands against it.
struct Step {
  let rules: Rulebook
  let clock: WorkClock
  let now: Date
  var ticket: Ticket
  var events: [TicketEvent] = []
  var grounds: [Refusal.Ground] = []
  /// True while only tried: then nobody reads what else might be done.
  var isTrial = false

  /// Adds an event and lets the ticket take it in.
  mutating func emit(_ change: TicketEvent.Change, _ sources: [String?] = [], at: Date? = nil) {
    var seen: Set<String> = []
    let known = sources.compactMap { $0 }.filter { seen.insert($0).inserted }
    let event = TicketEvent(at: at ?? now, change: change, sources: known)
    events.append(event)
    ticket.apply(event)
  }

  /// Adds an event that is noted only once under its key.
  mutating func note(_ name: String, key: String? = nil, _ sources: [String?], at: Date? = nil) {
    let key = key ?? name
    guard !ticket.noted.contains(key) else { return }
    emit(.noted(name: name, key: key), sources, at: at)
  }

  /// Adds a ground for refusing.
  mutating func refuse(_ ground: String, _ source: String?, _ command: CommandName, instead: String)
  {
    grounds.append(
      Refusal.Ground(ground, source: source ?? rules.process(of: command), instead: instead))
  }

  /// The assignment; nil when no unit has the ticket.
  var hand: Assignment? {
    if case .assigned(let hand, _) = ticket.state { return hand }
    return nil
  }

  /// The stage without supervision.
  var stage: Stage? { ticket.state.stage?.plain }

  /// Carries a command out: emits events, or adds grounds and emits none.
  mutating func perform(_ command: TicketCommand) {
    if case .tick = command { return }
    guard fits(command.name) else { return }
    let first = events.count
    carryOut(command)
    guard events.count > first, let source = rules.step(command.name),
      !events[first].sources.contains(source)
    else { return }
    events[first].sources.append(source)
  }

  private mutating func carryOut(_ command: TicketCommand) {
    switch command {
    case .receive, .tick: break
    case .answer(let article): answer(article)
    case .exclude(let entry, let tell): exclude(entry, tell)
    case .predispatch(let unit): predispatch(unit)
    case .acceptPredispatch(let unit): acceptPredispatch(unit)
    case .refusePredispatch(let unit, let reason, let signedBy):
      refusePredispatch(unit, reason, signedBy)
    case .dispatch(let lead, let co, let terms, let approvedBy):
      dispatch(lead, co, terms, approvedBy)
    case .sign(let by): sign(by)
    case .assignInner(let by, let to): assignInner(by, to)
    case .requestReturn(let by, let reason, let basis, let suggest, let signedBy):
      requestReturn(
        by,
        ReturnRequest(
          at: now, reason: reason, basis: basis, suggest: suggest, signedBy: signedBy,
          wasSigned: hand?.signed != nil))
    case .approveReturn(let lead, let approvedBy): approveReturn(lead, approvedBy)
    case .refuseReturn: refuseReturn()
    case .fixUnit(let lead, let by, let due): fixUnit(lead, by, due)
    case .requestExtension(let by, let reason, let days, let stage, let told, let signedBy):
      requestExtension(by, reason, days: days, stage: stage, told: told, signedBy: signedBy)
    case .approveExtension: approveExtension()
    case .refuseExtension: emit(.extensionRefused, [rules.cite(.extensionDecidedBy)])
    default: performLater(command)
    }
  }

  private mutating func performLater(_ command: TicketCommand) {
    switch command {
    case .contact(let by, let reached, let proof, let slot): contact(by, reached, proof, slot)
    case .supplement(let text): supplement(text)
    case .forceMajeure(let note): forceMajeure(note)
    case .withdraw(let byUnit): withdraw(byUnit)
    case .reply(let by, let text, let parts, let approvedBy, let contact, let papers):
      reply(
        ReplyDraft(
          by: by, text: text, parts: parts, approvedBy: approvedBy,
          contact: contact || !papers.contact.isEmpty, papers: papers))
    case .approveCompletion: approveCompletion()
    case .rejectCompletion(let reason, let due): rejectCompletion(reason, due)
    case .callback(let reached, let way, let reason): callback(reached, way, reason)
    case .rate(let value, let fault, let excluded): rate(value, fault, excluded)
    case .correctRating(let value, let reason, let fault, let excluded):
      correctRating(value, reason, fault, excluded)
    case .redo(let by): redo(by)
    case .statement(let by, let text): statement(by, text)
    case .judge(let by, let kind, let promise): judge(by, kind, promise)
    case .progress(let by): progress(by)
    case .extendPromise(let by, let reason): extendPromise(by, reason)
    case .solve(let by): solve(by)
    case .urge: emit(.urged, [rules.cite(.reminderBefore)])
    case .supervise(let reason): supervise(reason)
    case .resolveSupervision: resolveSupervision()
    case .archive: archive()
    default: performAround(command)
    }
  }

  private mutating func performAround(_ command: TicketCommand) {
    switch command {
    case .transfer(let to, let reason): transfer(to, reason)
    case .fileCase(let by, let papers): fileCase(by, papers)
    case .escalate(let to, let reason): escalate(to, reason)
    case .dispute(let by, let evidence): dispute(by, evidence)
    case .jointHandling(let units, let by, let due): jointHandling(units, by, due)
    case .reportUp(let to, let text): reportUp(to, text)
    default: break
    }
  }

  /// Refuses a command that the state does not allow.
  private mutating func fits(_ command: CommandName) -> Bool {
    let state = ticket.state.name
    var allowed = CommandTable.allows(command, in: state)
    if state == .supervised, let stage, command != .supervise, command != .resolveSupervision {
      allowed = CommandTable.allows(command, in: stage.name)
    }
    if allowed { return true }
    let possible = isTrial ? "" : fittingCommands.map(\.words).joined(separator: "、")
    refuse(
      command == .receive ? "工单已经登记，不能重复登记" : "工单处于“\(state.words)”，不能\(command.words)",
      reasonInState(command), command,
      instead: possible.isEmpty ? "工单已归档，不再变动；新的诉求另行登记" : "这时可以：\(possible)")
    return false
  }

  /// The article that speaks of a command in this very state, where one does.
  private func reasonInState(_ command: CommandName) -> String? {
    guard let stage else { return nil }
    switch command {
    case .callback where !stage.isOpen: return rules.cite(.completionReviewed)
    case .requestExtension where ticket.record.redos > 0: return rules.cite(.redoExtension)
    default: return nil
    }
  }

  /// Refuses somebody who does not lead.
  mutating func requireLead(_ by: String, _ command: CommandName) {
    guard let hand, by != hand.lead else { return }
    refuse(
      "“\(by)”不是主办单位，主办单位是“\(hand.lead)”", rules.cite(.leadOnly), command,
      instead: "由“\(hand.lead)”办理，其他单位把意见交给它汇总")
  }
}
