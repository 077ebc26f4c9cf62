import Foundation
import Hotline
import Journal
import SQLite
import Sealing
import Synchronization

/// The accounts, sessions and API keys of a hotline; used by any number of threads at once.
///
///     let book = AccountBook(journal: journal, pool: pool, keys: keys)
///     let signedIn = try book.signIn(name: "zhang", password: typed, address: "10.0.0.8")
///     let officer = try book.officer(session: signedIn.token)
///
/// Every change is a journal entry in the name of whoever makes it. Password hashes stand in the
/// journal sealed under keys of their own (`SealedPassword`); of tokens and keys only digests do.
public final class AccountBook: Sendable {
  /// How long a session lasts.
  public struct SessionLimits: Sendable {
    /// The longest time without a request.
    public var idle: TimeInterval
    /// The longest time in all.
    public var longest: TimeInterval

    /// An hour without a request, twelve hours in all: a shift with its handing over.
    public init(idle: TimeInterval = 3600, longest: TimeInterval = 12 * 3600) {
      self.idle = idle
      self.longest = longest
    }
  }

  let journal: EventJournal
  let pool: ConnectionPool
  let keys: RecordKeys
  let limits: SessionLimits
  let now: @Sendable () -> Date
  let isUnit: @Sendable (String) -> Bool
  let guesses = GuessLimits()
  let clock: SessionClock
  let signingIn = Atomic(0)

  /// Opens the accounts of a database whose migrations have been applied.
  ///
  /// - Parameter journal: one that writes through the same pool and holds an `AccountProjection`.
  /// - Parameter isUnit: whether the catalogue has a unit of that name.
  public init(
    journal: EventJournal, pool: ConnectionPool, keys: RecordKeys,
    limits: SessionLimits = SessionLimits(),
    isUnit: @escaping @Sendable (String) -> Bool = { _ in true },
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.journal = journal
    self.pool = pool
    self.keys = keys
    self.limits = limits
    self.isUnit = isUnit
    self.now = now
    clock = SessionClock(pool: pool)
  }

  /// Every account, by name.
  public func accounts() throws -> [Account] {
    try pool.read { try $0.rows(Self.columns + " ORDER BY name").map(Self.account) }
  }

  /// The account of a name; nil when there is none.
  public func account(_ name: String) throws -> Account? {
    try pool.read { try Self.account(AccountRules.normal(name), $0) }
  }

  /// Makes the administrator `admin` when there is no administrator.
  ///
  /// - Returns: its password, to be shown this once; nil when there is one.
  public func makeFirstAdministrator() throws -> String? {
    func isNeeded(_ connection: Connection) throws -> Bool {
      try !connection.rows(Self.columns).map(Self.account).contains {
        $0.name == "admin" || $0.roles.contains(.administrator)
      }
    }
    guard try pool.read(isNeeded) else { return nil }
    let password = Self.randomPassword()
    let hash = try PasswordHash.make(password)
    return try pool.write { connection in
      // Another that started at the same moment may have been first.
      guard try isNeeded(connection) else { return nil }
      try make(
        "admin", display: Role.administrator.title, roles: [.administrator], unit: nil, hash,
        by: "system", connection)
      return password
    }
  }

  /// Makes an account.
  ///
  /// - Parameter password: nil for one made at random.
  /// - Returns: the password made at random, to be shown this once; nil when one was given.
  /// - Throws: `AccountFaults` with everything that is wrong.
  @discardableResult
  public func add(
    _ name: String, displayName: String, roles: [Role], unit: String? = nil, password: String?,
    by actor: String
  ) throws -> String? {
    let name = AccountRules.normal(name)
    var faults = [
      AccountRules.fault(name: name),
      AccountRules.fault(title: displayName, field: "display_name", called: "姓名"),
      password.flatMap { AccountRules.fault(password: $0, name: name) },
    ].compactMap { $0 }
    faults += AccountRules.faults(roles: roles, unit: unit, isUnit: isUnit)
    if try account(name) != nil { faults.append(Self.taken) }
    guard faults.isEmpty else { throw AccountFaults(faults: faults) }
    let chosen = password ?? Self.randomPassword()
    let hash = try PasswordHash.make(chosen)
    try pool.write { connection in
      guard try Self.account(name, connection) == nil else {
        throw AccountFaults(faults: [Self.taken])
      }
      try make(
        name, display: displayName, roles: roles, unit: roles.contains(.unit) ? unit : nil, hash,
        by: actor, connection)
    }
    return password == nil ? chosen : nil
  }

