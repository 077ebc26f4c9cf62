import Foundation
import Hotline
import Regulations
import WorkingTime

/// A date that lies before a ticket.
public struct Duty: Equatable, Sendable {
  /// What is due: `sign`, `return`, `contact`, `survey`, `progress`, `stage-report`, `complete` ….
  public var what: String
  /// Until when.
  public var due: Date
  /// The article that says so.
  public var source: String
  /// True when somebody owes it; false for a chance that passes, such as a return.
  public var owed = true
  /// What must be said of the date: it runs through a year whose holidays are not published.
  public var note: String?
}

extension Step {
  /// Dates that lie before the ticket, earliest first; chances that have passed are left out.
  var nextDuties: [Duty] {
    duties.filter { $0.owed || $0.due >= now }.map(noted).sorted {
      $0.due != $1.due ? $0.due < $1.due : $0.what < $1.what
    }
  }

  /// A date in a year without a notice says so, unless it counts by the clock or is fixed.
  private func noted(_ duty: Duty) -> Duty {
    let start: Date?
    switch duty.what {
    case "complete": start = hand?.limit?.guessed == nil ? nil : hand?.limit?.start
    case "solve": start = stage?.promise?.guessed == nil ? nil : stage?.promise?.at
    case "sign": start = counted(.signWithin)
    case "return": start = counted(.returnWithin)
    case "contact", "survey", "progress", "evidence", "extension": start = duty.due - 1
    // Emergencies and answers beforehand count by the clock; nobody waits for the end of keeping.
    default: start = nil
    }
    guard let start, let years = clock.unpublished(from: start, to: duty.due) else { return duty }
    var duty = duty
    duty.note = WorkingCalendar.note(unpublished: years)
    return duty
  }

  private func counted(_ key: RuleKey<TimeSpan>) -> Date? {
    guard let unit = rules[key]?.value.unit, unit != .hour, unit != .minute else { return nil }
    return hand?.firstReceipt
  }

  /// Every open duty and chance.
  var duties: [Duty] {
    switch ticket.state {
    case .received, .reassigning: beforeDispatch
    case .assigned(let hand, let stage): duties(hand, stage.plain)
    case .archived: retention
    case .answered, .excluded, .withdrawn: []
    }
  }

  private func duty<Value>(_ what: String, _ due: Date?, _ key: RuleKey<Value>, owed: Bool = true)
    -> [Duty]
  {
    guard let due, let source = rules.cite(key) else { return [] }
    return [Duty(what: what, due: due, source: source, owed: owed)]
  }

  private var beforeDispatch: [Duty] {
    var list = duty("predispatch", ticket.state.predispatch?.due, .predispatchWithin)
    list += ticket.state.assignment.map(evidence) ?? []
    if let emergency, emergency.report == nil, let within = emergency.within,
      ticket.state.name == .received
    {
      list.append(
        Duty(
          what: "handover", due: clock.due(from: ticket.request.at, within),
          source: Rulebook.cite(emergency.source)))
    }
    return list
  }

  private func duties(_ hand: Assignment, _ stage: Stage) -> [Duty] {
    switch stage {
    case .dispatched:
      (suspended(hand) ? [] : duty("sign", signDue(hand), .signWithin)) + evidence(hand)
        + chances(hand) + emergencyDuties(hand) + completion(hand)
    case .signed, .handling, .redo, .extending:
      firstContact(hand) + chances(hand) + emergencyDuties(hand) + completion(hand)
    case .returning:
      evidence(hand) + (rules.denies(.returnReviewCounts) ? [] : completion(hand))
    case .replied(let reply):
      rules.holds(.surveyFromReply) ? survey(from: reply.at) : []
    case .completed(let closed), .callback(let closed): afterClosing(closed)
    case .rehandling(let promise): promised(promise)
    case .supervised: []
    }
  }

  /// The units in dispute hand in what shows whose matter it is.
  private func evidence(_ hand: Assignment) -> [Duty] {
    guard let dispute = hand.dispute, !dispute.missing.isEmpty else { return [] }
    return duty("evidence", dispute.due, .disputeEvidenceWithin)
  }

  /// A unit that disputes the matter has not been silent.
  private func suspended(_ hand: Assignment) -> Bool {
    hand.dispute?.has(spoken: hand.lead) == true && rules.holds(.disputeSuspendsAcceptance)
  }

