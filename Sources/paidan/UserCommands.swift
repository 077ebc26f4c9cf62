import Foundation
import Hotline
import HotlineDesk

extension Paidan {
  static let user = Command(
    name: "user", summary: "管理用户、角色和 API 密钥",
    usage: Usage(
      options: [
        ("--name", "姓名", "add：显示的姓名，缺省为用户名"),
        ("--roles", "角色,…", "add、role：" + Role.allCases.map(\.title).joined(separator: "、")),
        ("--unit", "单位", "add、role：承办单位角色所属的单位；key add：只限这个单位的工单"),
        (
          "--permissions", "权限,…",
          "key add：" + Permission.allCases.map(\.rawValue).joined(separator: "、")
        ),
        ("--until", "日期", "key add：到期日（当天仍有效）或者带时区的时间，缺省不到期"),
      ],
      flags: [("--stdin", "add、password：从标准输入读口令，不写则随机生成并显示一次")],
      operands: (
        "list|add|role|password|disable|enable|key add|key list|key end [用户名|用途|编号]",
        1, 3
      ))
  ) { arguments in
    let words = arguments.operands
    let isKey = words[0] == "key"
    let name = isKey ? "key " + (words.dropFirst().first ?? "") : words[0]
    guard let action = userActions[name] else {
      throw UsageError(message: "不认识 user \(name)，用 --help 看可用的写法")
    }
    let operands = words.dropFirst(isKey ? 2 : 1)
    guard operands.count == (action.operand == nil ? 0 : 1) else {
      throw UsageError(
        message: action.operand.map { "user \(name) 后面应有一个\($0)" } ?? "user \(name) 后面不带内容")
    }
    do {
      try action.run(arguments, operands.first ?? "")
    } catch let error as AccountFaults {
      for fault in error.faults { Terminal.message("\(fault.field): \(fault.message)") }
      throw InputProblem(
        code: "faults", field: "user", message: "发现 \(error.faults.count) 处错误，什么都没有改动")
    }
  }

  /// One thing that `user` does.
  private struct UserAction: Sendable {
    /// What its operand is called; nil when it has none.
    var operand: String?
    var run: @Sendable (Arguments, String) throws -> Void
  }

  private static let userActions: [String: UserAction] = [
    "list": UserAction { arguments, _ in try listUsers(arguments) },
    "add": UserAction(operand: "用户名", run: addUser),
    "role": UserAction(operand: "用户名", run: setRoles),
    "password": UserAction(operand: "用户名", run: setPassword),
    "disable": UserAction(operand: "用户名") { arguments, name in
      try change(arguments, name, "已停用，登录全部结束") { try $0.disable(name, by: actor) }
    },
    "enable": UserAction(operand: "用户名") { arguments, name in
      try change(arguments, name, "已启用") { try $0.enable(name, by: actor) }
    },
    "key list": UserAction { arguments, _ in try listKeys(arguments) },
    "key add": UserAction(operand: "用途", run: addKey),
    "key end": UserAction(operand: "编号") { arguments, id in
      try desk(arguments).accounts.endKey(id, by: actor)
      if arguments.has("--json") { try Terminal.json(["ended": id.uppercased()]) }
      Terminal.message("密钥 \(id.uppercased()) 已停用")
    },
  ]

  /// Who stands in the journal for what is done on the command line.
  private static let actor = "command line"

  @Sendable private static func listUsers(_ arguments: Arguments) throws {
    let accounts = try desk(arguments).accounts.accounts()
    if arguments.has("--json") { return try Terminal.json(accounts.map(UserLine.init)) }
    for account in accounts {
      let roles = account.roles.map(\.title).joined(separator: "、")
      let unit = account.unit.map { "（\($0)）" } ?? ""
      let state = account.isDisabled ? "　已停用" : ""
      Terminal.line("\(account.name)　\(account.displayName)　\(roles)\(unit)\(state)")
    }
    if accounts.isEmpty { Terminal.message("还没有用户") }
  }

  @Sendable private static func addUser(_ arguments: Arguments, _ name: String) throws {
    let roles = try roles(arguments)
    let password = try password(arguments)
    let accounts = try desk(arguments).accounts
    let random = try accounts.add(
      name, displayName: arguments["--name"] ?? name, roles: roles, unit: arguments["--unit"],
      password: password, by: actor)
    try report(arguments, accounts, name, "已添加", random)
  }

  @Sendable private static func setRoles(_ arguments: Arguments, _ name: String) throws {
    let roles = try roles(arguments)
    try change(arguments, name, "角色已改为" + roles.map(\.title).joined(separator: "、")) {
      try $0.setRoles(name, roles, unit: arguments["--unit"], by: actor)
    }
  }

  @Sendable private static func setPassword(_ arguments: Arguments, _ name: String) throws {
    let password = try password(arguments)
    let accounts = try desk(arguments).accounts
    let random = try accounts.setPassword(name, password, by: actor)
    try report(arguments, accounts, name, "口令已改，登录全部结束", random)
  }

