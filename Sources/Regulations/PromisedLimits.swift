import Foundation
import Hotline
import WorkingTime

extension RegulationDeadlines {
  /// True for a standard that has no limits of its own: the unit promises one of its terms.
  public var arePromised: Bool { profile.isLayer && !profile[.promises].isEmpty }

  /// The limit that a unit promises to a dissatisfied caller, with the dates that go with it.
  ///
  /// Source: 南京规范6.2.1, 6.2.2, 6.2.3.
  ///
  /// - Parameter text: one of the standard's terms, such as 当月 or 3个月.
  /// - Throws: `InputProblem` when it is missing, none of the terms, or one without end.
  public func promised(_ text: String?, from start: Date) throws -> (Deadline, [NextDate]) {
    let rows = profile[.promises]
    let known = rows.map(\.id).joined(separator: "、")
    let source = rows.first?.source.description ?? profile.short
    guard let text else {
      throw InputProblem(
        code: "limit_missing", field: "limit",
        message: "\(profile.short)没有统一的时限，由承办单位向诉求人承诺解决时限（\(source)），请在 limit 给出承诺：\(known)")
    }
    guard let row = rows.first(where: { Self.names($0, text) }) else {
      throw InputProblem(
        code: "bad_limit", field: "limit",
        message: "“\(text)”不是承诺的解决时限（limit），应为：\(known)（\(source)）")
    }
    guard let deadline = promise(row, from: start) else {
      throw InputProblem(
        code: "bad_limit", field: "limit",
        message: "“\(row.id)”（limit）没有到期日（\(source)），须每月联系诉求人告知进度，直到解决；有到期日的是其余各档")
    }
    let contacts = contacts(row, from: start, to: deadline.dueAt)
    return (deadline, contacts + [extending(row, deadline)].compactMap { $0 })
  }

  private static func names(_ row: RuleRow, _ text: String) -> Bool {
    if row.id == text { return true }
    guard let months = row.count("months"), months > 0 else { return false }
    return TimeSpan(parsing: text) == TimeSpan(Double(months), .month)
  }

  /// The monthly contacts until the promise ends.
  private func contacts(_ row: RuleRow, from start: Date, to end: Date) -> [NextDate] {
    guard row.flag("monthly_contact"), let every = profile[.rehandlingContactEvery],
      every.value.unit == .month, every.value.count >= 1
    else { return [] }
    let source = every.source.description
    var dates: [NextDate] = []
    var months = every.value.count
    while true {
      let due = clock.due(from: start, span: TimeSpan(months, .month), source: source)
      guard due.dueAt <= end else { return dates }
      let note = "第\(dates.count + 1)次，每\(every.value)联系诉求人告知进度；已经联系的从上次联系起算"
      dates.append(NextDate(what: "contact", deadline: due, note: note))
      months += every.value.count
    }
  }

  /// How often the promise may be extended, and to when.
  private func extending(_ row: RuleRow, _ deadline: Deadline) -> NextDate? {
    guard let most = profile[.rehandlingExtensionMost], most.value > 0 else { return nil }
    let source = most.source.description
    var steps: [DeadlineStep] = []
    var end = deadline.dueAt
    for number in 1...most.value {
      let next = promise(row, after: end)
      steps.append(
        DeadlineStep(from: end, to: next, what: "第\(number)次延期，与原承诺相同", source: source))
      end = next
    }
    let unpublished = clock.calendar.unpublishedYears(from: deadline.dueAt, to: end)
    return NextDate(
      what: "extension",
      deadline: Deadline(
        dueAt: deadline.dueAt, source: source, steps: steps,
        isEstimate: deadline.isEstimate || !unpublished.isEmpty),
      note: "到期未解决的可以申请\(most.value)次延期，到期前后都可以申请；延期期间每月联系诉求人")
  }

  /// When a promise ends once it is extended by its own length.
  private func promise(_ row: RuleRow, after due: Date) -> Date {
    // A promise for the current month goes on to the end of the next one.
    let months = row.count("months") ?? 0
    guard months == 0 else {
      return clock.due(from: due, span: TimeSpan(Double(months), .month), source: "").dueAt
    }
    let next = Day(containing: due).endOfMonth.adding(days: 1)
    return clock.hours.closing(of: next.endOfMonth)
  }
}
