import CMicroHTTPD
import Foundation
import Synchronization

/// An HTTP/1.1 server over libmicrohttpd: an epoll loop on each of a few threads.
///
/// Requests are collected without blocking, so a slow client occupies a connection and never a
/// thread; a handler runs on the thread of its connection once its request is whole.
///
/// ```swift
/// let server = try HTTPServer(host: "127.0.0.1", port: 8345, router: router)
/// defer { server.stop() }
/// ```
public final class HTTPServer: Sendable {
  /// The port, also when 0 was asked for.
  public let port: UInt16
  /// Whether only this machine can reach the server.
  public let isLoopback: Bool

  private let core: ServerCore
  private let running: Mutex<Running?>

  /// The daemon's pointer is only used under the lock.
  private struct Running: @unchecked Sendable {
    let daemon: OpaquePointer
    let descriptor: Int32
  }

  /// Header fields of every response: nothing is loaded from elsewhere, nothing inline runs, the
  /// page is not framed, and other origins neither read responses nor learn addresses.
  public static let securityHeaders: HeaderFields = [
    "Content-Security-Policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
      + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  ]

  /// Binds and starts serving.
  ///
  /// - Parameters:
  ///   - host: a name or an address of this machine.
  ///   - port: 0 lets the system choose.
  ///   - threads: how many threads serve; when nil, twice as many as there are processors and at
  ///     least eight: a long question then holds up few other connections, as each stays with one
  ///     thread.
  ///   - hosts: which hosts are answered; when nil, on a loopback address only its own names.
  ///   - furtherHosts: hosts that are answered on a loopback address beside its own names.
  ///   - observer: learns of every answered request; called on a server thread.
  /// - Throws: ``ListenError``.
  public init(
    host: String, port: UInt16, router: Router, limits: ServerLimits = ServerLimits(),
    threads: Int? = nil, hosts: HostPolicy? = nil, furtherHosts: [String] = [],
    observer: @escaping @Sendable (AccessRecord) -> Void = { _ in }
  ) throws(ListenError) {
    let socket = try ListeningSocket(host: host, port: port)
    let threads = max(2, threads ?? 2 * max(4, ProcessInfo.processInfo.activeProcessorCount))
    core = ServerCore(
      router: router, limits: limits,
      hosts: hosts ?? (socket.isLoopback ? .loopback(and: [host] + furtherHosts) : .any),
      commonHeaders: HTTPServer.securityHeaders, observer: observer)
    self.port = socket.port
    isLoopback = socket.isLoopback
    let daemon = mhd_shim_start(
      mhd_shim_settings(
        listening_socket: socket.descriptor, threads: UInt32(threads),
        connection_limit: UInt32(max(limits.connections, threads)),
        connections_per_address: UInt32(limits.connectionsPerAddress ?? 0),
        idle_seconds: UInt32(limits.longest.components.seconds + 2),
        // Beside the fields the pool holds its own bookkeeping and a piece of the body.
        connection_memory: limits.target + limits.headers + (16 << 10)),
      mhd_shim_callbacks(
        context: Unmanaged.passUnretained(core).toOpaque(), request_line: requestLineArrived,
        access: requestAdvanced, completed: requestCompleted, connection: connectionChanged))
    guard let daemon else {
      close(socket.descriptor)
      throw ListenError(address: "\(host):\(port)", reason: "服务线程无法启动。")
    }
    running = Mutex(Running(daemon: daemon, descriptor: socket.descriptor))
    core.watchdog.start()
  }

  deinit { stop(grace: .zero) }

  /// How many connections are open.
  public var connections: Int { core.watchdog.connections }

  /// How many requests have begun and are not yet over.
  public var requests: Int { core.active.load(ordering: .relaxed) }

  /// Takes no new connections, lets running requests finish, and stops.
  ///
  /// Not to be called from a handler. A second call does nothing.
  ///
  /// - Parameter grace: how long running requests may take before they are cut off.
  public func stop(grace: Duration = .seconds(10)) {
    guard let running = running.withLock({ $0.take() }) else { return }
    core.isDraining.store(true, ordering: .relaxed)
    MHD_quiesce_daemon(running.daemon)
    let end = monotonicNow() + grace.nanoseconds
    while requests > 0, monotonicNow() < end { usleep(5_000) }
    MHD_stop_daemon(running.daemon)
    core.watchdog.stop()
    close(running.descriptor)
  }
}

extension ServerLimits {
  /// The longest of the time limits; libmicrohttpd's own time-out stands behind it.
  var longest: Duration { max(receiving, sending, idle) }
}
