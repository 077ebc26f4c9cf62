import Foundation
import Hotline
import Regulations

extension Step {
  /// Sends a ticket to a lead and its co-handlers.
  mutating func dispatch(_ lead: String, _ co: [String], _ terms: Terms, _ approvedBy: String?) {
    if !ticket.request.urgent {
      requireSignature(rules[.dispatchSignedBy], approvedBy, "派发", .dispatch)
    }
    requireFixing(.dispatch)
    requireNotReported([lead] + co, .dispatch)
    guard grounds.isEmpty else { return }
    let old = ticket.state.assignment?.terms
    let next = Terms(
      item: terms.item ?? old?.item, limit: terms.limit ?? old?.limit,
      platformDue: terms.platformDue ?? old?.platformDue,
      instructions: terms.instructions ?? old?.instructions)
    send(to: lead, co, next, approvedBy: approvedBy)
  }

  /// After so many returns only a leader fixes the unit.
  private mutating func requireFixing(_ command: CommandName) {
    guard let most = rules[.returnMost], ticket.record.returns >= most.value else { return }
    let who = rules[.returnFixedBy]?.value ?? "上级"
    refuse(
      "已被退单\(ticket.record.returns)次，承办单位须由\(who)确定", Rulebook.cite(most.source), command,
      instead: "请示\(who)后用 fix-unit 确定最后的承办单位")
  }

  /// Hands the ticket over, with the limits that begin with it.
  mutating func send(to lead: String, _ co: [String], _ terms: Terms, approvedBy: String?) {
    var hand = Assignment(
      lead: lead, co: co.filter { $0 != lead }, dispatched: now, firstReceipt: now, terms: terms)
    hand.approvedBy = approvedBy
    if rules[.limitFrom]?.value != .acceptance {
      hand.limit = completionLimit(terms: terms, from: now)
    }
    emit(
      .dispatched(hand),
      [rules.cite(.limitFrom), rules.cite(.signWithin)] + (hand.limit?.sources ?? [])
        + [rules.cite(.dispatchSignedBy)])
    if let told = rules[.receiptMessage], told.value {
      note("caller-told-receipt", [Rulebook.cite(told.source)])
    }
    noteMissingLimit()
  }

  /// Tells that no limit stands on the ticket where the document wants it written there.
  private mutating func noteMissingLimit() {
    guard let hand, hand.limit == nil, let form = rules[.formStates],
      form.value.contains(where: { $0.contains("期限") || $0.contains("时限") }),
      rules[.limitFrom]?.value != .acceptance
    else { return }
    note(
      "limit-missing", key: "limit-missing@\(ShanghaiTime.text(now))",
      [rules.cite(.specialLimit), Rulebook.cite(form.source)])
  }

  /// A unit signs; the lead's signature moves the ticket.
  mutating func sign(_ by: String) {
    guard let hand else { return }
    if hand.co.contains(by) {
      guard !hand.coSigned.contains(by) else {
        refuse("“\(by)”已经签收", rules.cite(.signWithin), .sign, instead: "直接办理")
        return
      }
      emit(.coSigned(unit: by), [rules.cite(.signWithin), rules.cite(.leadOnly)])
      return
    }
    guard by == hand.lead else {
      refuse(
        "工单派给了“\(hand.lead)”，不是“\(by)”", rules.cite(.signWithin), .sign,
        instead: "由“\(hand.lead)”签收")
      return
    }
    guard hand.signed == nil, stage == .dispatched || stage == .redo else {
      refuse(
        "“\(by)”已经\(hand.signed == nil ? "在办理" : "签收")", rules.cite(.signWithin), .sign,
        instead: "直接办理")
      return
    }
    let limit = limitAfterSigning(hand, at: now)
    emit(.signed(by: by, limit: limit), [rules.cite(.signWithin)] + startSources(limit))
  }

  /// The limit once a unit has accepted: begun then where the regulation says so.
  func limitAfterSigning(_ hand: Assignment, at moment: Date) -> Limit? {
    guard rules[.limitFrom]?.value == .acceptance, ticket.record.redos == 0 else {
      return hand.limit
    }
    return completionLimit(terms: hand.terms, from: moment)
  }

  func startSources(_ limit: Limit?) -> [String?] {
    rules[.limitFrom]?.value == .acceptance ? limit?.sources ?? [] : []
  }

