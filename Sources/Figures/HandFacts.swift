import Foundation
import Lifecycle

/// One time that a unit had a ticket: what counting needs of it, and nothing else.
///
/// A ticket that is returned and sent on, or done again, has several. Times are whole seconds
/// since 1970; 0 stands for none.
struct HandFacts: Equatable, Sendable {
  /// What is true of it.
  struct Marks: OptionSet, Sendable, Hashable {
    let rawValue: Int

    /// The unit owed a signature.
    static let signOwed = Marks(rawValue: 1)
    /// The unit signed.
    static let signed = Marks(rawValue: 1 << 1)
    /// The limit for signing passed first.
    static let signLate = Marks(rawValue: 1 << 2)
    /// Silence was taken for acceptance.
    static let deemed = Marks(rawValue: 1 << 3)
    /// The unit asked to return it.
    static let returnAsked = Marks(rawValue: 1 << 4)
    /// The return was approved.
    static let returned = Marks(rawValue: 1 << 5)
    /// More time was granted.
    static let extended = Marks(rawValue: 1 << 6)
    /// The limit passed without a result.
    static let overdue = Marks(rawValue: 1 << 7)
    /// It is a redo.
    static let redo = Marks(rawValue: 1 << 8)
    /// A redo was ordered of its result.
    static let redone = Marks(rawValue: 1 << 9)
    /// It was put under supervision.
    static let supervised = Marks(rawValue: 1 << 10)
    /// Others handle a part.
    static let joint = Marks(rawValue: 1 << 13)
    /// A leader or a meeting fixed the unit.
    static let fixed = Marks(rawValue: 1 << 14)
    /// It ended without a result: withdrawn, transferred, sent to another unit.
    static let ended = Marks(rawValue: 1 << 15)
    /// A result was sent back.
    static let rejected = Marks(rawValue: 1 << 16)
    /// The unit was reminded.
    static let urged = Marks(rawValue: 1 << 17)
    /// A later round was rated, so that this one's rating no longer stands.
    static let rerated = Marks(rawValue: 1 << 18)
    /// A dissatisfied request was signed and put into a class.
    static let judged = Marks(rawValue: 1 << 19)
    /// A spot check found the class wrong.
    static let misjudged = Marks(rawValue: 1 << 20)
  }

  /// Row in the table; 0 before it is stored.
  var id = 0
  /// The unit that leads.
  var unit: String
  /// The lower unit that has it inside; nil while the lead has it itself.
  var inner: String?
  var dispatched: Int
  var signed = 0
  var returned = 0
  /// The running limit.
  var due = 0
  /// The result that stands, or the last one handed in.
  var result = 0
  var completed = 0
  /// When the running limit passed without a result.
  var passed = 0
  var redone = 0
  var supervised = 0
  /// When it got its first yellow card.
  var yellow = 0
  /// When it got its first red card.
  var red = 0
  /// Place among the five ratings from 1; 0 for none.
  var rating = 0
  var rated = 0
  /// Why a bad rating does not count.
  var excluded: String?
  var marks: Marks = []

  init(unit: String, dispatched: Int) {
    self.unit = unit
    self.dispatched = dispatched
  }

  init(_ assignment: Assignment) {
    unit = assignment.lead
    inner = assignment.inner
    dispatched = assignment.dispatched.seconds
    due = assignment.limit?.due.seconds ?? 0
    if !assignment.co.isEmpty { marks.insert(.joint) }
    if assignment.fixed { marks.insert(.fixed) }
    if let at = assignment.signed { signed = at.seconds }
  }

  /// When it is settled whether the work was done in its limit: at the closing or when the limit
  /// passed, whichever came first; 0 while that is open.
  var settled: Int {
    if marks.contains(.overdue), passed > 0 {
      return completed > 0 ? min(completed, passed) : passed
    }
    return completed
  }

  /// The result that led to the closing came within the limit, or there was none.
  var isOnTime: Bool {
    completed > 0 && !(marks.contains(.overdue) || (due > 0 && result > due))
  }

  /// Ends without a result of its own.
  var isVoid: Bool { marks.contains(.returned) || (marks.contains(.ended) && completed == 0) }

  /// The rating stands and is one of the two bad ones.
  var isDissatisfied: Bool { rating >= 4 && !marks.contains(.rerated) }
}

extension Date {
  /// Whole seconds since 1970.
  var seconds: Int { Int(timeIntervalSince1970.rounded(.down)) }
}

extension RatingValue {
  /// Its place among the five, from 1.
  var place: Int { (RatingValue.allCases.firstIndex(of: self) ?? 0) + 1 }
}
