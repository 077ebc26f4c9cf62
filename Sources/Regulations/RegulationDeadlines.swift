import Foundation
import Hotline
import WorkingTime

/// A limit that a law or a catalogue item sets for one request.
public struct SpecialSpan: Hashable, Sendable {
  /// The limit.
  public var span: TimeSpan
  /// Who sets it: a law with its article, 派单目录 or 转办单.
  public var source: String

  /// Makes a special limit.
  public init(_ span: TimeSpan, source: String) {
    self.span = span
    self.source = source
  }
}

/// A date by which something must be done.
public struct NextDate: Hashable, Sendable {
  /// What: sign, predispatch, return, contact, extension, reminder, warning, yellow, red, survey,
  /// on-site, stage-report.
  public var what: String
  /// When, and why.
  public var deadline: Deadline
  /// False when the date would lie before its start: it cannot be done in time at all.
  public var isPossible: Bool
  /// What must be known of the date beside its steps; nil for nothing.
  public var note: String?

  /// Makes a next date.
  public init(what: String, deadline: Deadline, isPossible: Bool = true, note: String? = nil) {
    self.what = what
    self.deadline = deadline
    self.isPossible = isPossible
    self.note = note
  }
}

/// Works out a regulation's limits on its clock; every result names its articles.
public struct RegulationDeadlines: Sendable {
  /// The regulation.
  public let profile: RegulationProfile
  /// Its clock.
  public let clock: WorkingClock
  /// When it reminds, warns and shows cards.
  let marks: [LimitMark]

  /// Makes the clock from the profile's hours and the calendar; a layer's cards come first.
  public init(
    profile: RegulationProfile, layer: RegulationProfile? = nil, calendar: WorkingCalendar
  ) {
    self.profile = profile
    marks = LimitMark.all(profile, layer)
    clock = WorkingClock(
      calendar: calendar, hours: profile.officeHours, dayEnd: profile[.dayEnds]?.value ?? .close)
  }

  /// The limit for completing a request.
  ///
  /// - Parameter special: the limit that a law, the catalogue item or the form sets.
  /// - Parameter difficult: reported again and again, difficult.
  /// - Throws: `InputProblem` when neither the regulation nor `special` has a limit.
  public func completion(
    type: RequestType, from start: Date, special: SpecialSpan? = nil, difficult: Bool = false
  ) throws -> Deadline {
    let usual =
      (difficult ? profile[.limitDifficult] : nil) ?? profile[.limit(type)]
    let rule = profile[.specialLimit]
    guard let special else {
      guard let usual else { throw missing(rule) }
      return clock.due(from: start, span: usual.value, source: usual.source.description)
    }
    let source = rule.map { "\(special.source)（\($0.source)）" } ?? special.source
    let lawful = clock.due(from: start, span: special.span, source: source)
    guard let usual, rule?.value == .shorter else { return lawful }
    let own = clock.due(from: start, span: usual.value, source: usual.source.description)
    return lawful.dueAt < own.dueAt ? lawful : own
  }

  private func missing(_ rule: Sourced<SpecialLimit>?) -> InputProblem {
    let source = rule.map { "（\($0.source)）" } ?? ""
    let place = rule?.value == .form ? "平台转办单写明的时限" : "派单目录事项的办理期限"
    return InputProblem(
      code: "limit_missing", field: "limit",
      message: "\(profile.short)没有写这一类的时限，以\(place)为准\(source)，请给出 limit，如 3个工作日")
  }

  /// The end of an extension; it counts from the old due day.
  public func extended(due: Date, by span: TimeSpan) -> Deadline {
    clock.due(
      from: due, span: span, source: profile[.extensionLength]?.source.description ?? profile.short)
  }

  /// By when the unit must sign or confirm.
  public func sign(from start: Date) -> Deadline? { due(.signWithin, from: start) }

  /// By when a unit asked beforehand must answer.
  public func predispatch(from start: Date) -> Deadline? { due(.predispatchWithin, from: start) }

  /// Until when the unit may ask to return, from signing or receipt as the regulation says.
  public func returning(from start: Date) -> Deadline? { due(.returnWithin, from: start) }

  /// Until when units in dispute hand in evidence.
  public func disputeEvidence(from start: Date) -> Deadline? {
    due(.disputeEvidenceWithin, from: start)
  }

  /// By when the unit contacts the caller after accepting.
  public func firstContact(from start: Date) -> Deadline? {
    due(.contactAfterAcceptance, from: start)
  }

  /// By when the unit contacts the caller after closing.
  public func closingContact(from start: Date) -> Deadline? {
    due(.contactAfterClosing, from: start)
  }

  /// By when the satisfaction survey is made.
  public func survey(from start: Date) -> Deadline? { due(.surveyWithin, from: start) }

