import Foundation
import Hotline
import Regulations

extension Step {
  /// A dissatisfied request is signed and put into one of the classes.
  mutating func judge(_ by: String, _ kind: String, _ promise: String?) {
    let rows = rules[.classes]
    guard !rows.isEmpty else {
      refuse(
        "本规定没有不满意诉求再办理的分类", nil, .judge, instead: "按重办（redo）处理，或加用再办理规范（--layer nanjing）")
      return
    }
    let judging = rows.first.map { Rulebook.cite($0.source) }
    let dissatisfied = rules.cite(.rehandlingOfDissatisfied)
    if let hand, by != hand.lead {
      refuse(
        "谁承办、谁签收：承办单位是“\(hand.lead)”", dissatisfied, .judge, instead: "由“\(hand.lead)”签收判定")
    }
    if ticket.rating?.value.isDissatisfied != true {
      refuse("诉求人没有评价为不满意", dissatisfied, .judge, instead: "评价为不满意的办结诉求才再办理")
    }
    guard let row = rows.first(where: { $0.id == kind || $0.text == kind || $0["name"] == kind })
    else {
      refuse(
        "没有“\(kind)”这一类", judging, .judge, instead: "限于：" + rows.map(\.id).joined(separator: "、"))
      return
    }
    let source = Rulebook.cite(row.source)
    let term = row.flag("promise") ? promiseRow(promise, kind, source) : nil
    if !row.flag("promise"), promise != nil {
      refuse(
        "“\(kind)”签收后直接归档，不作时限承诺", rules.cite(.rehandlingArchive) ?? source, .judge,
        instead: "不写 promise")
    }
    guard grounds.isEmpty else { return }
    guard row.flag("promise"), let term else {
      emit(.judged(kind: kind, nil), [source, rules.cite(.rehandlingArchive), dissatisfied])
      return
    }
    let made = Promise(
      name: term.id, at: now, due: promiseEnd(term, from: now),
      every: term.flag("monthly_contact") ? rules[.rehandlingContactEvery]?.value : nil,
      lastProgress: now,
      guessed: promiseEnd(term, from: now).flatMap { guessed(term, from: now, to: $0) })
    emit(.judged(kind: kind, made), [source, Rulebook.cite(term.source), dissatisfied])
  }

  private mutating func promiseRow(_ promise: String?, _ kind: String, _ source: String) -> RuleRow?
  {
    let rows = rules[.promises]
    let known = rows.map(\.id).joined(separator: "、")
    let cite = rows.first.map { Rulebook.cite($0.source) } ?? source
    guard let promise else {
      refuse("“\(kind)”须向诉求人承诺解决时限", cite, .judge, instead: "写明 promise：\(known)")
      return nil
    }
    if let row = rows.first(where: { $0.id == promise || $0.text == promise }) { return row }
    refuse("没有“\(promise)”这一档承诺", cite, .judge, instead: "限于：\(known)")
    return nil
  }

  /// When a promise ends; nil for one without end.
  func promiseEnd(_ row: RuleRow, from start: Date) -> Date? {
    guard let months = row.count("months") else { return nil }
    guard months > 0 else { return clock.endOfMonth(start) }
    return clock.due(from: start, TimeSpan(Double(months), .month))
  }

  /// When a promise ends once it is extended by its own length.
  func promiseEnd(_ row: RuleRow, after due: Date) -> Date {
    // A promise for the current month goes on to the end of the next one.
    let months = row.count("months") ?? 0
    return months > 0
      ? clock.due(from: due, TimeSpan(Double(months), .month))
      : clock.endOfMonth(Day(containing: clock.endOfMonth(due)).adding(days: 1).start)
  }

  /// The years whose missing notices may move a promise's end; the end of a month never moves.
  private func guessed(_ row: RuleRow, from start: Date, to end: Date) -> [Int]? {
    (row.count("months") ?? 0) > 0 ? clock.unpublished(from: start, to: end) : nil
  }

  /// The caller hears of the progress, or a stage is reported to the hotline.
  mutating func progress(_ by: String) {
    guard let hand else { return }
    if !hand.tiers.contains(by) { requireLead(by, .progress) }
    guard grounds.isEmpty else { return }
    let emergency = emergency.map { Rulebook.cite($0.source) }
    emit(.progressTold, [stage?.promise != nil ? rules.cite(.rehandlingContactEvery) : emergency])
  }

  /// A promise is extended, by the same length, so often as the standard allows.
  mutating func extendPromise(_ by: String, _ reason: String) {
    guard let promise = stage?.promise else { return }
    requireLead(by, .extendPromise)
    let most = rules[.rehandlingExtensionMost]
    let source = most.map { Rulebook.cite($0.source) }
    if let most, promise.extensions >= most.value {
      refuse(
        "再办理延期以\(most.value)次为限", source, .extendPromise, instead: "尽快解决，期间每月联系诉求人告知进度")
    }
    let row = rules[.promises].first { $0.id == promise.name }
    guard let due = promise.due, let row else {
      refuse("“\(promise.name)”没有到期日，无须延期", source, .extendPromise, instead: "每月联系诉求人告知进度")
      return
    }
    guard grounds.isEmpty else { return }
    let end = promiseEnd(row, after: due)
    // While it is extended the caller hears of it every month, whatever was promised.
    emit(
      .promiseExtended(
        due: end, every: rules[.rehandlingContactEvery]?.value,
        guessed: guessed(row, from: promise.at, to: end), reason: reason),
      [source, promise.every == nil ? rules.cite(.rehandlingContactEvery) : nil])
  }

  /// A rehandled request is solved and goes to the files.
  mutating func solve(_ by: String) {
    requireLead(by, .solve)
    guard grounds.isEmpty else { return }
    emit(
      .solved,
      [rules.cite(.rehandlingSolved), rules[.promises].first.map { Rulebook.cite($0.source) }])
  }

  /// The ticket is put under supervision.
  mutating func supervise(_ reason: String) {
    emit(
      .supervised(reason: reason),
      [rules.cite(.supervisedBy), rules[.supervision].first.map { Rulebook.cite($0.source) }])
  }

  /// Supervision ends.
  mutating func resolveSupervision() {
    guard !ticket.record.supervision.isEmpty else {
      refuse("没有督办可解除", nil, .resolveSupervision, instead: "督办中的工单才能解除")
      return
    }
    emit(.supervisionResolved, [rules.cite(.supervisedBy)])
  }
}
