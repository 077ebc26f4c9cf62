import Hotline
import HotlineDesk
import WebServer

/// The routes of monthly rankings, of the year and of deductions.
struct RankingRoutes: Sendable {
  let desk: Desk
  /// Who makes a request.
  let seat: @Sendable (Request) throws -> DeskSeat

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.get, "/v1/figures/rankings/{month}") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try answering { try .json(try desk.ranking(month(request), for: seat(request))) }
    }
    router.on(.post, "/v1/figures/rankings/{month}:draw") { request in
      try JSONBody.none(in: request)
      return try answering { try .json(try desk.drawRanking(month(request), by: seat(request))) }
    }
    router.on(.post, "/v1/figures/rankings/{month}:fix") { request in
      try JSONBody.none(in: request)
      return try answering { try .json(try desk.fixRanking(month(request), by: seat(request))) }
    }
    router.on(.post, "/v1/figures/rankings/{month}:request", requestPoints)
    router.on(.post, "/v1/figures/rankings/{month}:decide", decide)
    router.on(.get, "/v1/figures/years/{year}") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try answering { try .json(try desk.rankingYear(year(request), for: seat(request))) }
    }
    router.on(.post, "/v1/figures/years/{year}:propose", propose)
    router.on(.post, "/v1/figures/years/{year}:decide", decideItem)
    router.on(.get, "/v1/figures/deductions/{year}") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try answering { try .json(try desk.deductions(year(request), for: seat(request))) }
    }
    router.on(.post, "/v1/figures/deductions/{year}:record", deduct)
  }

  @Sendable private func requestPoints(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let kinds = DeskRankingKind.allCases.map(\.rawValue)
    let text = fields.text("kind", called: "申请类别", most: 10)
    let kind = DeskRankingKind(rawValue: text)
    if kind == nil, !text.isEmpty {
      fields.fault("kind", "申请类别应为其中之一：\(kinds.joined(separator: "、"))。")
    }
    let unit = fields.optionalText("unit", called: "单位", most: 100)
    let reason = fields.text("text", called: "理由和依据", most: 2_000)
    let ticket = fields.optionalText("ticket", called: "工单号", most: 40)
    let points = fields.number("points", called: "申请加的分")
    try fields.finish()
    return try answering {
      try .json(
        try desk.requestRanking(
          kind ?? .review, for: unit, reason, ticket: ticket, points: points, in: month(request),
          by: seat(request)))
    }
  }

  @Sendable private func decide(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let id = fields.wholeNumber("request", called: "申请的序号")
    let accepted = fields.flag("accepted", called: "是否采纳")
    let reason = fields.text("reason", called: "理由", most: 2_000)
    let points = fields.number("points", called: "核改或者加的分")
    try fields.finish()
    return try answering {
      try .json(
        try desk.decideRanking(
          id, accepted: accepted, reason: reason, points: points, in: month(request),
          by: seat(request)))
    }
  }

  @Sendable private func propose(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let unit = fields.optionalText("unit", called: "单位", most: 100)
    let kind = fields.text("kind", called: "项目", most: 60)
    let points = fields.number("points", called: "分值") ?? 0
    let text = fields.text("text", called: "事实和材料", most: 2_000)
    try fields.finish()
    return try answering {
      try .json(
        try desk.proposeYearItem(
          kind, points: points, text, for: unit, in: year(request), by: seat(request)))
    }
  }

  @Sendable private func decideItem(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let id = fields.wholeNumber("item", called: "申报的序号")
    let accepted = fields.flag("accepted", called: "是否采纳")
    let reason = fields.text("reason", called: "理由", most: 2_000)
    try fields.finish()
    return try answering {
      try .json(
        try desk.decideYearItem(
          id, accepted: accepted, reason: reason, in: year(request), by: seat(request)))
    }
  }

  @Sendable private func deduct(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let ticket = fields.optionalText("ticket", called: "工单号", most: 40)
    let text = fields.text("text", called: "扣分事由", most: 2_000)
    let points = fields.number("points", called: "扣分") ?? 0
    let shares = fields.objects("shares", called: "分解").map { share -> DeskDeductionShare? in
      guard share.count == 2, case .string(let unit)? = share["unit"],
        case .number(let points)? = share["points"]
      else { return nil }
      return DeskDeductionShare(unit: unit, points: points)
    }
    if shares.contains(where: { $0 == nil }) {
      fields.fault("shares", "分解的每一项应为 {\"unit\": 单位全称, \"points\": 分值}。")
    }
    try fields.finish()
    return try answering {
      try .json(
        try desk.recordDeduction(
          ticket: ticket, text, points: points, shares: shares.compactMap { $0 },
          in: year(request), by: seat(request)))
    }
  }

  private func month(_ request: Request) throws(Problem) -> DeskFigurePeriod {
    try period(request, "month", .month, "月份应写成 2026-10。")
  }

  private func year(_ request: Request) throws(Problem) -> DeskFigurePeriod {
    try period(request, "year", .year, "年份应写成 2026。")
  }

  private func period(
    _ request: Request, _ name: String, _ kind: DeskFigurePeriod.Kind, _ detail: String
  ) throws(Problem) -> DeskFigurePeriod {
    guard let period = DeskFigurePeriod(request.parameters[name] ?? ""), period.kind == kind else {
      throw .invalid(name, detail)
    }
    return period
  }

  /// Sends what the desk refuses as a problem.
  func answering(_ ask: () throws -> Response) throws -> Response {
    do {
      return try ask()
    } catch let refused as DeskRankingRefused {
      throw Problem(
        status: 409, code: refused.code.replacing("_", with: "-"), title: "按规定不能这样办理",
        detail: refused.reason + (refused.source.map { "（\($0)）" } ?? "") + "。")
    } catch let problem as InputProblem {
      throw Problem.invalid(problem.field, problem.message)
    } catch is DeskNoSuchTicket {
      throw Problem.notFound("没有这张工单，或者它不在您的办理范围内。")
    } catch is DeskVersionConflict {
      throw Problem(
        status: 412, code: "version-conflict", title: "已有变动", detail: "别人刚刚改动过，请刷新后再试。")
    }
  }
}
