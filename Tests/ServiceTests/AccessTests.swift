import Foundation
import HotlineDesk
import Testing

@testable import Service
@testable import WebServer

/// Every route and who may use it, written out: `o`perator, `d`ispatcher, `u`nit, `s`upervisor,
/// `k`eeper, `m`anager, `a`dministrator, and `-` for somebody who has not signed in.
private let expected: [String: String] = [
  "GET /": "oduskma-",
  "GET /console/{file}": "oduskma-",
  "GET /openapi.json": "oduskma-",
  "GET /healthz": "oduskma-",
  "POST /v1/session": "oduskma-",
  "GET /v1/session": "oduskma",
  "DELETE /v1/session": "oduskma",
  "POST /v1/session:password": "oduskma",
  "POST /v1/suggestions": "odsk",
  "GET /v1/knowledge": "oduskma",
  "GET /v1/knowledge/{id}": "oduskma",
  "GET /v1/catalogue/items": "oduskma",
  "GET /v1/catalogue/items/{id}": "oduskma",
  "GET /v1/catalogue/units": "oduskma",
  "GET /v1/catalogue/regions": "oduskma",
  "GET /v1/profiles": "oduskma",
  "POST /v1/tickets": "od",
  "POST /v1/tickets/{number}:answer": "od",
  "POST /v1/tickets/{number}:exclude": "od",
  "POST /v1/tickets/{number}:supplement": "od",
  "GET /v1/tickets": "odusm",
  "GET /v1/ticket-counts": "odusm",
  "GET /v1/tickets/{number}": "odusm",
  "GET /v1/tickets/{number}/history": "odusm",
  "GET /v1/tickets/{number}/repeats": "odusm",
  "GET /v1/tickets/{number}/forms/{form}": "odusm",
  "GET /v1/changes": "odsm",
  "GET /v1/progress": "oduskma-",
  "POST /v1/progress:rate": "oduskma-",
  "GET /v1/ledgers/supervision": "odusm",
  "GET /v1/figures": "usm",
  "GET /v1/figures/tickets": "usm",
  "GET /v1/figures/bulletin": "sm",
  "GET /v1/figures/topics": "sm",
  "POST /v1/figures/public:publish": "s",
  "GET /v1/public/figures": "oduskma-",
  "GET /v1/figures/accountability": "sm",
  "POST /v1/figures/accountability:decide": "s",
  "GET /v1/figures/ledger": "usm",
  "GET /v1/figures/rehandling": "usm",
  "GET /v1/figures/spot-checks": "usm",
  "POST /v1/figures/spot-checks:draw": "s",
  "POST /v1/figures/spot-checks/{id}:record": "s",
  "POST /v1/figures/spot-checks/{id}:rectify": "us",
  "GET /v1/figures/liaisons": "dsma",
  "POST /v1/users/{name}:duty": "a",
  "GET /v1/figures/rankings/{month}": "usm",
  "POST /v1/figures/rankings/{month}:draw": "s",
  "POST /v1/figures/rankings/{month}:request": "us",
  "POST /v1/figures/rankings/{month}:decide": "s",
  "POST /v1/figures/rankings/{month}:fix": "s",
  "GET /v1/figures/years/{year}": "usm",
  "POST /v1/figures/years/{year}:propose": "us",
  "POST /v1/figures/years/{year}:decide": "s",
  "GET /v1/figures/deductions/{year}": "usm",
  "POST /v1/figures/deductions/{year}:record": "s",
  "POST /v1/tickets/{number}:merge": "d",
  "POST /v1/tickets/{number}:unmerge": "d",
  "POST /v1/tickets/{number}:predispatch": "d",
  "POST /v1/tickets/{number}:dispatch": "d",
  "POST /v1/tickets/{number}:approve-return": "d",
  "POST /v1/tickets/{number}:refuse-return": "d",
  "POST /v1/tickets/{number}:fix-unit": "d",
  "POST /v1/tickets/{number}:approve-extension": "d",
  "POST /v1/tickets/{number}:refuse-extension": "d",
  "POST /v1/tickets/{number}:approve-completion": "d",
  "POST /v1/tickets/{number}:reject-completion": "d",
  "POST /v1/tickets/{number}:correct-rating": "d",
  "POST /v1/tickets/{number}:redo": "d",
  "POST /v1/tickets/{number}:judge": "du",
  "POST /v1/tickets/{number}:archive": "d",
  "POST /v1/tickets/{number}:joint-handling": "d",
  "POST /v1/tickets/{number}:accept-predispatch": "u",
  "POST /v1/tickets/{number}:refuse-predispatch": "u",
  "POST /v1/tickets/{number}:sign": "u",
  "POST /v1/tickets/{number}:assign-inner": "u",
  "POST /v1/tickets/{number}:request-return": "u",
  "POST /v1/tickets/{number}:request-extension": "u",
  "POST /v1/tickets/{number}:contact": "u",
  "POST /v1/tickets/{number}:reply": "u",
  "POST /v1/tickets/{number}:statement": "u",
  "POST /v1/tickets/{number}:progress": "u",
  "POST /v1/tickets/{number}:extend-promise": "u",
  "POST /v1/tickets/{number}:solve": "u",
  "POST /v1/tickets/{number}:file-case": "u",
  "POST /v1/tickets/{number}:callback": "od",
  "POST /v1/tickets/{number}:rate": "od",
  "POST /v1/tickets/{number}:transfer": "od",
  "POST /v1/tickets/{number}:report-up": "od",
  "POST /v1/tickets/{number}:flag-caller": "od",
  "POST /v1/callers:look-up": "od",
  "POST /v1/tickets/{number}:withdraw": "odu",
  "POST /v1/tickets/{number}:force-majeure": "odu",
  "POST /v1/tickets/{number}:dispute": "du",
  "POST /v1/tickets/{number}:urge": "ods",
  "GET /v1/tickets/{number}/caller-flags": "ods",
  "POST /v1/tickets/{number}:escalate": "ds",
  "POST /v1/caller-flags/{id}:end": "ds",
  "POST /v1/tickets/{number}:supervise": "s",
  "POST /v1/tickets/{number}:resolve-supervision": "s",
  "POST /v1/tickets/{number}:open-caller": "odus",
  "POST /v1/tickets/{number}/forms/{form}": "odus",
  "GET /v1/tickets/{number}/caller-openings": "odusa",
  "POST /v1/tickets/{number}:erase": "a",
  "GET /v1/messages": "dsa",
  "POST /v1/messages/{id}:requeue": "da",
  "GET /v1/proposals": "uk",
  "POST /v1/proposals": "uk",
  "POST /v1/proposals:dry-run": "uk",
  "GET /v1/proposals/{id}": "uk",
  "GET /v1/proposals/{id}/dry-run": "uk",
  "POST /v1/proposals/{id}:redraft": "uk",
  "POST /v1/proposals/{id}:submit": "uk",
  "POST /v1/proposals/{id}:withdraw": "uk",
  "POST /v1/proposals/{id}:ask-back": "k",
  "POST /v1/proposals/{id}:approve": "k",
  "POST /v1/proposals/{id}:refuse": "k",
  "GET /v1/records/{kind}/{id}/revisions": "oduskma",
  "GET /v1/records/{kind}/{id}/comparison": "oduskma",
  "POST /v1/records/{kind}/{id}:return": "uk",
  "GET /v1/notices": "oduskma",
  "POST /v1/wordings": "uk",
  "POST /v1/wordings/{id}:withdraw": "uk",
  "GET /v1/works": "oduskma",
  "POST /v1/works": "uk",
  "POST /v1/works/{id}:change": "uk",
  "POST /v1/works/{id}:cancel": "uk",
  "GET /v1/policies": "uk",
  "GET /v1/policies/late": "uk",
  "POST /v1/policies": "uk",
  "POST /v1/policies/{id}:postpone": "uk",
  "POST /v1/policies/{id}:cancel": "uk",
  "POST /v1/policies/{id}:text": "uk",
  "GET /v1/records/{kind}/{id}/links": "oduskma",
  "GET /v1/reviews": "uk",
  "POST /v1/corrections": "odsk",
  "GET /v1/corrections": "uk",
  "POST /v1/corrections/{id}:close": "uk",
  "POST /v1/corrections/{id}:dismiss": "k",
  "GET /v1/knowledge-duties": "uk",
  "GET /v1/knowledge-quality": "uskm",
  "GET /v1/knowledge-gaps": "skm",
  "POST /v1/knowledge:unused": "odsk",
  "POST /v1/tickets/{number}:draft-article": "du",
  "GET /v1/users": "a",
  "POST /v1/users": "a",
  "POST /v1/users/{name}:roles": "a",
  "POST /v1/users/{name}:password": "a",
  "POST /v1/users/{name}:disable": "a",
  "POST /v1/users/{name}:enable": "a",
  "POST /v1/users/{name}:end-sessions": "a",
  "GET /v1/keys": "a",
  "POST /v1/keys": "a",
  "POST /v1/keys/{id}:end": "a",
]

