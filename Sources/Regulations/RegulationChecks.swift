import Foundation
import Hotline
import WorkingTime

/// Rules that contradict each other within one profile.
struct RegulationChecks {
  let profile: RegulationProfile
  let list: FaultList

  /// Tells every contradiction with the line of the later rule.
  func run() {
    extensions()
    returns()
    redo()
    cards()
    limits()
    exclusions()
    classes()
    hours()
    disputes()
  }

  private func line(_ name: String) -> Int { profile.values[name]?.line ?? 0 }

  private func tell(_ name: String, _ message: String) { list.add(line(name), name, message) }

  private func extensions() {
    let most = profile[.extensionMost]?.value
    if most == 0 {
      for name in ["extension.length", "extension.before", "extension.decided_by"]
      where profile.values[name] != nil {
        tell(name, "与 extension.most 为 0（不得延期）矛盾")
      }
    }
    if profile.values["extension.length"] != nil, most == nil,
      profile[.extensionLength]?.value != .decided
    {
      tell("extension.length", "写了延期的长度，却没有写 extension.most（最多几次）")
    }
    if let ahead = profile[.extensionBefore]?.value {
      for type in RequestType.allCases {
        guard let limit = profile[.limit(type)]?.value, !leavesTime(limit, ahead) else { continue }
        tell("extension.before", "比\(type.rawValue)的时限 \(limit) 还长，永远来不及申请")
      }
    }
  }

  /// True when some moment of an ordinary week starts a limit that ends late enough after it.
  private func leavesTime(_ limit: TimeSpan, _ ahead: TimeSpan) -> Bool {
    guard limit.unit != ahead.unit else { return ahead.count <= limit.count }
    guard let monday = Day(year: 2024, month: 1, day: 8)?.start else { return true }
    let clock = WorkingClock(
      calendar: .weekendsOnly, hours: profile.officeHours,
      dayEnd: profile[.dayEnds]?.value ?? .close)
    return (0..<7 * 48).contains { step in
      let start = monday.addingTimeInterval(Double(step) * 1800)
      let due = clock.due(from: start, span: limit, source: "").dueAt
      return clock.moment(ahead, before: due) >= start
    }
  }

  private func returns() {
    if profile[.returnFrom]?.value == .form, let within = profile[.returnWithin] {
      tell("return.from", "退单期限由转办单写明，就不能又写固定的 return.within（\(within.value)）")
    }
    if profile[.returnFrom]?.value == .sign, profile[.signSilence]?.value == .accepted,
      profile[.returnAfterAcceptance]?.value == false
    {
      tell("return.from", "签收即受理且受理后不能退单，退单期限就不能从签收起算")
    }
    if profile.values["return.fixed_by"] != nil, profile[.returnMost] == nil,
      profile[.returnAfterFixing] == nil, profile[.disputeDecidedBy] == nil
    {
      tell("return.fixed_by", "写了由谁最后确定单位，却没有写退几次（return.most）或能否再退（return.after_fixing）")
    }
    let silence = profile[.signSilence]?.value
    if silence == .accepted, profile[.signWithin] == nil {
      tell("sign.silence", "写了不确认视同受理，却没有写 sign.within")
    }
  }

  private func disputes() {
    if profile[.disputeSuspendsAcceptance] != nil, profile[.disputeEvidenceWithin] == nil {
      tell("dispute.suspends_acceptance", "写了争议期间不视同受理，却没有写多久内提供佐证（dispute.evidence_within）")
    }
    if profile[.extensionByNotice]?.value == true, profile[.extensionBefore] == nil {
      tell("extension.by_notice", "写了告知即可延期，却没有写到期前多久告知（extension.before）")
    }
  }

  private func redo() {
    guard profile[.redoMost]?.value == 0 else { return }
    for name in ["redo.limit", "redo.extension", "redo.after"] where profile.values[name] != nil {
      tell(name, "与 redo.most 为 0（不得重办）矛盾")
    }
  }

  private func cards() {
    if let yellow = profile[.yellowAfter]?.value, let red = profile[.redAfter]?.value,
      yellow.unit == red.unit, red.count <= yellow.count
    {
      tell("card.red_after", "红牌不晚于黄牌")
    }
    if profile[.yellowAfter] != nil, profile[.yellowBefore] != nil {
      tell("card.yellow_after", "黄牌既在到期前又在到期后，只能写一个")
    }
    if profile[.redOverdue]?.value == true, profile[.redAfter] != nil {
      tell("card.red_after", "红牌既在届满时（card.red_overdue）又在届满之后，只能写一个")
    }
  }

  private func limits() {
    let hasLimits = RequestType.allCases.contains { profile[.limit($0)] != nil }
    let special = profile[.specialLimit]?.value
    if hasLimits, special == .catalogue || special == .form {
      tell("limit.special", "时限\(special?.rawValue ?? "")，却又写了各类型的时限")
    }
    if hasLimits, profile.values["limit.from"] == nil, !profile.isLayer {
      let line = profile.values.filter { $0.key.hasPrefix("limit.") }.map(\.value.line).min()
      list.add(line ?? 0, "limit.from", "写了时限，却没有写从何时起算（limit.from）")
    }
    if let least = profile[.policyNoticeLeast]?.value, let most = profile[.policyNoticeMost]?.value,
      least.unit == most.unit, least.count > most.count
    {
      tell("knowledge.policy_notice_least", "最短提前量比最长提前量还长")
    }
  }

  private func exclusions() {
    var seen: Set<String> = []
    for entry in profile.exclusions.entries where !seen.insert(entry.entry).inserted {
      list.add(0, entry.entry, "不予受理的同一项写了两次")
    }
  }

  private func classes() {
    for row in profile[.classes] where row.flag("promise") == row.flag("archive") {
      list.add(row.line, row.id, "一类不满意诉求要么承诺时限（promise），要么直接归档（archive）")
    }
  }

  private func hours() {
    var seasons: [OfficeHours.Season] = []
    for row in profile[.hours] {
      let sessions = row.list("sessions").compactMap(OfficeHours.Session.init(parsing:))
      let begins = RegulationProfile.season(row["begins"] ?? "01-01")
      if sessions.count != row.list("sessions").count {
        list.add(row.line, "sessions", "应为 08:30-12:00、14:30-17:30 这样的时段")
      }
      guard let begins else {
        list.add(row.line, "begins", "应为 06-15 这样的月日")
        continue
      }
      seasons.append(OfficeHours.Season(begins: begins, sessions: sessions))
    }
    if !seasons.isEmpty, OfficeHours(seasons: seasons) == nil {
      list.add(profile[.hours].first?.line ?? 0, "hours", "季节重复，或者时段重叠、缺少")
    }
  }
}