  /// Until when the unit must sign; nil where no rule asks for it.
  func signDue(_ hand: Assignment) -> Date? {
    guard hand.signed == nil, let rule = rules[.signWithin] else { return nil }
    return clock.due(from: hand.firstReceipt, rule.value)
  }

  /// The lead gives the work to an office or lower unit.
  mutating func assignInner(_ by: String, _ to: String) {
    requireHolder(by, to)
    if let banned = rules[.innerNotTo], banned.value.contains(where: { to.hasSuffix($0) }) {
      refuse(
        "“\(to)”只能协助，不能作为主责办理", Rulebook.cite(banned.source), .assignInner,
        instead: "由“\(by)”所属工作机构主责办理，居（村）委会协助")
    }
    requireNotReported([to], .assignInner)
    guard grounds.isEmpty else { return }
    emit(.innerAssigned(to: to, by: by), [rules.cite(.tiers) ?? rules.cite(.leadOnly)])
  }

  /// The lead gives on, and whoever got it, down to the last tier that the document has.
  private mutating func requireHolder(_ by: String, _ to: String) {
    guard let hand, by != hand.lead else { return }
    guard let place = hand.tiers.firstIndex(of: by) else {
      requireLead(by, .assignInner)
      return
    }
    // The centre is the first tier, the lead the second.
    if let tiers = rules[.tiers], place + 2 >= tiers.value {
      refuse(
        "“\(by)”是第\(place + 2)级，工单到此为止，不再往下分派", Rulebook.cite(tiers.source), .assignInner,
        instead: "由“\(by)”办理，把结果反馈“\(hand.lead)”；要换单位的由“\(hand.lead)”改派")
    } else if hand.tiers.contains(to) {
      refuse(
        "“\(to)”在上一级，不能往回分派", rules.cite(.tiers), .assignInner,
        instead: "向“\(to)”反馈办理情况")
    }
  }

  /// Whether somebody stands high enough to fix the unit, or is the body that does.
  func mayFix(_ by: String) -> Bool {
    guard let rule = rules[.returnFixedBy] else { return true }
    return Signatory.decides(by, for: rule.value)
  }

  /// A leader, a meeting or the centre fixes the unit that must take the ticket.
  mutating func fixUnit(_ lead: String, _ by: String, _ due: Date?) {
    requireMeeting(due, .fixUnit)
    requireNotReported([lead], .fixUnit)
    if let rule = rules[.returnFixedBy], !mayFix(by) {
      refuse(
        "承办单位须由\(rule.value)确定，“\(by)”无权确定", Rulebook.cite(rule.source), .fixUnit,
        instead: "报\(rule.value)确定")
    }
    guard grounds.isEmpty else { return }
    // A leader may name the unit at once, before anybody had the ticket.
    let old =
      ticket.state.assignment
      ?? Assignment(lead: "", co: [], dispatched: now, firstReceipt: now, terms: Terms())
    let same = old.lead == lead
    let receipt = ticket.record.firstReceipts[lead] ?? now
    let looksBack = rules[.disputeDecided]?.value != .restart
    let from = looksBack ? receipt : now
    var hand = Assignment(
      lead: lead, co: old.co.filter { $0 != lead }, dispatched: same ? old.dispatched : now,
      firstReceipt: from, terms: old.terms)
    hand.fixed = true
    if same {
      (hand.signed, hand.inner, hand.coSigned) = (old.signed, old.inner, old.coSigned)
      hand.handings = old.handings
    }
    if var limit = old.limit, same {
      // The review of the return ends with the decision, and its own time is not counted.
      if let request = stage?.returnRequest, rules.denies(.returnReviewCounts) {
        limit.pausedDays += clock.workingDays(from: request.at, to: now)
        settle(&limit)
      }
      hand.limit = looksBack ? lookingBack(limit, to: from) : limit
    } else if rules[.limitFrom]?.value != .acceptance {
      hand.limit = completionLimit(terms: old.terms, from: from)
    }
    hand.limit = limit(hand, setTo: due)
    emit(
      .unitFixed(hand, by: by),
      [
        rules.cite(.returnFixedBy), rules.cite(.disputeDecidedBy), rules.cite(.disputeDecided),
        rules.cite(.returnMost),
        stage?.returnRequest == nil || !same ? nil : rules.cite(.returnReviewCounts),
      ] + (hand.limit?.sources ?? []))
    noteMissingLimit()
  }
}