@Suite struct AccessTests {
  private let roles: [(letter: Character, role: Role?)] = [
    ("o", .operator), ("d", .dispatcher), ("u", .unit), ("s", .supervisor), ("k", .keeper),
    ("m", .manager), ("a", .administrator), ("-", nil),
  ]

  @Test func `Every route lets in those roles that the table names, and nobody else`() throws {
    let accounts = try TestAccounts()
    let router = try accounts.router()
    var found: [String: String] = [:]
    for (letter, role) in roles {
      let headers = try role.map { try credentials($0, accounts) } ?? []
      // Signing out comes last, as it ends the session.
      for route in router.routes.sorted(by: { first, _ in first.method != .delete }) {
        let target = route.pattern.replacing(/{[a-z]+}/, with: "nobody")
        let response = try Asking(router: router).ask(route.method, target, nil, headers)
        let isRefused = [401, 403].contains(response.status)
        #expect(
          !isRefused
            || ["sign-in-needed", "not-allowed", "forbidden"].contains {
              response.problem.contains($0)
            })
        found["\(route.method.rawValue) \(route.pattern)", default: ""] +=
          isRefused ? "" : String(letter)
      }
    }
    #expect(found == expected)
  }

  private func credentials(_ role: Role, _ accounts: TestAccounts) throws -> [(String, String)] {
    let cookie = try accounts.cookie(role.rawValue, [role])
    return [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")]
  }

  @Test func `A route that the table forgets is used by nobody`() throws {
    var router = Router()
    let gate = Gate(accounts: try TestAccounts.shared.get().book)
    gate.open()
    router.gate = { try gate.admit($0, &$1) }
    router.on(.get, "/v1/forgotten") { _ in Response(status: 200) }
    #expect(try Asking(router: router).ask(.get, "/v1/forgotten").problem == "403 not-allowed")
  }

  @Test func `The table names no route that is gone`() throws {
    let routes = try TestAccounts.shared.get().router().routes
    #expect(
      Set(RouteAccess.table.keys) == Set(routes.map { "\($0.method.rawValue) \($0.pattern)" }))
  }

  @Test func `A unit reads and handles its own tickets only`() throws {
    let accounts = try TestAccounts()
    let asking = Asking(router: try accounts.router())
    let dispatcher = try accounts.cookie("dispatcher", [.dispatcher])
    let unit = try accounts.cookie("unit", [.unit])
    func received(for lead: String) throws -> String {
      let made = try asking.page(
        .post, "/v1/tickets", #"{"type":"求助","text":"路灯坏了","channel":"电话"}"#,
        cookie: dispatcher)
      let number = try #require(made.object["number"] as? String)
      let sent = try asking.page(
        .post, "/v1/tickets/\(number):dispatch", #"{"lead":"\#(lead)"}"#, cookie: dispatcher)
      #expect(sent.status == 200)
      return number
    }
    let own = try received(for: TestAccounts.unit)
    let foreign = try received(for: "中山市水务局")
    let list = try asking.page(.get, "/v1/tickets", cookie: unit).object["items"]
    #expect((list as? [[String: Any]])?.compactMap { $0["number"] as? String } == [own])
    for path in ["", "/history", "/repeats"] {
      #expect(try asking.page(.get, "/v1/tickets/\(own)\(path)", cookie: unit).status == 200)
      #expect(try asking.page(.get, "/v1/tickets/\(foreign)\(path)", cookie: unit).status == 404)
    }
    #expect(
      try asking.page(.post, "/v1/tickets/\(foreign):sign", "{}", cookie: unit).status == 404)
    let signed = try asking.page(.post, "/v1/tickets/\(own):sign", "{}", cookie: unit)
    #expect(signed.object["state"] as? String == "signed")
    let history = try asking.page(.get, "/v1/tickets/\(own)/history", cookie: unit).object["items"]
    #expect((history as? [[String: Any]])?.last?["actor"] as? String == "unit")
  }

  @Test func `A key opens what it was made for until it is ended`() throws {
    let accounts = try TestAccounts()
    let asking = Asking(router: try accounts.router())
    let made = try accounts.book.addKey(
      title: "大屏", permissions: [.readCatalogue], by: "test")
    let headers = [("Authorization", "Bearer \(made.key)")]
    #expect(try asking.ask(.get, "/v1/profiles", nil, headers).status == 200)
    #expect(try asking.ask(.get, "/v1/session", nil, headers).object["mode"] as? String == "key")
    #expect(
      try asking.ask(.post, "/v1/suggestions", #"{"text":"问"}"#, headers).problem
        == "403 not-allowed")
    try accounts.book.endKey(made.stored.id, by: "test")
    let refused = try asking.ask(.get, "/v1/profiles", nil, headers)
    #expect(refused.problem == "401 sign-in-needed")
    #expect(refused.headers["WWW-Authenticate"] == "Bearer")
  }

  @Test(arguments: ["Bearer", "Bearer x", "Basic YTpi", "Bearer paidan_x y", "bearer paidan_"])
  func `A wrong key lets in nobody, in the open mode neither`(field: String) throws {
    let router = try TestAccounts.shared.get().router(isOpen: true)
    let response = try Asking(router: router).ask(
      .get, "/v1/profiles", nil, [("Authorization", field)])
    #expect(response.problem == "401 sign-in-needed")
  }
}

