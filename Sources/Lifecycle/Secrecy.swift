import Hotline
import Regulations

extension Ticket {
  /// The article for which a unit must not learn who called; nil when it may.
  ///
  /// Hidden from the unit reported on and whoever stands above it; where the caller asks to stay
  /// unknown, from every unit; where it is a report (举报), from all but the lead and those inside it
  /// that handle it, since only they must speak to the caller. A name that begins with a unit's own
  /// name lies under that unit; `above` are further units that stand over the one reported on.
  public func hidesCaller(
    from unit: String, under rules: Rulebook, above: [String] = []
  ) -> String? {
    let privacy = rules.cite(.resultsWithheld)
    let reporter = rules.cite(.reporterHidden) ?? privacy
    if let reported = request.reported {
      let over = reported.hasPrefix(unit) || above.contains(unit)
      if over || Self.names(unit, reported) { return reporter }
    }
    if request.secret { return privacy ?? reporter }
    guard request.type == .report else { return nil }
    guard case .assigned(let hand, _) = state, hand.tiers.contains(unit) else { return reporter }
    return nil
  }

  /// True when a unit is the one named, or an office of it.
  static func names(_ unit: String, _ reported: String) -> Bool {
    unit == reported || unit.hasPrefix(reported)
  }
}

extension Step {
  /// A report does not go to the very unit that is reported on, where the document forbids it.
  mutating func requireNotReported(_ units: [String], _ command: CommandName) {
    guard ticket.request.type == .report, let reported = ticket.request.reported,
      let rule = rules[.notToReported], rule.value
    else { return }
    for unit in units where Ticket.names(unit, reported) {
      refuse(
        "“\(unit)”是被举报的单位，举报情况不得向被举报人透露", Rulebook.cite(rule.source), command,
        instead: "交由其他单位或者上级机构办理")
    }
  }
}
