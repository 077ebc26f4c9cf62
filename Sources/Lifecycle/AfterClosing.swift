import Foundation
import Hotline
import Regulations

extension Step {
  /// The caller is called back, or could not be reached.
  ///
  /// It goes the way that the caller chose; where the document lets the caller choose, another way
  /// needs a reason.
  mutating func callback(_ reached: Bool, _ way: String?, _ reason: String?) {
    requireWay(way, reason)
    guard grounds.isEmpty, mayAskEarly(.callback) else { return }
    let callback = rules.cite(.callbackAll) ?? rules.cite(.surveyWithin)
    let chosen = ticket.request.callback
    emit(
      .calledBack(reached: reached, way: way ?? chosen, reason: reason),
      [
        callback, rules.cite(.surveyWithin), chosen == nil ? nil : rules.cite(.callbackWays),
        ticket.state.name == .answered ? rules.cite(.callbackAnswered) : nil,
      ])
  }

  private mutating func requireWay(_ way: String?, _ reason: String?) {
    guard let way, let ways = rules[.callbackWays] else { return }
    let source = Rulebook.cite(ways.source)
    if !ways.value.contains(way) {
      refuse(
        "“\(way)”不是可选的回访方式", source, .callback,
        instead: "限于：\(ways.value.joined(separator: "、"))")
    } else if let chosen = ticket.request.callback, chosen != way, reason == nil {
      refuse(
        "诉求人选择的回访方式是\(chosen)，不是\(way)", source, .callback,
        instead: "用\(chosen)回访；确需换用\(way)的，写明理由（reason）")
    }
  }

  /// Whether the caller may be asked while the result is only in.
  ///
  /// Where nobody reviews the closing, asking closes the ticket; a rating alone never does.
  private mutating func mayAskEarly(_ command: CommandName) -> Bool {
    guard case .replied? = stage else { return true }
    if rules.holds(.surveyFromReply) { return true }
    if command == .rate || rules.holds(.completionReviewed) {
      let instead = "先审核办结（approve-completion）"
      refuse(
        "还没有办结，办结后才\(command.words)",
        rules.cite(.callbackAll) ?? rules.cite(.completionReviewed), command,
        instead: command == .rate ? "等办结后评价；" + instead : instead)
      return false
    }
    approveCompletion()
    return true
  }

  /// The caller rates the result.
  mutating func rate(_ value: RatingValue, _ fault: Fault?, _ excluded: String?) {
    if ticket.ratingOfRound != nil {
      refuse(
        "本轮办理已经评价过", rules.cite(.ratingCorrectable) ?? rules.cite(.callbackAll), .rate,
        instead: "评价有误的，回访后用 correct-rating 核改")
    }
    if let excluded { requireNotCounted(value, excluded, .rate) }
    guard grounds.isEmpty, mayAskEarly(.rate) else { return }
    let rating = Rating(
      value: value, fault: fault, excluded: excluded, round: ticket.record.redos)
    let row = excluded.flatMap { notCounted($0) }
    emit(
      .rated(rating),
      [rules.cite(.callbackAll), rules.cite(.surveyWithin), row.map { Rulebook.cite($0.source) }])
    followRating(rating)
  }

  private func notCounted(_ reason: String) -> RuleRow? {
    let rows = rules[.notCounted]
    let wanted =
      reason.contains("采纳") || reason.contains("建议")
      ? "suggestion-not-adopted" : "no-basis-explained"
    return rows.first { $0["when"] == wanted } ?? rows.first
  }

  /// A rating counts unless one of the listed cases is there.
  private mutating func requireNotCounted(
    _ value: RatingValue, _ reason: String, _ command: CommandName
  ) {
    let rows = rules[.notCounted]
    guard !rows.isEmpty else { return }
    let request = ticket.request
    let suggestion = reason.contains("采纳") || reason.contains("建议")
    let noBasis = ["依据", "政策", "法律", "法规"].contains(where: reason.contains)
    let allowed =
      suggestion && request.type == .opinion || (noBasis && !suggestion)
      || (!suggestion && !request.basis)
    guard !allowed || !value.isDissatisfied else { return }
    refuse(
      value.isDissatisfied ? "“\(reason)”不是可以不纳入考核的情形" : "只有不满意的评价才谈得上不纳入考核",
      rows.first.map { Rulebook.cite($0.source) }, command,
      instead: "限于：" + rows.map(\.text).joined(separator: "；") + "；否则不写 excluded")
  }

  /// What a bad rating leads to at once; a correction leads to it only if `old` did not.
  private mutating func followRating(_ rating: Rating, after old: Rating? = nil) {
    func leads(_ rating: Rating) -> Bool { rating.countsAgainst && rating.fault != Fault.none }
    guard leads(rating), old.map(leads) != true, ticket.record.redos > 0,
      let after = rules[.afterRedo], after.value == .supervise, hand != nil
    else { return }
    emit(.supervised(reason: "重新办理后仍不满意"), [Rulebook.cite(after.source)])
  }

