import Foundation
import Hotline
import Journal
import SQLite
import Sealing

/// A session that has just begun.
public struct SignedIn: Sendable {
  /// The secret for the cookie; only its digest is stored.
  public let token: String
  /// Who signed in.
  public let account: Account
  /// When the session ends at the latest.
  public let endsAt: Date
}

/// A session that is running.
public struct SessionState: Sendable {
  /// Whose it is.
  public let account: Account
  /// When it ends at the latest.
  public let endsAt: Date
}

extension AccountBook {
  /// At most so many passwords are tried at once: each takes a thread and 64 MiB for a while, and
  /// those who are signed in must not wait for those who are not.
  private static let mostAtOnce = 4

  /// Begins a session.
  ///
  /// - Parameter address: from where, for slowing down whoever guesses; it is not stored.
  /// - Throws: `SignInRefusal`, the same for an unknown name, a wrong password and a disabled
  ///   account, after the same work.
  public func signIn(name: String, password: String, address: String) throws -> SignedIn {
    let (account, record) = try check(name: name, password: password, address: address)
    let token = Token.random(bytes: 32)
    let endsAt = now().addingTimeInterval(limits.longest)
    try pool.write { connection in
      // The account may have been disabled or given another password while the hash was made.
      guard
        try connection.row(
          "SELECT 1 FROM account WHERE name = ? AND disabled = 0 AND password_record = ?",
          account.name, record) != nil
      else { throw SignInRefusal.wrong }
      try journal.append(
        [
          try NewEntry(
            stream: "session/" + Token.digest(token), type: AccountEntry.sessionStarted,
            encoding: AccountEntry.SessionStarted(
              account: account.name, endsAt: endsAt.milliseconds))
        ], by: account.name)
    }
    return SignedIn(token: token, account: account, endsAt: endsAt)
  }

  /// The running session of a token, which counts as used now; nil when there is none.
  public func session(_ token: String) throws -> SessionState? {
    guard token.utf8.count <= 128 else { return nil }
    let digest = Token.digest(token)
    let row = try pool.read {
      try $0.row(
        """
        SELECT a.name, a.display_name, a.roles, a.unit, a.disabled, a.temporary, a.made_at,
          s.started_at, s.ends_at, coalesce(v.at, 0)
        FROM session s JOIN account a ON a.name = s.account
        LEFT JOIN session_seen v ON v.digest = s.digest WHERE s.digest = ?
        """, digest)
    }
    guard let row else {
      clock.forget(digest)
      return nil
    }
    let (moment, account, endsAt) = (now(), Self.account(row), Date(milliseconds: row.int(8)))
    let used = max(
      Date(milliseconds: max(row.int(7), row.int(9))), clock.last(digest) ?? .distantPast)
    guard !account.isDisabled, moment < endsAt, moment < used.addingTimeInterval(limits.idle)
    else { return nil }
    clock.touch(digest, at: moment)
    return SessionState(account: account, endsAt: endsAt)
  }

  /// Ends a session; a token without one is passed over.
  public func signOut(_ token: String) throws {
    let digest = Token.digest(token)
    try pool.write { connection in
      guard
        let row = try connection.row("SELECT account FROM session WHERE digest = ?", digest)
      else { return }
      try journal.append(
        [
          NewEntry(
            stream: "session/" + digest, type: AccountEntry.sessionEnded, body: AccountEntry.none)
        ], by: row.text(0))
    }
    clock.forget(digest)
  }

  /// Gives one's own account another password; all its sessions end.
  ///
  /// - Throws: `SignInRefusal` for a wrong old password, `AccountFaults` for a weak new one.
  public func changePassword(
    of name: String, from old: String, to new: String, address: String
  ) throws {
    let name = AccountRules.normal(name)
    if let fault = AccountRules.fault(password: new, name: name) {
      throw AccountFaults(faults: [fault])
    }
    if old == new {
      throw AccountFaults(faults: [
        InputProblem(code: "same_password", field: "password", message: "新口令不能与原口令相同")
      ])
    }
    let (account, _) = try check(name: name, password: old, address: address)
    try store(
      try PasswordHash.make(new), for: account.name, temporary: false, by: account.name,
      AccountEntry.passwordSet)
  }

  /// Gives an account another password in its owner's stead; all its sessions end.
  ///
  /// - Parameter password: nil for one made at random.
  /// - Returns: the password made at random, to be shown this once; nil when one was given.
  /// - Throws: `AccountFaults` for a weak password, `InputProblem` for an unknown name.
  @discardableResult
  public func setPassword(_ name: String, _ password: String?, by actor: String) throws -> String? {
    let name = AccountRules.normal(name)
    guard try account(name) != nil else { throw Self.unknown }
    if let fault = password.flatMap({ AccountRules.fault(password: $0, name: name) }) {
      throw AccountFaults(faults: [fault])
    }
    let chosen = password ?? Self.randomPassword()
    try store(
      try PasswordHash.make(chosen), for: name, temporary: true, by: actor,
      AccountEntry.passwordSet)
    return password == nil ? chosen : nil
  }

  /// Checks a password; the work is the same whether the name exists or not.
  private func check(
    name: String, password: String, address: String
  ) throws -> (Account, record: String) {
    let name = AccountRules.normal(name)
    defer { signingIn.subtract(1, ordering: .relaxed) }
    guard signingIn.add(1, ordering: .relaxed).newValue <= Self.mostAtOnce else {
      throw SignInRefusal.busy
    }
    if let seconds = guesses.admit(name: name, address: address, at: now()) {
      throw SignInRefusal.wait(seconds: seconds)
    }
    let found = try pool.read { connection -> (Account, String, String)? in
      guard let account = try Self.account(name, connection),
        let row = try connection.row(
          "SELECT password_record, password FROM account WHERE name = ?", name),
        let hash = try keys.open(row.text(1), for: row.text(0), connection)
      else { return nil }
      return (account, row.text(0), hash)
    }
    // A password longer than any that can be set matches nothing, and is not worth hashing.
    let typed = password.utf8.count <= 1024 ? password : ""
    let isRight = PasswordHash.matches(typed, found?.2 ?? PasswordHash.dummy)
    guard isRight, let (account, record, hash) = found, !account.isDisabled else {
      throw SignInRefusal.wrong
    }
    guesses.succeeded(name: name, address: address)
    guard PasswordHash.isOutdated(hash) else { return (account, record) }
    let stored = try store(
      try PasswordHash.make(typed), for: name, temporary: account.isPasswordTemporary, by: name,
      AccountEntry.passwordRehashed)
    return (account, stored)
  }

  /// Stores a hash and destroys the key of the one before.
  @discardableResult
  private func store(
    _ hash: String, for name: String, temporary: Bool, by actor: String, _ type: String
  ) throws -> String {
    try pool.write { connection in
      guard
        let row = try connection.row("SELECT password_record FROM account WHERE name = ?", name)
      else { throw Self.unknown }
      let password = try seal(hash, temporary: temporary, connection)
      try journal.append(
        [
          try NewEntry(
            stream: "account/" + name, type: type,
            encoding: AccountEntry.PasswordSet(password: password))
        ], by: actor)
      try keys.erase(row.text(0), connection)
      return password.record
    }
  }
}
