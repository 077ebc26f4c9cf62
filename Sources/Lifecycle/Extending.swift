import Foundation
import Hotline
import Regulations

extension Step {
  /// The last moment at which more time may be asked for.
  func extensionDeadline(_ limit: Limit) -> Date {
    guard let ahead = rules[.extensionBefore] else { return limit.due }
    return clock.before(limit.due, ahead.value)
  }

  /// A unit asks for more time.
  mutating func requestExtension(
    _ by: String, _ reason: String, days: Int?, stage text: String?, told: Bool, signedBy: String?
  ) {
    guard let hand else { return }
    requireLead(by, .requestExtension)
    requireExtensible(hand)
    requireExtensionPapers(stage: text, told: told)
    requireSignature(rules[.extensionSignedBy], signedBy, "延期申请", .requestExtension)
    let length = extensionLength(hand, days: days)
    guard grounds.isEmpty else { return }
    emit(
      .extensionRequested(
        ExtensionRequest(
          at: now, reason: reason, length: length, stage: text, signedBy: signedBy,
          toldCaller: told)),
      [
        rules.cite(.extensionMost), rules.cite(.extensionBefore), rules.cite(.extensionNeeds),
        rules.cite(.extensionLength),
      ])
  }

  private mutating func requireExtensible(_ hand: Assignment) {
    if ticket.record.redos > 0, let rule = rules[.redoExtension], !rule.value {
      refuse(
        "重新办理的事项不得延期", Rulebook.cite(rule.source), .requestExtension, instead: "在重办期限内办结")
    }
    if rules[.signWithin] != nil, hand.signed == nil, stage != .redo {
      refuse(
        "还没有签收（确认受理）", rules.cite(.signWithin), .requestExtension, instead: "先签收，再申请延期")
    }
    if let most = rules[.extensionMost], ticket.record.extensionRequests >= most.value {
      refuse(
        "延期以\(most.value)次为限，已经申请过\(ticket.record.extensionRequests)次",
        Rulebook.cite(most.source), .requestExtension, instead: "在期限内办结，或先报阶段性办理情况")
    }
    guard let limit = hand.limit else { return }
    let deadline = extensionDeadline(limit)
    guard now > deadline else { return }
    let rule = rules[.extensionBefore].map { "应在到期\($0.value)前申请" } ?? "应在到期前申请"
    refuse(
      "延期\(rule)，最迟 \(ShanghaiTime.text(deadline))",
      rules.cite(.extensionBefore)
        ?? rules.cite(.extensionMost) ?? rules.cite(.extensionNeeds), .requestExtension,
      instead: "尽快办结并答复；不能办结的说明情况")
  }

  private mutating func requireExtensionPapers(stage text: String?, told: Bool) {
    guard let needs = rules[.extensionNeeds] else { return }
    var missing: [String] = []
    for paper in needs.value {
      switch paper {
      case "阶段情况", "工作计划": if text == nil { missing.append(paper) }
      case "告知诉求人": if !told { missing.append(paper) }
      default: break
      }
    }
    guard !missing.isEmpty else { return }
    refuse(
      "延期缺少\(missing.joined(separator: "、"))", Rulebook.cite(needs.source), .requestExtension,
      instead: "补齐\(missing.joined(separator: "、"))后再申请")
  }

  /// How long the extension would be; a length that the regulation does not allow is refused.
  private mutating func extensionLength(_ hand: Assignment, days: Int?) -> TimeSpan? {
    guard let limit = hand.limit else { return days.map { TimeSpan(Double($0), .workingDay) } }
    let first = firstLength(of: limit)
    guard let days else { return first }
    let asked = TimeSpan(Double(days), .workingDay)
    guard let rule = rules[.extensionLength] else { return asked }
    switch rule.value {
    case .decided: break
    case .exactlyFirst where !isLength(days, of: first, limit, exactly: true):
      refuse(
        "延期的期限与首次办理时限（\(first)）相同，不能是\(days)个工作日", Rulebook.cite(rule.source),
        .requestExtension, instead: "按\(first)申请")
    case .atMostFirst where !isLength(days, of: first, limit, exactly: false):
      refuse(
        "延期不得超过原办理时限（\(first)），不能是\(days)个工作日", Rulebook.cite(rule.source),
        .requestExtension, instead: "申请不超过\(first)")
    case .exactlyFirst: return first
    case .atMostFirst: break
    }
    return asked
  }

  private func isLength(_ days: Int, of first: TimeSpan, _ limit: Limit, exactly: Bool) -> Bool {
    let known =
      first.unit == .workingDay
      ? first.count : Double(max(1, clock.workingDays(from: limit.start, to: limit.firstDue)))
    return exactly ? Double(days) == known : Double(days) <= known
  }

  /// When a request for more time takes effect by itself; nil where it must be granted.
  var extensionByNotice: Date? {
    guard rules.holds(.extensionByNotice), stage?.extensionRequest != nil else { return nil }
    return hand?.limit?.due
  }

  /// More time is granted, counted from the old due day.
  mutating func approveExtension() {
    extend(at: nil) { .extensionApproved(limit: $0, reason: $1) }
  }

  /// The centre was told in time and did not decide: the limit is extended as it ends.
  mutating func deemExtension(at moment: Date) {
    extend(at: moment) { .extensionDeemed(limit: $0, reason: $1) }
  }

  private mutating func extend(at moment: Date?, _ change: (Limit?, String) -> TicketEvent.Change) {
    guard let hand, let request = stage?.extensionRequest else { return }
    var limit = hand.limit
    if var running = limit, let length = request.length {
      running.extensions.append(length)
      settle(&running)
      limit = running
    }
    emit(
      change(limit, request.reason),
      [
        moment.flatMap { _ in rules.cite(.extensionByNotice) }, rules.cite(.extensionDecidedBy),
        rules.cite(.extensionLength), rules.cite(.extensionMost), rules.cite(.extensionNeeds),
      ], at: moment)
    if let told = rules[.extensionTold], told.value {
      note(
        "caller-told-extension", key: "caller-told-extension-\(ticket.record.extensions)",
        [Rulebook.cite(told.source)], at: moment)
    }
  }
}
