import Foundation
import Hotline
import Regulations

extension Step {
  /// A unit disputes that the matter is its own, or a unit concerned hands in its evidence.
  mutating func dispute(_ by: String, _ evidence: String?) {
    guard let hand = ticket.state.assignment else { return }
    guard let within = rules[.disputeEvidenceWithin] else {
      refuse(
        "本规定没有限期举证的争议协调", rules.cite(.returnFixedBy), .dispute,
        instead: "申请退单（request-return），或者提请确定承办单位（fix-unit）")
      return
    }
    requireDisputable(hand)
    if evidence == nil, hand.dispute?.units.contains(by) == true {
      refuse(
        "“\(by)”已经提出争议", Rulebook.cite(within.source), .dispute, instead: "提交佐证材料和依据（evidence）")
    }
    guard grounds.isEmpty else { return }
    if hand.dispute == nil {
      let units = hand.lead == by ? [by] : [by, hand.lead]
      let raised = Dispute(since: now, due: clock.due(from: now, within.value), units: units)
      emit(
        .disputeRaised(raised),
        [
          Rulebook.cite(within.source), rules.cite(.disputeDecidedBy),
          rules.cite(.disputeSuspendsAcceptance),
        ])
    }
    guard let evidence else { return }
    emit(
      .evidenceGiven(Evidence(unit: by, at: now, text: evidence)), [Rulebook.cite(within.source)])
  }

  private mutating func requireDisputable(_ hand: Assignment) {
    if hand.signed != nil, let rule = rules[.returnAfterAcceptance], !rule.value {
      refuse(
        "确认受理后不再争议", Rulebook.cite(rule.source), .dispute, instead: "牵头协调相关单位办理，负责回复诉求人和热线")
    }
    if hand.fixed, let rule = rules[.returnAfterFixing], !rule.value {
      refuse(
        "承办单位已经指定，不再争议", Rulebook.cite(rule.source), .dispute,
        instead: "由“\(hand.lead)”按职责处理或者牵头相关单位处理")
    }
  }

  /// Several units handle the ticket together under its lead.
  mutating func jointHandling(_ units: [String], _ by: String?, _ due: Date?) {
    guard let hand else { return }
    guard let rule = rules[.jointDecidedBy] else {
      refuse(
        "本规定没有中途确定联合处置单位的规定", rules.cite(.leadOnly), .jointHandling,
        instead: "派发时写明协办单位（co）；责任不明的提请确定承办单位（fix-unit）")
      return
    }
    let source = Rulebook.cite(rule.source)
    let new = units.filter { $0 != hand.lead && !hand.co.contains($0) }
    if new.isEmpty {
      refuse("所列单位已经在办理本件", source, .jointHandling, instead: "写明还没有参加的单位")
    }
    if let by { requireDecider(by, hand, rule) }
    requireMeeting(due, .jointHandling)
    requireNotReported(new, .jointHandling)
    guard grounds.isEmpty else { return }
    emit(
      .jointHandlingOrdered(units: new, by: by, limit: limit(hand, setTo: due)),
      [source, due == nil ? nil : rules.cite(.meetingSetsLimit), rules.cite(.leadOnly)])
  }

  /// The lead decides only where the document lets it; a co-handler never does.
  private mutating func requireDecider(
    _ by: String, _ hand: Assignment, _ rule: Sourced<[String]>
  ) {
    let leads = rule.value.contains { $0.contains("牵头") || $0.contains("承办单位") }
    guard hand.co.contains(by) || (hand.tiers.contains(by) && !leads) else { return }
    let who = rule.value.joined(separator: "或者")
    refuse(
      "联合处置由\(who)确定，“\(by)”不能确定", Rulebook.cite(rule.source), .jointHandling,
      instead: "报\(who)确定")
  }

  /// Only a coordination meeting sets another time, and only where the document says so.
  mutating func requireMeeting(_ due: Date?, _ command: CommandName) {
    guard let due else { return }
    if !rules.holds(.meetingSetsLimit) {
      refuse(
        "本规定没有由协调会另定办结时限的规定", nil, command, instead: "不写 due；难以按时办结的申请延期")
    } else if due <= now {
      refuse(
        "协调会定的时限已经过去", rules.cite(.meetingSetsLimit), command, instead: "due 写以后的时间")
    }
  }

  /// The running limit, ending when the meeting says.
  func limit(_ hand: Assignment, setTo due: Date?) -> Limit? {
    guard let due else { return hand.limit }
    var limit =
      hand.limit ?? Limit(start: hand.dispatched, due: due, firstDue: due, sources: [])
    (limit.fixed, limit.due, limit.firstDue) = (due, due, due)
    (limit.extensions, limit.pausedDays, limit.guessed) = ([], 0, nil)
    let source = rules.cite(.meetingSetsLimit)
    limit.sources = [source].compactMap { $0 } + limit.sources.filter { $0 != source }
    return limit
  }
}
