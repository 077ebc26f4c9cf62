import Hotline

/// How a month's work becomes a score.
///
/// 宜春办法第三十一条（二） names what is ranked (按期办结率, 满意率, 超期件) and a period for requests,
/// and gives no numbers: these are the hotline centre's to set. Each ranking keeps the scheme by
/// which it was made.
public struct RankingScheme: Codable, Hashable, Sendable {
  /// Points for doing everything in time.
  public var ontime: Double
  /// Points for satisfying everybody.
  public var satisfaction: Double
  /// Points taken off for each case that passed its limit.
  public var overdue: Double
  /// Working days for asking for a review or extra points.
  public var days: Int

  /// Half for each rate, nothing more for a late case, three working days for requests.
  public static let standard = RankingScheme(ontime: 50, satisfaction: 50, overdue: 0, days: 3)

  /// The scheme in words.
  public var text: String {
    "按时办结率满分\(Self.points(ontime))分，满意率满分\(Self.points(satisfaction))分，"
      + (overdue > 0 ? "超期每件扣\(Self.points(overdue))分，" : "同分的超期件少者在前，")
      + "没有评价的只按办结率折算为满分；复核和加分申请在核算后\(days)个工作日内提出"
  }

  static func points(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }

  /// The score of a unit; nil when nothing of it could be measured.
  func score(ontime rate: Double?, satisfaction share: Double?, overdue cases: Int) -> Double? {
    let parts = [rate.map { ($0, ontime) }, share.map { ($0, satisfaction) }].compactMap { $0 }
    let weight = parts.reduce(0) { $0 + $1.1 }
    guard weight > 0 else { return nil }
    let sum = parts.reduce(0) { $0 + $1.0 * $1.1 } / weight * (ontime + satisfaction)
    return Self.rounded(max(0, sum - overdue * Double(cases)))
  }

  /// To a hundredth of a point.
  static func rounded(_ points: Double) -> Double { (points * 100).rounded() / 100 }
}

/// What the rules of ranking do not allow.
public struct RankingRefused: Error, Hashable, Sendable {
  /// Stable code.
  public let code: String
  /// Why, in Chinese.
  public let reason: String
  /// The article behind it; nil for a rule of record keeping.
  public let source: String?

  init(_ code: String, _ reason: String, source: String? = nil) {
    (self.code, self.reason, self.source) = (code, reason, source)
  }
}
