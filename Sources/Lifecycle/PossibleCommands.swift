import Foundation
import Hotline
import Regulations

extension TicketMachine {
  /// What may be done with a ticket now: the commands that would be carried out, given complete papers.
  ///
  /// Each is tried with every paper that the regulation asks for; what is refused all the same (too
  /// late, too often, not in this state) is not listed.
  public func commands(for ticket: Ticket, at now: Date) -> [CommandName] {
    var step = Step(rules: rules, clock: clock, now: now, ticket: ticket)
    step.runTimers()
    return step.possibleCommands
  }
}

extension Step {
  /// The commands that would be carried out now, in the order of the list.
  var possibleCommands: [CommandName] {
    var trial = self
    (trial.events, trial.grounds, trial.isTrial) = ([], [], true)
    return fittingCommands.filter { name in
      samples(of: name).contains { command in
        var copy = trial
        copy.perform(command)
        return copy.grounds.isEmpty
      }
    }
  }

  /// The commands that fit the state and have an object; whether each comes in time is not tried.
  var fittingCommands: [CommandName] {
    let state = stage?.name ?? ticket.state.name
    return CommandName.allCases.filter { name in
      guard name != .receive, name != .tick, rules.carries(name) else { return false }
      // Supervision lies over another stage and allows what that stage allows.
      let own = name == .supervise || name == .resolveSupervision ? ticket.state.name : state
      return CommandTable.allows(name, in: own) && hasObject(name)
    }
  }

  /// False for a command whose object is gone or not there yet.
  private func hasObject(_ name: CommandName) -> Bool {
    switch name {
    case .predispatch: ticket.state.predispatch == nil
    case .acceptPredispatch, .refusePredispatch: ticket.state.predispatch != nil
    case .sign:
      hand.map { hand in
        let waits = stage == .dispatched || stage == .redo
        return waits && hand.signed == nil || hand.co.contains { !hand.coSigned.contains($0) }
      } ?? false
    case .rejectCompletion: stage?.closed == nil || rules.holds(.completionReopened)
    case .rate: ticket.ratingOfRound == nil
    case .correctRating: ticket.ratingOfRound != nil
    case .redo, .judge: ticket.rating?.value.isDissatisfied == true
    case .extendPromise, .solve: stage?.promise != nil
    case .resolveSupervision: !ticket.record.supervision.isEmpty
    default: true
    }
  }

  /// A unit that has nothing to do with the ticket.
  private var stranger: String { "其他承办单位" }
  /// A title that suffices for every signature.
  private var highest: String { "市长" }

  /// The command with complete papers; several where it depends on who gives it.
  private func samples(of name: CommandName) -> [TicketCommand] {
    let lead = hand?.lead ?? ticket.state.assignment?.lead ?? stranger
    switch name {
    case .answer: return [.answer(article: "知识条目")]
    case .exclude:
      return rules.base.exclusions.entries.prefix(1).map {
        .exclude(entry: $0.entry, tell: "不属于受理范围")
      }
    case .predispatch: return [.predispatch(unit: stranger)]
    case .acceptPredispatch:
      return [.acceptPredispatch(unit: ticket.state.predispatch?.unit ?? stranger)]
    case .refusePredispatch:
      let unit = ticket.state.predispatch?.unit ?? stranger
      return [.refusePredispatch(unit: unit, reason: "不属于本单位职责", signedBy: highest)]
    case .dispatch:
      return [.dispatch(lead: stranger, co: [], terms: Terms(), approvedBy: highest)]
    case .sign: return ([lead] + (hand?.co ?? [])).map { .sign(by: $0) }
    case .assignInner:
      return [lead, hand?.tiers.last ?? lead].map { .assignInner(by: $0, to: "内部承办机构") }
    case .requestReturn:
      return [
        .requestReturn(
          by: lead, reason: "不属于本单位职责", basis: "三定规定", suggest: stranger, signedBy: highest)
      ]
    case .approveReturn: return [.approveReturn(lead: nil)]
    case .refuseReturn: return [.refuseReturn]
    case .fixUnit:
      let decider = rules[.returnFixedBy]?.value ?? "上级"
      return [lead, stranger].map { .fixUnit(lead: $0, by: decider) }
    case .requestExtension:
      return [
        .requestExtension(
          by: lead, reason: "情况复杂", days: nil, stage: "阶段情况和工作计划", toldCaller: true,
          signedBy: highest)
      ]
    case .approveExtension: return [.approveExtension]
    case .refuseExtension: return [.refuseExtension]
    case .contact: return [.contact(by: lead, reached: true, proof: "通话记录", slot: nil)]
    default: return laterSamples(of: name, lead)
    }
  }

