import Catalogue
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
    guard let item = change.item else { return [] }
    return ceilings.compactMap { ceiling in
      guard let excess = ceiling.excess(of: item) else { return nil }
      if ceiling.yieldsToLaw, let law = excess.source {
        return Finding(
          .doubt, change, "limit", excess.message + "，所列依据是\(law)", rule: ceiling.source,
          remedy: "请核对\(law)确实为这一事项另行规定了期限")
      }
      return Finding(
        .fault, change, "limit", excess.message, rule: ceiling.source,
        remedy: "改成不超过\(ceiling.span)，或留空按规定的期限办")
    }
  }

  /// What is wrong with an item's limits in a file: longer than the regulation allows, and without
  /// an article that was read and gives them.
  ///
  /// - Returns: a sentence for each kind of request with such a limit.
  public static func unreasoned(_ item: CatalogueItem, _ ceilings: [LimitCeiling]) -> [String] {
    ceilings.compactMap { ceiling in
      guard let excess = ceiling.excess(of: item) else { return nil }
      guard ceiling.yieldsToLaw else { return excess.message }
      guard let law = excess.source, law.article != nil, !law.toBeVerified else {
        return excess.message + "，而没有写明已核对的法律条文"
      }
      return nil
    }
  }

  /// The item's limit for the ceiling's kind of request, if it is longer.
  private func excess(of item: CatalogueItem) -> (message: String, source: Citation?)? {
    guard item.types.contains(type), let limit = item.limit(for: type) else { return nil }
    let clock = WorkingClock(calendar: .weekendsOnly)
    let monday = Day(daysSince1970: 4).start.addingTimeInterval(9 * 3600)
    func end(_ span: TimeSpan) -> Date { clock.due(from: monday, span: span, source: "").dueAt }
    guard end(limit.span) > end(span) else { return nil }
    return ("期限\(limit.span)长于\(type.rawValue)的\(span)（\(source)）", limit.source)
  }
}
