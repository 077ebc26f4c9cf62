import Foundation
import Synchronization

@testable import WebServer

/// What the observer of a test server has seen.
final class Records: Sendable {
  private let list = Mutex<[AccessRecord]>([])
  func add(_ record: AccessRecord) { list.withLock { $0.append(record) } }
  var all: [AccessRecord] { list.withLock { $0 } }
}

/// A server on a free port that echoes, fails and sleeps on demand.
func startServer(
  limits: ServerLimits = ServerLimits(), threads: Int? = nil, hosts: HostPolicy? = nil,
  records: Records = Records()
) throws -> HTTPServer {
  struct Unexpected: Error {}
  var router = Router()
  router.on(.get, "/hello") { _ in Response(status: 200, body: Array("你好".utf8)) }
  router.on(.post, "/echo") { Response(status: 200, body: $0.body) }
  router.on(.post, "/length") {
    Response(status: 200, body: Array("\($0.body.count)".utf8))
  }
  router.on(.get, "/items/{id}") { request in
    Response(status: 200, body: Array((request.parameters["id"] ?? "").utf8))
  }
  router.on(.get, "/search") { Response(status: 200, body: Array(($0.query["q"] ?? "").utf8)) }
  router.on(.get, "/fails") { _ in throw Unexpected() }
  router.on(.get, "/refuses") { _ in throw Problem.invalid("text", "诉求内容不能为空。") }
  router.on(.get, "/sleeps") { _ in
    usleep(400_000)
    return Response(status: 200)
  }
  router.on(.get, "/long") { _ in
    Response(status: 200, body: [UInt8](repeating: 65, count: 8 << 20))
  }
  return try HTTPServer(
    host: "127.0.0.1", port: 0, router: router, limits: limits, threads: threads, hosts: hosts,
    observer: records.add)
}

/// Waits until a condition holds, at most ten seconds.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<1000 {
    if condition() { return true }
    usleep(10_000)
  }
  return condition()
}
