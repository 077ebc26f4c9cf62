import Foundation
import Hotline

/// Collects the steps to a due date; days of the same kind in a row become one step.
struct DeadlineWay {
  let calendar: WorkingCalendar
  /// The rule that set the limit.
  let source: String
  private var steps: [DeadlineStep] = []
  private var unpublished: Set<Int> = []
  private var run: Run?

  private struct Run {
    var first: Day
    var last: Day
    var kind: DayKind
    var counts: ClosedRange<Int>?
  }

  init(calendar: WorkingCalendar, source: String) {
    self.calendar = calendar
    self.source = source
  }

  /// Adds a stretch; empty ones are left out.
  mutating func add(_ from: Date, _ to: Date, _ what: String, _ source: String) {
    guard from < to else { return }
    steps.append(DeadlineStep(from: from, to: to, what: what, source: source))
  }

  /// Adds a day, counted or skipped.
  mutating func add(_ day: Day, _ kind: DayKind, count: Int?) {
    note(day)
    if var open = run, open.kind == kind, open.last.adding(days: 1) == day,
      (open.counts == nil) == (count == nil)
    {
      open.last = day
      if let counts = open.counts, let count { open.counts = counts.lowerBound...count }
      run = open
      return
    }
    flush()
    run = Run(first: day, last: day, kind: kind, counts: count.map { $0...$0 })
  }

  /// Remembers that the way touches a day's year.
  mutating func note(_ day: Day) {
    if !calendar.isPublished(day.year) { unpublished.insert(day.year) }
  }

  /// Closes the row of days that is open.
  mutating func flush() {
    guard let open = run else { return }
    run = nil
    let (what, source) = Self.words(open, source)
    add(open.first.start, open.last.adding(days: 1).start, what, source)
  }

  private static func words(_ run: Run, _ source: String) -> (String, String) {
    let numbers =
      run.counts.map { counts in
        counts.count == 1
          ? "第\(counts.lowerBound)个工作日" : "第\(counts.lowerBound)至第\(counts.upperBound)个工作日"
      } ?? ""
    switch run.kind {
    case .workday: return (numbers, source)
    case .makeUp(let name, let notice): return ("\(numbers)（\(name)调休上班）", notice.description)
    case .weekend: return ("周末不计", WorkingCalendar.weekendSource)
    case .holiday(let name, let notice): return ("\(name)放假不计", notice.description)
    }
  }

  /// The finished due date; says which years were counted with weekends only.
  mutating func deadline(_ end: Date) -> Deadline {
    flush()
    for year in unpublished.sorted() {
      guard let first = Day(year: year, month: 1, day: 1) else { continue }
      steps.append(
        DeadlineStep(
          from: first.start, to: max(end, first.start),
          what: WorkingCalendar.note(unpublished: [year]) ?? "",
          source: WorkingCalendar.holidaySource))
    }
    return Deadline(dueAt: end, source: source, steps: steps, isEstimate: !unpublished.isEmpty)
  }
}
