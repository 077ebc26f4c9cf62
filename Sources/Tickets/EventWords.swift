import Foundation
import Hotline
import Lifecycle

extension TicketEvent {
  /// What happened, as the hotline's people read it in a ticket's history.
  public var words: String {
    switch change {
    case .received(let request): "登记\(request.type.rawValue)诉求（\(request.channel)）"
    case .answered(let article): "即时答复，依据知识条目 \(article)"
    case .excluded(let entry, let tell): "不予受理（\(entry)），告知：\(tell)"
    case .predispatched(let asked): "预分派给\(asked.unit)"
    case .predispatchAccepted(let unit): "\(unit)确认预分派"
    case .predispatchRefused(let unit, let reason, let signedBy):
      "\(unit)拒绝预分派：\(reason)" + Self.signed(signedBy)
    case .dispatched(let hand):
      "派发给\(hand.lead)" + Self.co(hand)
        + (hand.terms.instructions.map { "，办理要求：\($0)" } ?? "") + Self.signed(hand.approvedBy)
    case .signed(let by, _): "\(by)签收"
    case .deemedAccepted: "逾期未确认，视为受理"
    case .coSigned(let unit): "协办单位\(unit)签收"
    case .innerAssigned(let to, _): "内部分派给\(to)"
    case .returnRequested(let request):
      "申请退单：\(request.reason)" + (request.basis.map { "；依据：\($0)" } ?? "")
        + (request.suggest.map { "；建议单位：\($0)" } ?? "") + Self.signed(request.signedBy)
    case .returnApproved: "同意退单"
    case .returnRefused: "不同意退单，继续办理"
    case .unitFixed(let hand, let by): "\(by)确定由\(hand.lead)承办" + Self.co(hand)
    case .extensionRequested(let request):
      "申请延期\(request.length.map { " \($0) " } ?? "")：\(request.reason)"
        + (request.stage.map { "；阶段情况：\($0)" } ?? "")
        + (request.toldCaller == true ? "；已告知诉求人" : "") + Self.signed(request.signedBy)
    case .extensionApproved(let limit, _):
      "同意延期" + (limit.map { "，新的期限 \(ShanghaiTime.minute($0.due))" } ?? "")
    case .extensionRefused: "不同意延期"
    default: laterWords
    }
  }