  private static func change(
    _ arguments: Arguments, _ name: String, _ message: String, _ act: (AccountBook) throws -> Void
  ) throws {
    let accounts = try desk(arguments).accounts
    try act(accounts)
    try report(arguments, accounts, name, message, nil)
  }

  /// Says what was done, and shows a password made at random this once.
  private static func report(
    _ arguments: Arguments, _ accounts: AccountBook, _ name: String, _ message: String,
    _ password: String?
  ) throws {
    if arguments.has("--json") {
      guard let account = try accounts.account(name) else { return }
      var line = UserLine(account)
      line.password = password
      try Terminal.json(line)
    } else if let password {
      Terminal.line(password)
    }
    Terminal.message(
      "用户 \(name) \(message)" + (password == nil ? "" : "；以上口令只显示这一次，请本人登录后修改"))
  }

  @Sendable private static func listKeys(_ arguments: Arguments) throws {
    let keys = try desk(arguments).accounts.apiKeys()
    if arguments.has("--json") { return try Terminal.json(keys.map(KeyLine.init)) }
    for key in keys {
      let end = key.isEnded ? "已停用" : key.endsAt.map { "至 " + ShanghaiTime.text($0) } ?? "不到期"
      let unit = key.unit.map { "（\($0)）" } ?? ""
      let permissions = key.permissions.map(\.rawValue).joined(separator: ",")
      Terminal.line("\(key.id)　\(key.title)　\(permissions)\(unit)　\(end)")
    }
    if keys.isEmpty { Terminal.message("还没有密钥") }
  }

  @Sendable private static func addKey(_ arguments: Arguments, _ title: String) throws {
    let names = try arguments.required("--permissions").split(separator: ",").map(String.init)
    let permissions = try names.map { name in
      guard let permission = Permission(rawValue: name) else {
        throw UsageError(message: "没有权限“\(name)”，用 --help 看可用的权限")
      }
      return permission
    }
    let made = try desk(arguments).accounts.addKey(
      title: title, permissions: permissions, unit: arguments["--unit"],
      endsAt: try arguments["--until"].map(end), by: actor)
    if arguments.has("--json") {
      var line = KeyLine(made.stored)
      line.secret = made.key
      try Terminal.json(line)
    } else {
      Terminal.line(made.key)
    }
    Terminal.message("密钥 \(made.stored.id) 已生成；以上密钥只显示这一次，请妥善保管")
  }

  private static func roles(_ arguments: Arguments) throws -> [Role] {
    try arguments.required("--roles").split(whereSeparator: { ",，、".contains($0) }).map { name in
      guard let role = Role(named: String(name)) else {
        let known = Role.allCases.map(\.title).joined(separator: "、")
        throw UsageError(message: "没有角色“\(name)”，应为：\(known)")
      }
      return role
    }
  }

  /// The moment from which on a key is not taken any more: the end of a day, or a time.
  private static func end(_ text: String) throws -> Date {
    if let moment = ShanghaiTime.moment(text) { return moment }
    guard let day = Day(text), let start = ShanghaiTime.moment("\(day)T00:00:00+08:00") else {
      throw UsageError(message: "--until 应为 2027-12-31 这样的日期，或者带时区的时间，不是“\(text)”")
    }
    return start.addingTimeInterval(86_400)
  }

  /// The password of standard input; nil when it shall be made at random.
  private static func password(_ arguments: Arguments) throws -> String? {
    guard arguments.has("--stdin") else { return nil }
    guard isatty(STDIN_FILENO) == 1 else {
      guard let line = readLine() else { throw UsageError(message: "标准输入里没有口令") }
      return line
    }
    let password = hidden("口令：")
    guard hidden("再输一次：") == password else { throw UsageError(message: "两次输入的口令不同") }
    return password
  }

  /// Reads a line from the terminal without showing it.
  private static func hidden(_ prompt: String) -> String {
    var settings = termios()
    tcgetattr(STDIN_FILENO, &settings)
    var silent = settings
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings) }
    Terminal.write(prompt, to: STDERR_FILENO)
    let line = readLine() ?? ""
    Terminal.message("")
    return line
  }
}

/// An account as `--json` shows it.
private struct UserLine: Encodable {
  var name, displayName: String
  var roles: [String]
  var unit: String?
  var disabled: Bool
  var password: String?

  enum CodingKeys: String, CodingKey {
    case name, roles, unit, disabled, password
    case displayName = "display_name"
  }

  init(_ account: Account) {
    name = account.name
    displayName = account.displayName
    roles = account.roles.map(\.rawValue)
    unit = account.unit
    disabled = account.isDisabled
  }
}

/// An API key as `--json` shows it.
private struct KeyLine: Encodable {
  var id, title: String
  var permissions: [String]
  var unit: String?
  var endsAt: String?
  var ended: Bool
  var secret: String?

  enum CodingKeys: String, CodingKey {
    case id, title, permissions, unit, ended, secret
    case endsAt = "ends_at"
  }

  init(_ key: APIKey) {
    id = key.id
    title = key.title
    permissions = key.permissions.map(\.rawValue)
    unit = key.unit
    endsAt = key.endsAt.map(ShanghaiTime.text)
    ended = key.isEnded
  }
}