  private func completion(_ hand: Assignment) -> [Duty] {
    guard let limit = hand.limit else { return [] }
    let source = limit.sources.first ?? rules.process(of: .reply)
    return [Duty(what: "complete", due: limit.due, source: source)]
  }

  /// The chances to return and to ask for more time.
  private func chances(_ hand: Assignment) -> [Duty] {
    var list: [Duty] = []
    let settled = hand.signed != nil && rules.denies(.returnAfterAcceptance)
    let spent = rules[.returnMost].map { ticket.record.returns >= $0.value } ?? false
    if ticket.record.redos == 0, !settled, !spent,
      !(hand.fixed && rules.denies(.returnAfterFixing))
    {
      list += duty("return", returnDue(hand), .returnWithin, owed: false)
    }
    guard let limit = hand.limit, stage?.extensionRequest == nil else { return list }
    let used = rules[.extensionMost].map { ticket.record.extensionRequests >= $0.value } ?? false
    let barred = ticket.record.redos > 0 && rules.denies(.redoExtension)
    let source = rules.cite(.extensionBefore) ?? rules.cite(.extensionMost)
    // A limit shorter than the notice that an extension needs leaves no time to ask.
    let inTime = extensionDeadline(limit) >= limit.start
    if !used, !barred, inTime, let source {
      list.append(
        Duty(what: "extension", due: extensionDeadline(limit), source: source, owed: false))
    }
    return list
  }

  private func firstContact(_ hand: Assignment) -> [Duty] {
    guard let rule = rules[.contactAfterAcceptance], let signed = hand.signed, !contactWaived,
      !contactDone(since: signed)
    else { return [] }
    return duty("contact", clock.due(from: signed, rule.value), .contactAfterAcceptance)
  }

  /// Who stays unknown to the unit wants no contact from it.
  var contactWaived: Bool { ticket.request.secret && rules.holds(.contactWaivable) }

  private func emergencyDuties(_ hand: Assignment) -> [Duty] {
    guard let emergency, let report = emergency.report, ticket.record.redos == 0 else { return [] }
    let source = Rulebook.cite(emergency.source)
    var list: [Duty] = []
    let begun =
      !ticket.record.progress.isEmpty
      || ticket.record.contacts.contains { $0.reached && $0.at >= hand.dispatched }
    if let within = emergency.within, !begun {
      list.append(
        Duty(what: "on-site", due: clock.due(from: hand.dispatched, within), source: source))
    }
    if ticket.record.progress.isEmpty {
      list.append(
        Duty(what: "stage-report", due: clock.due(from: hand.dispatched, report), source: source))
    }
    return list
  }

  private func survey(from start: Date) -> [Duty] {
    guard let rule = rules[.surveyWithin], ticket.ratingOfRound == nil,
      !ticket.record.reachedByCallback
    else { return [] }
    return duty("survey", clock.due(from: start, rule.value), .surveyWithin)
  }

  private func afterClosing(_ closed: Date) -> [Duty] {
    var list: [Duty] = []
    if let rule = rules[.contactAfterClosing], !contactWaived, !contactDone(since: closed) {
      list += duty("contact", clock.due(from: closed, rule.value), .contactAfterClosing)
    }
    let filed = ticket.record.filings.last?.at == closed
    let start =
      rules.holds(.surveyFromReply) && !filed ? ticket.record.replies.last?.at ?? closed : closed
    return list + survey(from: start)
  }

  private func promised(_ promise: Promise) -> [Duty] {
    var list: [Duty] = []
    if let every = promise.every {
      list += duty(
        "progress", clock.due(from: promise.lastProgress, every), .rehandlingContactEvery)
    }
    if let due = promise.due, let source = rules[.promises].first(where: { $0.id == promise.name })
    {
      list.append(Duty(what: "solve", due: due, source: Rulebook.cite(source.source)))
    }
    return list
  }

  private var retention: [Duty] {
    guard let closed = ticket.record.closed else { return [] }
    return duty(
      "retention", rules[.retentionFiles].map { clock.due(from: closed, $0.value) }, .retentionFiles
    )
      + duty(
        "retention-recordings",
        rules[.retentionRecordings].map { clock.due(from: closed, $0.value) }, .retentionRecordings)
  }
}
