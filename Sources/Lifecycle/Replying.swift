import Foundation
import Hotline
import Regulations

/// A unit's result before it is checked.
struct ReplyDraft {
  var by: String
  var text: String
  var parts: [String: String]
  var approvedBy: String?
  var contact: Bool
  var papers = ReplyPapers()
}

extension Step {
  /// A unit hands in its result.
  mutating func reply(_ draft: ReplyDraft) {
    guard let hand else { return }
    requireLead(draft.by, .reply)
    if hand.signed == nil, stage == .dispatched, rules[.signWithin] != nil {
      refuse("还没有签收（确认受理）", rules.cite(.signWithin), .reply, instead: "先签收，再提交办理结果")
    }
    requireLength(draft)
    requireParts(draft)
    requirePoints(draft)
    requireContact(hand, draft)
    requireHandler(draft)
    requireApproval(draft)
    requireStatement()
    guard grounds.isEmpty else { return }
    emit(
      .replied(
        Reply(
          at: now, text: draft.text, approvedBy: draft.approvedBy,
          parts: draft.parts.isEmpty ? nil : draft.parts,
          points: draft.papers.points.isEmpty ? nil : draft.papers.points,
          contact: draft.papers.contact.isEmpty ? nil : draft.papers.contact)),
      [
        rules.cite(.replyParts), rules.cite(.replyCharacters), rules.cite(.replyUnaltered),
        rules.cite(.leadOnly), asked.isEmpty ? nil : rules.cite(.replyEachPoint),
      ])
  }

  /// The points of the request that each want an answer.
  private var asked: [RequestPoint] {
    rules.holds(.replyEachPoint) ? RequestPoint.points(of: ticket.request) : []
  }

  private mutating func requirePoints(_ draft: ReplyDraft) {
    let missing = RequestPoint.unanswered(asked, in: draft)
    guard !missing.isEmpty else { return }
    let list = missing.map { "第\($0.number)项“\($0.shown)”" }.joined(separator: "、")
    refuse(
      "诉求共\(asked.count)项，没有答复\(list)", rules.cite(.replyEachPoint), .reply,
      instead: "逐项答复，正文按序号写明，或者在 points 中按序号填写")
  }

  /// Who could have contacted the caller in time and cannot show that it did has not contacted.
  private mutating func requireContact(_ hand: Assignment, _ draft: ReplyDraft) {
    // What the review sent back was looked at when it first came in.
    guard let rule = rules[.contactBeforeReply], rule.value, !draft.contact, !contactWaived,
      ticket.record.replies.isEmpty,
      let within = rules[.contactAfterAcceptance], let signed = hand.signed,
      now > clock.due(from: signed, within.value), !contactDone(since: signed)
    else { return }
    refuse(
      "受理后超过\(within.value)还没有联系诉求人的凭证", Rulebook.cite(rule.source), .reply,
      instead: "先联系诉求人并登记凭证（contact），或者在 contact 中附上联系的凭证")
  }

  private mutating func requireLength(_ draft: ReplyDraft) {
    guard let most = rules[.replyCharacters] else { return }
    let length = draft.text.filter { !$0.isWhitespace }.count
    guard length > most.value else { return }
    refuse(
      "回复一般控制在\(most.value)字以内，现为\(length)字", Rulebook.cite(most.source), .reply,
      instead: "精简到\(most.value)字以内，详细材料作为附件")
  }

  private mutating func requireParts(_ draft: ReplyDraft) {
    var missing: [String] = []
    if let parts = rules[.replyParts] {
      missing = parts.value.filter { !ReplyParts.holds($0, draft) }
      if !missing.isEmpty {
        refuse(
          "答复缺少\(missing.joined(separator: "、"))", Rulebook.cite(parts.source), .reply,
          instead: "写明\(missing.joined(separator: "、"))")
      }
    }
    guard let long = rules[.replyPartsIfLong], ReplyParts.isLongMatter(draft) else { return }
    let lacking = long.value.filter { !ReplyParts.holds($0, draft) }
    guard !lacking.isEmpty else { return }
    refuse(
      "需要长期推进的，答复还缺少\(lacking.joined(separator: "、"))", Rulebook.cite(long.source), .reply,
      instead: "写明\(lacking.joined(separator: "、"))，并做好解释")
  }

