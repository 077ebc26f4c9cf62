import Foundation
import HotlineDesk
import WebServer

/// The HTTP service: the API under `/v1` and the operator's console at `/`.
public final class HotlineService: Sendable {
  /// Where a browser finds the console.
  public let address: String

  private let server: HTTPServer
  private let gate: Gate

  /// Serves an open desk.
  ///
  /// - Parameters:
  ///   - host: a name or an address of this machine.
  ///   - port: 0 lets the system choose.
  ///   - furtherHosts: names under which the service is also reached when it is bound to a
  ///     loopback address, as behind a proxy.
  ///   - login: whether everybody must sign in; always so unless only this machine reaches the
  ///     service, and no proxy (`furtherHosts`).
  ///   - log: gets a line for every request; called on server threads.
  /// - Throws: `ListenError` or ``MissingFiles``, each of which describes itself in one line.
  public convenience init(
    desk: Desk, host: String, port: UInt16, furtherHosts: [String] = [], login: Bool = false,
    log: @escaping @Sendable (String) -> Void
  ) throws {
    try self.init(
      desk: OpenDesk(desk: desk), tickets: desk, host: host, port: port, files: try ConsoleFiles(),
      furtherHosts: furtherHosts, login: login, log: log)
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
    furtherHosts: [String] = [], login: Bool = false,
    limits: ServerLimits = ServerLimits(), log: @escaping @Sendable (String) -> Void
  ) throws(ListenError) {
    gate = Gate(accounts: tickets.accounts)
    gate.hold()
    server = try HTTPServer(
      host: host, port: port,
      router: HotlineService.router(desk: desk, tickets: tickets, gate: gate, files: files),
      limits: limits, furtherHosts: furtherHosts,
      observer: { log(LogLine.text($0, at: Date())) })
    let shown = host.contains(":") ? "[\(host)]" : host
    address = "http://\(shown):\(server.port)/"
    // Decided only now that the bound address is known; until then requests wait.
    gate.decide(open: server.isLoopback && !login && furtherHosts.isEmpty)
  }

  /// Every route of the service.
  static func router(
    desk: any ServedDesk, tickets: Desk, gate: Gate, files: ConsoleFiles
  ) -> Router {
    var router = Router()
    router.gate = { try gate.admit($0, &$1) }
    router.explain = { Desk.lacksRoom($0) ? .storageFull : nil }
    Routes(desk: desk).add(to: &router)
    SessionRoutes(accounts: gate.accounts).add(to: &router)
    AccountRoutes(accounts: gate.accounts).add(to: &router)
    let seat: @Sendable (Request) throws -> DeskSeat = { DeskSeat(try $0.officer()) }
    let ticketRoutes = TicketRoutes(desk: tickets, seat: seat)
    ticketRoutes.add(to: &router)
    CallerRoutes(desk: tickets, tickets: ticketRoutes).add(to: &router)
    FigureRoutes(desk: tickets, seat: seat).add(to: &router)
    RankingRoutes(desk: tickets, seat: seat).add(to: &router)
    FindingRoutes(desk: tickets, seat: seat).add(to: &router)
    BulletinRoutes(desk: tickets, seat: seat).add(to: &router)
    MessageRoutes(desk: tickets, seat: seat).add(to: &router)
    ProposalRoutes(desk: tickets).add(to: &router)
    RecordRoutes(desk: tickets).add(to: &router)
    NoticeRoutes(desk: tickets).add(to: &router)
    CorrectionRoutes(desk: tickets).add(to: &router)
    files.add(to: &router)
    return router
  }

  /// The port, also when the system chose it.
  public var port: UInt16 { server.port }

  /// Whether only this machine can reach the service.
  public var isLoopback: Bool { server.isLoopback }

  /// Whether requests from this machine need not sign in.
  public var isOpen: Bool { gate.isOpen }

  /// Lets running requests finish and stops; a second call does nothing.
  public func stop() { server.stop() }
}
