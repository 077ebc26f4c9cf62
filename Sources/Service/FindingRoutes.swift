import Hotline
import HotlineDesk
import WebServer

/// The routes of accountability, ledgers, rehandling, spot checks and liaisons.
struct FindingRoutes: Sendable {
  let desk: Desk
  /// Who makes a request.
  let seat: @Sendable (Request) throws -> DeskSeat

  private var answering: (() throws -> Response) throws -> Response {
    RankingRoutes(desk: desk, seat: seat).answering
  }

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.get, "/v1/figures/accountability", accountability)
    router.on(.post, "/v1/figures/accountability:decide", decide)
    router.on(.get, "/v1/figures/ledger", ledger)
    router.on(.get, "/v1/figures/rehandling", rehandling)
    router.on(.get, "/v1/figures/spot-checks") { request in
      var fields = FieldReader(query: request)
      let month = Self.month(&fields)
      try fields.finish()
      return try .json(try desk.spotChecks(month, for: seat(request)))
    }
    router.on(.post, "/v1/figures/spot-checks:draw", draw)
    router.on(.post, "/v1/figures/spot-checks/{id}:record", record)
    router.on(.post, "/v1/figures/spot-checks/{id}:rectify", rectify)
    router.on(.get, "/v1/figures/liaisons") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try .json(try desk.liaisons())
    }
    router.on(.post, "/v1/users/{name}:duty", duty)
  }

  @Sendable private func accountability(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let period = FigureQueryReader.period(&fields)
    let unit = fields.optionalText("unit", called: "承办单位", most: 100)
    let open = TicketQueryReader.flag(&fields, "open")
    try fields.finish()
    return try .json(try desk.accountability(period, unit: unit, open: open))
  }

  @Sendable private func decide(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let ticket = fields.text("ticket", called: "工单号", most: 40)
    let unit = fields.text("unit", called: "单位", most: 100)
    let rule = fields.text("rule", called: "情形", most: 60)
    let outcome = fields.text("outcome", called: "决定", most: 20)
    let reason = fields.text("reason", called: "理由和证据", most: 2_000)
    try fields.finish()
    return try answering {
      try .json(
        try desk.decideAccountability(
          ticket: ticket, unit: unit, rule: rule, outcome: outcome, reason: reason,
          by: seat(request)))
    }
  }

  @Sendable private func ledger(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let period = FigureQueryReader.period(&fields)
    let unit = fields.optionalText("unit", called: "承办单位", most: 100)
    let limit = fields.count("limit", called: "每页条数", in: 1...200, else: 50)
    let place = FigureQueryReader.place(&fields)
    try fields.finish()
    return try answering {
      let (lines, next) = try desk.unitLedger(
        of: unit, in: period, after: place, most: limit, for: seat(request))
      return try .json(Page(items: lines, next: next.map { "\($0.at).\($0.row)" }))
    }
  }

  @Sendable private func rehandling(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let month = Self.month(&fields) ?? .month(of: .now)
    let unit = fields.optionalText("unit", called: "承办单位", most: 100)
    try fields.finish()
    return try .json(try desk.rehandlingWatch(month, unit: unit, for: seat(request)))
  }

  @Sendable private func draw(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let text = fields.text("month", called: "月份", most: 10)
    let month = DeskFigurePeriod(text)
    if month?.kind != .month { fields.fault("month", "月份应写成 2026-10。") }
    let size = fields.wholeNumber("size", called: "每一类最多件数")
    let seed = fields.number("seed", called: "种子")
    if let seed, Int(exactly: seed) == nil { fields.fault("seed", "种子应为整数。") }
    try fields.finish()
    return try answering {
      try .json(
        try desk.drawSpotCheck(
          month ?? .month(of: .now), size: size, seed: seed.flatMap { Int(exactly: $0) },
          by: seat(request)))
    }
  }

  @Sendable private func record(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let ticket = fields.text("ticket", called: "工单号", most: 40)
    let way = fields.text("way", called: "核查方式", most: 20)
    let finding = fields.text("finding", called: "核查结果", most: 20)
    let text = fields.text("text", called: "情况", most: 2_000)
    let until = fields.optionalText("until", called: "整改期限", most: 10)
    try fields.finish()
    return try answering {
      try .json(
        try desk.recordSpotCase(
          check(request), ticket: ticket, way: way, finding: finding, text: text, until: until,
          by: seat(request)))
    }
  }

  @Sendable private func rectify(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let ticket = fields.text("ticket", called: "工单号", most: 40)
    let text = fields.text("text", called: "整改情况", most: 2_000)
    try fields.finish()
    return try answering {
      try .json(
        try desk.rectifySpotCase(check(request), ticket: ticket, text: text, by: seat(request)))
    }
  }

  @Sendable private func duty(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let known = DeskUnitDuty.allCases.map(\.rawValue)
    let text = fields.optionalText("duty", called: "职责", most: 20)
    let duty = text.flatMap(DeskUnitDuty.init(rawValue:))
    if text != nil, duty == nil {
      fields.fault("duty", "职责应为其中之一：\(known.joined(separator: "、"))；空值为取消。")
    }
    try fields.finish()
    let officer = try request.officer()
    return try AccountProblems.translating {
      try desk.accounts.setDuty(request.parameters["name"] ?? "", duty, by: officer.name)
      return Response(status: 204)
    }
  }

  private func check(_ request: Request) throws(Problem) -> Int {
    guard let id = Int(request.parameters["id"] ?? "") else {
      throw .notFound("没有这批抽查。")
    }
    return id
  }

  private static func month(_ fields: inout FieldReader) -> DeskFigurePeriod? {
    guard let text = fields.optionalText("month", called: "月份", most: 10) else { return nil }
    if let month = DeskFigurePeriod(text), month.kind == .month { return month }
    fields.fault("month", "月份应写成 2026-10。")
    return nil
  }
}