  /// The latest moment to ask for an extension.
  ///
  /// Without a number in the regulation it is the due moment itself.
  public func extensionRequest(due: Date) -> Deadline? {
    if let ahead = profile[.extensionBefore] {
      return clock.latest(before: due, span: ahead.value, source: ahead.source.description)
    }
    guard let rule = profile[.extensionDecidedBy] else { return nil }
    let source = rule.source.description
    return Deadline(
      dueAt: due, source: source,
      steps: [DeadlineStep(from: due, to: due, what: "到期前都可以申请", source: source)])
  }

  /// When the unit is reminded.
  public func reminder(due: Date) -> Deadline? { deadline("reminder", due: due) }
  /// When the warning shows.
  public func warning(due: Date) -> Deadline? { deadline("warning", due: due) }
  /// When the yellow card shows: before or after expiry, as the regulation says.
  public func yellow(due: Date) -> Deadline? { deadline("yellow", due: due) }
  /// When the red card shows for an overdue ticket.
  public func red(due: Date) -> Deadline? { deadline("red", due: due) }

  /// By when an emergency must be handled and reported on, by the clock.
  public func emergency(_ entry: EmergencyEntry, from start: Date) -> [NextDate] {
    let source = entry.source.description
    var dates: [NextDate] = []
    if let within = entry.within {
      let due = clock.due(from: start, span: within, source: source)
      dates.append(NextDate(what: "on-site", deadline: due))
    }
    if let report = entry.report {
      let due = clock.due(from: start, span: report, source: source)
      dates.append(NextDate(what: "stage-report", deadline: due))
    }
    return dates
  }

  /// The end of a promise made to a dissatisfied caller; nil for an open one.
  public func promise(_ row: RuleRow, from start: Date) -> Deadline? {
    guard let months = row.count("months") else { return nil }
    let source = row.source.description
    guard months == 0 else {
      return clock.due(from: start, span: TimeSpan(Double(months), .month), source: source)
    }
    let end = clock.hours.closing(of: Day(containing: start).endOfMonth)
    return Deadline(
      dueAt: end, source: source,
      steps: [DeadlineStep(from: start, to: end, what: "当月月底前", source: source)])
  }

  /// Everything that falls due around a ticket received at a moment and due at another.
  public func dates(from start: Date, due: Date) -> [NextDate] {
    func named(_ what: String, _ deadline: Deadline?, note: String? = nil) -> NextDate? {
      deadline.map { NextDate(what: what, deadline: $0, note: note) }
    }
    let signing =
      profile[.returnFrom]?.value == .sign ? "按派发时即签收推算；实际自签收起算" : nil
    let before = [
      named("predispatch", predispatch(from: start)), named("sign", sign(from: start)),
      named("return", returning(from: start), note: signing),
      named("contact", firstContact(from: start)), extending(from: start, due: due),
    ]
    let cards = moments(from: start, due: due).map { named($0.what, deadline($0, due: due)) }
    let after = [named("contact", closingContact(from: due)), named("survey", survey(from: due))]
    return (before + cards + after).compactMap { $0 }
  }

  /// The latest moment to ask for an extension, or that the limit is too short for one.
  ///
  /// Source: 濠江制度三（五）第一款, 南昌规则第八条（四）.
  private func extending(from start: Date, due: Date) -> NextDate? {
    guard let last = extensionRequest(due: due) else { return nil }
    guard last.dueAt < start else { return NextDate(what: "extension", deadline: last) }
    let ahead = profile[.extensionBefore].map { "\($0.value)" } ?? ""
    let why = "期限太短，应在届满\(ahead)前申请，起算时已经来不及申请延期"
    let step = DeadlineStep(from: start, to: due, what: why, source: last.source)
    return NextDate(
      what: "extension",
      deadline: Deadline(
        dueAt: due, source: last.source, steps: [step], isEstimate: last.isEstimate),
      isPossible: false, note: why)
  }

  private func due(_ key: RuleKey<TimeSpan>, from start: Date) -> Deadline? {
    profile[key].map {
      clock.due(from: start, span: $0.value, source: $0.source.description)
    }
  }
}

extension RegulationProfile {
  /// The office hours of the table `hours`; the usual ones where it has none.
  public var officeHours: OfficeHours {
    let seasons = self[.hours].compactMap { row -> OfficeHours.Season? in
      let sessions = row.list("sessions").compactMap(OfficeHours.Session.init(parsing:))
      guard sessions.count == row.list("sessions").count else { return nil }
      return OfficeHours.Season(
        begins: Self.season(row["begins"] ?? "01-01") ?? 101, sessions: sessions)
    }
    return OfficeHours(seasons: seasons) ?? .usual
  }

  /// Reads `06-15` as 615.
  static func season(_ text: String) -> Int? {
    let parts = text.split(separator: "-")
    guard parts.count == 2, let month = Int(parts[0]), let day = Int(parts[1]),
      Day(year: 2024, month: month, day: day) != nil
    else { return nil }
    return month * 100 + day
  }
}
