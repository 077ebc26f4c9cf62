import Foundation
import Hotline
import WorkingTime

/// How a document places a reminder or a card around the end of a limit.
struct LimitMark: Sendable {
  /// Where it lies.
  enum Place: Sendable {
    /// When so much is left: 距离办结时限剩余1个工作日, 届满之前的1个工作日.
    case left(TimeSpan)
    /// On the day that lies so long before: 办结时限前一日.
    case dayBefore(TimeSpan)
    /// On the day that lies so long after: 届满之后的第1个工作日.
    case dayAfter(TimeSpan)
    /// Once the limit is over.
    case over
  }

  var what: String
  var place: Place
  var source: RuleSource

  /// What the regulation says, or the standard laid over it.
  static func all(_ base: RegulationProfile, _ layer: RegulationProfile?) -> [LimitMark] {
    func mark(
      _ what: String, _ key: RuleKey<TimeSpan>, _ place: (TimeSpan) -> Place
    ) -> LimitMark? {
      (layer?[key] ?? base[key]).map {
        LimitMark(what: what, place: place($0.value), source: $0.source)
      }
    }
    let over = (layer?[.redOverdue] ?? base[.redOverdue]).flatMap {
      $0.value ? LimitMark(what: "red", place: .over, source: $0.source) : nil
    }
    return [
      mark("reminder", .reminderBefore) { .dayBefore($0) },
      mark("warning", .warningBefore) { .left($0) },
      mark("yellow", .yellowBefore) { .left($0) },
      mark("yellow", .yellowAfter) { .dayAfter($0) },
      mark("red", .redAfter) { .dayAfter($0) }, over,
    ].compactMap { $0 }
  }
}

/// A moment at which a ticket's reminder goes out or its card changes.
public struct LimitMoment: Hashable, Sendable {
  /// `reminder`, `warning`, `yellow` or `red`.
  public var what: String
  /// When.
  public var at: Date
  /// True when it holds only after the moment has passed.
  public var after: Bool
  /// What the step says.
  public var why: String
  /// Which rule says so.
  public var source: RuleSource
}

extension RegulationDeadlines {
  /// Every reminder and card around a limit: the one place where their moments are worked out.
  ///
  /// `paidan deadline` and the tickets both ask here, so that they never differ. Nothing shows before
  /// the limit has begun.
  ///
  /// Source: 宜春办法第三十四条（二）, 濠江制度五, 南昌规则第八条（五）; how a length that is left and a
  /// day that is named are told apart, `WorkingClock` says.
  public func moments(from start: Date, due: Date) -> [LimitMoment] {
    marks.map { mark in
      let (at, why) =
        switch mark.place {
        case .left(let span): (clock.moment(span, before: due), "距届满剩余\(span)")
        case .dayBefore(let span): (clock.day(span, before: due), "届满\(span)前的那一天")
        case .dayAfter(let span):
          (clock.day(span, after: due), "届满之后第\(span)")
        case .over: (due, "办理期限内未处理，届满即红牌")
        }
      let isOver = if case .over = mark.place { true } else { false }
      return LimitMoment(
        what: mark.what, at: max(at, start), after: isOver, why: why, source: mark.source)
    }
  }

  func deadline(_ moment: LimitMoment, due: Date) -> Deadline {
    let source = moment.source.description
    var deadline = clock.lookedBack(moment.at, due, moment.why, source)
    // What shows at the very end has no stretch before it, but still its reason.
    if moment.at == due {
      deadline.steps.insert(
        DeadlineStep(from: due, to: due, what: moment.why, source: source), at: 0)
    }
    return deadline
  }

  func deadline(_ what: String, due: Date) -> Deadline? {
    moments(from: .distantPast, due: due).first { $0.what == what }.map { deadline($0, due: due) }
  }
}
