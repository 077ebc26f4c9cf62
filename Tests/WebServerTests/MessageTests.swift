import Foundation
import Testing

@testable import WebServer

@Suite struct MessageTests {
  @Test(arguments: [
    ("localhost", true), ("LOCALHOST:8345", true), ("127.0.0.1:1", true), ("[::1]", true),
    ("[::1]:80", true), ("desk.example.gov.cn:80", true), ("evil.example", false),
    ("127.0.0.1.evil.example", false), ("::1", false), ("", false), ("localhost:x", false),
  ])
  func `Only known hosts are admitted`(host: String, admitted: Bool) {
    let policy = HostPolicy.loopback(and: ["Desk.example.gov.cn"])
    #expect(policy.admits(host) == admitted)
    #expect(HostPolicy.any.admits(host))
  }

  @Test func `Header fields are found without case`() {
    var headers: HeaderFields = ["Content-Type": "a", "X": "1", "x": "2"]
    #expect(headers["content-TYPE"] == "a")
    #expect(headers.all("X") == ["1", "2"])
    headers["x"] = "3"
    #expect(headers.all("X") == ["3"])
    #expect(headers["X-"] == nil)
  }

  @Test(arguments: [
    ("application/json", "application/json"),
    ("Application/JSON; charset=utf-8", "application/json"),
    (" text/plain ;x", "text/plain"),
  ])
  func `The media type is read without its parameters`(value: String, type: String) throws {
    let request = try Request(
      method: .post, rawTarget: Array("/".utf8), headers: ["Content-Type": value])
    #expect(request.mediaType == type)
  }

  @Test func `A file is not sent again to a client that has it`() throws {
    let file = StaticFile(name: "app.js", body: Array("1".utf8))
    func ask(_ tag: String?) throws -> Response {
      var headers: HeaderFields = [:]
      headers["If-None-Match"] = tag
      return file.response(
        to: try Request(method: .get, rawTarget: Array("/".utf8), headers: headers))
    }
    let first = try ask(nil)
    #expect(first.status == 200)
    #expect(first.headers["Content-Type"] == "text/javascript; charset=utf-8")
    let tag = try #require(first.headers["ETag"])
    for held in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
      let again = try ask(held)
      #expect(again.status == 304)
      #expect(again.body.isEmpty)
      #expect(again.headers["ETag"] == tag)
    }
    #expect(try ask("\"other\"").status == 200)
    #expect(StaticFile(name: "app.js", body: Array("2".utf8)).entityTag != tag)
  }

  @Test func `JSON has the same bytes for the same value`() throws {
    let response = try Response.json(["b": "/甲", "a": "乙"])
    #expect(String(decoding: response.body, as: UTF8.self) == #"{"a":"乙","b":"/甲"}"#)
  }
}
