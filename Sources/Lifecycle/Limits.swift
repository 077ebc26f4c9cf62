import Foundation
import Hotline
import Regulations

extension Step {
  /// The limit for completing, from a start; nil where neither document nor terms name one.
  func completionLimit(terms: Terms, from start: Date) -> Limit? {
    let (own, source) = ownSpan()
    let special = rules[.specialLimit]
    let cite = special.map { Rulebook.cite($0.source) }
    if let fixed = terms.platformDue, special?.value == .form || (own == nil && terms.limit == nil)
    {
      return Limit(
        start: start, span: nil, fixed: fixed, due: fixed, firstDue: fixed,
        sources: [cite].compactMap { $0 })
    }
    let span: TimeSpan
    var sources: [String?]
    switch (terms.limit, own) {
    case (let law?, let own?):
      let lawPrevails =
        switch special?.value {
        case .shorter: clock.due(from: start, law) < clock.due(from: start, own)
        default: true
        }
      span = lawPrevails ? law : own
      sources = lawPrevails ? [cite, source] : [source, cite]
    case (let law?, nil): (span, sources) = (law, [cite])
    case (nil, let own?): (span, sources) = (own, [source])
    case (nil, nil): return nil
    }
    sources.append(rules.cite(.limitFrom))
    var limit = Limit(
      start: start, span: span, due: start, firstDue: start, sources: sources.compactMap { $0 })
    settle(&limit)
    if let fixed = terms.platformDue, fixed < limit.due {
      (limit.fixed, limit.due, limit.firstDue) = (fixed, fixed, fixed)
      limit.guessed = nil
    }
    return limit
  }

  /// The regulation's own limit for the request.
  private func ownSpan() -> (TimeSpan?, String?) {
    let request = ticket.request
    if request.difficult, let rule = rules[.limitDifficult],
      request.prior + 1 >= rules[.difficultReports]?.value ?? 1
    {
      return (rule.value, Rulebook.cite(rule.source))
    }
    guard let rule = rules[.limit(request.type)] else { return (nil, nil) }
    return (rule.value, Rulebook.cite(rule.source))
  }

  /// Works out when a limit ends: from its start, without the review's days, each extension on top.
  func settle(_ limit: inout Limit) {
    var due = limit.fixed ?? limit.span.map { clock.due(from: limit.start, $0) } ?? limit.due
    if limit.pausedDays > 0 {
      due = clock.due(from: due, TimeSpan(Double(limit.pausedDays), .workingDay))
    }
    limit.firstDue = due
    for extra in limit.extensions { due = clock.due(from: due, extra) }
    limit.due = due
    // A time that a form names is no count; what is added to it is.
    let counted = limit.fixed == nil || !limit.extensions.isEmpty || limit.pausedDays > 0
    limit.guessed = counted ? clock.unpublished(from: limit.fixed ?? limit.start, to: due) : nil
  }

  /// The limit counted anew from a moment, with nothing added.
  func restarted(_ limit: Limit, from start: Date) -> Limit {
    var anew = limit
    anew.start = start
    anew.extensions = []
    anew.pausedDays = 0
    if anew.span == nil, let fixed = limit.fixed {
      anew.span = length(of: limit, until: fixed)
    }
    anew.fixed = nil
    settle(&anew)
    return anew
  }

  /// The limit counted from the first receipt, what was granted staying granted.
  func lookingBack(_ limit: Limit, to receipt: Date) -> Limit {
    guard limit.fixed == nil else { return limit }
    var anew = limit
    anew.start = max(receipt, limit.restarted ?? receipt)
    settle(&anew)
    return anew
  }

  /// The length of the first limit; in working days where only its end is known.
  func firstLength(of limit: Limit) -> TimeSpan {
    limit.fixed == nil
      ? limit.span ?? length(of: limit, until: limit.due)
      : length(of: limit, until: limit.fixed ?? limit.due)
  }

  private func length(of limit: Limit, until end: Date) -> TimeSpan {
    TimeSpan(Double(max(1, clock.workingDays(from: limit.start, to: end))), .workingDay)
  }
}
