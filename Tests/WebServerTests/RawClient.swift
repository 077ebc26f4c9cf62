import Foundation

@testable import WebServer

/// A client that writes any bytes, so that the tests can be rude.
final class RawClient {
  struct Failure: Error { let text: String }

  struct Answer {
    let status: Int
    let headers: HeaderFields
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var problem: [String: String] {
      let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
      return (object ?? [:]).mapValues { "\($0)" }
    }
  }

  private let server: HTTPServer
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// Connects, and keeps the server running as long as the client is there.
  init(_ server: HTTPServer, receiveBuffer: Int32? = nil) throws {
    self.server = server
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var timeout = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    if var receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4)
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = server.port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafeBytes(of: &address) { bytes in
      bytes.baseAddress.map {
        connect(
          descriptor, $0.assumingMemoryBound(to: sockaddr.self),
          socklen_t(MemoryLayout<sockaddr_in>.size))
      } ?? -1
    }
    guard connected == 0 else { throw Failure(text: "no connection: \(errno)") }
  }

  deinit { close(descriptor) }

  /// Writes everything; false when the server has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  func finishWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Ends the connection at once with a reset.
  func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }

  /// Reads what has come, at most so much; empty when the server has closed.
  func receive(_ most: Int = 65536) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: most)
    let count = recv(descriptor, &bytes, most, 0)
    if count < 0, errno == EAGAIN { throw Failure(text: "nothing came for 20 seconds") }
    return count <= 0 ? [] : Array(bytes.prefix(count))
  }

  /// Whether the server closes the connection within the client's 20 seconds.
  func isClosed() throws -> Bool {
    while true {
      let bytes = try receive()
      if bytes.isEmpty { return true }
    }
  }

  /// Reads one response; its body is as long as Content-Length says.
  func answer(toHead: Bool = false) throws -> Answer {
    let end: [UInt8] = [13, 10, 13, 10]
    var cut = buffer.firstRange(of: end)
    while cut == nil {
      let more = try receive()
      if more.isEmpty { throw Failure(text: "closed before a response") }
      buffer += more
      cut = buffer.firstRange(of: end)
    }
    guard let cut else { throw Failure(text: "unreachable") }
    let head = String(decoding: buffer[..<cut.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    buffer.removeSubrange(..<cut.upperBound)
    var headers: HeaderFields = [:]
    for line in head.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { throw Failure(text: "a broken header field: \(line)") }
      headers.append(String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
    }
    let words = head[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else {
      throw Failure(text: "a broken status line: \(head[0])")
    }
    let hasBody = !toHead && status >= 200 && status != 204 && status != 304
    let length = hasBody ? headers["Content-Length"].flatMap { Int($0) } ?? 0 : 0
    while buffer.count < length {
      let more = try receive()
      if more.isEmpty { throw Failure(text: "closed inside a body") }
      buffer += more
    }
    let body = Array(buffer.prefix(length))
    buffer.removeFirst(length)
    return Answer(status: status, headers: headers, body: body)
  }

  /// Writes a request and reads its response.
  func get(_ target: String, host: String = "localhost") throws -> Answer {
    send("GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
    return try answer()
  }

  func post(_ target: String, _ body: [UInt8], headers: String = "") throws -> Answer {
    send("POST \(target) HTTP/1.1\r\nHost: localhost\r\n\(headers)")
    send("Content-Length: \(body.count)\r\n\r\n")
    send(body)
    return try answer()
  }
}