  private mutating func requireHandler(_ draft: ReplyDraft) {
    guard let handler = rules[.replyHandler] else { return }
    let missing = handler.value.filter { !ReplyParts.holdsHandler($0, draft) }
    guard !missing.isEmpty else { return }
    refuse(
      "答复没有写明经办人\(missing.joined(separator: "、"))", Rulebook.cite(handler.source), .reply,
      instead: "写明经办人的\(handler.value.joined(separator: "、"))")
  }

  /// The leader's approval that the case asks for, by what happened and by channel.
  private mutating func requireApproval(_ draft: ReplyDraft) {
    for row in rules[.approvals] where applies(row) {
      let office = Signatory.isOffice(draft.by)
      guard let wanted = row[office ? "bureau" : "subordinate"] ?? row["level"] else { continue }
      let source = Rulebook.cite(row.source)
      guard let title = draft.approvedBy else {
        refuse("\(row.text)，回复须报\(wanted)审定", source, .reply, instead: "经\(wanted)审定签字后提交")
        continue
      }
      if !Signatory.suffices(title, for: wanted) {
        refuse(
          "\(row.text)，回复须报\(wanted)审定，“\(title)”级别不够", source, .reply,
          instead: "经\(wanted)审定签字后提交")
      }
    }
  }

  private func applies(_ row: RuleRow) -> Bool {
    switch row["when"] {
    case "no-basis": !ticket.request.basis
    case "redo": ticket.record.redos > 0 || ticket.record.rejections > 0
    case "channel": row.list("channels").contains(ticket.request.channel)
    default: false
    }
  }

  private mutating func requireStatement() {
    guard let after = rules[.statementAfter], ticket.dissatisfied >= after.value,
      ticket.record.statements == 0
    else { return }
    refuse(
      "\(after.value)次回访不满意的，承办单位还应作出履职情况说明", Rulebook.cite(after.source), .reply,
      instead: "先用 statement 提交履职情况说明")
  }

  /// The unit states what it did.
  mutating func statement(_ by: String, _ text: String) {
    requireLead(by, .statement)
    guard grounds.isEmpty else { return }
    emit(.statementMade(text: text), [rules.cite(.statementAfter)])
  }

  /// The centre closes the ticket.
  mutating func approveCompletion() {
    var sources = [rules.cite(.completionReviewed), rules.cite(.replyUnaltered)]
    if !ticket.request.basis { sources.append(rules.cite(.noBasisCloses)) }
    if rules[.completionReviewed] == nil { sources.append(rules.cite(.noBasisCloses)) }
    emit(.completionApproved, sources)
  }

  /// The centre or the platform sends the result back.
  mutating func rejectCompletion(_ reason: String, _ due: Date?) {
    guard let hand else { return }
    requireReopening()
    guard grounds.isEmpty else { return }
    var limit = hand.limit
    if let due {
      limit = Limit(
        start: limit?.start ?? hand.dispatched, fixed: due, due: due, firstDue: due,
        sources: [rules.cite(.completionRejected)].compactMap { $0 })
    } else if let running = limit, rules[.completionRejected]?.value == .firstReceipt {
      limit = lookingBack(running, to: hand.firstReceipt)
    } else if let running = limit, rules[.completionRejected]?.value == .restart {
      limit = restarted(running, from: now)
    }
    emit(
      .completionRejected(reason: reason, limit: limit),
      [
        stage?.closed == nil ? nil : rules.cite(.completionReopened),
        rules.cite(.completionRejected), rules.cite(.completionReviewed),
      ])
  }

  /// Only a platform above sends back what has been closed here.
  private mutating func requireReopening() {
    guard stage?.closed != nil, !rules.holds(.completionReopened) else { return }
    refuse(
      "已经办结，不能退回继续办理", rules.cite(.completionReviewed), .rejectCompletion,
      instead: "诉求人不满意的，回访评价后重办（redo）")
  }
}
