import Foundation
import Hotline
import HotlineDesk
import WebServer

/// Accounts and API keys, for those who keep them.
struct AccountRoutes: Sendable {
  let accounts: AccountBook

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.get, "/v1/users") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try .json(Page(items: try accounts.accounts().map(UserDocument.init), next: nil))
    }
    router.on(.post, "/v1/users", addUser)
    router.on(.post, "/v1/users/{name}:roles", setRoles)
    router.on(.post, "/v1/users/{name}:password", setPassword)
    command(&router, "disable") { try accounts.disable($0, by: $1) }
    command(&router, "enable") { try accounts.enable($0, by: $1) }
    command(&router, "end-sessions") { try accounts.endSessions(of: $0, by: $1) }
    router.on(.get, "/v1/keys") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try .json(Page(items: try accounts.apiKeys().map(KeyDocument.init), next: nil))
    }
    router.on(.post, "/v1/keys", addKey)
    router.on(.post, "/v1/keys/{id}:end") { request in
      try AccountRoutes.checkEmpty(request)
      let officer = try request.officer()
      try AccountProblems.translating {
        try accounts.endKey(request.parameters["id"] ?? "", by: officer.name)
      }
      return Response(status: 204)
    }
  }

  /// A command on an account that takes no fields.
  private func command(
    _ router: inout Router, _ name: String,
    _ act: @escaping @Sendable (_ user: String, _ actor: String) throws -> Void
  ) {
    router.on(.post, "/v1/users/{name}:\(name)") { request in
      try AccountRoutes.checkEmpty(request)
      let officer = try request.officer()
      return try changed(request) { user in
        try act(user, officer.name)
        return nil
      }
    }
  }

  @Sendable private func addUser(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let name = fields.text("name", called: "用户名", most: 100)
    let display = fields.text("display_name", called: "姓名", most: 100)
    let (roles, unit) = AccountRoutes.roles(&fields)
    let password = fields.optionalText("password", called: "口令", most: 1000)
    try fields.finish()
    let officer = try request.officer()
    return try AccountProblems.translating {
      let random = try accounts.add(
        name, displayName: display, roles: roles, unit: unit, password: password,
        by: officer.name)
      guard let account = try accounts.account(name) else { throw Problem.internalError }
      return try .json(
        ChangedUserDocument(user: UserDocument(account), password: random), status: 201)
    }
  }

  @Sendable private func setRoles(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let (roles, unit) = AccountRoutes.roles(&fields)
    try fields.finish()
    let officer = try request.officer()
    return try changed(request) { name in
      try accounts.setRoles(name, roles, unit: unit, by: officer.name)
      return nil
    }
  }

  @Sendable private func setPassword(_ request: Request) throws -> Response {
    var password: String?
    if !request.body.isEmpty {
      var fields = try FieldReader(body: request)
      password = fields.optionalText("password", called: "口令", most: 1000)
      try fields.finish()
    }
    let officer = try request.officer()
    return try changed(request) { try accounts.setPassword($0, password, by: officer.name) }
  }

  @Sendable private func addKey(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let title = fields.text("title", called: "用途", most: 100)
    let names = fields.texts("permissions", called: "权限", most: Permission.allCases.count)
    let permissions = names.compactMap(Permission.init(rawValue:))
    if permissions.count < names.count {
      let known = Permission.allCases.map(\.rawValue).joined(separator: "、")
      fields.fault("permissions", "权限应为：\(known)。")
    }
    let unit = fields.optionalText("unit", called: "单位", most: 100)
    let end = fields.optionalText("ends_at", called: "到期时间", most: 40)
    let endsAt = end.flatMap(ShanghaiTime.moment)
    if end != nil, endsAt == nil {
      fields.fault("ends_at", "到期时间应如 2027-01-01T00:00:00+08:00。")
    }
    try fields.finish()
    let officer = try request.officer()
    return try AccountProblems.translating {
      let made = try accounts.addKey(
        title: title, permissions: permissions, unit: unit, endsAt: endsAt, by: officer.name)
      return try .json(
        NewKeyDocument(secret: made.key, key: KeyDocument(made.stored)), status: 201)
    }
  }

  /// Changes an account and sends it as it stands then.
  private func changed(
    _ request: Request, _ change: (String) throws -> String?
  ) throws -> Response {
    try AccountProblems.translating {
      let name = request.parameters["name"] ?? ""
      let password = try change(name)
      guard let account = try accounts.account(name) else { throw Problem.internalError }
      return try .json(ChangedUserDocument(user: UserDocument(account), password: password))
    }
  }

  private static func roles(_ fields: inout FieldReader) -> ([Role], unit: String?) {
    let names = fields.texts("roles", called: "角色", most: Role.allCases.count)
    let roles = names.compactMap(Role.init(named:))
    if roles.count < names.count {
      let known = Role.allCases.map(\.rawValue).joined(separator: "、")
      fields.fault("roles", "角色应为：\(known)。")
    }
    return (roles, fields.optionalText("unit", called: "单位", most: 100))
  }

  /// A command without fields may come without a body, or with an empty object.
  private static func checkEmpty(_ request: Request) throws {
    if request.body.isEmpty { return }
    var fields = try FieldReader(body: request)
    try fields.finish()
  }
}

/// The refusals of accounts as problems.
enum AccountProblems {
  static func translating<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as AccountFaults {
      throw Problem.invalid(
        error.faults.map { Problem.Fault(field: $0.field, detail: $0.message + "。") })
    } catch let error as InputProblem {
      throw problem(error)
    } catch let refusal as SignInRefusal {
      throw problem(refusal)
    }
  }

  private static func problem(_ error: InputProblem) -> Problem {
    switch error.code {
    case "unknown_account", "unknown_key": .notFound(error.message + "。")
    case "last_administrator":
      Problem(
        status: 409, code: "last-administrator", title: "不能没有管理员",
        detail: error.message + "。")
    default: .invalid(error.field, error.message + "。")
    }
  }

  private static func problem(_ refusal: SignInRefusal) -> Problem {
    switch refusal {
    case .wrong:
      return Problem(
        status: 401, code: "wrong-name-or-password", title: "登录不成功", detail: "用户名或者口令不对。")
    case .wait(let seconds):
      var problem = Problem(
        status: 429, code: "too-many-tries", title: "尝试过多",
        detail: "登录不成功的次数过多，请在 \(seconds) 秒后再试。")
      problem.retryAfter = seconds
      return problem
    case .busy:
      var problem = Problem(
        status: 503, code: "busy", title: "服务繁忙", detail: "同时登录的人过多，请稍后再试。")
      problem.retryAfter = 1
      return problem
    }
  }
}
