import Foundation
import HotlineDesk
import Testing

@testable import Service
@testable import WebServer

@Suite struct CorrectionRouteTests {
  private let accounts: TestAccounts
  private let asking: Asking

  init() throws {
    accounts = try TestAccounts()
    asking = Asking(router: try accounts.router())
  }

  private func shape(_ response: Response, _ method: String, _ path: String) throws -> [String] {
    let document = try JSONDecoder().decode(
      JSONValue.self, from: Data(try ConsoleFiles().document.body))
    let schema = document["paths"][path][method]["responses"]["\(response.status)"]["content"][
      "application/json"]["schema"]
    let value = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
    return SchemaChecker(document: document).faults(value, schema)
  }

  @Test("Z34 — what an operator marks is mended by its owner within a limit")
  func marks() throws {
    let caller = try accounts.cookie("operator", [.operator])
    let unit = try accounts.cookie("unit", [.unit])
    let keeper = try accounts.cookie("keeper", [.keeper])
    let own = TestAccounts.unit
    let none = try asking.page(
      .post, "/v1/corrections", #"{"mark":"有误","record":"article/SB-999"}"#, cookie: caller)
    #expect(none.status == 404)
    let made = try asking.page(
      .post, "/v1/corrections",
      #"{"mark":"缺失","unit":"\#(own)","words":"居住证办理点，来电人13800000000"}"#, cookie: caller)
    #expect(made.status == 201)
    #expect(try shape(made, "post", "/v1/corrections") == [])
    #expect((made.object["words"] as? String)?.contains("13800000000") == false)
    let id = try #require(made.object["id"] as? String)
    let list = try asking.page(.get, "/v1/corrections?state=待更正".encoded, cookie: unit)
    #expect(try shape(list, "get", "/v1/corrections") == [])
    #expect((list.object["items"] as? [Any])?.count == 1)
    let early = try asking.page(
      .post, "/v1/corrections/\(id):close", #"{"outcome":"已补"}"#, cookie: unit)
    #expect(early.status == 422)
    let dismissed = try asking.page(
      .post, "/v1/corrections/\(id):dismiss", #"{"reason":"已有"}"#, cookie: keeper)
    #expect(dismissed.object["state"] as? String == "核实无误")
    let quality = try asking.page(.get, "/v1/knowledge-quality", cookie: keeper)
    #expect(try shape(quality, "get", "/v1/knowledge-quality") == [])
    let duties = try asking.page(.get, "/v1/knowledge-duties", cookie: keeper)
    #expect(try shape(duties, "get", "/v1/knowledge-duties") == [])
  }

  @Test func `Of a search that was of no use only words of the lexicon are kept`() throws {
    let caller = try accounts.cookie("operator", [.operator])
    let keeper = try accounts.cookie("keeper", [.keeper])
    for _ in 0..<2 {
      let noted = try asking.page(
        .post, "/v1/knowledge:unused", #"{"q":"张三丰 13800000000 公积金"}"#, cookie: caller)
      #expect(noted.status == 204)
    }
    let gaps = try asking.page(.get, "/v1/knowledge-gaps", cookie: keeper)
    #expect(try shape(gaps, "get", "/v1/knowledge-gaps") == [])
    let text = String(decoding: gaps.body, as: UTF8.self)
    #expect(text.contains("公积金") && !text.contains("1380") && !text.contains("张三丰"))
    let matters = try #require(gaps.object["items"] as? [[String: Any]])
    #expect(matters.compactMap { $0["count"] as? Int } == [2])
  }
}

extension String {
  fileprivate var encoded: String {
    addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? self
  }
}
