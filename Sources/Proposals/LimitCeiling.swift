import Foundation
import Hotline
import WorkingTime

/// The longest limit that a regulation allows for one kind of request.
public struct LimitCeiling: Hashable, Sendable {
  /// The kind of request.
  public var type: RequestType
  /// The longest limit.
  public var span: TimeSpan
  /// Where it stands, such as 宜春办法第十四条.
  public var source: String
  /// True when a longer limit given by a law for just this matter goes before it.
  public var yieldsToLaw: Bool

  /// Makes a ceiling.
  public init(type: RequestType, span: TimeSpan, source: String, yieldsToLaw: Bool) {
    self.type = type
    self.span = span
    self.source = source
    self.yieldsToLaw = yieldsToLaw
  }
}

extension LimitCeiling {
  /// What ceilings say of a proposed item's limit.
  ///
  /// Limits in different units are compared by where they end when they start together, on a Monday
  /// without holidays behind it.
  static func findings(_ change: ProposedChange, _ ceilings: [LimitCeiling]) -> [Finding] {
    guard let item = change.item, let limit = item.limit else { return [] }
    let clock = WorkingClock(calendar: .weekendsOnly)
    let monday = Day(daysSince1970: 4).start.addingTimeInterval(9 * 3600)
    let end = clock.due(from: monday, span: limit, source: "").dueAt
    return ceilings.filter { item.types.contains($0.type) }.compactMap { ceiling in
      guard end > clock.due(from: monday, span: ceiling.span, source: "").dueAt else { return nil }
      let message =
        "期限\(limit)长于\(ceiling.type.rawValue)的\(ceiling.span)（\(ceiling.source)）"
      if ceiling.yieldsToLaw, let law = item.limitSource {
        return Finding(
          .doubt, change, "limit", message + "，所列依据是\(law)", rule: ceiling.source,
          remedy: "请核对\(law)确实为这一事项另行规定了期限")
      }
      return Finding(
        .fault, change, "limit", message, rule: ceiling.source,
        remedy: "改成不超过\(ceiling.span)，或留空按规定的期限办")
    }
  }
}
