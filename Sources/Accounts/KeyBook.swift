import Foundation
import Hotline
import Journal
import SQLite
import Sealing

extension AccountBook {
  /// How an API key begins, so that it is known for one wherever it turns up.
  public static let keyPrefix = "paidan_"

  /// Every API key, the newest first, ended ones too.
  public func apiKeys() throws -> [APIKey] {
    try pool.read {
      try $0.rows(Self.keyColumns + " ORDER BY made_at DESC, id").map(Self.apiKey)
    }
  }

  /// Makes an API key.
  ///
  /// - Parameter endsAt: from when on it is not taken any more; nil for never.
  /// - Returns: the key, to be shown this once, and what is stored of it.
  /// - Throws: `AccountFaults` with everything that is wrong.
  public func addKey(
    title: String, permissions: [Permission], unit: String? = nil, endsAt: Date? = nil,
    by actor: String
  ) throws -> (key: String, stored: APIKey) {
    var faults: [InputProblem] = []
    if let fault = AccountRules.fault(title: title, field: "title", called: "用途") {
      faults.append(fault)
    }
    if permissions.isEmpty {
      faults.append(
        InputProblem(code: "no_permission", field: "permissions", message: "至少要有一项权限"))
    }
    if let unit, !isUnit(unit) { faults.append(AccountRules.unknownUnit(unit)) }
    if let endsAt, endsAt <= now() {
      faults.append(InputProblem(code: "past", field: "ends_at", message: "到期时间应在今后"))
    }
    guard faults.isEmpty else { throw AccountFaults(faults: faults) }
    let key = Self.keyPrefix + Token.random(bytes: 32)
    let id = Token.code(length: 8)
    let body = AccountEntry.KeyMade(
      digest: Token.digest(key), title: title, permissions: permissions, unit: unit,
      endsAt: endsAt.map(\.milliseconds))
    let stored = try pool.write { connection in
      try journal.append(
        [try NewEntry(stream: "api-key/" + id, type: AccountEntry.keyMade, encoding: body)],
        by: actor)
      return try connection.row(Self.keyColumns + " WHERE id = ?", id).map(Self.apiKey)
    }
    guard let stored else { throw Self.unknownKey }
    return (key, stored)
  }

  /// Ends an API key; one that is ended already stays so.
  ///
  /// - Throws: `InputProblem` for an unknown id.
  public func endKey(_ id: String, by actor: String) throws {
    let id = id.uppercased()
    try pool.write { connection in
      guard let row = try connection.row("SELECT ended FROM api_key WHERE id = ?", id) else {
        throw Self.unknownKey
      }
      guard row.int(0) == 0 else { return }
      try journal.append(
        [NewEntry(stream: "api-key/" + id, type: AccountEntry.keyEnded, body: AccountEntry.none)],
        by: actor)
    }
  }

  /// What a request with an API key may do; nil for a key that is unknown, ended or out of date.
  public func officer(apiKey key: String) throws -> Officer? {
    guard key.hasPrefix(Self.keyPrefix), key.utf8.count <= 128 else { return nil }
    let found = try pool.read {
      try $0.row(Self.keyColumns + " WHERE digest = ?", Token.digest(key)).map(Self.apiKey)
    }
    guard let found, !found.isEnded, found.endsAt.map({ now() < $0 }) ?? true else { return nil }
    return found.officer
  }

  private static let unknownKey = InputProblem(
    code: "unknown_key", field: "id", message: "没有这个编号的密钥")

  private static let keyColumns =
    "SELECT id, title, permissions, unit, made_by, made_at, ends_at, ended FROM api_key"

  private static func apiKey(_ row: SQLiteRow) -> APIKey {
    APIKey(
      id: row.text(0), title: row.text(1), permissions: Names.split(row.text(2)),
      unit: row.optionalText(3), madeBy: row.text(4), madeAt: Date(milliseconds: row.int(5)),
      endsAt: row[6] == .null ? nil : Date(milliseconds: row.int(6)), isEnded: row.int(7) != 0)
  }
}
