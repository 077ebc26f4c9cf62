import Hotline
import HotlineDesk
import WebServer

/// The routes of records' revisions: history, comparison and the way back to an old one.
struct RecordRoutes: Sendable {
  let desk: Desk
  private static let kinds = ["item", "article", "unit", "region", "law", "lexicon"]

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.get, "/v1/records/{kind}/{id}/revisions", revisions)
    router.on(.get, "/v1/records/{kind}/{id}/comparison", comparison)
    router.on(.post, "/v1/records/{kind}/{id}:return", goBack)
    router.on(.get, "/v1/records/{kind}/{id}/links") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      let record = try record(request)
      return try RecordProblems.translating {
        try .json(Page(items: try desk.links(of: record), next: nil))
      }
    }
    router.on(.get, "/v1/reviews") { request in
      var fields = FieldReader(query: request)
      let unit = fields.optionalText("unit", called: "单位", most: 100)
      try fields.finish()
      let seat = try ProposalRoutes.seat(request)
      return try .json(Page(items: try desk.reviews(unit: seat.unit ?? unit), next: nil))
    }
  }

  private func record(_ request: Request) throws(Problem) -> String {
    let kind = request.parameters["kind"] ?? ""
    guard RecordRoutes.kinds.contains(kind) else {
      throw .notFound("没有“\(kind.prefix(20))”这种记录，应为：\(RecordRoutes.kinds.joined(separator: "、"))。")
    }
    return "\(kind)/\(request.parameters["id"] ?? "")"
  }

  @Sendable private func revisions(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    try fields.finish()
    let record = try record(request)
    let showsPlanned = try request.officer().may(.keepKnowledge)
    return try RecordProblems.translating {
      try .json(
        Page(items: try desk.revisions(of: record, showsPlanned: showsPlanned), next: nil))
    }
  }

  @Sendable private func comparison(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let old = fields.count("from", called: "原来的版本", in: 1...1_000_000, else: 0)
    let new = fields.count("to", called: "后来的版本", in: 1...1_000_000, else: 0)
    if old == 0 { fields.fault("from", "请写明原来的版本。") }
    if new == 0 { fields.fault("to", "请写明后来的版本。") }
    try fields.finish()
    let record = try record(request)
    let showsPlanned = try request.officer().may(.keepKnowledge)
    return try RecordProblems.translating {
      try .json(
        Page(
          items: try desk.differences(of: record, from: old, to: new, showsPlanned: showsPlanned),
          next: nil))
    }
  }

  @Sendable private func goBack(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let input = ProposalReader.input(&fields, needsRows: false)
    let version = fields.whole("version", called: "要恢复的版本", in: 1...1_000_000)
    try fields.finish()
    let record = try record(request)
    return try RecordProblems.translating {
      let proposal = try desk.proposeReturn(
        of: record, to: version, input, by: ProposalRoutes.seat(request), key: request.onceKey())
      var response = try Response.json(proposal, status: 201)
      response.headers["ETag"] = "\"\(proposal.version)\""
      response.headers["Location"] = "/v1/proposals/\(proposal.id)"
      return response
    }
  }
}
