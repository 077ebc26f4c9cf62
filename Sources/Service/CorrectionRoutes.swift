import Foundation
import Hotline
import HotlineDesk
import WebServer

/// The routes by which the knowledge base stays true: marks of operators, duties of owners, how
/// accurate and fresh each unit's articles are, and what is missing.
struct CorrectionRoutes: Sendable {
  let desk: Desk

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.post, "/v1/corrections", mark)
    router.on(.get, "/v1/corrections", list)
    router.on(.post, "/v1/corrections/{id}:close", close)
    router.on(.post, "/v1/corrections/{id}:dismiss", dismiss)
    router.on(.get, "/v1/knowledge-duties") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try .json(
        Page(items: try desk.knowledgeDuties(for: ProposalRoutes.seat(request)), next: nil))
    }
    router.on(.get, "/v1/knowledge-quality", quality)
    router.on(.get, "/v1/knowledge-gaps", gaps)
    router.on(.post, "/v1/knowledge:unused", unused)
    router.on(.post, "/v1/tickets/{number}:draft-article", draft)
  }

  private func id(_ request: Request) -> String { request.parameters["id"] ?? "" }

  @Sendable private func mark(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let name = fields.text("mark", called: "标记", most: 10)
    let mark = CorrectionMark(rawValue: name)
    if mark == nil, !name.isEmpty { fields.fault("mark", "标记应为有误或者缺失。") }
    let record = fields.optionalText("record", called: "记录", most: 100) ?? ""
    let unit = fields.optionalText("unit", called: "更正单位", most: 100)
    let words = fields.optionalText("words", called: "说明", most: 500) ?? ""
    try fields.finish()
    let officer = try request.officer()
    return try RecordProblems.translating {
      try .json(
        desk.markRecord(
          mark ?? .wrong, record: record, unit: unit, words: words,
          by: DeskSeat(name: officer.name)), status: 201)
    }
  }

  @Sendable private func list(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    var states: [CorrectionState] = []
    for name in (fields.optionalText("state", called: "状态", most: 60) ?? "").split(separator: ",") {
      if let state = CorrectionState(rawValue: String(name)) {
        states.append(state)
      } else {
        let known = CorrectionState.allCases.map(\.rawValue).joined(separator: "、")
        fields.fault("state", "状态应为：\(known)，多个用逗号隔开。")
      }
    }
    let unit = fields.optionalText("unit", called: "单位", most: 100)
    try fields.finish()
    return try .json(
      Page(
        items: try desk.corrections(states, unit: unit, for: ProposalRoutes.seat(request)),
        next: nil))
  }

  @Sendable private func close(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let record = fields.optionalText("record", called: "更正所在的记录", most: 100)
    let outcome = fields.text("outcome", called: "怎样更正的", most: 500)
    try fields.finish()
    return try RecordProblems.translating {
      try .json(
        desk.closeCorrection(
          id(request), mendedBy: record, outcome: outcome, by: ProposalRoutes.seat(request)))
    }
  }

  @Sendable private func dismiss(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let reason = fields.text("reason", called: "核实的结果", most: 500)
    try fields.finish()
    return try RecordProblems.translating {
      try .json(
        desk.dismissCorrection(id(request), reason: reason, by: ProposalRoutes.seat(request)))
    }
  }

  private func day(_ fields: inout FieldReader, _ name: String) -> Day? {
    guard let text = fields.optionalText(name, called: "日期", most: 10) else { return nil }
    if let day = Day(text) { return day }
    fields.fault(name, "日期应如 2026-03-01。")
    return nil
  }

  /// Whose figures somebody sees: all, or those of their unit.
  private func figureSeat(_ request: Request) throws -> DeskSeat {
    let officer = try request.officer()
    return officer.may(.readFigures)
      ? DeskSeat(name: officer.name) : try ProposalRoutes.seat(request)
  }

  @Sendable private func quality(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let (from, to) = (day(&fields, "from"), day(&fields, "to"))
    try fields.finish()
    return try .json(
      Page(
        items: try desk.knowledgeQuality(from: from, through: to, for: figureSeat(request)),
        next: nil))
  }

  @Sendable private func gaps(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let last = day(&fields, "to") ?? Day(containing: Date())
    let first = day(&fields, "from") ?? last.adding(days: -30)
    try fields.finish()
    return try .json(
      Page(items: try desk.missingKnowledge(from: first, through: last), next: nil))
  }

  @Sendable private func unused(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let words = fields.text("q", called: "查询词", most: Routes.longestWords)
    try fields.finish()
    desk.noteMissed(words, found: true)
    return Response(status: 204)
  }

  @Sendable private func draft(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let id = fields.text("id", called: "文章编号", most: 6)
    let field = fields.text("field", called: "领域", most: 40)
    try fields.finish()
    return try RecordProblems.translating {
      do {
        let proposal = try desk.draftArticle(
          from: request.parameters["number"] ?? "", id: id, field: field,
          by: DeskSeat(request.officer()))
        var response = try Response.json(proposal, status: 201)
        response.headers["ETag"] = "\"\(proposal.version)\""
        response.headers["Location"] = "/v1/proposals/\(proposal.id)"
        return response
      } catch is DeskNoSuchTicket {
        throw Problem.notFound("没有这张工单，或者它不在您的办理范围内。")
      }
    }
  }
}
