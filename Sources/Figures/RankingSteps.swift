import Foundation
import Hotline
import Journal
import WorkingTime

extension FigureOffice {
  /// A month's ranking: as fixed, as drawn up, or by the figures of this moment.
  ///
  /// Source: 宜春办法第三十一条（二）.
  public func ranking(_ month: FigurePeriod) throws -> Ranking {
    try ranking(month, try record(month))
  }

  private func record(_ month: FigurePeriod) throws -> RankingRecord {
    try RankingRecord(try journal.entries(of: RankingRecord.stream(month.key)))
  }

  private func ranking(_ month: FigurePeriod, _ record: RankingRecord) throws -> Ranking {
    let scheme = record.drawn?.scheme ?? .standard
    return Ranking(
      month: month.key,
      state: record.fixedAt != nil ? .fixed : record.drawn != nil ? .drawn : .live,
      drawn: record.drawnAt.map(ShanghaiTime.text),
      until: (record.drawn?.until).map { ShanghaiTime.text($0.moment) },
      fixed: record.fixedAt.map(ShanghaiTime.text), scheme: scheme.text, source: rankingSource,
      lines: record.drawn == nil ? try lines(of: month, scheme) : record.lines,
      requests: record.requests)
  }

  private var rankingSource: String? { rules()?.figure("ranking")?.source.description }

  /// The units by the figures of this moment.
  private func lines(of month: FigurePeriod, _ scheme: RankingScheme) throws -> [RankingLine] {
    let table = try table(FigureQuery(month, by: .unit))
    return RankingRecord.ranked(
      table.rows.compactMap { row in
        let overdue = row[.overdue]?.part ?? 0
        let (ontime, satisfaction) = (row[.ontime]?.value, row[.satisfaction]?.value)
        return scheme.score(ontime: ontime, satisfaction: satisfaction, overdue: overdue).map {
          RankingLine(
            place: 0, unit: row.key, score: $0, ontime: ontime, satisfaction: satisfaction,
            overdue: overdue, extra: 0)
        }
      })
  }

  /// Draws a month's ranking up, from which time requests may be made.
  ///
  /// - Throws: `RankingRefused` before the month is over, or a second time.
  public func draw(_ month: FigurePeriod, by actor: String) throws -> Ranking {
    let record = try record(month)
    guard record.drawn == nil else {
      throw RankingRefused("drawn", "\(month.title)已经核算过", source: rankingSource)
    }
    guard now() >= month.last.adding(days: 1).start else {
      throw RankingRefused("month_runs", "\(month.title)还没有结束，现在只有即时排名", source: rankingSource)
    }
    let scheme = RankingScheme.standard
    let until = clock(profile).due(
      from: now(), span: TimeSpan(Double(scheme.days), .workingDay), source: "")
    let body = RankingRecord.Drawn(
      scheme: scheme, until: until.dueAt.seconds, lines: try lines(of: month, scheme))
    return try append(RankingRecord.drawnType, body, to: month, record, by: actor)
  }

  /// A unit asks for a review or for extra points.
  ///
  /// - Throws: `RankingRefused` outside the period; `InputProblem` that names the field.
  public func request(
    _ kind: RankingRequest.Kind, for unit: String, _ text: String, ticket: String?,
    points: Double?, in month: FigurePeriod, by actor: String
  ) throws -> Ranking {
    let record = try record(month)
    guard let drawn = record.drawn, record.fixedAt == nil else {
      throw RankingRefused(
        "not_open", record.drawn == nil ? "这个月还没有核算" : "这个月的排名已经发布", source: rankingSource)
    }
    guard now().seconds <= drawn.until else {
      throw RankingRefused("too_late", "已经过了提出申请的期限，逾期不提出的视为无意见", source: rankingSource)
    }
    guard drawn.lines.contains(where: { $0.unit == unit }) else {
      throw InputProblem(code: "unit", field: "unit", message: "这个月的排名里没有“\(unit)”")
    }
    if kind == .extra, !(points.map { $0 > 0 && $0 <= 100 } ?? false) {
      throw InputProblem(code: "points", field: "points", message: "加分申请要写明申请加几分，大于0，不超过100")
    }
    let body = RankingRecord.Requested(
      unit: unit, kind: kind, text: text, ticket: ticket, points: kind == .extra ? points : nil)
    return try append(RankingRecord.requestedType, body, to: month, record, by: actor)
  }

  /// Somebody else decides a request.
  ///
  /// - Parameter points: added to the unit's score, negative where a review finds it too good.
  /// - Throws: `RankingRefused` for one's own request; `InputProblem` that names the field.
  public func decide(
    _ id: Int, accepted: Bool, reason: String, points: Double?, in month: FigurePeriod,
    by actor: String
  ) throws -> Ranking {
    let record = try record(month)
    guard record.requests.indices.contains(id - 1) else {
      throw InputProblem(code: "request", field: "request", message: "没有这份申请")
    }
    let request = record.requests[id - 1]
    guard record.fixedAt == nil, request.accepted == nil else {
      throw RankingRefused("decided", "这份申请已经审核过", source: rankingSource)
    }
    guard request.by != actor else {
      throw RankingRefused("own_request", "自己提出的申请由另一个人审核", source: rankingSource)
    }
    let isValid = points.map { abs($0) <= 100 && (request.kind == .review || $0 > 0) }
    guard accepted ? isValid == true : points == nil else {
      throw InputProblem(
        code: "points", field: "points",
        message: accepted ? "采纳的要写明核改或者加几分（不超过100，加分大于0）" : "没有采纳的不写分值")
    }
    let body = RankingRecord.Decided(
      request: id, accepted: accepted, reason: reason, points: points)
    return try append(RankingRecord.decidedType, body, to: month, record, by: actor)
  }

  /// Fixes and publishes a month's ranking; nothing changes it afterwards.
  ///
  /// - Throws: `RankingRefused` while requests may come or wait, or for who drew it up.
  public func fix(_ month: FigurePeriod, by actor: String) throws -> Ranking {
    let record = try record(month)
    guard let drawn = record.drawn, record.fixedAt == nil else {
      throw RankingRefused(
        "not_drawn", record.drawn == nil ? "先核算，再审定" : "已经审定发布", source: rankingSource)
    }
    guard now().seconds > drawn.until else {
      throw RankingRefused("period_runs", "提出申请的期限还没有过", source: rankingSource)
    }
    guard !record.requests.contains(where: { $0.accepted == nil }) else {
      throw RankingRefused("open_requests", "还有没审核的申请", source: rankingSource)
    }
    guard record.drawnBy != actor else {
      throw RankingRefused("own_draft", "由核算以外的另一个人审定", source: rankingSource)
    }
    return try append(RankingRecord.fixedType, [String: String](), to: month, record, by: actor)
  }

  private func append(
    _ type: String, _ body: some Encodable, to month: FigurePeriod, _ record: RankingRecord,
    by actor: String
  ) throws -> Ranking {
    try journal.append(
      [
        try NewEntry(
          stream: RankingRecord.stream(month.key), expectedVersion: record.version, type: type,
          encoding: body)
      ], by: actor)
    return try ranking(month)
  }
}

extension Int {
  /// The moment of so many seconds since 1970.
  var moment: Date { Date(timeIntervalSince1970: Double(self)) }
}