  /// A wrong rating is put right after the caller was called back, or gets its finding.
  mutating func correctRating(
    _ value: RatingValue, _ reason: String, _ fault: Fault?, _ excluded: String?
  ) {
    let source = rules.cite(.ratingCorrectable)
    guard let old = ticket.ratingOfRound else {
      refuse("还没有评价", source, .correctRating, instead: "先用 rate 登记评价")
      return
    }
    // Whose fault it is the centre finds out; only what the caller said needs the caller.
    let findsOnly = value == old.value && (fault != nil || excluded != nil)
    if !findsOnly, !ticket.record.reachedByCallback {
      refuse("还没有回访到诉求人，不能核改", source, .correctRating, instead: "先回访（callback），按回访内容核改")
    }
    if let excluded { requireNotCounted(value, excluded, .correctRating) }
    guard grounds.isEmpty else { return }
    let row = excluded.flatMap { notCounted($0) }
    emit(
      .ratingCorrected(value, reason: reason, fault: fault, excluded: excluded),
      [source ?? rules.cite(.callbackAll), row.map { Rulebook.cite($0.source) }])
    followRating(old.corrected(value, fault, excluded), after: old)
  }

  /// A unit does it again.
  mutating func redo(_ by: String) {
    guard let old = hand else { return }
    requireRedoable()
    guard grounds.isEmpty else { return }
    requireNotReported([by], .redo)
    guard grounds.isEmpty else { return }
    var hand = Assignment(
      lead: by, co: old.co.filter { $0 != by }, dispatched: now, firstReceipt: now,
      terms: old.terms)
    hand.fixed = old.fixed
    hand.limit =
      old.limit.map { restarted($0, from: now) } ?? completionLimit(terms: old.terms, from: now)
    emit(
      .redoOrdered(hand),
      [rules.cite(.redoLimit), rules.cite(.redoMost), rules.cite(.redoOnlyAtFault)]
        + (hand.limit?.sources ?? []))
  }

  private mutating func requireRedoable() {
    let source = rules.cite(.redoMost) ?? rules.cite(.redoOnlyAtFault) ?? rules.cite(.redoLimit)
    guard let rating = ticket.ratingOfRound, rating.value.isDissatisfied else {
      refuse("诉求人没有评价为不满意", source, .redo, instead: "回访评价为不满意的才重新办理")
      return
    }
    if rating.excluded != nil {
      refuse(
        "该评价不纳入考核，不作重办", rules[.notCounted].first.map { Rulebook.cite($0.source) }, .redo,
        instead: "向诉求人解释后归档")
    }
    if let rule = rules[.redoOnlyAtFault], rule.value, rating.fault != .unit {
      refuse(
        "没有核实确属承办单位责任", Rulebook.cite(rule.source), .redo,
        instead: "核实属承办单位责任的，先用 correct-rating 补上 fault: unit，再重新办理")
    }
    if let most = rules[.redoMost], ticket.record.redos >= most.value {
      refuse(
        "重新办理以\(most.value)次为限", Rulebook.cite(most.source), .redo,
        instead: rules[.afterRedo]?.value == .supervise ? "转督办，纳入督办台账" : "向诉求人说明情况后归档")
    } else if let after = rules[.afterRedo], after.value == .supervise, ticket.record.redos > 0 {
      refuse(
        "重新办理后仍不满意的，由督查部门督办", Rulebook.cite(after.source), .redo, instead: "督办（supervise），纳入督办台账")
    }
  }

  /// The ticket goes to the files.
  mutating func archive() {
    if ticket.state.stage != nil { requireFinished() }
    if ticket.state.name == .answered, let rule = rules[.callbackAnswered], rule.value,
      ticket.record.callbacks == 0, ticket.rating == nil
    {
      refuse(
        "即时答复的工单还没有回访", Rulebook.cite(rule.source), .archive, instead: "先回访（callback）")
    }
    if ticket.state.stage != nil, !ticket.record.supervision.isEmpty {
      refuse("督办还没有解除", rules.step(.supervise), .archive, instead: "先解除督办（resolve-supervision）")
    }
    guard grounds.isEmpty else { return }
    emit(
      .archived,
      [rules.cite(.retentionFiles), rules.cite(.retentionRecordings), rules.cite(.retentionPapers)])
  }

  private mutating func requireFinished() {
    let rating = ticket.ratingOfRound
    if rating == nil, ticket.record.callbacks == 0 {
      if let rule = rules[.callbackAll], rule.value {
        refuse("还没有回访", Rulebook.cite(rule.source), .archive, instead: "先回访（callback）")
      } else if let rule = rules[.surveyWithin] {
        refuse("还没有作满意度调查", Rulebook.cite(rule.source), .archive, instead: "先回访（callback）并登记评价")
      }
    }
    guard let rating, rating.countsAgainst else { return }
    if !rules[.classes].isEmpty, ticket.record.judged == nil {
      refuse(
        "评价为不满意，还没有签收判定", rules.cite(.rehandlingOfDissatisfied), .archive,
        instead: "由承办单位签收判定（judge）")
    }
    guard let rule = rules[.redoOnlyAtFault], rule.value, rules[.classes].isEmpty else { return }
    let source = Rulebook.cite(rule.source)
    if rating.fault == nil {
      refuse(
        "评价为不满意，还没有核实是不是承办单位责任", source, .archive,
        instead: "先核实责任，用 correct-rating 补上 fault")
    } else if rating.fault == .unit, ticket.record.redos == 0 {
      refuse("属承办单位责任，应当重新办理", source, .archive, instead: "重办（redo）")
    }
  }
}