  private var laterWords: String {
    switch change {
    case .contacted(let contact):
      "\(contact.by)联系诉求人，\(contact.reached ? "已联系上" : "没有联系上")"
        + (contact.proof.map { "（凭证：\($0)）" } ?? (contact.proven ? "（有凭证）" : "（没有凭证）"))
    case .unreachableTold: "向热线反馈联系不上诉求人"
    case .supplemented(let text): "诉求人补充：\(text)"
    case .forceMajeureNoted(let note): "登记不可抗力或者依据调整：\(note)"
    case .limitRestarted(let limit): "期限重新计算，到 \(ShanghaiTime.minute(limit.due))"
    case .limitRecalculated(let anew):
      "\(anew.reason)（\(anew.notices.joined(separator: "、"))），期限由 \(ShanghaiTime.minute(anew.was)) 重新计算为 \(ShanghaiTime.minute(anew.due))"
    case .withdrawn: "诉求人撤销"
    case .replied(let reply):
      ([("答复", reply.text)]
        + [reply.points, reply.parts, reply.contact].flatMap { papers in
          (papers ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        })
        .map { "\($0.0)：\($0.1)" }.joined(separator: "；") + Self.signed(reply.approvedBy)
    case .completionApproved: "审核办结"
    case .completionRejected(let reason, _): "退回继续办理：\(reason)"
    case .calledBack(let reached, let way, let reason):
      "\(way ?? "")回访，\(reached ? "已联系上" : "没有联系上")" + (reason.map { "（换用理由：\($0)）" } ?? "")
    case .rated(let rating):
      "评价：\(rating.value.rawValue)" + (rating.excluded.map { "（不纳入考核：\($0)）" } ?? "")
    case .ratingCorrected(let value, let reason, _, _): "评价核改为\(value.rawValue)：\(reason)"
    case .redoOrdered(let hand): "交\(hand.lead)重办"
    case .statementMade(let text): "提交履职情况说明：\(text)"
    case .judged(let kind, let promise):
      "判定为“\(kind)”" + (promise.map { "，承诺时限 \($0.name)" } ?? "")
    case .progressTold: "告知进度"
    case .promiseExtended(let due, _, _, let reason):
      "承诺时限延长到 \(ShanghaiTime.minute(due))" + (reason.map { "：\($0)" } ?? "")
    case .solved: "已解决"
    case .extensionDeemed(let limit, _):
      "延期申请到期未审批，视为延期" + (limit.map { "，新的期限 \(ShanghaiTime.minute($0.due))" } ?? "")
    case .transferred(let to, let reason): "转送\(to)" + (reason.map { "：\($0)" } ?? "")
    case .caseFiled(let filing): "已立案或者移送（\(filing.papers.joined(separator: "、"))）"
    case .escalated(let to, let reason): "逐级请示\(to)" + (reason.map { "：\($0)" } ?? "")
    case .disputeRaised(let dispute): "\(dispute.units.first ?? "")对承办有争议"
    case .evidenceGiven(let evidence): "\(evidence.unit)提交争议材料：\(evidence.text)"
    case .jointHandlingOrdered(let units, _, _): "联合处置：\(units.joined(separator: "、"))"
    case .reportedUp(let to, let text): "向\(to)报告紧急情况：\(text)"
    case .urged: "催办"
    case .supervised(let reason): "列入督办：\(reason)"
    case .supervisionResolved: "解除督办"
    case .archived: "归档"
    case .noted(let name, _): Self.noted(name)
    default: name
    }
  }

  private static func co(_ hand: Assignment) -> String {
    hand.co.isEmpty ? "" : "，协办：\(hand.co.joined(separator: "、"))"
  }

  private static func signed(_ title: String?) -> String { title.map { "（签批：\($0)）" } ?? "" }

  private static func noted(_ name: String) -> String {
    switch name {
    case "card-warning": "预警"
    case "card-yellow": "黄牌"
    case "card-red": "红牌"
    case "reminded": "临期自动催办"
    case "overdue": "逾期未办结"
    case "sign-overdue": "逾期未签收"
    case "contact-overdue": "逾期未联系诉求人"
    case "survey-overdue": "逾期未做满意度调查"
    case "progress-overdue": "逾期未告知进度"
    case "predispatch-overdue": "预分派逾期未答复"
    case "handover-overdue": "紧急诉求逾期未移交"
    case "on-site-overdue": "逾期未到场处置"
    case "stage-report-overdue": "逾期未报阶段情况"
    case "solve-overdue": "超过承诺时限未解决"
    case "supervision-due": "达到督办条件"
    case "accountability-noted": "达到问责情形，待人工认定"
    case "retention-ended": "档案保存期满"
    case "recordings-retention-ended": "录音保存期满"
    case "emergency-noted": "紧急诉求，已按规定处置或者上报"
    case "caller-told-receipt": "短信告知诉求人已受理"
    case "caller-told-extension": "告知诉求人延期"
    case "limit-missing": "没有办理期限，请补充事项或者期限"
    case "evidence-overdue": "逾期未提交争议材料"
    default: name
    }
  }

  /// What a caller may read of it; nil for what stays inside.
  var forCallers: String? {
    switch change {
    case .received: "诉求已登记"
    case .answered: "已当场答复"
    case .excluded(_, let tell): "不予受理：\(tell)"
    case .dispatched(let hand), .unitFixed(let hand, _): "已派给\(hand.lead)办理"
    case .signed(let by, _): "\(by)已签收"
    case .deemedAccepted: "承办单位已受理"
    case .transferred(let to, _): "已转送\(to)"
    case .extensionApproved(let limit, _), .extensionDeemed(let limit, _):
      "办理时间延长" + (limit.map { "到 \(ShanghaiTime.minute($0.due))" } ?? "")
    case .limitRecalculated(let anew): "\(anew.reason)，办理期限改为 \(ShanghaiTime.minute(anew.due))"
    case .supplemented: "您补充的情况已登记"
    case .withdrawn: "已按您的要求撤销"
    case .completionApproved: "已办结"
    case .redoOrdered: "已要求\(unitOfRedo)重新办理"
    case .judged: "您不满意的诉求正在再次办理"
    case .archived: "已归档"
    default: nil
    }
  }

  private var unitOfRedo: String {
    if case .redoOrdered(let hand) = change { return hand.lead }
    return "承办单位"
  }
}

extension StateName {
  /// The state as a caller reads it, without what is going on inside.
  var forCallers: String {
    switch self {
    case .received, .reassigning: "已登记，正在安排承办单位"
    case .answered: "已当场答复"
    case .excluded: "不属于受理范围"
    case .dispatched: "已派给承办单位"
    case .signed, .handling, .returning, .extending, .supervised: "承办单位正在办理"
    case .replied: "承办单位已答复，正在审核"
    case .completed, .callback: "已办结"
    case .redo, .rehandling: "正在重新办理"
    case .withdrawn: "已撤销"
    case .archived: "已归档"
    }
  }
}