@Suite struct OpenModeTests {
  private func asking() throws -> Asking {
    Asking(router: try TestAccounts.shared.get().router(isOpen: true))
  }

  @Test func `Whoever is at the machine itself may do everything, and is told so`() throws {
    let session = try asking().ask(.get, "/v1/session").object
    #expect(session["mode"] as? String == "open")
    #expect(session["notice"] as? String == "开放模式，仅限本机")
    #expect(session["name"] as? String == "本机")
    #expect((session["permissions"] as? [String])?.count == Permission.allCases.count)
  }

  @Test func `A session counts before the open mode`() throws {
    let accounts = try TestAccounts()
    let asking = Asking(router: try accounts.router(isOpen: true))
    let cookie = try accounts.cookie("keeper", [.keeper])
    let session = try asking.page(.get, "/v1/session", cookie: cookie)
    #expect(session.object["name"] as? String == "keeper")
    #expect(try asking.page(.get, "/v1/users", cookie: cookie).problem == "403 not-allowed")
  }

  @Test(arguments: ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"])
  func `What came through a proxy is not local`(header: String) throws {
    let response = try asking().ask(.get, "/v1/profiles", nil, [(header, "203.0.113.7")])
    #expect(response.problem == "403 open-mode-local-only")
  }

  @Test func `Only a service that this machine alone reaches is open, and only unless told`() throws
  {
    let accounts = try TestAccounts.shared.get().desk
    func isOpen(_ host: String, names: [String] = [], login: Bool = false) throws -> Bool {
      let service = try HotlineService(
        desk: FixedDesk(), tickets: accounts, host: host, port: 0, files: try ConsoleFiles(),
        furtherHosts: names, login: login, log: { _ in })
      defer { service.stop() }
      return service.isOpen
    }
    #expect(try isOpen("127.0.0.1"))
    #expect(try !isOpen("127.0.0.1", login: true))
    #expect(try !isOpen("127.0.0.1", names: ["hotline.example"]))
    #expect(try !isOpen("0.0.0.0"))
  }
}

@Suite struct OriginTests {
  private static let own = "http://127.0.0.1:8345"

