import Foundation
import Hotline
import HotlineDesk
import WebServer

/// The routes of notices: wordings of sudden events, planned works, and policies before their day.
struct NoticeRoutes: Sendable {
  let desk: Desk

  /// Registers every route.
  func add(to router: inout Router) {
    read(&router, "/v1/notices") { try .json(desk.noticesNow()) }
    router.on(.post, "/v1/wordings", issue)
    end(&router, "/v1/wordings/{id}:withdraw") { try desk.withdrawWording($0, reason: $1, by: $2) }
    read(&router, "/v1/works") { try .json(Page(items: try desk.plannedWorks(), next: nil)) }
    router.on(.post, "/v1/works") { try works($0, status: 201) }
    router.on(.post, "/v1/works/{id}:change") { try works($0, status: 200) }
    end(&router, "/v1/works/{id}:cancel") { try desk.cancelWorks($0, reason: $1, by: $2) }
    addPolicies(to: &router)
  }

  private func addPolicies(to router: inout Router) {
    router.on(.get, "/v1/policies") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try .json(
        Page(items: try desk.policies(for: ProposalRoutes.seat(request)), next: nil))
    }
    router.on(.get, "/v1/policies/late") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try .json(
        Page(items: try desk.latePolicies(for: ProposalRoutes.seat(request)), next: nil))
    }
    router.on(.post, "/v1/policies", announce)
    router.on(.post, "/v1/policies/{id}:postpone") { request in
      var fields = try FieldReader(body: request)
      let hour = fields.moment("published_at", called: "发布时间")
      let reason = fields.text("reason", called: "理由", most: 500)
      try fields.finish()
      return try answering(request) {
        try .json(desk.postponePolicy(id(request), to: hour, reason: reason, by: $0))
      }
    }
    router.on(.post, "/v1/policies/{id}:cancel") { request in
      var fields = try FieldReader(body: request)
      let reason = fields.text("reason", called: "理由", most: 500)
      try fields.finish()
      return try answering(request) {
        try .json(desk.cancelPolicy(id(request), reason: reason, by: $0))
      }
    }
    router.on(.post, "/v1/policies/{id}:text") { request in
      var fields = try FieldReader(body: request)
      let title = fields.text("title", called: "文件名称", most: 200)
      let place = fields.text("place", called: "所在位置", most: 500)
      try fields.finish()
      return try answering(request) {
        try .json(desk.addPolicyText(id(request), title: title, place: place, by: $0))
      }
    }
  }

  private func id(_ request: Request) -> String { request.parameters["id"] ?? "" }

  private func answering(
    _ request: Request, _ ask: (DeskSeat) throws -> Response
  ) throws -> Response {
    let seat = try ProposalRoutes.seat(request)
    return try RecordProblems.translating { try ask(seat) }
  }

  private func read(
    _ router: inout Router, _ pattern: String, _ ask: @escaping @Sendable () throws -> Response
  ) {
    router.on(.get, pattern) { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try ask()
    }
  }

  /// A notice that ends, with the reason.
  private func end(
    _ router: inout Router, _ pattern: String,
    _ act: @escaping @Sendable (String, String, DeskSeat) throws -> Void
  ) {
    router.on(.post, pattern) { request in
      var fields = try FieldReader(body: request)
      let reason = fields.text("reason", called: "理由", most: 500)
      try fields.finish()
      return try answering(request) {
        try act(id(request), reason, $0)
        return Response(status: 204)
      }
    }
  }

  @Sendable private func issue(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let unit = fields.text("unit", called: "报送单位", most: 100)
    let title = fields.text("title", called: "事件", most: 60)
    let text = fields.text("text", called: "应答口径", most: 400)
    let end = fields.moment("expires_at", called: "失效时间")
    try fields.finish()
    return try answering(request) {
      try .json(
        desk.issueWording(unit: unit, title: title, text: text, expiresAt: end, by: $0),
        status: 201)
    }
  }

  private func works(_ request: Request, status: Int) throws -> Response {
    var fields = try FieldReader(body: request)
    let input = WorksInput(
      unit: fields.text("unit", called: "单位", most: 100),
      kind: fields.text("kind", called: "类别", most: 20),
      areas: fields.texts("areas", called: "影响的地点", most: 200),
      beginsAt: fields.moment("begins_at", called: "开始时间"),
      endsAt: fields.moment("ends_at", called: "结束时间"),
      text: fields.text("text", called: "答复口径", most: 400),
      words: fields.texts("words", called: "其他说法", most: 50))
    try fields.finish()
    return try answering(request) {
      try .json(
        desk.announceWorks(input, changing: status == 200 ? id(request) : nil, by: $0),
        status: status)
    }
  }

  @Sendable private func announce(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let input = PolicyInput(
      unit: fields.text("unit", called: "发布单位", most: 100),
      title: fields.text("title", called: "政策名称", most: 200),
      publishedAt: fields.moment("published_at", called: "发布时间"),
      documents: fields.texts("documents", called: "政策文件", most: 50),
      interpretation: fields.text("interpretation", called: "政策解读", most: 4000),
      training: fields.text("training", called: "培训材料", most: 4000),
      contact: fields.text("contact", called: "联系人", most: 200),
      articles: ProposalReader.cells(&fields, "articles"))
    try fields.finish()
    return try answering(request) { try .json(desk.announcePolicy(input, by: $0), status: 201) }
  }
}
