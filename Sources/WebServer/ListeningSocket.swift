import Foundation

/// Why a server could not start.
public struct ListenError: Error, Sendable, CustomStringConvertible {
  /// The address that was asked for.
  public let address: String
  /// The reason in Chinese, such as that the port is taken.
  public let reason: String

  /// The address and the reason in one line.
  public var description: String { "无法监听 \(address)：\(reason)" }
}

/// A bound and listening TCP socket.
struct ListeningSocket {
  let descriptor: Int32
  /// The port, also when the system chose it.
  let port: UInt16
  /// Whether only this machine can reach the socket.
  let isLoopback: Bool

  /// Binds to a host name or address; port 0 lets the system choose.
  ///
  /// - Throws: ``ListenError``.
  init(host: String, port: UInt16, backlog: Int32 = 1024) throws(ListenError) {
    let address = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    func failed(_ reason: String) -> ListenError { ListenError(address: address, reason: reason) }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0, let info = list?.pointee else {
      throw failed("没有这个地址。")
    }
    defer { freeaddrinfo(list) }
    let descriptor = socket(
      info.ai_family,
      Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { throw failed(String(cString: strerror(errno))) }
    var on: Int32 = 1
    setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, backlog) == 0
    else {
      let code = errno
      close(descriptor)
      throw failed(ListeningSocket.reason(code))
    }
    self.descriptor = descriptor
    (self.port, isLoopback) = ListeningSocket.local(descriptor)
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case EADDRINUSE: "端口已被占用，请换一个端口，或者先停止占用它的程序。"
    case EACCES: "没有权限使用这个端口，请用 1024 以上的端口。"
    case EADDRNOTAVAIL: "这台机器没有这个地址。"
    default: String(cString: strerror(code))
    }
  }

  /// The port of a bound socket, and whether its address is a loopback one.
  private static func local(_ descriptor: Int32) -> (UInt16, Bool) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutableBytes(of: &storage) { bytes in
      guard let base = bytes.baseAddress else { return (0, false) }
      let address = base.assumingMemoryBound(to: sockaddr.self)
      guard getsockname(descriptor, address, &length) == 0 else { return (0, false) }
      if Int32(address.pointee.sa_family) == AF_INET6 {
        let six = base.assumingMemoryBound(to: sockaddr_in6.self).pointee
        let loopback = withUnsafeBytes(of: six.sin6_addr) {
          $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1
        }
        return (UInt16(bigEndian: six.sin6_port), loopback)
      }
      let four = base.assumingMemoryBound(to: sockaddr_in.self).pointee
      return (
        UInt16(bigEndian: four.sin_port), UInt32(bigEndian: four.sin_addr.s_addr) >> 24 == 127
      )
    }
  }
}
