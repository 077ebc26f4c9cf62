import Foundation
import Testing

@testable import WebServer

@Suite struct ServingTests {
  @Test func `A connection serves many requests in turn`() throws {
    let server = try startServer()
    let client = try RawClient(server)
    for index in 0..<500 {
      let answer = try client.get("/items/\(index)")
      #expect(answer.status == 200)
      #expect(answer.text == "\(index)")
    }
    #expect(server.connections == 1)
  }

  @Test func `Pipelined requests are answered in their order`() throws {
    let server = try startServer()
    let client = try RawClient(server)
    let requests = (0..<50).map { "GET /items/\($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }
    client.send(requests.joined())
    for index in 0..<50 { #expect(try client.answer().text == "\(index)") }
  }

  @Test func `Parallel connections get their own answers`() async throws {
    let server = try startServer()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          let client = try RawClient(server)
          for index in 0..<100 {
            let text = "工\(worker)-\(index)"
            #expect(try client.post("/echo", Array(text.utf8)).text == text)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(eventually { server.requests == 0 })
  }

  @Test func `A body may come in pieces and in chunks`() throws {
    let server = try startServer()
    let client = try RawClient(server)
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n投")
    usleep(50_000)
    client.send("诉")
    #expect(try client.answer().text == "投诉")
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
    client.send("3\r\n投\r\n")
    usleep(50_000)
    client.send("3;x=1\r\n诉\r\n0\r\nX-After: 1\r\n\r\n")
    #expect(try client.answer().text == "投诉")
    #expect(try client.get("/hello").text == "你好")
  }

  @Test func `A body keeps its NUL bytes and invalid UTF-8`() throws {
    let server = try startServer()
    let bytes: [UInt8] = [0, 0xFF, 65, 0, 0xC3, 0x28, 0]
    #expect(try RawClient(server).post("/echo", bytes).body == bytes)
  }

  @Test func `HEAD has the length of GET and no body`() throws {
    let server = try startServer()
    let client = try RawClient(server)
    client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let head = try client.answer(toHead: true)
    #expect(head.status == 200)
    #expect(head.headers["Content-Length"] == "6")
    #expect(try client.get("/hello").text == "你好")
  }

  @Test func `Paths and queries are decoded`() throws {
    let server = try startServer()
    let client = try RawClient(server)
    #expect(try client.get("/items/%E6%88%B7%E5%8F%A3%2F1").text == "户口/1")
    #expect(try client.get("/search?x=1&q=%E6%88%B7+%2B").text == "户 +")
    #expect(try client.get("/search?q=户口").text == "户口")
    #expect(try client.get("http://localhost/hello").text == "你好")
  }

  @Test func `Errors are problem documents`() throws {
    let server = try startServer()
    let client = try RawClient(server)
    let invalid = try client.get("/refuses")
    #expect(invalid.status == 422)
    #expect(invalid.headers["Content-Type"] == "application/problem+json")
    #expect(
      invalid.problem == [
        "status": "422", "code": "invalid-field", "title": "请求内容有误", "detail": "诉求内容不能为空。",
        "field": "text",
      ])
    let failed = try client.get("/fails")
    #expect(failed.status == 500)
    #expect(failed.problem["code"] == "internal-error")
    #expect(!failed.text.contains("Unexpected"))
    #expect(try client.get("/nowhere").problem["code"] == "not-found")
    let method = try client.post("/hello", [])
    #expect(method.status == 405)
    #expect(method.headers["Allow"] == "GET, HEAD, OPTIONS")
  }

  @Test func `Every response carries the security headers`() throws {
    let server = try startServer()
    let client = try RawClient(server)
    for target in ["/hello", "/nowhere", "/fails"] {
      let headers = try client.get(target).headers
      #expect(headers["X-Content-Type-Options"] == "nosniff")
      #expect(headers["Content-Security-Policy"]?.contains("default-src 'none'") == true)
      #expect(headers["Content-Security-Policy"]?.contains("unsafe") == false)
      #expect(headers["Referrer-Policy"] == "no-referrer")
    }
  }

  @Test func `On a loopback address only its own names are answered`() throws {
    let server = try startServer()
    let client = try RawClient(server)
    #expect(try client.get("/hello", host: "localhost:\(server.port)").status == 200)
    #expect(try client.get("/hello", host: "[::1]:8345").status == 200)
    let stranger = try client.get("/hello", host: "evil.example")
    #expect(stranger.status == 421)
    #expect(stranger.problem["code"] == "host-not-served")
    #expect(try client.get("/hello", host: "localhost.evil.example").status == 421)
    let open = try startServer(hosts: .any)
    #expect(try RawClient(open).get("/hello", host: "evil.example").status == 200)
  }

  @Test func `A record holds the pattern and never what was sent`() throws {
    let records = Records()
    let server = try startServer(records: records)
    let client = try RawClient(server)
    _ = try client.get("/items/13800000000?name=x")
    _ = try client.get("/13800000000")
    _ = try client.get("/fails")
    client.send("SECRET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
    _ = try client.answer()
    #expect(eventually { records.all.count == 4 })
    #expect(records.all.map(\.pattern) == ["/items/{id}", nil, "/fails", "/hello"])
    #expect(records.all.map(\.status) == [200, 404, 500, 405])
    #expect(records.all.map(\.method) == ["GET", "GET", "GET", "OTHER"])
    #expect(records.all[2].failure?.contains("Unexpected") == true)
    #expect(!records.all.map { "\($0)" }.joined().contains("13800000000"))
  }
}
