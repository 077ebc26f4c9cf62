import Foundation
import Testing

@testable import Service
@testable import WebServer

@Suite struct SuggestionRouteTests {
  private func refused(_ body: [UInt8], type: String? = "application/json") throws -> Response {
    try ServiceClient().post("/v1/suggestions", body, type: type)
  }

  @Test func `A call becomes a suggestion in the shape that scripts rely on`() throws {
    let response = try ServiceClient().post("/v1/suggestions", #"{"text":"身份证到期，家里着火"}"#)
    #expect(response.status == 200)
    #expect(response.headers["Content-Type"] == "application/json")
    let object = response.object
    #expect(
      Set(object.keys) == [
        "answers", "units", "co_handlers", "exclusions", "type", "urgent", "repeats", "hotlines",
        "works",
        "missing", "abstained", "as_of",
      ])
    let answer = (object["answers"] as? [[String: Any]])?.first
    #expect(answer?["excerpt"] as? String == "身份证到期，家里着火")
    #expect(answer?["verified_on"] as? String == "2026-11-21")
    let unit = (object["units"] as? [[String: Any]])?.first
    #expect(unit?["legal_basis"] as? [String] == ["居民身份证法第十条"])
  }

  @Test func `The profile reaches the desk`() throws {
    let response = try ServiceClient().post("/v1/suggestions", #"{"text":"问","profile":"yichun"}"#)
    #expect(response.object["missing"] as? [String] == ["yichun"])
    let none = try ServiceClient().post("/v1/suggestions", #"{"text":"问","profile":null}"#)
    #expect(none.object["missing"] as? [String] == ["address"])
  }

  @Test(arguments: [
    (#"{"text":""}"#, "422 invalid-field text"),
    (#"{"text":" \n　"}"#, "422 invalid-field text"),
    (#"{}"#, "422 invalid-field text"),
    (#"{"text":null}"#, "422 invalid-field text"),
    (#"{"text":5}"#, "422 invalid-field text"),
    (#"{"text":["问"]}"#, "422 invalid-field text"),
    (#"{"text":"问\u0000题"}"#, "422 invalid-field text"),
    (#"{"text":"问","profile":"nowhere"}"#, "422 invalid-field profile"),
    (#"{"text":"问","profile":1}"#, "422 invalid-field profile"),
    (#"{"text":"问","phone":"13800000000"}"#, "422 invalid-field phone"),
    (#"[]"#, "400 bad-request"),
    (#""text""#, "400 bad-request"),
    (#""#, "400 bad-request"),
    (#"{"text":"问"}}"#, "400 bad-request"),
    (#"{"text":"问""#, "400 bad-request"),
    (#"{'text':'问'}"#, "400 bad-request"),
    (#"{"text":"\ud800"}"#, "400 bad-request"),
  ])
  func `A wrong body is refused by its field`(body: String, problem: String) throws {
    let response = try refused(Array(body.utf8))
    #expect(response.problem == problem)
    #expect(response.headers["Content-Type"] == "application/problem+json")
    #expect(!response.detail.isEmpty)
    #expect(!response.detail.contains("13800000000"))
  }

  @Test func `Every mistake is named at once`() throws {
    let response = try refused(Array(#"{"text":"","profile":7,"b":1,"a":2}"#.utf8))
    let errors = response.object["errors"] as? [[String: String]] ?? []
    #expect(errors.map { $0["field"] } == ["text", "profile", "a", "b"])
    #expect(errors.last?["detail"] == "没有这个字段，可用的字段：profile、text。")
  }

  @Test func `A text is read up to 20,000 characters`() throws {
    let client = try ServiceClient()
    func body(_ count: Int) -> String {
      #"{"text":""# + String(repeating: "诉", count: count) + #""}"#
    }
    #expect(try client.post("/v1/suggestions", body(20_000)).status == 200)
    for count in [20_001, 200_000] {
      let response = try client.post("/v1/suggestions", body(count))
      #expect(response.problem == "422 invalid-field text")
      #expect(response.detail == "诉求内容最多 20000 个字符，现有 \(count) 个。")
    }
  }

  @Test func `Invalid UTF-8 and NUL bytes are refused`() throws {
    let open = Array(#"{"text":""#.utf8)
    let close = Array(#""}"#.utf8)
    for wrong: [UInt8] in [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xE6, 0x88]] {
      let response = try refused(open + wrong + close)
      #expect(response.problem == "400 bad-request")
      #expect(response.detail.contains("UTF-8"))
    }
    #expect(try refused(open + [0] + close).detail.contains("NUL"))
  }

  @Test(arguments: [17, 500, 200_000])
  func `A deep body is refused before it is decoded`(depth: Int) throws {
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      let body =
        String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
      #expect(try refused(Array(body.utf8)).detail == "JSON 嵌套过深，最多 16 层。")
      #expect(
        try refused(Array(String(repeating: open, count: depth).utf8)).problem == "400 bad-request")
    }
  }

  @Test func `Brackets in a text are not depth`() throws {
    let text = String(repeating: "[{", count: 5_000) + #"\"\\"#
    let response = try refused(Array((#"{"text":""# + text + #""}"#).utf8))
    #expect(response.status == 200)
  }

  @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded"])
  func `Only JSON is read`(type: String?) throws {
    #expect(
      try refused(Array(#"{"text":"问"}"#.utf8), type: type).problem
        == "415 unsupported-media-type")
  }

  @Test func `Our own failure shows nothing of the call`() throws {
    let response = try refused(Array(#"{"text":"故障"}"#.utf8))
    #expect(response.problem == "500 internal-error")
    #expect(!String(decoding: response.body, as: UTF8.self).contains("故障"))
  }
}
