import Foundation
import Testing

@testable import WebServer

@Suite struct RudeClientTests {
  private func small() -> ServerLimits {
    var limits = ServerLimits()
    limits.body = 1000
    limits.receiving = .seconds(1)
    // An end of stream that comes together with data is only noticed by the clock.
    limits.idle = .seconds(1)
    return limits
  }

  @Test(arguments: [1000, 1001, 15_000])
  func `A body over the limit is refused after it was read`(length: Int) throws {
    let server = try startServer(limits: small())
    let client = try RawClient(server)
    let answer = try client.post("/length", [UInt8](repeating: 65, count: length))
    if length <= 1000 {
      #expect(answer.text == "\(length)")
    } else {
      #expect(answer.status == 413)
      #expect(answer.problem["code"] == "body-too-large")
      #expect(answer.problem["detail"] == "请求内容不得超过 1000 字节。")
      #expect(answer.headers["Connection"]?.lowercased() == "close")
    }
    #expect(eventually { server.requests == 0 })
  }

  @Test func `A chunked body over the limit is refused`() throws {
    let server = try startServer(limits: small())
    let client = try RawClient(server)
    client.send("POST /length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in 0..<20 { client.send("64\r\n" + String(repeating: "x", count: 100) + "\r\n") }
    client.send("0\r\n\r\n")
    #expect(try client.answer().status == 413)
  }

  @Test func `A chunked body without end is cut off`() throws {
    let server = try startServer(limits: small())
    let client = try RawClient(server)
    client.send("POST /length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
    let chunk = "3e8\r\n" + String(repeating: "x", count: 1000) + "\r\n"
    var sent = 0
    while sent < 100_000, client.send(chunk) { sent += 1 }
    #expect(sent < 100_000)
    #expect(
      eventually { server.connections == 0 && server.requests == 0 },
      "\(server.connections) \(server.requests)")
  }

  @Test func `A client that asks first is refused before it sends`() throws {
    let server = try startServer(limits: small())
    let client = try RawClient(server)
    client.send("POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n")
    client.send("Expect: 100-continue\r\n\r\n")
    let answer = try client.answer()
    #expect(answer.status == 413)
    #expect(try client.isClosed())
  }

  @Test func `A huge announced body is refused at once`() throws {
    let server = try startServer(limits: small())
    let client = try RawClient(server)
    client.send("POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n")
    #expect(try client.answer().status == 413)
  }

  @Test func `Bodies together are limited`() throws {
    var limits = ServerLimits()
    limits.bodiesTogether = 10_000
    let server = try startServer(limits: limits)
    let holder = try RawClient(server)
    holder.send("POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9001\r\n\r\n")
    holder.send([UInt8](repeating: 65, count: 9000))
    #expect(eventually { server.requests == 1 })
    usleep(100_000)
    let body = [UInt8](repeating: 65, count: 2000)
    let refused = try RawClient(server).post("/length", body)
    #expect(refused.status == 503)
    #expect(refused.problem["code"] == "busy")
    holder.send("A")
    #expect(try holder.answer().text == "9001")
    #expect(try RawClient(server).post("/length", body).text == "2000")
  }

  @Test func `Long targets and header fields are refused`() throws {
    let server = try startServer()
    let long = String(repeating: "a", count: 8193)
    let target = try RawClient(server).get("/" + long)
    #expect(target.status == 414)
    #expect(target.problem["code"] == "target-too-long")
    let client = try RawClient(server)
    client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nX: \(long)\r\nY: \(long)\r\n\r\n")
    let headers = try client.answer()
    #expect(headers.status == 431)
    #expect(headers.problem["code"] == "headers-too-large")
    let endless = try RawClient(server)
    endless.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n")
    var sent = 0
    while sent < 100_000, endless.send("X-\(sent): \(long)\r\n") { sent += 1 }
    #expect(sent < 100_000)
    #expect(try RawClient(server).get("/hello").status == 200)
  }

  @Test func `A request that drips in is cut off and disturbs nobody`() throws {
    var limits = ServerLimits()
    limits.receiving = .milliseconds(600)
    let server = try startServer(limits: limits, threads: 2)
    let drips = ["GET /hello HT", "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: "]
    let slow = try (0..<40).map { index in
      let client = try RawClient(server)
      client.send(drips[index % 2])
      return client
    }
    let body = try RawClient(server)
    body.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
    let polite = try RawClient(server)
    let start = ContinuousClock.now
    var alive = true
    while alive, ContinuousClock.now - start < .seconds(15) {
      for client in slow { client.send("x") }
      alive = body.send("x")
      #expect(try polite.get("/hello").status == 200)
      usleep(50_000)
    }
    #expect(!alive)
    #expect(eventually { server.connections == 1 })
    #expect(server.requests == 0)
  }

  @Test func `Connections over the limit wait until others have gone`() throws {
    var limits = ServerLimits()
    limits.connections = 4
    limits.receiving = .milliseconds(500)
    let server = try startServer(limits: limits, threads: 2)
    let silent = try (0..<8).map { _ in try RawClient(server) }
    let polite = try RawClient(server)
    #expect(try polite.get("/hello").status == 200)
    #expect(server.connections <= 4)
    #expect(silent.count == 8)
  }

  @Test func `One address can be kept from taking all connections`() throws {
    var limits = ServerLimits()
    limits.connectionsPerAddress = 2
    let server = try startServer(limits: limits)
    let first = try RawClient(server)
    let second = try RawClient(server)
    #expect(try first.get("/hello").status == 200)
    #expect(try second.get("/hello").status == 200)
    #expect(try RawClient(server).isClosed())
    #expect(try first.get("/hello").status == 200)
  }

  @Test func `A silent connection is closed`() throws {
    var limits = ServerLimits()
    limits.receiving = .milliseconds(300)
    limits.idle = .milliseconds(300)
    let server = try startServer(limits: limits)
    #expect(try RawClient(server).isClosed())
    let client = try RawClient(server)
    #expect(try client.get("/hello").status == 200)
    #expect(try client.isClosed())
  }

  @Test func `A client that does not read its response is cut off`() throws {
    var limits = ServerLimits()
    limits.sending = .milliseconds(500)
    let server = try startServer(limits: limits, threads: 2)
    let lazy = try RawClient(server, receiveBuffer: 4096)
    lazy.send("GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(eventually { server.requests == 1 })
    for _ in 0..<4 {
      #expect(try RawClient(server).get("/hello").status == 200)
    }
    #expect(eventually { server.requests == 0 && server.connections == 0 })
  }

  @Test(arguments: [
    "\r\n\r\n\r\n", "NONSENSE\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
    "GET /hello HTTP/1.1\r\nno colon\r\n\r\n", "\u{16}\u{03}\u{01}␀",
    "GET /a␀b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: local␀host\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999999999999999\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  ])
  func `Broken requests are refused or closed and nothing is left over`(text: String) throws {
    let server = try startServer(limits: small())
    do {
      let client = try RawClient(server)
      // A NUL would end the line in which a test run names its arguments.
      client.send(text.replacing("␀", with: "\0"))
      client.finishWriting()
      if let answer = try? client.answer() {
        #expect(
          (400...505).contains(answer.status),
          "\(answer.status) \(answer.text) for \(text.debugDescription)")
      }
    }
    #expect(try RawClient(server).get("/hello").status == 200)
    #expect(
      eventually { server.connections == 0 && server.requests == 0 },
      "\(server.connections) \(server.requests)")
  }

  @Test(arguments: ["/items/%", "/items/%G1", "/items/%00", "/items/%FF%FE", "/search?q=%C3%28"])
  func `A target that cannot be decoded is refused`(target: String) throws {
    let answer = try RawClient(startServer()).get(target)
    #expect(answer.status == 400)
    #expect(answer.problem["code"] == "bad-request")
    #expect(answer.problem["field"] == (target.contains("?") ? "q" : nil))
  }

  @Test func `Clients that vanish leave nothing behind`() throws {
    let server = try startServer(limits: small())
    for index in 0..<60 {
      let client = try RawClient(server)
      client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n")
      if index % 3 > 0 { client.send("half") }
      if index % 2 > 0 { client.reset() }
    }
    #expect(
      eventually { server.connections == 0 && server.requests == 0 },
      "\(server.connections) \(server.requests)")
    #expect(try RawClient(server).get("/hello").status == 200)
  }
}
