import Foundation
import Hotline
import Regulations

extension Step {
  /// Something that happens by itself once a moment has come.
  private struct Timer {
    var at: Date
    /// True when it acts only after the moment has passed.
    var after = false
    var act: Act

    enum Act {
      case deemAcceptance
      case deemExtension
      case note(name: String, key: String, sources: [String])
    }

    /// True once it acts.
    func has(come now: Date) -> Bool { after ? at < now : at <= now }

    /// The first whole second after `now` at which it acts.
    func wake(after now: Date) -> Date {
      Self.wake(at, after: has(come: now) ? now : nil, passed: after)
    }

    /// A moment as a whole second: `passed` when it shows only once the moment is over.
    static func wake(_ at: Date, after now: Date?, passed: Bool) -> Date {
      let seconds = (now ?? at).timeIntervalSince1970
      let up = now != nil || passed ? seconds.rounded(.down) + 1 : seconds.rounded(.up)
      return Date(timeIntervalSince1970: up)
    }
  }

  /// Lets every due timer act, in the order of their times, until none is left.
  ///
  /// Each acts once under its key, so late, doubled or interrupted ticks give the same ticket.
  mutating func runTimers() {
    // What a command has just brought about is of now, what a timer brings about of its time.
    var reached: [String: Date] = [:]
    recalculate()
    if !events.isEmpty { grow(&reached, at: now) }
    for _ in 0..<1000 {
      let due = waiting.filter { $0.has(come: now) }
      guard let timer = due.min(by: { $0.at < $1.at }) else { break }
      switch timer.act {
      case .deemAcceptance: deemAcceptance(at: timer.at)
      case .deemExtension: deemExtension(at: timer.at)
      case .note(let name, let key, let sources): note(name, key: key, sources, at: timer.at)
      }
      grow(&reached, at: timer.at)
    }
    // What is counted changes only with events.
    if !events.isEmpty { noteSupervision(reached) }
  }

  /// The first whole second after `now` at which a timer could act or the card could change.
  var wake: Date? {
    let timers = waiting.map { $0.wake(after: now) }
    let shown = card
    let cards = changingMarks.filter { !$0.has(come: now) && $0.card > shown }
      .map { Timer.wake($0.at, after: nil, passed: $0.after) }
    return (timers + cards).min()
  }

  private mutating func deemAcceptance(at moment: Date) {
    guard let hand else { return }
    let limit = limitAfterSigning(hand, at: moment)
    emit(
      .deemedAccepted(limit: limit),
      [rules.cite(.signSilence), rules.cite(.signWithin)]
        + startSources(limit), at: moment)
  }

  /// The timers that have not acted, come or not.
  private var waiting: [Timer] {
    var list = extensionByNotice.map { [Timer(at: $0, act: .deemExtension)] } ?? []
    list += reminders
    for duty in duties where duty.owed {
      if duty.what == "sign", rules[.signSilence]?.value == .accepted {
        list.append(Timer(at: duty.due, after: true, act: .deemAcceptance))
        continue
      }
      let name = Self.lapse(of: duty.what)
      list.append(
        Timer(
          at: duty.due, after: true,
          act: .note(name: name, key: key(name, duty.due), sources: [duty.source])))
    }
    list += unsigned
    for mark in cardMarks {
      let name = "card-\(mark.card.rawValue)"
      list.append(
        Timer(
          at: mark.at, after: mark.after,
          act: .note(name: name, key: key(name, mark.limit), sources: [mark.source])))
    }
    return list.filter {
      if case .note(_, let key, _) = $0.act { return !ticket.noted.contains(key) }
      return true
    }
  }

  private func key(_ name: String, _ moment: Date) -> String {
    "\(name)@\(ShanghaiTime.text(moment))"
  }

  private static func lapse(of what: String) -> String {
    switch what {
    case "complete": "overdue"
    case "retention": "retention-ended"
    case "retention-recordings": "recordings-retention-ended"
    default: "\(what)-overdue"
    }
  }

  /// The unit is reminded before its limit ends, while no result is in.
  private var reminders: [Timer] {
    guard let limit = hand?.limit, let stage, stage.isOpen else { return [] }
    return clock.deadlines.moments(from: limit.start, due: limit.due).filter {
      $0.what == "reminder"
    }
    .map { mark in
      Timer(
        at: mark.at,
        act: .note(
          name: "reminded", key: key("reminded", limit.due),
          sources: [Rulebook.cite(mark.source)]))
    }
  }

  /// A unit that has not signed for so long as the list of supervision says.
  private var unsigned: [Timer] {
    guard let hand, stage == .dispatched, hand.signed == nil else { return [] }
    return rules[.supervision].compactMap { row in
      guard row["when"] == "unsigned-long", let after = row.span("after") else { return nil }
      return Timer(
        at: clock.due(from: hand.firstReceipt, after), after: true,
        act: .note(
          name: "supervision-due", key: "supervision-due-\(row.id)",
          sources: [Rulebook.cite(row.source)]))
    }
  }

  /// Notes each listed ground for supervision that the record has reached, when it reached it.
  private mutating func noteSupervision(_ reached: [String: Date]) {
    guard hand != nil else { return }
    for (name, prefix, row) in countedGrounds {
      let key = prefix + row.id
      guard let at = reached[key] else { continue }
      note(name, key: key, [Rulebook.cite(row.source)], at: at)
    }
  }

  /// Adds each ground that the record reaches by now and did not reach before.
  private func grow(_ reached: inout [String: Date], at moment: Date) {
    guard hand != nil else { return }
    for (_, prefix, row) in countedGrounds where reached[prefix + row.id] == nil {
      let wanted = row.count("count") ?? 1
      guard let when = row["when"], let count = count(of: when, most: wanted), count >= wanted
      else { continue }
      reached[prefix + row.id] = moment
    }
  }

  private var countedGrounds: [(name: String, prefix: String, row: RuleRow)] {
    rules[.supervision].map { ("supervision-due", "supervision-due-", $0) }
      + rules[.accountability].map { ("accountability-noted", "accountability-", $0) }
  }

  /// How often a fact that leads to supervision is on record; nil for what only people can see.
  private func count(of when: String, most: Int) -> Int? {
    func noted(_ name: String) -> Int { ticket.noted.filter { $0.hasPrefix("\(name)@") }.count }
    switch when {
    case "overdue": return noted("overdue")
    case "yellow-card": return noted("card-yellow")
    case "red-card": return noted("card-red")
    // Being passed around is a person's judgement unless the rule counts how often.
    case "passed-around": return most > 1 ? ticket.record.returns : nil
    case "reminders-without-reply": return ticket.record.urges
    case "reminders-and-overdue":
      return noted("overdue") > 0 ? ticket.record.urges : 0
    case "rejected-in-row", "returned-by-platform":
      return ticket.record.rejections + ticket.record.redos
    case "dissatisfied-callbacks": return ticket.request.basis ? ticket.dissatisfied : 0
    case "leader-day": return ticket.request.channel == "领导接听日" ? noted("overdue") : 0
    // What has no basis need not be solved, however often it is reported.
    case "reports-unsolved": return ticket.request.basis ? ticket.request.prior + 1 : 0
    case "redo-dissatisfied":
      return ticket.record.redos > 0 && ticket.ratingOfRound?.countsAgainst == true ? 1 : 0
    default: return nil
    }
  }
}