  /// Gives an account other roles; its sessions go on with them.
  ///
  /// - Throws: `AccountFaults`; `InputProblem` for an unknown name or the last administrator.
  public func setRoles(
    _ name: String, _ roles: [Role], unit: String? = nil, by actor: String
  ) throws {
    let faults = AccountRules.faults(roles: roles, unit: unit, isUnit: isUnit)
    guard faults.isEmpty else { throw AccountFaults(faults: faults) }
    try change(name, by: actor) { account, connection in
      if !roles.contains(.administrator) { try keepAdministrator(without: account, connection) }
      let unit = roles.contains(.unit) ? unit : nil
      return try NewEntry(
        stream: "account/" + account.name, type: AccountEntry.rolesSet,
        encoding: AccountEntry.RolesSet(roles: roles, unit: unit))
    }
  }

  /// Ends all sessions of an account and lets nobody sign in with it.
  ///
  /// - Throws: `InputProblem` for an unknown name or the last administrator.
  public func disable(_ name: String, by actor: String) throws {
    try change(name, by: actor) { account, connection in
      guard !account.isDisabled else { return nil }
      try keepAdministrator(without: account, connection)
      return NewEntry(
        stream: "account/" + account.name, type: AccountEntry.disabled, body: AccountEntry.none)
    }
  }

  /// Lets people sign in with an account again.
  public func enable(_ name: String, by actor: String) throws {
    try change(name, by: actor) { account, _ in
      guard account.isDisabled else { return nil }
      return NewEntry(
        stream: "account/" + account.name, type: AccountEntry.enabled, body: AccountEntry.none)
    }
  }

  /// Ends every session of an account.
  public func endSessions(of name: String, by actor: String) throws {
    try change(name, by: actor) { account, _ in
      NewEntry(
        stream: "account/" + account.name, type: AccountEntry.sessionsEnded,
        body: AccountEntry.none)
    }
  }

  private func change(
    _ name: String, by actor: String, _ entry: (Account, Connection) throws -> NewEntry?
  ) throws {
    try pool.write { connection in
      guard let account = try Self.account(AccountRules.normal(name), connection) else {
        throw Self.unknown
      }
      guard let entry = try entry(account, connection) else { return }
      try journal.append([entry], by: actor)
    }
  }

  /// Refuses what would leave nobody who can keep the accounts.
  private func keepAdministrator(without account: Account, _ connection: Connection) throws {
    guard account.roles.contains(.administrator), !account.isDisabled else { return }
    let others = try connection.rows(Self.columns + " WHERE disabled = 0").map(Self.account)
      .filter { $0.name != account.name && $0.roles.contains(.administrator) }
    guard others.isEmpty else { return }
    throw InputProblem(
      code: "last_administrator", field: "name", message: "这是最后一个可用的管理员，请先另设一个管理员")
  }

  private func make(
    _ name: String, display: String, roles: [Role], unit: String?, _ hash: String,
    by actor: String, _ connection: Connection
  ) throws {
    let body = AccountEntry.Made(
      displayName: display, roles: roles, unit: unit,
      password: try seal(hash, temporary: true, connection))
    try journal.append(
      [try NewEntry(stream: "account/" + name, type: AccountEntry.made, encoding: body)],
      by: actor)
  }

  /// Seals a hash under a new key.
  func seal(
    _ hash: String, temporary: Bool, _ connection: Connection
  ) throws -> SealedPassword {
    let record = "password/" + Token.random(bytes: 12)
    return SealedPassword(
      record: record, sealed: try keys.seal(hash, for: record, connection), temporary: temporary)
  }

  static func randomPassword() -> String {
    (0..<4).map { _ in Token.code(length: 4) }.joined(separator: "-")
  }

  static let unknown = InputProblem(code: "unknown_account", field: "name", message: "没有这个用户")
  private static let taken = InputProblem(
    code: "name_taken", field: "name", message: "已经有这个用户名，请换一个")

  static let columns =
    "SELECT name, display_name, roles, unit, disabled, temporary, made_at FROM account"

  static func account(_ name: String, _ connection: Connection) throws -> Account? {
    try connection.row(columns + " WHERE name = ?", name).map(account)
  }

  static func account(_ row: SQLiteRow) -> Account {
    Account(
      name: row.text(0), displayName: row.text(1), roles: Names.split(row.text(2)),
      unit: row.optionalText(3), isDisabled: row.int(4) != 0,
      isPasswordTemporary: row.int(5) != 0, madeAt: Date(milliseconds: row.int(6)))
  }
}