  @Test(
    "a state-changing request with a cookie needs to come from the service's own page",
    arguments: [
      ([], false), ([("Origin", own)], true), ([("Origin", "https://127.0.0.1:8345")], true),
      ([("Origin", "http://127.0.0.1:9999")], false), ([("Origin", "null")], false),
      ([("Origin", "https://evil.example")], false), ([("Sec-Fetch-Site", "same-origin")], true),
      ([("Sec-Fetch-Site", "cross-site")], false), ([("Sec-Fetch-Site", "same-site")], false),
      ([("Sec-Fetch-Site", "none")], false),
      ([("Sec-Fetch-Site", "cross-site"), ("Origin", own)], false),
    ] as [([(String, String)], Bool)])
  func cookies(headers: [(String, String)], isTaken: Bool) throws {
    let accounts = try TestAccounts()
    let asking = Asking(router: try accounts.router())
    let cookie = try accounts.cookie("keeper", [.keeper])
    let response = try asking.ask(
      .post, "/v1/suggestions", #"{"text":"问"}"#, [("Cookie", cookie)] + headers)
    #expect(response.problem == (isTaken ? "200 ?" : "403 foreign-origin"))
    #expect(try asking.ask(.get, "/v1/session", nil, [("Cookie", cookie)] + headers).status == 200)
  }

  @Test func `A stranger's page changes nothing in the open mode; a program does`() throws {
    let asking = Asking(router: try TestAccounts.shared.get().router(isOpen: true))
    let foreign = try asking.ask(
      .post, "/v1/users/admin:disable", nil, [("Origin", "https://evil.example")])
    #expect(foreign.problem == "403 foreign-origin")
    #expect(try asking.ask(.post, "/v1/users/nobody:disable").problem == "404 not-found")
  }

  @Test func `A stranger's page signs nobody in`() throws {
    let asking = Asking(router: try TestAccounts.shared.get().router())
    let response = try asking.ask(
      .post, "/v1/session", #"{"name":"a1","password":"b"}"#, [("Origin", "https://evil.example")])
    #expect(response.problem == "403 foreign-origin")
  }
}
