import Foundation
import Hotline
import Journal

/// One unit in a month's ranking.
public struct RankingLine: Codable, Hashable, Sendable {
  /// Place; units with equal scores share it.
  public var place: Int
  /// The unit.
  public var unit: String
  /// Points, with what was given on request.
  public var score: Double
  /// Share done in time.
  @OrNone public var ontime: Double?
  /// Share satisfied.
  @OrNone public var satisfaction: Double?
  /// Cases that passed their limit.
  public var overdue: Int
  /// Points given on request, in all.
  public var extra: Double
}

/// A unit's request for a review or for extra points.
public struct RankingRequest: Codable, Hashable, Sendable {
  /// What is asked for.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// The figures are wrong.
    case review = "复核"
    /// The unit deserves more.
    case extra = "加分"
  }

  /// Place among the month's requests, from 1.
  public var id: Int
  /// The unit.
  public var unit: String
  /// What is asked for.
  public var kind: Kind
  /// Why, with evidence.
  public var text: String
  /// The ticket that it is about.
  @OrNone public var ticket: String?
  /// Points asked for.
  @OrNone public var points: Double?
  /// Who asked.
  public var by: String
  /// When.
  public var at: String
  /// What was decided; nil while it waits.
  @OrNone public var accepted: Bool?
  /// Why it was decided so.
  @OrNone public var reason: String?
  /// Points given.
  @OrNone public var given: Double?
  /// Who decided.
  @OrNone public var decider: String?
  /// When it was decided.
  @OrNone public var decided: String?
}

/// A month's ranking as it stands.
public struct Ranking: Codable, Hashable, Sendable {
  /// How far a ranking is.
  public enum State: String, Codable, Sendable {
    /// Not drawn up yet: the figures of this moment.
    case live
    /// Drawn up, open for requests.
    case drawn
    /// Fixed and published.
    case fixed
  }

  /// The month, such as 2026-10.
  public var month: String
  /// How far it is.
  public var state: State
  /// When it was drawn up.
  @OrNone public var drawn: String?
  /// Until when requests may be made.
  @OrNone public var until: String?
  /// When it was fixed.
  @OrNone public var fixed: String?
  /// How points are worked out.
  public var scheme: String
  /// The article behind it.
  @OrNone public var source: String?
  /// The units, best first.
  public var lines: [RankingLine]
  /// What units asked for.
  public var requests: [RankingRequest]
}

/// What the journal holds of a month's ranking, in the stream `ranking/MONTH`.
struct RankingRecord: Sendable {
  struct Drawn: Codable, Sendable {
    var scheme: RankingScheme
    /// Seconds since 1970.
    var until: Int
    var lines: [RankingLine]
  }

  struct Requested: Codable, Sendable {
    var unit: String
    var kind: RankingRequest.Kind
    var text: String
    var ticket: String?
    var points: Double?
  }

  struct Decided: Codable, Sendable {
    var request: Int
    var accepted: Bool
    var reason: String
    var points: Double?
  }

  static let drawnType = "ranking-drawn"
  static let requestedType = "ranking-requested"
  static let decidedType = "ranking-decided"
  static let fixedType = "ranking-fixed"

  static func stream(_ month: String) -> String { "ranking/\(month)" }

  private(set) var version = 0
  private(set) var drawn: Drawn?
  private(set) var drawnAt: Date?
  private(set) var drawnBy: String?
  private(set) var fixedAt: Date?
  private(set) var requests: [RankingRequest] = []

  init(_ entries: [JournalEntry]) throws {
    for entry in entries {
      version = entry.version
      switch entry.type {
      case Self.drawnType:
        drawn = try entry.decoded(Drawn.self)
        (drawnAt, drawnBy) = (entry.at, entry.actor)
      case Self.requestedType:
        let body = try entry.decoded(Requested.self)
        requests.append(
          RankingRequest(
            id: requests.count + 1, unit: body.unit, kind: body.kind, text: body.text,
            ticket: body.ticket, points: body.points, by: entry.actor,
            at: ShanghaiTime.text(entry.at), accepted: nil, reason: nil, given: nil, decider: nil,
            decided: nil))
      case Self.decidedType:
        let body = try entry.decoded(Decided.self)
        guard requests.indices.contains(body.request - 1) else { continue }
        requests[body.request - 1].accepted = body.accepted
        requests[body.request - 1].reason = body.reason
        requests[body.request - 1].given = body.points
        requests[body.request - 1].decider = entry.actor
        requests[body.request - 1].decided = ShanghaiTime.text(entry.at)
      case Self.fixedType: fixedAt = entry.at
      default: continue
      }
    }
  }

  /// The lines with what was given on request, ranked.
  var lines: [RankingLine] {
    var lines = drawn?.lines ?? []
    for index in lines.indices {
      let given = requests.filter { $0.unit == lines[index].unit }.compactMap(\.given)
      lines[index].extra = RankingScheme.rounded(given.reduce(0, +))
      lines[index].score = RankingScheme.rounded(lines[index].score + lines[index].extra)
    }
    return Self.ranked(lines)
  }

  /// Best first; equal scores with equally many late cases share a place.
  static func ranked(_ lines: [RankingLine]) -> [RankingLine] {
    var sorted = lines.sorted {
      if $0.score != $1.score { return $0.score > $1.score }
      return $0.overdue != $1.overdue ? $0.overdue < $1.overdue : $0.unit < $1.unit
    }
    for index in sorted.indices {
      let isEqual =
        index > 0 && sorted[index].score == sorted[index - 1].score
        && sorted[index].overdue == sorted[index - 1].overdue
      sorted[index].place = isEqual ? sorted[index - 1].place : index + 1
    }
    return sorted
  }
}
