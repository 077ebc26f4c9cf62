import Foundation
import Testing

@testable import WebServer

@Suite struct StartAndStopTests {
  @Test func `A running request is finished before the server stops`() async throws {
    let server = try startServer()
    let client = try RawClient(server)
    client.send("GET /sleeps HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(eventually { server.requests == 1 })
    server.stop()
    let answer = try client.answer()
    #expect(answer.status == 200)
    #expect(answer.headers["Connection"]?.lowercased() == "close")
    #expect(throws: RawClient.Failure.self) {
      try RawClient(server).get("/hello")
    }
  }

  @Test func `A request that never ends does not hold the stop up`() throws {
    let server = try startServer()
    let client = try RawClient(server)
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n")
    #expect(eventually { server.requests == 1 })
    let start = ContinuousClock.now
    server.stop(grace: .milliseconds(200))
    #expect(ContinuousClock.now - start < .seconds(5))
    server.stop()
    #expect(server.requests == 0)
  }

  @Test func `A port in use is said in plain words`() throws {
    let server = try startServer()
    let error = #expect(throws: ListenError.self) {
      try HTTPServer(host: "127.0.0.1", port: server.port, router: Router())
    }
    #expect(error?.description.contains("127.0.0.1:\(server.port)") == true)
    #expect(error?.description.contains("端口已被占用") == true)
  }

  @Test func `An address that does not exist is said in plain words`() throws {
    let error = #expect(throws: ListenError.self) {
      try HTTPServer(host: "192.0.2.1", port: 0, router: Router())
    }
    #expect(error?.description.contains("这台机器没有这个地址") == true)
  }

  @Test func `The loopback addresses are known as such`() throws {
    #expect(try HTTPServer(host: "127.0.0.1", port: 0, router: Router()).isLoopback)
    #expect(try HTTPServer(host: "localhost", port: 0, router: Router()).isLoopback)
    #expect(try !HTTPServer(host: "0.0.0.0", port: 0, router: Router()).isLoopback)
  }
}
