import Hotline
import HotlineDesk
import WebServer

/// The routes of figures and of the tickets behind them.
struct FigureRoutes: Sendable {
  let desk: Desk
  /// Who makes a request.
  let seat: @Sendable (Request) throws -> DeskSeat

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.get, "/v1/figures", table)
    router.on(.get, "/v1/figures/tickets", tickets)
  }

  @Sendable private func table(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    var query = FigureQueryReader.query(&fields)
    query.by = FigureQueryReader.choice(
      &fields, "by", called: "分行", DeskFigureDimension.allCases.map(\.rawValue)
    ).flatMap(DeskFigureDimension.init(rawValue:))
    try fields.finish()
    return try .json(try desk.figures(query, for: seat(request)))
  }

  @Sendable private func tickets(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let query = FigureQueryReader.query(&fields)
    let known = DeskMeasure.allCases.map(\.rawValue)
    let measure = FigureQueryReader.choice(&fields, "measure", called: "统计项", known)
    if measure == nil { _ = fields.text("measure", called: "统计项", most: 40) }
    let part = FigureQueryReader.choice(
      &fields, "part", called: "哪一部分", DeskFigurePart.allCases.map(\.rawValue))
    let limit = fields.count("limit", called: "每页条数", in: 1...200, else: 50)
    let place = FigureQueryReader.place(&fields)
    try fields.finish()
    let (items, next) = try desk.figureTickets(
      measure.flatMap(DeskMeasure.init(rawValue:)) ?? .received,
      part.flatMap(DeskFigurePart.init(rawValue:)) ?? .part, query, after: place, most: limit,
      for: seat(request))
    return try .json(Page(items: items, next: next.map { "\($0.at).\($0.row)" }))
  }
}

/// Reads what figures are asked for out of a query.
enum FigureQueryReader {
  /// Period and filters.
  static func query(_ fields: inout FieldReader) -> DeskFigureQuery {
    var query = DeskFigureQuery(period(&fields))
    query.unit = fields.optionalText("unit", called: "承办单位", most: 100)
    query.type = fields.optionalText("type", called: "诉求类型", most: 20)
    query.channel = fields.optionalText("channel", called: "渠道", most: 40)
    query.town = fields.optionalText("town", called: "镇街", most: 60)
    query.field = fields.optionalText("field", called: "领域", most: 60)
    query.item = fields.optionalText("item", called: "派单事项", most: 40)
    return query
  }

  /// The period; the running month when it is missing.
  static func period(_ fields: inout FieldReader) -> DeskFigurePeriod {
    let current = DeskFigurePeriod.month(of: .now)
    guard let text = fields.optionalText("period", called: "时段", most: 30) else { return current }
    if let period = DeskFigurePeriod(text) { return period }
    fields.fault(
      "period",
      "时段应写成 2026、2026-Q3、2026-10、2026-W43、2026-10-21 或者 2026-10-01..2026-10-15。")
    return current
  }

  /// One of fixed values; nil when it is missing.
  static func choice(
    _ fields: inout FieldReader, _ name: String, called title: String, _ known: [String]
  ) -> String? {
    guard let text = fields.optionalText(name, called: title, most: 40) else { return nil }
    if known.contains(text) { return text }
    fields.fault(name, "\(title)应为其中之一：\(known.joined(separator: "、"))。")
    return nil
  }

  /// The place at which a page begins.
  static func place(_ fields: inout FieldReader) -> DeskFigurePlace? {
    guard let text = fields.optionalText("cursor", called: "翻页标记", most: 60) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    if parts.count == 2, let at = parts[0], let row = parts[1] {
      return DeskFigurePlace(at: at, row: row)
    }
    fields.fault("cursor", "翻页标记无效，请用上一页给出的 next。")
    return nil
  }
}
