import Foundation
import HotlineDesk

@testable import Service
@testable import WebServer

/// Accounts in a folder of their own, gone after the tests.
final class TestAccounts: Sendable {
  static let password = "Lan-tian-88"
  /// For tests that do not care who asks.
  static let shared = Result { try TestAccounts() }

  /// A unit of the desk's catalogue.
  static let unit = "中山市公安局"
  let desk: Desk
  var book: AccountBook { desk.accounts }

  init() throws { desk = try ServiceClient.emptyDesk() }

  deinit { try? FileManager.default.removeItem(at: desk.folder.url.deletingLastPathComponent()) }

  /// A router over a fixed desk, open or not.
  func router(isOpen: Bool = false) throws -> Router {
    let gate = Gate(accounts: book)
    if isOpen { gate.open() }
    return HotlineService.router(
      desk: FixedDesk(), tickets: desk, gate: gate, files: try ConsoleFiles())
  }

  /// Makes an account and signs it in; gives the cookie.
  func cookie(_ name: String, _ roles: [Role]) throws -> String {
    if try book.account(name) == nil {
      try book.add(
        name, displayName: "张某", roles: roles, unit: roles.contains(.unit) ? Self.unit : nil,
        password: TestAccounts.password, by: "test")
    }
    let signedIn = try book.signIn(
      name: name, password: TestAccounts.password, address: "test \(name)")
    return "paidan_session=\(signedIn.token)"
  }
}

extension HotlineService {
  /// Every route, open to whoever asks.
  static func router(desk: any ServedDesk, tickets: Desk, files: ConsoleFiles) -> Router {
    let gate = Gate(accounts: tickets.accounts)
    gate.open()
    return router(desk: desk, tickets: tickets, gate: gate, files: files)
  }
}

/// Asks a router as a browser or a program does.
struct Asking {
  let router: Router

  func ask(
    _ method: WebServer.Method, _ target: String, _ body: String? = nil,
    _ headers: [(String, String)] = []
  ) throws -> Response {
    var fields: HeaderFields = ["Host": "127.0.0.1:8345"]
    if body != nil { fields["Content-Type"] = "application/json" }
    for (name, value) in headers { fields.append(name, value) }
    let request = try Request(
      method: method, rawTarget: Array(target.utf8), headers: fields,
      body: Array((body ?? "").utf8), clientAddress: "127.0.0.1")
    return router.respond(to: request).response
  }

  /// With a cookie, from the service's own page.
  func page(
    _ method: WebServer.Method, _ target: String, _ body: String? = nil, cookie: String
  ) throws -> Response {
    try ask(method, target, body, [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")])
  }
}
