import Foundation
import Hotline
import Regulations

extension Step {
  /// A request of another city of the province goes there, and here to the files.
  mutating func transfer(_ to: String, _ reason: String?) {
    guard let cities = rules[.transferTo] else {
      refuse(
        "本规定没有异地转办的规定", rules.process(of: .exclude), .transfer,
        instead: "不属于本地管辖的，按不予受理告知诉求人反映的渠道（exclude）")
      return
    }
    let name = to.hasPrefix("广东省") ? String(to.dropFirst(3)) : to
    guard cities.value.contains(where: { name.hasPrefix($0) }) else {
      refuse(
        "“\(to)”不是省内的其他市", Rulebook.cite(cities.source), .transfer,
        instead: "限于：\(cities.value.joined(separator: "、"))；省外的告知诉求人向当地反映")
      return
    }
    emit(.transferred(to: to, reason: reason), [Rulebook.cite(cities.source)])
  }

  /// The matter is filed as a case or handed to justice, which counts as closed.
  mutating func fileCase(_ by: String, _ papers: [String]) {
    guard let rule = rules[.caseFiledCloses], rule.value else {
      refuse(
        "本规定没有立案或者移交司法视同办结的规定", rules.cite(.completionReviewed), .fileCase,
        instead: "把立案或者移交的情况写进答复（reply）")
      return
    }
    guard let hand else { return }
    requireLead(by, .fileCase)
    if hand.signed == nil, stage == .dispatched, rules[.signWithin] != nil {
      refuse("还没有签收（确认受理）", rules.cite(.signWithin), .fileCase, instead: "先签收，再提交相关资料")
    }
    if papers.isEmpty {
      refuse("没有提交相关资料", Rulebook.cite(rule.source), .fileCase, instead: "写明提交的资料（papers）")
    }
    guard grounds.isEmpty else { return }
    emit(.caseFiled(Filing(at: now, by: by, papers: papers)), [Rulebook.cite(rule.source)])
  }

  /// Whoever took the call cannot decide whether it is to be taken and asks the next level.
  mutating func escalate(_ to: String, _ reason: String?) {
    guard let rule = rules[.escalation], rule.value else {
      refuse(
        "本规定没有逐级汇报的规定", rules.process(of: .receive), .escalate,
        instead: "按受理范围决定：答复、派发或者不予受理")
      return
    }
    if ticket.record.escalations.contains(to) {
      refuse(
        "已经向“\(to)”汇报过", Rulebook.cite(rule.source), .escalate, instead: "仍不能认定的，向再上一级汇报")
    }
    guard grounds.isEmpty else { return }
    emit(.escalated(to: to, reason: reason), [Rulebook.cite(rule.source)])
  }

  /// A sign of an emergency is reported upward at once.
  mutating func reportUp(_ to: String, _ text: String) {
    guard let rule = rules[.reportedUp], rule.value else {
      refuse(
        "本规定没有向上级报告突发情况的规定", rules.base.emergencies.first.map { Rulebook.cite($0.source) },
        .reportUp, instead: rules.base.emergencies.first.map(\.act) ?? "按紧急诉求办理")
      return
    }
    emit(.reportedUp(to: to, text: text), [Rulebook.cite(rule.source)])
  }
}