  private func laterSamples(of name: CommandName, _ lead: String) -> [TicketCommand] {
    switch name {
    case .supplement: return [.supplement(text: "补充情况")]
    case .forceMajeure: return [.forceMajeure(note: "不可抗力")]
    case .withdraw: return [.withdraw(byUnit: false)]
    case .reply: return [fullReply(by: lead)]
    case .approveCompletion: return [.approveCompletion]
    case .rejectCompletion: return [.rejectCompletion(reason: "不符合要求")]
    case .callback: return [.callback(reached: true)]
    case .rate: return [.rate(value: .satisfied, fault: nil, excluded: nil)]
    case .correctRating:
      let old = ticket.ratingOfRound?.value ?? .satisfied
      return [
        .correctRating(value: .satisfied, reason: "评价有误"),
        .correctRating(value: old, reason: "核实责任", fault: .unit),
      ]
    case .redo: return [lead, stranger].map { .redo(by: $0) }
    case .statement: return [.statement(by: lead, text: "履职情况")]
    case .judge:
      return rules[.classes].map { row in
        let promise = row.flag("promise") ? rules[.promises].first?.id : nil
        return .judge(by: lead, kind: row.id, promise: promise)
      }
    case .progress: return [.progress(by: lead)]
    case .extendPromise: return [.extendPromise(by: lead, reason: "情况复杂")]
    case .solve: return [.solve(by: lead)]
    case .urge: return [.urge]
    case .supervise: return [.supervise(reason: "督促办理")]
    case .resolveSupervision: return [.resolveSupervision]
    case .archive: return [.archive]
    default: return aroundSamples(of: name, lead)
    }
  }

  private func aroundSamples(of name: CommandName, _ lead: String) -> [TicketCommand] {
    switch name {
    case .transfer:
      return (rules[.transferTo]?.value.prefix(1) ?? []).map { .transfer(to: $0, reason: nil) }
    case .fileCase: return [.fileCase(by: lead, papers: ["立案审批表"])]
    case .escalate:
      return [.escalate(to: "上一级\(ticket.record.escalations.count + 1)", reason: nil)]
    case .dispute: return [lead, stranger].map { .dispute(by: $0, evidence: "佐证材料") }
    case .jointHandling:
      return [
        .jointHandling(units: [stranger], by: rules[.jointDecidedBy]?.value.first, due: nil)
      ]
    case .reportUp: return [.reportUp(to: "上级部门", text: "情况")]
    default: return []
    }
  }

  /// A reply with every part that the regulation asks for.
  private func fullReply(by lead: String) -> TicketCommand {
    let names = (rules[.replyParts]?.value ?? []) + (rules[.replyHandler]?.value ?? []) + ["经办人"]
    let points = RequestPoint.points(of: ticket.request).map { ("\($0.number)", "已办理") }
    return .reply(
      by: lead, text: "办理结果",
      parts: Dictionary(names.map { ($0, "已写明") }) { first, _ in first }, approvedBy: highest,
      contact: true,
      papers: ReplyPapers(
        points: Dictionary(points) { first, _ in first }, contact: ["凭证": "通话记录"]))
  }
}
