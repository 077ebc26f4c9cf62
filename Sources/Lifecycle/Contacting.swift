import Foundation
import Hotline
import Regulations

/// Parts of the day in which a caller is tried.
enum DayPart {
  /// The part that a word or a time names; nil when it is neither.
  static func name(_ slot: String) -> String? {
    if ["上午", "下午", "晚上"].contains(slot) { return slot }
    if let moment = ShanghaiTime.moment(slot) { return name(of: moment) }
    let parts = slot.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
      (0..<60).contains(minute)
    else { return nil }
    return name(hour: hour)
  }

  /// The part in which a moment lies.
  static func name(of moment: Date) -> String {
    let seconds = Int(moment.timeIntervalSince(Day(containing: moment).start))
    return name(hour: seconds / 3600)
  }

  private static func name(hour: Int) -> String {
    hour < 12 ? "上午" : hour < 18 ? "下午" : "晚上"
  }
}

extension Step {
  /// The unit tried to reach the caller.
  mutating func contact(_ by: String, _ reached: Bool, _ proof: String?, _ slot: String?) {
    guard let hand else { return }
    requireSpeaker(by, hand, .contact)
    guard grounds.isEmpty else { return }
    let part = slot.flatMap(DayPart.name) ?? DayPart.name(of: now)
    let since = contactSince
    let wasDone = since.map { contactDone(since: $0) } ?? false
    let proven = proof != nil || !rules.holds(.contactProof)
    emit(
      .contacted(
        Contact(at: now, by: by, reached: reached, proven: proven, slot: part, proof: proof)),
      [
        rules.cite(stage?.closed == nil ? .contactAfterAcceptance : .contactAfterClosing),
        rules.cite(.contactProof),
      ])
    if reached, !proven {
      note(
        "contact-unproven", key: "contact-unproven-\(ticket.record.contacts.count)",
        [rules.cite(.contactProof)])
    }
    if !reached, let since, !wasDone, contactDone(since: since) {
      emit(.unreachableTold, [rules.cite(.contactSlots), rules.cite(.contactTriesWithin)])
    }
    if reached, stage?.promise != nil { emit(.progressTold, [rules.cite(.rehandlingContactEvery)]) }
  }

  /// Only the lead, or whom it gave the work to, speaks to the caller.
  private mutating func requireSpeaker(_ by: String, _ hand: Assignment, _ command: CommandName) {
    guard by != hand.lead, !hand.tiers.contains(by) else { return }
    if hand.co.contains(by), !rules.holds(.leadOnly) { return }
    refuse(
      "“\(by)”不是主办单位，与诉求人的联系由“\(hand.lead)”负责", rules.cite(.leadOnly), command,
      instead: "由“\(hand.lead)”联系诉求人")
  }

  /// The moment since which the present duty to contact the caller runs.
  var contactSince: Date? {
    guard let hand, let stage else { return nil }
    return stage.closed ?? hand.signed ?? hand.dispatched
  }

  /// The caller was reached with proof, or tried in as many slots as the rule asks for.
  func contactDone(since: Date) -> Bool {
    let tries = ticket.record.contacts.filter { $0.at >= since }
    if tries.contains(where: { $0.reached && $0.proven }) { return true }
    guard let slots = rules[.contactSlots]?.value else { return false }
    let failed = tries.filter { !$0.reached }
    guard let within = rules[.contactTriesWithin]?.value else {
      return Set(failed.map(\.slot)).count >= slots
    }
    return failed.contains { first in
      let end = clock.due(from: first.at, within)
      return Set(failed.filter { $0.at >= first.at && $0.at <= end }.map(\.slot)).count >= slots
    }
  }

  /// The caller adds facts; where the regulation says so the limit starts anew.
  mutating func supplement(_ text: String) {
    emit(.supplemented(text: text), [rules.cite(.supplementRestarts)])
    restart(rules[.supplementRestarts])
  }

  /// Force majeure or a changed law; only where the regulation knows it.
  mutating func forceMajeure(_ note: String) {
    guard let rule = rules[.forceMajeureRestarts], rule.value else {
      refuse(
        "本规定没有因不可抗力重新计算期限的规定", rules.step(.requestExtension), .forceMajeure,
        instead: "难以按时办结的，在期限内申请延期")
      return
    }
    emit(.forceMajeureNoted(note: note), [Rulebook.cite(rule.source)])
    restart(rule)
  }

  private mutating func restart(_ rule: Sourced<Bool>?) {
    guard let rule, rule.value, let hand, let limit = hand.limit, let state = ticket.state.stage,
      state.plain.isOpen
    else { return }
    var anew = restarted(limit, from: now)
    anew.restarted = now
    let source = Rulebook.cite(rule.source)
    anew.sources = [source] + limit.sources.filter { $0 != source }
    emit(.limitRestarted(anew), anew.sources)
  }

  /// The caller takes the request back.
  mutating func withdraw(_ byUnit: Bool) {
    if byUnit, let rule = rules[.withdrawalRedirected], rule.value {
      refuse(
        "诉求人向承办单位撤销的，承办单位不能直接退回归档", Rulebook.cite(rule.source), .withdraw,
        instead: "指引诉求人先向12345热线撤销诉求，由热线告知承办单位退回归档")
      return
    }
    emit(.withdrawn, [rules.cite(.withdrawalRedirected)])
  }
}
