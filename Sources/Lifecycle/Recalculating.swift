import Foundation
import Hotline
import Regulations
import WorkingTime

extension Step {
  /// Works the running end out anew once the holidays of a year are known that it was counted without.
  ///
  /// It happens once: the end that follows is counted with those holidays. Ends that a form or a
  /// meeting names stay as they are.
  mutating func recalculate() {
    guard let hand, let stage else { return }
    if case .rehandling(let promise) = stage { return recalculate(promise) }
    guard stage.isOpen, var limit = hand.limit, let known = known(limit.guessed) else { return }
    let was = limit.due
    settle(&limit)
    guard limit.due != was else { return }
    let notices = notices(of: known, from: limit.start, to: max(was, limit.due))
    emit(
      .limitRecalculated(
        Recalculation(
          was: was, due: limit.due, limit: limit, reason: Self.reason(known), notices: notices)),
      notices + limit.sources)
  }

  private mutating func recalculate(_ promise: Promise) {
    guard let known = known(promise.guessed), let was = promise.due,
      let row = rules[.promises].first(where: { $0.id == promise.name }),
      var end = promiseEnd(row, from: promise.at)
    else { return }
    for _ in 0..<promise.extensions { end = promiseEnd(row, after: end) }
    guard end != was else { return }
    var anew = promise
    (anew.due, anew.guessed) = (end, clock.unpublished(from: promise.at, to: end))
    let notices = notices(of: known, from: promise.at, to: max(was, end))
    emit(
      .limitRecalculated(
        Recalculation(
          was: was, due: end, promise: anew, reason: Self.reason(known), notices: notices)),
      notices + [Rulebook.cite(row.source)])
  }

  /// The years that were counted without their holidays and have a notice now.
  private func known(_ guessed: [Int]?) -> [Int]? {
    let known = (guessed ?? []).filter(clock.clock.calendar.isPublished)
    return known.isEmpty ? nil : known
  }

  private func notices(of years: [Int], from start: Date, to end: Date) -> [String] {
    clock.clock.calendar.notices(
      of: Set(years), from: Day(containing: start), through: Day(containing: end)
    ).map(\.description)
  }

  private static func reason(_ years: [Int]) -> String {
    "\(years.map { "\($0)年" }.joined(separator: "、"))的放假安排已经公布"
  }
}
