import Foundation
import Hotline
import Journal
import SQLite

/// The tables of accounts, sessions and API keys, as they follow from the journal.
public struct AccountProjection: Projection {
  /// Makes the projection.
  public init() {}

  /// Adds the tables to a database's layout.
  ///
  /// `session_seen` is no projection: when a session was last used is worth a row, not an entry.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("accounts 1") {
      try $0.execute(
        """
        CREATE TABLE account (
          name TEXT PRIMARY KEY, display_name TEXT NOT NULL, roles TEXT NOT NULL, unit TEXT,
          disabled INTEGER NOT NULL, password_record TEXT NOT NULL, password TEXT NOT NULL,
          temporary INTEGER NOT NULL, made_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE session (
          digest TEXT PRIMARY KEY, account TEXT NOT NULL, started_at INTEGER NOT NULL,
          ends_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX session_account ON session (account);
        CREATE TABLE session_seen (digest TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE api_key (
          id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
          permissions TEXT NOT NULL, unit TEXT, made_by TEXT NOT NULL, made_at INTEGER NOT NULL,
          ends_at INTEGER, ended INTEGER NOT NULL
        ) WITHOUT ROWID;
        """)
    }
  }

  /// Empties the tables.
  public func reset(_ connection: Connection) throws {
    try connection.execute("DELETE FROM account; DELETE FROM session; DELETE FROM api_key;")
  }

  /// Writes what an entry means for accounts, sessions and keys.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    let parts = entry.stream.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return }
    switch parts[0] {
    case "account": try applyAccount(entry, parts[1], connection)
    case "session": try applySession(entry, parts[1], connection)
    case "api-key": try applyKey(entry, parts[1], connection)
    default: return
    }
  }

  private func applyAccount(
    _ entry: JournalEntry, _ name: String, _ connection: Connection
  ) throws {
    switch entry.type {
    case AccountEntry.made:
      let body = try entry.decoded(AccountEntry.Made.self)
      try connection.run(
        """
        INSERT INTO account (name, display_name, roles, unit, disabled, password_record, password,
          temporary, made_at) VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)
        """, name, body.displayName, Names.joined(body.roles), body.unit, body.password.record,
        body.password.sealed, body.password.temporary, entry.at.milliseconds)
    case AccountEntry.rolesSet:
      let body = try entry.decoded(AccountEntry.RolesSet.self)
      try connection.run(
        "UPDATE account SET roles = ?, unit = ? WHERE name = ?", Names.joined(body.roles),
        body.unit, name)
    case AccountEntry.passwordSet, AccountEntry.passwordRehashed:
      let password = try entry.decoded(AccountEntry.PasswordSet.self).password
      try connection.run(
        "UPDATE account SET password_record = ?, password = ?, temporary = ? WHERE name = ?",
        password.record, password.sealed, password.temporary, name)
      if entry.type == AccountEntry.passwordSet { try endSessions(of: name, connection) }
    case AccountEntry.disabled, AccountEntry.enabled:
      let disabled = entry.type == AccountEntry.disabled
      try connection.run("UPDATE account SET disabled = ? WHERE name = ?", disabled, name)
      if disabled { try endSessions(of: name, connection) }
    case AccountEntry.sessionsEnded: try endSessions(of: name, connection)
    default: return
    }
  }

  private func endSessions(of name: String, _ connection: Connection) throws {
    try connection.run("DELETE FROM session WHERE account = ?", name)
  }

  private func applySession(
    _ entry: JournalEntry, _ digest: String, _ connection: Connection
  ) throws {
    switch entry.type {
    case AccountEntry.sessionStarted:
      let body = try entry.decoded(AccountEntry.SessionStarted.self)
      let at = entry.at.milliseconds
      // What has ended by itself is swept out whenever a session begins.
      try connection.run("DELETE FROM session WHERE ends_at <= ?", at)
      try connection.run(
        "INSERT INTO session (digest, account, started_at, ends_at) VALUES (?, ?, ?, ?)", digest,
        body.account, at, body.endsAt)
    case AccountEntry.sessionEnded:
      try connection.run("DELETE FROM session WHERE digest = ?", digest)
    default: return
    }
  }

  private func applyKey(_ entry: JournalEntry, _ id: String, _ connection: Connection) throws {
    switch entry.type {
    case AccountEntry.keyMade:
      let body = try entry.decoded(AccountEntry.KeyMade.self)
      try connection.run(
        """
        INSERT INTO api_key (id, digest, title, permissions, unit, made_by, made_at, ends_at, ended)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
        """, id, body.digest, body.title, Names.joined(body.permissions), body.unit, entry.actor,
        entry.at.milliseconds, body.endsAt)
    case AccountEntry.keyEnded:
      try connection.run("UPDATE api_key SET ended = 1 WHERE id = ?", id)
    default: return
    }
  }
}

/// Names of a closed list in one column.
enum Names {
  static func joined<Name: RawRepresentable & CaseIterable & Hashable>(
    _ names: some Collection<Name>
  ) -> String where Name.RawValue == String {
    let wanted = Set(names)
    return Name.allCases.filter { wanted.contains($0) }.map(\.rawValue).joined(separator: ",")
  }

  static func split<Name: RawRepresentable>(_ text: String) -> [Name]
  where Name.RawValue == String {
    text.split(separator: ",").compactMap { Name(rawValue: String($0)) }
  }
}
