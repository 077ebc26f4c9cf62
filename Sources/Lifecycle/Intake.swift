import Foundation
import Hotline
import Regulations

extension Step {
  /// The emergency entry that an urgent request falls under.
  var emergency: EmergencyEntry? {
    guard ticket.request.urgent else { return nil }
    let entries = rules.base.emergencies
    let found = rules.base.urgent(in: ticket.request.text)?.entry
    return entries.first { $0.entry == found } ?? entries.first
  }

  /// Notes that an urgent request is passed on or reported at once.
  mutating func noteEmergency() {
    guard let emergency else { return }
    note("emergency-noted", [Rulebook.cite(emergency.source)])
  }

  /// Closes a call that the knowledge base answers.
  mutating func answer(_ article: String) {
    emit(.answered(article: article), [rules.process(of: .answer)] + instantAnswer)
  }

  private var instantAnswer: [String?] { [rules.cite(.instantAnswer)] }

  /// Does not take a request, for an entry of the regulation's list.
  mutating func exclude(_ entry: String, _ tell: String) {
    let list = rules.base.exclusions
    let wanted = Self.plain(entry, without: rules.base.short)
    let found = list.entries.first { Self.plain($0.entry, without: rules.base.short) == wanted }
    guard let found else {
      let known = list.entries.map(\.entry).joined(separator: "、")
      refuse(
        "“\(entry)”不在不予受理的清单里", rules.process(of: .exclude), .exclude,
        instead: known.isEmpty ? "按规定受理并派发" : "清单各项：\(known)；不属于其中的应当受理")
      return
    }
    let source = Rulebook.cite(found.source)
    emit(
      .excluded(entry: found.entry, tell: tell), [source, rules.cite(.refusalRecorded)])
  }

  /// An entry's name without the document, spaces and half-width brackets.
  private static func plain(_ entry: String, without short: String) -> String {
    var text = entry.filter { !$0.isWhitespace }
    if text.hasPrefix(short) { text.removeFirst(short.count) }
    return text.replacingOccurrences(of: "(", with: "（").replacingOccurrences(of: ")", with: "）")
  }

  /// Asks a unit beforehand whether the matter is its own.
  mutating func predispatch(_ unit: String) {
    let rule = rules[.predispatchWithin]
    if let asked = ticket.state.predispatch {
      refuse(
        "已预分派给“\(asked.unit)”，还没有答复", rules.cite(.predispatchWithin), .predispatch,
        instead: "等“\(asked.unit)”答复，或者直接派发")
      return
    }
    requireNotReported([unit], .predispatch)
    guard grounds.isEmpty else { return }
    let due = rule.map { clock.due(from: now, $0.value) }
    emit(
      .predispatched(Predispatch(unit: unit, at: now, due: due)), [rules.cite(.predispatchWithin)])
  }

  private mutating func requireAsked(_ unit: String, _ command: CommandName) {
    guard let asked = ticket.state.predispatch else {
      refuse(
        "没有待答复的预分派", rules.cite(.predispatchWithin), command, instead: "先用 predispatch 预分派")
      return
    }
    guard asked.unit != unit else { return }
    refuse(
      "预分派的单位是“\(asked.unit)”，不是“\(unit)”", rules.cite(.predispatchWithin), command,
      instead: "由“\(asked.unit)”答复")
  }

  /// The unit asked beforehand says yes.
  mutating func acceptPredispatch(_ unit: String) {
    requireAsked(unit, .acceptPredispatch)
    guard grounds.isEmpty else { return }
    emit(.predispatchAccepted(unit: unit), [rules.cite(.predispatchWithin)])
  }

  /// The unit asked beforehand says no, in writing and signed.
  mutating func refusePredispatch(_ unit: String, _ reason: String, _ signedBy: String?) {
    requireAsked(unit, .refusePredispatch)
    requireSignature(
      rules[.predispatchSignedBy], signedBy, "拒绝预分派", .refusePredispatch)
    refuseMissingSignature(reason, .refusePredispatch)
    guard grounds.isEmpty else { return }
    emit(
      .predispatchRefused(unit: unit, reason: reason, signedBy: signedBy),
      [rules.cite(.predispatchSignedBy), rules.cite(.predispatchWithin)])
  }

  /// An emergency may not be turned away because a leader has not signed.
  mutating func refuseMissingSignature(_ reason: String, _ command: CommandName) {
    guard let emergency, let banned = rules[.emergencyNoSignatureExcuse], banned.value else {
      return
    }
    guard reason.contains("签批") || reason.contains("未签") || reason.contains("没签") else { return }
    refuse(
      "紧急诉求不得以领导未签批为由拒绝办理", Rulebook.cite(banned.source), command,
      instead: "立即办理，签批随后补；" + emergency.act)
  }

  /// Checks a signature against the level that a rule asks for.
  mutating func requireSignature(
    _ rule: Sourced<String>?, _ signedBy: String?, _ what: String, _ command: CommandName
  ) {
    guard let rule, Signatory.level(of: rule.value) > 0 else { return }
    guard let signedBy else {
      refuse(
        "\(what)须由\(rule.value)签批，没有写明签批人", Rulebook.cite(rule.source), command,
        instead: "经\(rule.value)签批后再提交")
      return
    }
    guard !Signatory.suffices(signedBy, for: rule.value) else { return }
    refuse(
      "\(what)须由\(rule.value)签批，“\(signedBy)”级别不够", Rulebook.cite(rule.source), command,
      instead: "经\(rule.value)签批后再提交")
  }
}
