import Foundation
import Hotline
import HotlineDesk
import Testing

@testable import Service
@testable import WebServer

@Suite struct NoticeRouteTests {
  private let accounts: TestAccounts
  private let asking: Asking
  private let unit: String
  private let caller: String

  init() throws {
    accounts = try TestAccounts()
    asking = Asking(router: try accounts.router())
    unit = try accounts.cookie("unit", [.unit])
    caller = try accounts.cookie("operator", [.operator])
  }

  private func time(_ days: Double) -> String {
    ShanghaiTime.text(Date().addingTimeInterval(days * 86_400))
  }

  private func shape(_ response: Response, _ method: String, _ path: String) throws -> [String] {
    let document = try JSONDecoder().decode(
      JSONValue.self, from: Data(try ConsoleFiles().document.body))
    let schema = document["paths"][path][method]["responses"]["\(response.status)"]["content"][
      "application/json"]["schema"]
    let value = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
    return SchemaChecker(document: document).faults(value, schema)
  }

  private func wordings() throws -> [String] {
    let now = try asking.page(.get, "/v1/notices", cookie: caller)
    #expect(try shape(now, "get", "/v1/notices") == [])
    return (now.object["wordings"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
  }

  @Test("Z34 — the wording of a sudden event stands on every screen until it is taken back")
  func wording() throws {
    func body(_ unit: String, _ end: String) -> String {
      #"{"unit":"\#(unit)","title":"暴雨","text":"请市民减少外出。","expires_at":"\#(end)"}"#
    }
    let own = TestAccounts.unit
    let late = try asking.page(.post, "/v1/wordings", body(own, time(-1)), cookie: unit)
    #expect(late.problem == "422 invalid-field expires_at")
    let foreign = try asking.page(.post, "/v1/wordings", body("中山市水务局", time(1)), cookie: unit)
    #expect(foreign.problem == "403 other-unit")
    #expect(try wordings().isEmpty)
    let issued = try asking.page(.post, "/v1/wordings", body(own, time(1)), cookie: unit)
    #expect(issued.status == 201)
    #expect(try shape(issued, "post", "/v1/wordings") == [])
    let id = try #require(issued.object["id"] as? String)
    #expect(try wordings() == [id])
    let end = try asking.page(
      .post, "/v1/wordings/\(id):withdraw", #"{"reason":"雨停了"}"#, cookie: unit)
    #expect(end.status == 204)
    #expect(try wordings().isEmpty)
    #expect(
      try asking.page(.post, "/v1/wordings/XX:withdraw", #"{"reason":"x"}"#, cookie: unit).status
        == 404)
  }

  @Test("Z35 — planned works stand beside a call that fits their area and words")
  func works() throws {
    let body = """
      {"unit":"\(TestAccounts.unit)","kind":"供水","areas":["竹苑新村"],"begins_at":"\(time(-0.1))",
      "ends_at":"\(time(0.2))","text":"抢修管道，预计今晚恢复供水。"}
      """
    let made = try asking.page(.post, "/v1/works", body, cookie: unit)
    #expect(made.status == 201)
    #expect(try shape(made, "post", "/v1/works") == [])
    let id = try #require(made.object["id"] as? String)
    let found = try accounts.desk.suggest("竹苑新村家里没有水，什么时候来水").works
    #expect(found.map(\.id) == [id])
    #expect(found.first?.stage == "正在进行")
    #expect(try accounts.desk.suggest("竹苑新村的路灯坏了").works.isEmpty)
    #expect(try accounts.desk.suggest("松苑新村没有水").works.isEmpty)
    let later = body.replacing("竹苑新村", with: "松苑新村")
    #expect(try asking.page(.post, "/v1/works/\(id):change", later, cookie: unit).status == 200)
    #expect(try accounts.desk.suggest("松苑新村没有水").works.map(\.id) == [id])
    let end = try asking.page(.post, "/v1/works/\(id):cancel", #"{"reason":"改期"}"#, cookie: unit)
    #expect(end.status == 204)
    #expect(try accounts.desk.suggest("松苑新村没有水").works.isEmpty)
    let list = try asking.page(.get, "/v1/works", cookie: caller)
    #expect((list.object["items"] as? [Any])?.isEmpty == true)
  }

  @Test("Z34 — a policy is handed in before its day; who is late is listed")
  func policy() throws {
    let body = """
      {"unit":"\(TestAccounts.unit)","title":"落户新政","published_at":"\(time(1))","documents":["文件"],
      "interpretation":"解读","training":"材料","contact":"张某 0760-00000000"}
      """
    let made = try asking.page(.post, "/v1/policies", body, cookie: unit)
    #expect(made.status == 201, "\(made.detail)")
    #expect(try shape(made, "post", "/v1/policies") == [])
    #expect(made.object["hidden"] as? Bool == true)
    let id = try #require(made.object["id"] as? String)
    let late = try asking.page(.get, "/v1/policies/late", cookie: unit)
    #expect(try shape(late, "get", "/v1/policies/late") == [])
    #expect((late.object["items"] as? [[String: Any]])?.first?["kind"] as? String == "报送过晚")
    let moved = try asking.page(
      .post, "/v1/policies/\(id):postpone", #"{"published_at":"\#(time(3))","reason":"改期"}"#,
      cookie: unit)
    #expect(moved.status == 200)
    let text = try asking.page(
      .post, "/v1/policies/\(id):text", #"{"title":"落户新政（文号）","place":"a.pdf"}"#, cookie: unit)
    #expect((text.object["official_text"] as? [String: Any])?["by"] as? String == "unit")
    #expect(try asking.page(.get, "/v1/policies", cookie: caller).status == 403)
  }
}
