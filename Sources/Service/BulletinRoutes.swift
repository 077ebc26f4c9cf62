import Hotline
import HotlineDesk
import WebServer

/// The routes of bulletins, of hot topics and of what is public.
struct BulletinRoutes: Sendable {
  let desk: Desk
  /// Who makes a request.
  let seat: @Sendable (Request) throws -> DeskSeat

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.get, "/v1/figures/bulletin", bulletin)
    router.on(.get, "/v1/figures/topics") { request in
      var fields = FieldReader(query: request)
      let period = FigureQueryReader.period(&fields)
      let unit = fields.optionalText("unit", called: "承办单位", most: 100)
      try fields.finish()
      return try .json(try desk.topics(period, unit: unit))
    }
    router.on(.post, "/v1/figures/public:publish", publish)
    router.on(.get, "/v1/public/figures", published)
  }

  @Sendable private func bulletin(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let period = FigureQueryReader.period(&fields)
    let kind = FigureQueryReader.choice(
      &fields, "kind", called: "种类", DeskBulletinKind.allCases.map(\.rawValue))
    try fields.finish()
    let page = try desk.bulletin(
      kind.flatMap(DeskBulletinKind.init(rawValue:)) ?? .handling, period)
    return Response(
      status: 200,
      headers: [
        "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
      ], body: Array(page.utf8))
  }

  @Sendable private func publish(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let text = fields.text("period", called: "时段", most: 30)
    let period = DeskFigurePeriod(text)
    if period == nil, !text.isEmpty { fields.fault("period", "时段应写成 2026、2026-Q3 或 2026-10。") }
    try fields.finish()
    return try RankingRoutes(desk: desk, seat: seat).answering {
      try .json(try desk.publishFigures(period ?? .month(of: .now), by: seat(request)))
    }
  }

  @Sendable private func published(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let text = fields.optionalText("period", called: "时段", most: 30)
    let period = text.flatMap { DeskFigurePeriod($0) }
    if text != nil, period == nil { fields.fault("period", "时段应写成 2026、2026-Q3 或 2026-10。") }
    try fields.finish()
    guard let figures = try desk.publishedFigures(period) else {
      throw Problem.notFound("还没有公布这一时段的数据。")
    }
    return try .json(figures)
  }
}
