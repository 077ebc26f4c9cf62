import Hotline
import HotlineDesk
import WebServer

/// The routes of messages that go out to callers and units.
struct MessageRoutes: Sendable {
  let desk: Desk
  /// Who makes a request.
  let seat: @Sendable (Request) throws -> DeskSeat

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.get, "/v1/messages", list)
    router.on(.post, "/v1/messages/{id}:requeue", requeue)
  }

  @Sendable private func list(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let state = fields.optionalText("state", called: "状态", most: 20)
    if let state, !Desk.messageStates.contains(state) {
      fields.fault("state", "状态应为 \(Desk.messageStates.joined(separator: "、")) 之一。")
    }
    let ticket = fields.optionalText("ticket", called: "工单号", most: 40)
    let limit = fields.count("limit", called: "每页条数", in: 1...200, else: 50)
    let cursor = fields.optionalText("cursor", called: "翻页标记", most: 64)
    try fields.finish()
    _ = try seat(request)
    return try naming {
      let found = try desk.messages(
        state: state, ticket: ticket, limit: limit + 1, after: cursor)
      let page = Array(found.prefix(limit))
      return try .json(Page(items: page, next: found.count > limit ? page.last?.id : nil))
    }
  }

  @Sendable private func requeue(_ request: Request) throws -> Response {
    try JSONBody.none(in: request)
    return try naming {
      try desk.requeueMessage(
        request.parameters["id"] ?? "", by: seat(request), key: request.onceKey())
      return Response(status: 204)
    }
  }

  private func naming(_ ask: () throws -> Response) throws -> Response {
    do {
      return try ask()
    } catch is DeskOnceKeyReused {
      throw Problem.onceKeyReused
    } catch let problem as InputProblem {
      throw problem.code == "unknown_message" && problem.field == "id"
        ? Problem.notFound("没有这条消息。") : Problem.invalid(problem.field, problem.message)
    }
  }
}
