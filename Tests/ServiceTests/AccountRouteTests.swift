import Foundation
import HotlineDesk
import Testing

@testable import Service
@testable import WebServer

@Suite struct SessionRouteTests {
  private func signIn(_ asking: Asking, _ name: String, _ password: String) throws -> Response {
    try asking.ask(.post, "/v1/session", #"{"name":"\#(name)","password":"\#(password)"}"#)
  }

  private func accounts() throws -> (TestAccounts, Asking) {
    let accounts = try TestAccounts()
    try accounts.book.add(
      "zhang", displayName: "张某", roles: [.operator], password: TestAccounts.password, by: "test")
    return (accounts, Asking(router: try accounts.router()))
  }

  @Test func `Signing in gives a cookie that scripts and other sites cannot use`() throws {
    let (_, asking) = try accounts()
    let response = try signIn(asking, "zhang", TestAccounts.password)
    #expect(response.status == 200)
    let cookie = try #require(response.headers["Set-Cookie"])
    #expect(
      cookie.wholeMatch(
        of: /paidan_session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict/) != nil)
    #expect(response.object["password_temporary"] as? Bool == true)
    let pair = String(cookie.prefix { $0 != ";" })
    #expect(
      try asking.page(.get, "/v1/session", cookie: "a=b; \(pair); c=d").object["name"] as? String
        == "zhang")
    let out = try asking.page(.delete, "/v1/session", cookie: pair)
    #expect(out.status == 204)
    #expect(out.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
    #expect(try asking.page(.get, "/v1/session", cookie: pair).problem == "401 sign-in-needed")
  }

  @Test func `Behind a proxy with TLS the cookie goes over TLS only`() throws {
    let (_, asking) = try accounts()
    let response = try asking.ask(
      .post, "/v1/session", #"{"name":"zhang","password":"\#(TestAccounts.password)"}"#,
      [("X-Forwarded-Proto", "https")])
    #expect(response.headers["Set-Cookie"]?.hasSuffix("; Secure") == true)
  }

  @Test func `A refusal is the same for a wrong password and an unknown name`() throws {
    let (_, asking) = try accounts()
    let wrong = try signIn(asking, "zhang", "wrong-Pass-1")
    let unknown = try signIn(asking, "nobody", "wrong-Pass-1")
    #expect(wrong.status == 401 && wrong.body == unknown.body)
    #expect(wrong.problem == "401 wrong-name-or-password")
    #expect(wrong.headers["Set-Cookie"] == nil)
  }

  @Test func `Whoever guesses is told how long to wait`() throws {
    let (_, asking) = try accounts()
    for _ in 0..<5 { _ = try signIn(asking, "zhang", "wrong-Pass-1") }
    let response = try signIn(asking, "zhang", TestAccounts.password)
    #expect(response.problem == "429 too-many-tries")
    let seconds = try #require(response.headers["Retry-After"].flatMap(Int.init))
    #expect((1...10).contains(seconds))
  }

  @Test
  func `Behind a proxy the address that it names is counted, from elsewhere none is believed`()
    throws
  {
    func address(_ peer: String, _ headers: HeaderFields) throws -> String {
      Gate.address(
        of: try Request(
          method: .get, rawTarget: Array("/".utf8), headers: headers, clientAddress: peer))
    }
    #expect(
      try address("127.0.0.1", ["X-Forwarded-For": "1.1.1.1, 203.0.113.7"]) == "203.0.113.7")
    #expect(try address("127.0.0.1", [:]) == "127.0.0.1")
    #expect(try address("198.51.100.2", ["X-Forwarded-For": "1.1.1.1"]) == "198.51.100.2")
  }

  @Test func `One changes one's own password with the old one, and signs in again`() throws {
    let (accounts, asking) = try accounts()
    let cookie = try accounts.cookie("zhang", [])
    func change(_ old: String, _ new: String) throws -> Response {
      try asking.page(
        .post, "/v1/session:password", #"{"old":"\#(old)","password":"\#(new)"}"#, cookie: cookie)
    }
    #expect(try change("wrong-Pass-1", "Bai-yun-2026").problem == "422 invalid-field old")
    #expect(try change(TestAccounts.password, "short").problem == "422 invalid-field password")
    #expect(try change(TestAccounts.password, "Bai-yun-2026").status == 204)
    #expect(try asking.page(.get, "/v1/session", cookie: cookie).status == 401)
    let again = try signIn(asking, "zhang", "Bai-yun-2026")
    #expect(again.object["password_temporary"] as? Bool == false)
  }

  @Test func `The open mode has no password to change`() throws {
    let asking = Asking(router: try TestAccounts.shared.get().router(isOpen: true))
    let response = try asking.ask(
      .post, "/v1/session:password", #"{"old":"a","password":"b"}"#)
    #expect(response.problem == "409 no-session")
  }
}

@Suite struct AccountRouteTests {
  private func asking() throws -> (Asking, cookie: String, TestAccounts) {
    let accounts = try TestAccounts()
    let cookie = try accounts.cookie("root", [.administrator])
    return (Asking(router: try accounts.router()), cookie, accounts)
  }

  private func checkShape(
    _ response: Response, _ method: String, _ path: String, _ status: String
  ) throws {
    let document = try JSONDecoder().decode(
      JSONValue.self, from: Data(try ConsoleFiles().document.body))
    let schema = document["paths"][path][method]["responses"][status]["content"][
      "application/json"]["schema"]
    let value = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
    #expect(SchemaChecker(document: document).faults(value, schema) == [], "\(path)")
  }

  @Test func `An account is made, changed, disabled and enabled`() throws {
    let (asking, cookie, accounts) = try asking()
    func post(_ path: String, _ body: String? = nil) throws -> Response {
      try asking.page(.post, path, body, cookie: cookie)
    }
    let made = try post(
      "/v1/users", #"{"name":"Li.Mou","display_name":"李某","roles":["operator","督办"]}"#)
    #expect(made.status == 201)
    try checkShape(made, "post", "/v1/users", "201")
    let password = try #require(made.object["password"] as? String)
    let session = try accounts.book.signIn(name: "li.mou", password: password, address: "x")
    for (command, body) in [
      ("roles", #"{"roles":["keeper"]}"#), ("end-sessions", nil), ("disable", "{}"),
      ("enable", nil), ("password", #"{"password":"Bai-yun-2026"}"#), ("password", nil),
    ] {
      let changed = try post("/v1/users/li.mou:\(command)", body)
      #expect(changed.status == 200, "\(command)")
      try checkShape(changed, "post", "/v1/users/{name}:\(command)", "200")
      #expect((changed.object["password"] is String) == (command == "password" && body == nil))
    }
    #expect(try accounts.book.session(session.token) == nil)
    let list = try asking.page(.get, "/v1/users", cookie: cookie)
    try checkShape(list, "get", "/v1/users", "200")
    #expect((list.object["items"] as? [[String: Any]])?.count == 2)
  }

  @Test func `What cannot be done is explained`() throws {
    let (asking, cookie, _) = try asking()
    func post(_ path: String, _ body: String? = nil) throws -> String {
      try asking.page(.post, path, body, cookie: cookie).problem
    }
    #expect(try post("/v1/users/root:disable") == "409 last-administrator")
    #expect(
      try post("/v1/users/root:roles", #"{"roles":["keeper"]}"#) == "409 last-administrator")
    #expect(try post("/v1/users/nobody:enable") == "404 not-found")
    #expect(try post("/v1/users/root:enable", #"{"x":1}"#) == "422 invalid-field x")
    #expect(
      try post("/v1/users", #"{"name":"a1","display_name":"a","roles":["king"]}"#)
        == "422 invalid-field roles")
    #expect(
      try post("/v1/users", #"{"name":"a1","display_name":"a","roles":"keeper"}"#)
        == "422 invalid-field roles")
    #expect(
      try post("/v1/users", #"{"name":"a1","display_name":"a","roles":["unit"],"unit":"没有的局"}"#)
        == "422 invalid-field unit")
    #expect(try post("/v1/keys/nothing:end") == "404 not-found")
    #expect(
      try post("/v1/keys", #"{"title":"a","permissions":["fly"],"ends_at":"soon"}"#)
        == "422 invalid-field permissions")
  }

  @Test func `A key is shown once and listed without its secret`() throws {
    let (asking, cookie, _) = try asking()
    let made = try asking.page(
      .post, "/v1/keys",
      #"{"title":"大屏","permissions":["readFigures"],"ends_at":"2099-01-01T00:00:00+08:00"}"#,
      cookie: cookie)
    #expect(made.status == 201)
    try checkShape(made, "post", "/v1/keys", "201")
    let secret = try #require(made.object["secret"] as? String)
    let list = try asking.page(.get, "/v1/keys", cookie: cookie)
    try checkShape(list, "get", "/v1/keys", "200")
    #expect(!String(decoding: list.body, as: UTF8.self).contains(secret))
    let id = try #require((made.object["key"] as? [String: Any])?["id"] as? String)
    #expect(try asking.page(.post, "/v1/keys/\(id):end", cookie: cookie).status == 204)
  }

  @Test func `Who asks is told with all that the document promises`() throws {
    let (asking, cookie, _) = try asking()
    try checkShape(
      try asking.page(.get, "/v1/session", cookie: cookie), "get", "/v1/session", "200")
    let open = Asking(router: try TestAccounts.shared.get().router(isOpen: true))
    try checkShape(try open.ask(.get, "/v1/session"), "get", "/v1/session", "200")
  }

  @Test func `Every problem's code stands in the document`() throws {
    let document = String(decoding: try ConsoleFiles().document.body, as: UTF8.self)
    for code in [
      "sign-in-needed", "not-allowed", "foreign-origin", "open-mode-local-only",
      "wrong-name-or-password", "too-many-tries", "last-administrator", "no-session",
    ] { #expect(document.contains("\"\(code)\"")) }
  }
}
