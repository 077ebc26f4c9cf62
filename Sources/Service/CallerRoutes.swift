import Hotline
import HotlineDesk
import WebServer

/// The routes of callers' personal data, of the file on abuse, and of printed forms.
struct CallerRoutes: Sendable {
  let desk: Desk
  let tickets: TicketRoutes

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.post, "/v1/tickets/{number}:open-caller", open)
    router.on(.get, "/v1/tickets/{number}/caller-openings") { request in
      try read(request) { try desk.callerOpenings(of: $0, for: $1) }
    }
    router.on(.get, "/v1/tickets/{number}/caller-flags") { request in
      try read(request) { try desk.callerFlags(of: $0, for: $1) }
    }
    router.on(.get, "/v1/tickets/{number}/repeats") { request in
      try read(request) { try desk.repeats(of: $0, for: $1) }
    }
    router.on(.post, "/v1/tickets/{number}:flag-caller", flag)
    router.on(.post, "/v1/caller-flags/{id}:end", endFlag)
    router.on(.post, "/v1/tickets/{number}:erase", erase)
    router.on(.post, "/v1/callers:look-up", lookUp)
    router.on(.get, "/v1/tickets/{number}/forms/{form}") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try form(request, reason: nil)
    }
    router.on(.post, "/v1/tickets/{number}/forms/{form}") { request in
      try form(request, reason: reason(request))
    }
  }

  private func read<Entry: Encodable & Sendable>(
    _ request: Request, _ ask: (String, DeskSeat) throws -> [Entry]
  ) throws -> Response {
    var fields = FieldReader(query: request)
    try fields.finish()
    return try tickets.answering {
      try .json(Page(items: try ask(number(request), tickets.seat(request)), next: nil))
    }
  }

  @Sendable private func open(_ request: Request) throws -> Response {
    let reason = try reason(request)
    return try tickets.answering {
      let caller = try desk.openCaller(
        of: number(request), reason: reason, by: tickets.seat(request), key: request.onceKey())
      guard let caller else { throw Problem.notFound("这张工单没有留下诉求人的信息，或者已按期销毁。") }
      return try .json(caller)
    }
  }

  @Sendable private func flag(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let kind = fields.text("kind", called: "情形", most: 20)
    let evidence = fields.text("evidence", called: "依据", most: 2000)
    try fields.finish()
    return try tickets.answering {
      try .json(
        Page(
          items: try desk.flagCaller(
            of: number(request), kind: kind, evidence: evidence, by: tickets.seat(request),
            key: request.onceKey()),
          next: nil))
    }
  }

  @Sendable private func endFlag(_ request: Request) throws -> Response {
    let reason = try reason(request)
    return try tickets.answering {
      guard let id = Int(request.parameters["id"] ?? "") else {
        throw Problem.notFound("没有这条标记。")
      }
      do {
        try desk.endCallerFlag(
          id, reason: reason, by: tickets.seat(request), key: request.onceKey())
      } catch is DeskNoSuchTicket {
        throw Problem.notFound("没有这条标记，或者已经取消。")
      }
      return Response(status: 204)
    }
  }

  @Sendable private func erase(_ request: Request) throws -> Response {
    try JSONBody.none(in: request)
    return try tickets.answering {
      try desk.erase(number(request), by: tickets.seat(request), key: request.onceKey())
      return Response(status: 204)
    }
  }

  @Sendable private func lookUp(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    var filter = DeskTicketFilter()
    filter.phone = fields.text("phone", called: "来电号码", most: 30)
    try fields.finish()
    return try tickets.answering {
      try .json(
        Page(items: try desk.tickets(filter, for: tickets.seat(request), most: 50), next: nil))
    }
  }

  private func form(_ request: Request, reason: String?) throws -> Response {
    try tickets.answering {
      let page = try desk.form(
        request.parameters["form"] ?? "", of: number(request), reason: reason,
        for: tickets.seat(request), key: reason == nil ? nil : request.onceKey())
      return Response(
        status: 200,
        headers: [
          "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
          "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        ], body: Array(page.utf8))
    }
  }

  private func reason(_ request: Request) throws -> String {
    var fields = try FieldReader(body: request)
    let reason = fields.text("reason", called: "理由", most: 200)
    try fields.finish()
    return reason
  }

  private func number(_ request: Request) -> String { request.parameters["number"] ?? "" }
}
