import Foundation
import HotlineDesk
import WebServer

/// The HTTP service: the API under `/v1` and the operator's console at `/`.
public final class HotlineService: Sendable {
  /// Where a browser finds the console.
  public let address: String

  private let server: HTTPServer

  /// Serves an open desk.
  ///
  /// - Parameters:
  ///   - host: a name or an address of this machine.
  ///   - port: 0 lets the system choose.
  ///   - furtherHosts: names under which the service is also reached when it is bound to a
  ///     loopback address, as behind a proxy.
  ///   - log: gets a line for every request; called on server threads.
  /// - Throws: `ListenError` or ``MissingFiles``, each of which describes itself in one line.
  public convenience init(
    desk: Desk, host: String, port: UInt16, furtherHosts: [String] = [],
    log: @escaping @Sendable (String) -> Void
  ) throws {
    try self.init(
      desk: OpenDesk(desk: desk), tickets: desk, host: host, port: port, files: try ConsoleFiles(),
      furtherHosts: furtherHosts, log: log)
  }

  /// Serves any desk.
  ///
  /// - Parameters:
  ///   - port: 0 lets the system choose.
  ///   - furtherHosts: names under which the service is also reached when it is bound to a
  ///     loopback address, as behind a proxy.
  ///   - log: gets a line for every request; called on server threads.
  init(
    desk: any ServedDesk, tickets: Desk, host: String, port: UInt16, files: ConsoleFiles,
    furtherHosts: [String] = [],
    limits: ServerLimits = ServerLimits(), log: @escaping @Sendable (String) -> Void
  ) throws(ListenError) {
    server = try HTTPServer(
      host: host, port: port,
      router: HotlineService.router(desk: desk, tickets: tickets, files: files),
      limits: limits, furtherHosts: furtherHosts,
      observer: { log(LogLine.text($0, at: Date())) })
    let shown = host.contains(":") ? "[\(host)]" : host
    address = "http://\(shown):\(server.port)/"
  }

  /// Every route of the service.
  static func router(desk: any ServedDesk, tickets: Desk, files: ConsoleFiles) -> Router {
    var router = Router()
    Routes(desk: desk).add(to: &router)
    let seat: @Sendable (Request) throws -> DeskSeat = { _ in DeskSeat(name: "本机") }
    let ticketRoutes = TicketRoutes(desk: tickets, seat: seat)
    ticketRoutes.add(to: &router)
    CallerRoutes(desk: tickets, tickets: ticketRoutes).add(to: &router)
    MessageRoutes(desk: tickets, seat: seat).add(to: &router)
    files.add(to: &router)
    return router
  }

  /// The port, also when the system chose it.
  public var port: UInt16 { server.port }

  /// Whether only this machine can reach the service.
  public var isLoopback: Bool { server.isLoopback }

  /// Lets running requests finish and stops; a second call does nothing.
  public func stop() { server.stop() }
}
