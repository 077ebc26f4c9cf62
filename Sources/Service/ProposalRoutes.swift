import Hotline
import HotlineDesk
import WebServer

/// The routes of proposals: what units ask to change in the catalogue and the knowledge base, and
/// what the hotline decides.
///
/// Two people are needed: nobody decides on what they wrote or sent. In the open mode everything is
/// done by the one person 本机, so that what was drafted there is decided by somebody who has signed
/// in, and the other way round.
struct ProposalRoutes: Sendable {
  let desk: Desk

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.get, "/v1/proposals", list)
    router.on(.post, "/v1/proposals", propose)
    router.on(.post, "/v1/proposals:dry-run", dryRun)
    router.on(.get, "/v1/proposals/{id}") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try RecordProblems.translating {
        try answer(desk.proposal(id(request), for: ProposalRoutes.seat(request)))
      }
    }
    router.on(.get, "/v1/proposals/{id}/dry-run") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try RecordProblems.translating {
        try .json(desk.dryRun(proposal: id(request), for: ProposalRoutes.seat(request)))
      }
    }
    router.on(.post, "/v1/proposals/{id}:redraft", redraft)
    step(&router, "submit") {
      .submit(text: $0.optionalText("text", called: "说明", most: 2000) ?? "")
    }
    step(&router, "withdraw") { _ in .withdraw }
    step(&router, "ask-back") { .askBack(question: $0.text("question", called: "问题", most: 2000)) }
    step(&router, "refuse") { .refuse(reason: $0.text("reason", called: "理由", most: 2000)) }
    step(&router, "approve") {
      .approve(
        refusing: ProposalReader.refusing(&$0),
        remark: $0.optionalText("remark", called: "说明", most: 2000) ?? "")
    }
  }

  /// Who asks: those who keep the records are of the hotline, all others of their unit.
  ///
  /// - Throws: a ``Problem`` with status 403 for somebody without a unit.
  static func seat(_ request: Request) throws -> DeskSeat {
    let officer = try request.officer()
    if officer.may(.keepCatalogue) || officer.may(.keepKnowledge) {
      return DeskSeat(name: officer.name)
    }
    guard let unit = officer.unit else { throw Problem.notAllowed }
    return DeskSeat(name: officer.name, unit: unit)
  }

  private func id(_ request: Request) -> String { request.parameters["id"] ?? "" }

  private func answer(_ proposal: ProposalDocument, status: Int = 200) throws -> Response {
    var response = try Response.json(proposal, status: status)
    response.headers["ETag"] = "\"\(proposal.version)\""
    if status == 201 { response.headers["Location"] = "/v1/proposals/\(proposal.id)" }
    return response
  }

  @Sendable private func list(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    var states: [ProposalState] = []
    for name in (fields.optionalText("state", called: "状态", most: 100) ?? "").split(separator: ",")
    {
      if let state = ProposalState(rawValue: String(name)) {
        states.append(state)
      } else {
        let known = ProposalState.allCases.map(\.rawValue).joined(separator: "、")
        fields.fault("state", "状态应为：\(known)，多个用逗号隔开。")
      }
    }
    let unit = fields.optionalText("unit", called: "提议单位", most: 100)
    let record = fields.optionalText("record", called: "记录", most: 200)
    let limit = fields.count("limit", called: "每页条数", in: 1...200, else: 50)
    let cursor = fields.optionalText("cursor", called: "翻页标记", most: 64)
    let offset = cursor.map { PageCursor.count($0) ?? -1 } ?? 0
    if offset < 0 { fields.fault("cursor", "翻页标记无效，请用上一页给出的 next。") }
    try fields.finish()
    let found = try desk.proposals(
      states: states, unit: unit, record: record, for: ProposalRoutes.seat(request))
    let page = Array(found.dropFirst(offset).prefix(limit))
    let end = offset + page.count
    return try .json(
      Page(items: page, next: end < found.count ? PageCursor.text(behind: end) : nil))
  }

  @Sendable private func dryRun(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let input = ProposalReader.input(&fields)
    let own = fields.optionalText("id", called: "提议编号", most: 40) ?? ""
    try fields.finish()
    let seat = try ProposalRoutes.seat(request)
    guard seat.unit == nil || seat.unit == input.unit else { throw Problem.notAllowed }
    return try RecordProblems.translating { try .json(desk.dryRun(input, id: own)) }
  }

  @Sendable private func propose(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let input = ProposalReader.input(&fields)
    try fields.finish()
    return try RecordProblems.translating {
      try answer(
        desk.propose(input, by: ProposalRoutes.seat(request), key: request.onceKey()), status: 201)
    }
  }

  @Sendable private func redraft(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let input = ProposalReader.input(&fields)
    try fields.finish()
    return try RecordProblems.translating {
      try answer(
        desk.redraft(
          id(request), version: request.wantedVersion(), input, by: ProposalRoutes.seat(request),
          key: request.onceKey()))
    }
  }

  /// A step whose body may be left out when it has no field that must be there.
  private func step(
    _ router: inout Router, _ name: String,
    _ read: @escaping @Sendable (inout FieldReader) -> ProposalStep
  ) {
    router.on(.post, "/v1/proposals/{id}:\(name)") { request in
      var fields = try FieldReader(bodyOrNone: request)
      let step = read(&fields)
      try fields.finish()
      return try RecordProblems.translating {
        let seat = try ProposalRoutes.seat(request)
        try checkPermission(step, id(request), seat, request.officer())
        return try answer(
          desk.step(
            step, proposal: id(request), version: request.wantedVersion(), by: seat,
            key: request.onceKey()))
      }
    }
  }

  /// Who decides must keep every kind of record that the proposal touches.
  private func checkPermission(
    _ step: ProposalStep, _ id: String, _ seat: DeskSeat, _ officer: Officer
  ) throws {
    switch step {
    case .submit, .withdraw: return
    case .approve, .refuse, .askBack:
      let proposal = try desk.proposal(id, for: seat)
      guard !proposal.touchesCatalogue || officer.may(.keepCatalogue),
        !proposal.touchesKnowledge || officer.may(.keepKnowledge)
      else { throw Problem.notAllowed }
    }
  }
}
