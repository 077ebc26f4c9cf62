import Foundation
import Hotline
import Regulations

extension Step {
  /// Something that happens by itself once a moment has come.
  private struct Timer {
    var at: Date
    var act: Act

    enum Act {
      case deemAcceptance
      case note(name: String, key: String, sources: [String])
    }
  }

  /// Lets every due timer act, in the order of their times, until none is left.
  ///
  /// Each acts once under its key, so late, doubled or interrupted ticks give the same ticket.
  mutating func runTimers() {
    for _ in 0..<1000 {
      guard let timer = timers.filter({ $0.at <= now }).min(by: { $0.at < $1.at }) else { break }
      switch timer.act {
      case .deemAcceptance: deemAcceptance(at: timer.at)
      case .note(let name, let key, let sources): note(name, key: key, sources, at: timer.at)
      }
    }
    // What is counted changes only with events.
    if !events.isEmpty { noteSupervision() }
  }

  private mutating func deemAcceptance(at moment: Date) {
    guard let hand else { return }
    let limit = limitAfterSigning(hand, at: moment)
    emit(
      .deemedAccepted(limit: limit),
      [rules.cite(.signSilence), rules.cite(.signWithin)]
        + startSources(limit), at: moment)
  }

  /// The timers that have not acted.
  private var timers: [Timer] {
    var list = reminders
    for duty in duties where duty.owed && duty.due < now {
      if duty.what == "sign", rules[.signSilence]?.value == .accepted {
        list.append(Timer(at: duty.due, act: .deemAcceptance))
        continue
      }
      let name = Self.lapse(of: duty.what)
      list.append(
        Timer(
          at: duty.due,
          act: .note(name: name, key: key(name, duty.due), sources: [duty.source])))
    }
    for mark in cardMarks where mark.has(come: now) {
      let name = "card-\(mark.card.rawValue)"
      list.append(
        Timer(
          at: mark.at, act: .note(name: name, key: key(name, mark.limit), sources: [mark.source])))
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
    guard let rule = rules[.reminderBefore], let limit = hand?.limit, let stage, stage.isOpen
    else { return [] }
    let at = clock.startOfDay(before: limit.due, rule.value)
    guard at <= now else { return [] }
    return [
      Timer(
        at: max(at, limit.start),
        act: .note(
          name: "reminded", key: key("reminded", limit.due), sources: [Rulebook.cite(rule.source)]))
    ]
  }

  /// Notes each listed ground for supervision that the record has reached.
  private mutating func noteSupervision() {
    guard hand != nil else { return }
    for row in rules[.supervision] {
      guard let when = row["when"], let reached = count(of: when, most: row.count("count") ?? 1)
      else { continue }
      guard reached >= row.count("count") ?? 1 else { continue }
      note("supervision-due", key: "supervision-due-\(row.id)", [Rulebook.cite(row.source)])
    }
    for row in rules[.accountability] {
      guard let when = row["when"], let reached = count(of: when, most: row.count("count") ?? 1)
      else { continue }
      guard reached >= row.count("count") ?? 1 else { continue }
      note("accountability-noted", key: "accountability-\(row.id)", [Rulebook.cite(row.source)])
    }
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
    case "redo-dissatisfied":
      return ticket.record.redos > 0 && ticket.ratingOfRound?.countsAgainst == true ? 1 : 0
    default: return nil
    }
  }
}
