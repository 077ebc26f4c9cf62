import Foundation
import Hotline
import HotlineDesk
import WebServer

/// The routes of tickets: commands, lists, history, the change feed and the caller's own view.
struct TicketRoutes: Sendable {
  let desk: Desk
  /// Who makes a request.
  let seat: @Sendable (Request) throws -> DeskSeat

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.post, "/v1/tickets", receive)
    router.on(.get, "/v1/tickets", list)
    router.on(.get, "/v1/ticket-counts") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try .json(try desk.ticketCounts(for: seat(request)))
    }
    router.on(.get, "/v1/tickets/{number}", ticket)
    router.on(.get, "/v1/tickets/{number}/history", history)
    for name in DeskCommandName.allCases where name != .receive && name != .tick {
      router.on(.post, "/v1/tickets/{number}:\(name.rawValue)") { try act(name, $0) }
    }
    router.on(.post, "/v1/tickets/{number}:merge", merge)
    router.on(.post, "/v1/tickets/{number}:unmerge") { request in
      try JSONBody.none(in: request)
      return try answering {
        try answer(desk.unmerge(number(request), by: seat(request), key: request.onceKey()))
      }
    }
    router.on(.get, "/v1/changes", changes)
    router.on(.get, "/v1/progress", progress)
    router.on(.post, "/v1/progress:rate", rate)
    router.on(.get, "/v1/ledgers/supervision", ledger)
  }

  @Sendable private func rate(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let number = fields.text("number", called: "工单号", most: 40)
    let code = fields.text("code", called: "查询码", most: 20)
    let value = fields.text("value", called: "评价", most: 10)
    try fields.finish()
    return try answering {
      try .json(try desk.rate(number, code: code, value: value, key: request.onceKey()))
    }
  }

  @Sendable private func ledger(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let open = TicketQueryReader.flag(&fields, "open")
    let limit = fields.count("limit", called: "每页条数", in: 1...200, else: 50)
    let cursor = fields.optionalText("cursor", called: "翻页标记", most: 20)
    if let cursor, Int(cursor) == nil { fields.fault("cursor", "翻页标记无效，请用上一页给出的 next。") }
    try fields.finish()
    let found = try desk.supervisionLedger(
      open: open, for: seat(request), after: cursor.flatMap { Int($0) }, most: limit + 1)
    let page = Array(found.prefix(limit))
    return try .json(
      Page(items: page, next: found.count > limit ? page.last.map { String($0.id) } : nil))
  }

  @Sendable private func receive(_ request: Request) throws -> Response {
    let body = try JSONBody.object(of: request)
    let own = ["caller", "region", "callback"]
    try refuseUnknown(body, known: DeskCommandName.receive.fields + own)
    let intake = DeskIntake(
      caller: try CallerReader.caller(body["caller"]), fields: Data(request.body),
      region: try Self.text(body, "region", "地点"),
      callback: try Self.text(body, "callback", "回访方式"))
    return try answering {
      let document = try desk.receive(intake, by: seat(request), key: request.onceKey())
      var response = try answer(document, status: document.isRepeated ? 200 : 201)
      response.headers["Location"] = "/v1/tickets/\(document.number)"
      return response
    }
  }

  @Sendable private func act(_ name: DeskCommandName, _ request: Request) throws -> Response {
    let body = try JSONBody.objectOrNone(of: request)
    try refuseUnknown(body, known: name.fields)
    let fields = request.body.isEmpty ? Data("{}".utf8) : Data(request.body)
    return try answering {
      try answer(
        desk.act(
          name, on: number(request), fields: fields, version: try request.wantedVersion(),
          by: seat(request), key: request.onceKey()))
    }
  }

  @Sendable private func merge(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let other = fields.text("into", called: "并入的工单号", most: 40)
    let approved = fields.optionalText("approved_by", called: "签批人", most: 60)
    try fields.finish()
    return try answering {
      try answer(
        desk.merge(
          number(request), into: other, approvedBy: approved, by: seat(request),
          key: request.onceKey()))
    }
  }

  @Sendable private func ticket(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    try fields.finish()
    return try answering {
      try answer(desk.ticket(number(request), for: seat(request)))
    }
  }

  @Sendable private func history(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    try fields.finish()
    return try answering {
      try .json(
        Page(items: try desk.ticketHistory(number(request), for: seat(request)), next: nil))
    }
  }

  @Sendable private func list(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let filter = TicketQueryReader.filter(&fields)
    let limit = fields.count("limit", called: "每页条数", in: 1...200, else: 50)
    let place = TicketQueryReader.place(&fields)
    try fields.finish()
    return try answering {
      var lines = try desk.tickets(
        filter, for: seat(request), after: place, most: limit + 1)
      let more = lines.count > limit
      lines = Array(lines.prefix(limit))
      return try .json(
        Page(items: lines, next: more ? lines.last.map { PlaceCursor.text($0.place) } : nil))
    }
  }

  @Sendable private func changes(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let after = fields.count("after", called: "上次的位置", in: 0...Int.max, else: 0)
    let limit = fields.count("limit", called: "最多条数", in: 1...1000, else: 100)
    try fields.finish()
    let seat = try seat(request)
    guard seat.unit == nil else {
      throw Problem(
        status: 403, code: "forbidden", title: "没有权限", detail: "变更数据只供热线和对接系统读取。")
    }
    return try answering {
      let (changes, next, epoch) = try desk.ticketChanges(after: after, most: limit)
      return try .json(ChangePage(changes: changes, next: next, epoch: epoch))
    }
  }

  @Sendable private func progress(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let number = fields.text("number", called: "工单号", most: 40)
    let code = fields.text("code", called: "查询码", most: 20)
    try fields.finish()
    return try answering { try .json(try desk.progress(of: number, code: code)) }
  }

  private func number(_ request: Request) -> String { request.parameters["number"] ?? "" }

  /// The document of a ticket with its entity tag.
  private func answer(_ document: TicketDocument, status: Int = 200) throws -> Response {
    var response = try Response.json(document, status: status)
    response.headers["ETag"] = "\"\(document.version)\""
    return response
  }

  private static func text(
    _ body: [String: JSONValue], _ name: String, _ title: String
  ) throws(Problem) -> String? {
    switch body[name] {
    case nil, .null: return nil
    case .string(let text) where !text.allSatisfy(\.isWhitespace) && text.count <= 100:
      return text
    default: throw .invalid(name, "\(title)应为 1 到 100 字的字符串。")
    }
  }
}

/// A page of the change feed.
private struct ChangePage: Encodable, Sendable {
  var changes: [TicketChangeDocument]
  /// Ask with it as `after` next time.
  var next: Int
  /// Where the present epoch began.
  var epoch: Int
}
