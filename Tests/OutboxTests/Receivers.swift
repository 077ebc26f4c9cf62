import Foundation
import Synchronization
import WebServer

@testable import Outbox

/// A receiver as a platform would run one: notes what is posted and answers as it is told.
final class Receiver: Sendable {
  struct Post: Sendable {
    let id: String?
    let timestamp: String?
    let signature: String?
    let type: String?
    let body: [UInt8]
  }

  private final class Script: Sendable {
    let posts = Mutex<[Post]>([])
    let answers = Mutex<[Response]>([])

    func answer(_ request: Request) -> Response {
      let post = Post(
        id: request.headers["Paidan-Id"], timestamp: request.headers["Paidan-Timestamp"],
        signature: request.headers["Paidan-Signature"], type: request.headers["Content-Type"],
        body: request.body)
      posts.withLock { $0.append(post) }
      return answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } ?? Response(status: 204)
    }
  }

  private let script = Script()
  private let server: HTTPServer

  init() throws {
    var router = Router()
    let script = script
    router.on(.post, "/messages") { script.answer($0) }
    router.on(.post, "/elsewhere") { script.answer($0) }
    router.on(.get, "/elsewhere") { script.answer($0) }
    server = try HTTPServer(host: "127.0.0.1", port: 0, router: router)
  }

  /// Sets the answers to the next posts; after them it is 204 again.
  func answer(_ responses: [Response]) { script.answers.withLock { $0 += responses } }
  func answer(_ statuses: [Int]) { answer(statuses.map { Response(status: $0) }) }

  var posts: [Post] { script.posts.withLock { $0 } }
  var url: URL { local(server.port, "messages") }
  var elsewhere: String { local(server.port, "elsewhere").absoluteString }
}

func local(_ port: UInt16, _ path: String) -> URL {
  var parts = URLComponents()
  parts.scheme = "http"
  parts.host = "127.0.0.1"
  parts.port = Int(port)
  parts.path = "/" + path
  return parts.url ?? URL(filePath: "/")
}

/// A receiver that speaks badly: writes given bytes to every connection as soon as something came,
/// and then closes or keeps silent.
final class RudeReceiver: Sendable {
  private let listening: Int32
  private let open = Mutex<[Int32]>([])
  let port: UInt16

  struct NoSocket: Error {}

  /// - Parameter bytes: what is written; nil closes the connection with a reset.
  init(writing bytes: String?, thenClosing closes: Bool) throws {
    listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listening
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard bound else { throw NoSocket() }
    port = UInt16(bigEndian: address.sin_port)
    let thread = Thread { [weak self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0, let self else { return }
        self.serve(connection, bytes, closes)
      }
    }
    thread.start()
  }

  private func serve(_ connection: Int32, _ bytes: String?, _ closes: Bool) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    _ = recv(connection, &buffer, buffer.count, 0)
    if let bytes {
      let bytes = Array(bytes.utf8)
      _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    } else {
      var now = linger(l_onoff: 1, l_linger: 0)
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }
    if closes { close(connection) } else { open.withLock { $0.append(connection) } }
  }

  deinit {
    shutdown(listening, Int32(SHUT_RDWR))
    close(listening)
    for connection in open.withLock({ $0 }) { close(connection) }
  }
}
