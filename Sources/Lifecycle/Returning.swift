import Foundation
import Hotline
import Regulations

extension Step {
  /// Until when the unit may ask to return; nil where the document has no window or it has not begun.
  func returnDue(_ hand: Assignment) -> Date? {
    guard let within = rules[.returnWithin] else { return nil }
    if rules[.returnFrom]?.value == .sign {
      return hand.signed.map { clock.due(from: $0, within.value) }
    }
    return clock.due(from: hand.firstReceipt, within.value)
  }

  /// A unit asks to return the ticket.
  mutating func requestReturn(_ by: String, _ request: ReturnRequest) {
    guard let hand else { return }
    requireLead(by, .requestReturn)
    requireReturnable(hand)
    requireWindow(hand)
    requirePapers(request)
    requireSignature(rules[.returnSignedBy], request.signedBy, "退单", .requestReturn)
    refuseMissingSignature(request.reason, .requestReturn)
    guard grounds.isEmpty else { return }
    emit(
      .returnRequested(request),
      [rules.cite(.returnWithin), rules.cite(.returnNeeds), rules.cite(.returnSignedBy)])
  }

  private mutating func requireReturnable(_ hand: Assignment) {
    if hand.fixed, let rule = rules[.returnAfterFixing], !rule.value {
      refuse(
        "承办单位已经指定，不得再退单", Rulebook.cite(rule.source), .requestReturn,
        instead: "由“\(hand.lead)”接收并办理")
    } else if let most = rules[.returnMost], ticket.record.returns >= most.value {
      let who = rules[.returnFixedBy]?.value ?? "上级"
      refuse(
        "已被退单\(ticket.record.returns)次，承办单位由\(who)最后确定", Rulebook.cite(most.source),
        .requestReturn, instead: "由“\(hand.lead)”办理，有争议的报\(who)")
    }
    if ticket.record.redos > 0 {
      refuse(
        "重办的工单不能退单", rules.cite(.redoLimit), .requestReturn, instead: "由“\(hand.lead)”重新办理")
    }
    if hand.signed != nil, let rule = rules[.returnAfterAcceptance], !rule.value {
      refuse(
        "确认受理后不能退单", Rulebook.cite(rule.source), .requestReturn,
        instead: "牵头协调相关单位办理，负责回复诉求人和热线")
    }
  }

  private mutating func requireWindow(_ hand: Assignment) {
    guard let within = rules[.returnWithin] else { return }
    let source = Rulebook.cite(within.source)
    if rules[.returnFrom]?.value == .sign, hand.signed == nil {
      refuse("还没有签收，退单从签收起算", source, .requestReturn, instead: "先签收，再在\(within.value)内申请退单")
    } else if let due = returnDue(hand), now > due {
      refuse(
        "退单期限是\(within.value)，已于 \(ShanghaiTime.text(due)) 届满", source, .requestReturn,
        instead: "继续办理；确有争议的提请协调（fix-unit）")
    }
  }

  private mutating func requirePapers(_ request: ReturnRequest) {
    func has(_ paper: String) -> Bool {
      switch paper {
      case "理由": !request.reason.isEmpty
      case "依据": request.basis != nil
      case "建议单位": request.suggest != nil
      default: true
      }
    }
    if let needs = rules[.returnNeeds] {
      let missing = needs.value.filter { !has($0) }
      if !missing.isEmpty {
        refuse(
          "退单缺少\(missing.joined(separator: "、"))", Rulebook.cite(needs.source), .requestReturn,
          instead: "补齐\(missing.joined(separator: "、"))后再申请")
      }
    }
    if let either = rules[.returnNeedsEither], !either.value.contains(where: has) {
      refuse(
        "退单须提供\(either.value.joined(separator: "或"))", Rulebook.cite(either.source),
        .requestReturn, instead: "写明\(either.value.joined(separator: "或"))后再申请")
    }
  }

  /// The centre takes the ticket back and, if it names a unit, sends it on.
  ///
  /// Where it is returned so often that a leader must fix the unit, the leader's approval fixes it.
  mutating func approveReturn(_ lead: String?, _ approvedBy: String?) {
    guard let hand else { return }
    let most = rules[.returnMost]
    var fixing = false
    if lead != nil, let most, ticket.record.returns + 1 >= most.value {
      fixing = approvedBy.map(mayFix) ?? false
    }
    if lead != nil, let most, ticket.record.returns + 1 >= most.value, !fixing {
      let who = rules[.returnFixedBy]?.value ?? "上级"
      refuse(
        "这是第\(ticket.record.returns + 1)次退单，承办单位须由\(who)确定", Rulebook.cite(most.source),
        .approveReturn,
        instead: "先同意退单（不写 lead），请示\(who)后用 fix-unit 确定；或者写明 approved_by：\(who)")
    }
    if let lead, lead == hand.lead {
      refuse(
        "“\(lead)”正是退单的单位", rules.cite(.returnDecidedBy), .approveReturn,
        instead: "派给其他单位；要由它办理的，用 refuse-return")
    }
    if let lead { requireNotReported([lead], .approveReturn) }
    guard grounds.isEmpty else { return }
    emit(
      .returnApproved,
      [rules.cite(.returnApproved), rules.cite(.returnDecidedBy), rules.cite(.returnWithin)])
    guard let lead else { return }
    if fixing, let approvedBy {
      fixUnit(lead, approvedBy, nil)
    } else {
      send(to: lead, hand.co, hand.terms, approvedBy: approvedBy)
    }
  }

  /// The centre leaves the ticket with the unit.
  mutating func refuseReturn() {
    guard let hand, let request = stage?.returnRequest else { return }
    var limit = hand.limit
    if var running = limit {
      if rules[.returnRefused]?.value == .firstReceipt {
        running.start = max(hand.firstReceipt, running.restarted ?? hand.firstReceipt)
        if rules[.limitFrom]?.value == .acceptance, let signed = hand.signed {
          running.start = signed
        }
      }
      if rules.denies(.returnReviewCounts) {
        running.pausedDays += clock.workingDays(from: request.at, to: now)
      }
      settle(&running)
      limit = running
    }
    emit(
      // Where nobody signs, the unit that must go on is at work.
      .returnRefused(limit: limit, accepted: hand.signed != nil || rules[.signWithin] == nil),
      [
        rules.cite(.returnRefused), rules.cite(.returnReviewCounts), rules.cite(.returnDecidedBy),
        rules.cite(.returnWithin),
      ])
  }
}
