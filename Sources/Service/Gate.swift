import Foundation
import HotlineDesk
import Synchronization
import WebServer

/// Who asks, and how that is known.
struct Visitor: Sendable {
  /// How somebody is known.
  enum Means: Sendable {
    /// By being at this machine, in the open mode.
    case open
    /// By a session's cookie.
    case session(token: String, account: Account, endsAt: Date)
    /// By an API key.
    case key
  }

  let officer: Officer
  let means: Means
}

extension Request {
  /// Who asks; nil on routes that everybody may use.
  var visitor: Visitor? { context as? Visitor }

  /// Who asks, on a route that needs somebody.
  ///
  /// - Throws: a ``Problem`` with status 401.
  func officer() throws(Problem) -> Officer {
    guard let visitor else { throw .signInNeeded }
    return visitor.officer
  }
}

/// Finds out who asks and whether they may, before any handler runs.
final class Gate: Sendable {
  /// The name of the session's cookie.
  static let cookie = "paidan_session"

  let accounts: AccountBook
  private static let closed = 0
  private static let opened = 1
  private static let undecided = 2
  private let state = Atomic(Gate.closed)

  /// A gate that lets nobody in who is not known.
  init(accounts: AccountBook) { self.accounts = accounts }

  /// Lets requests wait until `decide`: a server answers before the address that it got is known.
  func hold() { state.store(Self.undecided, ordering: .releasing) }

  /// Says whether requests from this machine are let in without signing in.
  func decide(open: Bool) {
    state.store(open ? Self.opened : Self.closed, ordering: .releasing)
  }

  /// Lets requests from this machine in without signing in.
  func open() { decide(open: true) }

  /// Whether requests from this machine need not sign in.
  var isOpen: Bool {
    // It takes microseconds, and only while the service starts.
    while state.load(ordering: .acquiring) == Self.undecided { usleep(200) }
    return state.load(ordering: .acquiring) == Self.opened
  }

  /// Notes in the request who asks.
  ///
  /// - Throws: a ``Problem`` with status 401 or 403 when they may not.
  func admit(_ route: Router.Route, _ request: inout Request) throws {
    guard let access = RouteAccess.of(route) else { throw Problem.notAllowed }
    let writes = route.method != .get
    if access == .anyone {
      // Nobody shall be signed in to an account of a stranger's choice by a stranger's page.
      if writes { try Self.checkOrigin(request, isRequired: false) }
      return
    }
    let visitor = try visitor(request)
    if writes {
      switch visitor.means {
      case .session: try Self.checkOrigin(request, isRequired: true)
      case .open: try Self.checkOrigin(request, isRequired: false)
      // No page of a stranger can make a browser send this header.
      case .key: break
      }
    }
    guard access.admits(visitor.officer) else { throw Problem.notAllowed }
    request.context = visitor
  }

  private func visitor(_ request: Request) throws -> Visitor {
    if let field = request.headers["Authorization"] {
      let parts = field.split(separator: " ", omittingEmptySubsequences: true)
      guard parts.count == 2, parts[0].lowercased() == "bearer",
        let officer = try accounts.officer(apiKey: String(parts[1]))
      else { throw Problem.signInNeeded }
      return Visitor(officer: officer, means: .key)
    }
    if let token = Self.token(of: request), let session = try accounts.session(token) {
      return Visitor(
        officer: session.account.officer,
        means: .session(token: token, account: session.account, endsAt: session.endsAt))
    }
    guard isOpen else { throw Problem.signInNeeded }
    // Whoever put a proxy before an open service has let the world in without knowing it.
    let traces = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"]
    guard !traces.contains(where: { request.headers[$0] != nil }) else {
      throw Problem(
        status: 403, code: "open-mode-local-only", title: "开放模式仅限本机",
        detail: "服务前面有代理，却处于开放模式。请用 --names 写明主机名，或者加 --login 要求登录。")
    }
    return Visitor(officer: .local, means: .open)
  }

  /// The token of the session's cookie.
  static func token(of request: Request) -> String? {
    for line in request.headers.all("Cookie") {
      for pair in line.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[0].filter({ $0 != " " }) == cookie {
          return String(parts[1].filter { $0 != " " })
        }
      }
    }
    return nil
  }

  /// Refuses what a page of another origin makes a browser send.
  ///
  /// - Parameter isRequired: whether a request that does not say where it comes from is refused.
  static func checkOrigin(_ request: Request, isRequired: Bool) throws {
    if let site = request.headers["Sec-Fetch-Site"] {
      if site == "same-origin" { return }
    } else if let origin = request.headers["Origin"] {
      // A proxy may change the scheme, so only host and port are compared.
      if let host = request.headers["Host"], let start = origin.range(of: "://"),
        origin[start.upperBound...].lowercased() == host.lowercased()
      {
        return
      }
    } else if !isRequired {
      return
    }
    throw Problem(
      status: 403, code: "foreign-origin", title: "请求来自别的网站",
      detail: "会改动数据的请求只能由本服务自己的页面发出（Origin 或 Sec-Fetch-Site 须为同源）。程序请用 API 密钥。")
  }

  /// The address of whoever signs in: behind a proxy on this machine, the one that it names.
  static func address(of request: Request) -> String {
    let peer = request.clientAddress
    guard peer.isEmpty || peer == "::1" || peer.hasPrefix("127."),
      let last = request.headers.all("X-Forwarded-For").last?.split(separator: ",").last
    else { return peer }
    return last.filter { $0 != " " }
  }
}

extension Problem {
  /// Nobody is signed in (401).
  static let signInNeeded = Problem(
    status: 401, code: "sign-in-needed", title: "需要登录", detail: "请先登录；程序请带上有效的 API 密钥。")

  /// Somebody is signed in who may not do this (403).
  static let notAllowed = Problem(
    status: 403, code: "not-allowed", title: "没有权限", detail: "当前用户没有这项权限，请联系管理员。")
}
