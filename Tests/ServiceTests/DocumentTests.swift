import Foundation
import Testing

@testable import Service
@testable import WebServer

@Suite struct DocumentTests {
  private static let api = Result {
    let files = try ConsoleFiles()
    return try JSONDecoder().decode(JSONValue.self, from: Data(files.document.body))
  }

  private func document() throws -> JSONValue { try DocumentTests.api.get() }

  @Test func `Every route stands in the document and the other way round`() throws {
    var written: Set<String> = []
    for (path, operations) in try document()["paths"].members {
      for method in operations.members.keys { written.insert("\(method.uppercased()) \(path)") }
    }
    let routes = try ServiceClient().router.routes.map { "\($0.method.rawValue) \($0.pattern)" }
    #expect(written == Set(routes))
    #expect(try document()["openapi"] == .string("3.1.0"))
  }

  @Test func `Every reference leads somewhere and every schema is used`() throws {
    var used: Set<String> = []
    func collect(_ value: JSONValue) {
      if case .string(let target) = value["$ref"] { used.insert(target) }
      value.members.values.forEach(collect)
      value.elements.forEach(collect)
    }
    collect(try document())
    let schemas = try document()["components"]["schemas"].members.keys
    #expect(used == Set(schemas.map { "#/components/schemas/\($0)" }))
  }

  @Test(arguments: [
    ("get", "/v1/knowledge", "/v1/knowledge?q=a&limit=2", ""),
    ("get", "/v1/knowledge", "/v1/knowledge?q=12358&profile=yichun", ""),
    ("get", "/v1/knowledge/{id}", "/v1/knowledge/HJ-001", ""),
    ("get", "/v1/catalogue/items", "/v1/catalogue/items?limit=2", ""),
    ("get", "/v1/catalogue/items/{id}", "/v1/catalogue/items/GA-001", ""),
    ("get", "/v1/catalogue/units", "/v1/catalogue/units", ""),
    ("get", "/v1/catalogue/regions", "/v1/catalogue/regions", ""),
    ("get", "/v1/profiles", "/v1/profiles", ""), ("get", "/healthz", "/healthz", ""),
    ("post", "/v1/suggestions", "/v1/suggestions", #"{"text":"着火"}"#),
    ("post", "/v1/suggestions", "/v1/suggestions", #"{"text":"问"}"#),
    ("post", "/v1/suggestions", "/v1/suggestions", #"{"text":"12358"}"#),
  ])
  func `An answer has the shape that the document gives it`(
    method: String, path: String, target: String, body: String
  ) throws {
    let client = try ServiceClient()
    let response = try method == "get" ? client.get(target) : client.post(target, body)
    #expect(response.status == 200)
    let schema = try document()["paths"][path][method]["responses"]["200"]["content"][
      "application/json"]["schema"]
    let checker = SchemaChecker(document: try document())
    #expect(checker.faults(try value(response), schema) == [])
  }

  @Test(arguments: [#"{"text":""}"#, #"{"a":1,"b":2}"#, "x"])
  func `A problem has the shape that the document gives it`(body: String) throws {
    let response = try ServiceClient().post("/v1/suggestions", body)
    let schema = try document()["paths"]["/v1/suggestions"]["post"]["responses"][
      "\(response.status)"]["content"]["application/problem+json"]["schema"]
    let checker = SchemaChecker(document: try document())
    #expect(checker.faults(try value(response), schema) == [])
  }

  @Test func `The checker finds what is missing, foreign or of the wrong type`() throws {
    let checker = SchemaChecker(document: try document())
    let profile = try document()["components"]["schemas"]["Profile"]
    #expect(checker.faults(.object(["id": .number(1), "x": .null]), profile).count == 3)
  }

  private func value(_ response: Response) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
  }
}
