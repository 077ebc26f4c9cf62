import Foundation
import HotlineDesk
import Testing

@testable import Service
@testable import WebServer

/// The routes of proposals with people of a unit and of the hotline.
@Suite struct ProposalRouteTests {
  private let accounts: TestAccounts
  private let asking: Asking
  private let unit: String
  private let keeper: String
  private let second: String

  init() throws {
    accounts = try TestAccounts()
    asking = Asking(router: try accounts.router())
    unit = try accounts.cookie("unit", [.unit])
    keeper = try accounts.cookie("keeper", [.keeper])
    second = try accounts.cookie("second", [.keeper])
  }

  private static func row(_ id: String, _ name: String, _ more: String = "") -> String {
    """
    {"kind":"item","id":"\(id)","category":"公安/户政","name":"\(name)","types":["咨询"],
    "legal_basis":"某规定（待核）","unit":"\(TestAccounts.unit)","keywords":["甲\(id)","乙\(id)","丙\(id)"],
    "sayings":["一\(id)问","二\(id)说","三\(id)讲","四\(id)谈","五\(id)聊"]\(more)}
    """
  }

  private func body(_ rows: String...) -> String {
    """
    {"unit":"\(TestAccounts.unit)","reason":"职责调整","basis":["某通知（待核）"],
    "rows":[\(rows.joined(separator: ","))]}
    """
  }

