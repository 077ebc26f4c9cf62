import HotlineDesk
import WebServer

/// Signing in and out.
struct SessionRoutes: Sendable {
  let accounts: AccountBook

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.post, "/v1/session", signIn)
    router.on(.get, "/v1/session") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      guard let visitor = request.visitor else { throw Problem.signInNeeded }
      return try .json(SessionDocument(visitor))
    }
    router.on(.delete, "/v1/session", signOut)
    router.on(.post, "/v1/session:password", changePassword)
  }

  @Sendable private func signIn(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let name = fields.text("name", called: "用户名", most: 100)
    let password = fields.text("password", called: "口令", most: 1000)
    try fields.finish()
    let signedIn = try AccountProblems.translating {
      try accounts.signIn(name: name, password: password, address: Gate.address(of: request))
    }
    var response = try Response.json(
      SessionDocument(
        Visitor(
          officer: signedIn.account.officer,
          means: .session(
            token: signedIn.token, account: signedIn.account, endsAt: signedIn.endsAt))))
    response.headers["Set-Cookie"] = Self.cookie(signedIn.token, request)
    return response
  }

  @Sendable private func signOut(_ request: Request) throws -> Response {
    if case .session(let token, _, _) = request.visitor?.means { try accounts.signOut(token) }
    return Response(
      status: 204, headers: ["Set-Cookie": Self.cookie("", request) + "; Max-Age=0"])
  }

  @Sendable private func changePassword(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let old = fields.text("old", called: "原口令", most: 1000)
    let new = fields.text("password", called: "新口令", most: 1000)
    try fields.finish()
    guard case .session(_, let account, _) = request.visitor?.means else {
      throw Problem(
        status: 409, code: "no-session", title: "没有登录", detail: "只有登录的用户才有口令可改。")
    }
    do {
      try AccountProblems.translating {
        try accounts.changePassword(
          of: account.name, from: old, to: new, address: Gate.address(of: request))
      }
    } catch let problem as Problem where problem.code == "wrong-name-or-password" {
      throw Problem.invalid("old", "原口令不对。")
    }
    return Response(
      status: 204, headers: ["Set-Cookie": Self.cookie("", request) + "; Max-Age=0"])
  }

  /// A cookie that no script reads and no other site makes a browser send; it goes with the browser.
  private static func cookie(_ token: String, _ request: Request) -> String {
    let isSecure = request.headers["X-Forwarded-Proto"]?.lowercased() == "https"
    return "\(Gate.cookie)=\(token); Path=/; HttpOnly; SameSite=Strict"
      + (isSecure ? "; Secure" : "")
  }
}