  private func post(
    _ target: String, _ body: String? = nil, _ cookie: String, _ more: [(String, String)] = []
  ) throws -> Response {
    try asking.ask(
      .post, target, body, [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")] + more)
  }

  /// A proposal that waits for the hotline.
  private func submitted(_ rows: String..., by cookie: String) throws -> String {
    let body = """
      {"unit":"\(TestAccounts.unit)","reason":"职责调整","basis":["某通知（待核）"],
      "rows":[\(rows.joined(separator: ","))]}
      """
    let made = try post("/v1/proposals", body, cookie)
    let id = try #require(made.object["id"] as? String, "\(made.problem) \(made.detail)")
    let sent = try post("/v1/proposals/\(id):submit", nil, cookie)
    #expect(sent.status == 200, "\(sent.detail)")
    return id
  }

  private func shape(_ response: Response, _ method: String, _ path: String) throws -> [String] {
    let document = try JSONDecoder().decode(
      JSONValue.self, from: Data(try ConsoleFiles().document.body))
    let schema = document["paths"][path][method]["responses"]["\(response.status)"]["content"][
      "application/json"]["schema"]
    let value = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
    return SchemaChecker(document: document).faults(value, schema)
  }

  @Test func `A proposal goes its way, each step once, and only by those who saw the last state`()
    throws
  {
    let key = [("Idempotency-Key", "k1")]
    let text = body(Self.row("XX-001", "事项一"))
    let made = try post("/v1/proposals", text, unit, key)
    #expect(made.status == 201 && made.headers["ETag"] == "\"1\"")
    #expect(try shape(made, "post", "/v1/proposals") == [])
    let id = try #require(made.object["id"] as? String)
    #expect(try post("/v1/proposals", text, unit, key).object["id"] as? String == id)
    #expect(
      try post("/v1/proposals", body(Self.row("XX-002", "事项二")), unit, key).problem
        == "422 idempotency-key-reused Idempotency-Key")
    let stale = [("If-Match", "\"7\"")]
    #expect(
      try post("/v1/proposals/\(id):submit", nil, unit, stale).problem == "412 version-conflict")
    #expect(try post("/v1/proposals/\(id):approve", nil, keeper).problem == "409 not-submitted")
    #expect(try post("/v1/proposals/\(id):submit", nil, unit).object["state"] as? String == "待审核")
    #expect(try post("/v1/proposals/\(id):approve", nil, unit).problem == "403 not-allowed")
    let asked = try post("/v1/proposals/\(id):ask-back", #"{"question":"依据是什么"}"#, keeper)
    #expect(asked.object["state"] as? String == "退回补充")
    let answered = try post("/v1/proposals/\(id):submit", #"{"text":"见附件"}"#, unit)
    let steps = try #require(answered.object["steps"] as? [[String: Any]])
    #expect(steps.last?["text"] as? String == "见附件")
    #expect(accounts.desk.item("XX-001") == nil)
    let approved = try post("/v1/proposals/\(id):approve", nil, keeper)
    #expect(approved.object["state"] as? String == "已采纳")
    #expect(try shape(approved, "post", "/v1/proposals/{id}:approve") == [])
    #expect(accounts.desk.item("XX-001")?.name == "事项一")
    #expect(try post("/v1/proposals/\(id):withdraw", nil, unit).problem == "409 closed")
    let list = try asking.page(.get, "/v1/proposals", cookie: unit)
    #expect(try shape(list, "get", "/v1/proposals") == [])
    #expect((list.object["items"] as? [Any])?.count == 1)
    #expect(try asking.page(.get, "/v1/proposals/2000-1", cookie: unit).problem == "404 not-found")
  }

  @Test func `A dry run names every faulty cell with its rule and remedy and writes nothing`()
    throws
  {
    let text = body(
      Self.row("XX-001", "事项一", #","limit":"很快""#), Self.row("xx1", "事项二", #","colour":"红""#),
      Self.row("XX-003", "事项三"))
    let run = try post("/v1/proposals:dry-run", text, unit)
    #expect(run.status == 200)
    #expect(try shape(run, "post", "/v1/proposals:dry-run") == [])
    #expect(run.object["sound"] as? Bool == false)
    let findings = try #require(run.object["findings"] as? [[String: Any]])
    let faults = findings.filter { $0["weight"] as? String == "须改正" }
    let cells = faults.map { "\($0["row"] ?? 0) \($0["field"] ?? "")" }
    #expect(Set(cells) == ["1 limit", "1 limit_source", "2 id", "2 colour"])
    #expect(faults.allSatisfy { !(($0["remedy"] as? String) ?? "").isEmpty })
    #expect((run.object["rows"] as? [Any])?.count == 3)
    let refused = try post("/v1/proposals", text, unit)
    #expect(refused.status == 422)
    #expect((refused.object["errors"] as? [Any] ?? refused.object["faults"] as? [Any])?.count == 4)
    let list = try asking.page(.get, "/v1/proposals", cookie: unit)
    #expect((list.object["items"] as? [Any])?.isEmpty == true)
  }

  @Test func `Nobody decides on what they wrote, also not for the hotline`() throws {
    let id = try submitted(Self.row("XX-001", "事项一"), by: keeper)
    #expect(try post("/v1/proposals/\(id):approve", nil, keeper).problem == "403 own-proposal")
    #expect(
      try post("/v1/proposals/\(id):refuse", #"{"reason":"不宜"}"#, keeper).problem
        == "403 own-proposal")
    #expect(try post("/v1/proposals/\(id):approve", nil, second).status == 200)
  }

  @Test func `In the open mode another person has to decide`() throws {
    let open = Asking(router: try accounts.router(isOpen: true))
    let made = try open.ask(.post, "/v1/proposals", body(Self.row("XX-001", "事项一")))
    let id = try #require(made.object["id"] as? String)
    #expect(try open.ask(.post, "/v1/proposals/\(id):submit").status == 200)
    #expect(try open.ask(.post, "/v1/proposals/\(id):approve").problem == "403 own-proposal")
    #expect(try post("/v1/proposals/\(id):approve", nil, keeper).status == 200)
  }

  @Test func `Some rows are taken, the others refused with a reason`() throws {
    let id = try submitted(Self.row("XX-001", "事项一"), Self.row("XX-002", "事项二"), by: unit)
    #expect(
      try post("/v1/proposals/\(id):approve", #"{"refusing":[{"row":9,"reason":"x"}]}"#, keeper)
        .problem == "422 invalid-field refusing")
    let taken = try post(
      "/v1/proposals/\(id):approve", #"{"refusing":[{"row":2,"reason":"重复"}]}"#, keeper)
    #expect(taken.object["state"] as? String == "部分采纳")
    #expect(accounts.desk.items.map(\.id) == ["XX-001"])
  }

  @Test func `A unit sees what others propose on a record, and nothing else of theirs`() throws {
    let id = try submitted(Self.row("XX-001", "事项一"), by: unit)
    let other = "中山市水务局"
    try accounts.book.add(
      "other", displayName: "李某", roles: [.unit], unit: other,
      password: TestAccounts.password, by: "test")
    let cookie = try accounts.cookie("other", [.unit])
    #expect(try asking.page(.get, "/v1/proposals/\(id)", cookie: cookie).status == 404)
    #expect(try post("/v1/proposals/\(id):withdraw", nil, cookie).status == 404)
    let all = try asking.page(.get, "/v1/proposals", cookie: cookie)
    #expect((all.object["items"] as? [Any])?.isEmpty == true)
    let shared = try asking.page(.get, "/v1/proposals?record=item/XX-001", cookie: cookie)
    #expect((shared.object["items"] as? [[String: Any]])?.first?["id"] as? String == id)
    let foreign = try post("/v1/proposals", body(Self.row("XX-009", "事项九")), cookie)
    #expect(foreign.problem == "403 other-unit")
  }

  @Test func `Revisions are listed and compared, and an old one comes back by a proposal`() throws {
    let first = try submitted(Self.row("XX-001", "事项一"), by: unit)
    #expect(try post("/v1/proposals/\(first):approve", nil, keeper).status == 200)
    let change = try submitted(
      #"{"kind":"item","action":"修改","id":"XX-001","note":"改过"}"#, by: unit)
    #expect(try post("/v1/proposals/\(change):approve", nil, keeper).status == 200)
    #expect(accounts.desk.item("XX-001")?.note == "改过")
    #expect(accounts.desk.item("XX-001")?.name == "事项一")
    let path = "/v1/records/{kind}/{id}"
    let list = try asking.page(.get, "/v1/records/item/XX-001/revisions", cookie: unit)
    #expect(try shape(list, "get", path + "/revisions") == [])
    let versions = try #require(list.object["items"] as? [[String: Any]])
    #expect(versions.compactMap { $0["version"] as? Int } == [2, 1])
    #expect(versions.compactMap { $0["in_force"] as? Bool } == [true, false])
    let compared = try asking.page(
      .get, "/v1/records/item/XX-001/comparison?from=1&to=2", cookie: unit)
    #expect(try shape(compared, "get", path + "/comparison") == [])
    let fields = (compared.object["items"] as? [[String: Any]])?.compactMap {
      $0["field"] as? String
    }
    #expect(fields?.contains("note") == true)
    #expect(
      try asking.page(.get, "/v1/records/item/XX-001/comparison?from=1&to=5", cookie: unit).status
        == 404)
    let back = try post(
      "/v1/records/item/XX-001:return",
      #"{"unit":"\#(TestAccounts.unit)","version":1,"reason":"改回","basis":["某通知（待核）"]}"#, unit)
    let id = try #require(back.object["id"] as? String, "\(back.detail)")
    #expect(try shape(back, "post", path + ":return") == [])
    #expect(try post("/v1/proposals/\(id):submit", nil, unit).status == 200)
    #expect(try post("/v1/proposals/\(id):approve", nil, keeper).status == 200)
    #expect(accounts.desk.item("XX-001")?.note == "")
    #expect(try asking.page(.get, "/v1/records/item/no/revisions", cookie: unit).status == 404)
    #expect(try asking.page(.get, "/v1/records/thing/x/revisions", cookie: unit).status == 404)
  }

  @Test func `Words come into the lexicon in the same way`() throws {
    let id = try submitted(
      #"{"kind":"word","entry":"飞线充电桩"}"#, #"{"kind":"synonym","entry":"飞线充电|私拉电线充电"}"#,
      by: unit)
    #expect(try post("/v1/proposals/\(id):approve", nil, keeper).status == 200)
    let again = try post(
      "/v1/proposals:dry-run", body(#"{"kind":"word","entry":"飞线充电桩"}"#), unit)
    #expect(again.object["sound"] as? Bool == false)
  }
}
