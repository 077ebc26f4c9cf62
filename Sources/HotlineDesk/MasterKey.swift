import Foundation
import Hotline
import Journal
import SQLite
import Sealing

/// Where the master key comes from: `PAIDAN_KEY` (base64), else the file that `PAIDAN_KEY_FILE`
/// names, else `paidan.key` in the data folder.
struct MasterKey: Sendable {
  let file: URL
  let value: String?

  init(
    _ folder: DataFolder, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    value = environment["PAIDAN_KEY"]
    let path = environment["PAIDAN_KEY_FILE"] ?? ""
    file = path.isEmpty ? folder.key : URL(filePath: path)
  }

  /// The keys of a database whose migrations have been applied.
  ///
  /// A key is made only for a database in which nothing has been sealed: another would open nothing
  /// and hide that the right one is missing.
  ///
  /// - Throws: `SealingError`.
  func recordKeys(_ pool: ConnectionPool) throws -> RecordKeys {
    let isNeeded = try pool.read { try RecordKeys.holdsKeys($0) }
    let hasValue = !(value ?? "").isEmpty
    if isNeeded, !hasValue, try SealingKey.kept(in: file) == nil {
      throw SealingError.keyFile(
        path: file.path, reason: "文件不见了，而数据库已用它密封；请从保管处取回，再启动")
    }
    let keys = RecordKeys(
      master: try SealingKey.find(environment: value, file: file),
      find: { identifier in
        places(identifier).lazy.compactMap { try? SealingKey.kept(in: $0) }
          .first { $0.identifier == identifier }
      })
    try pool.write { try keys.prepare($0) }
    return keys
  }

  /// Where the key is written before anything is wrapped by it; what is left by a rotation that was
  /// broken off is found there.
  var next: URL { file.appendingPathExtension("new") }

  /// Where a key stays after a rotation, for the backups that were made before it.
  func former(_ identifier: String) -> URL { file.appendingPathExtension(identifier) }

  /// Every file that may hold the key of an identifier.
  private func places(_ identifier: String) -> [URL] { [file, next, former(identifier)] }
}

/// What a change of the master key did.
public struct KeyRotation: Codable, Sendable {
  /// Identifiers of the former key and of the one in force.
  public var from, to: String
  /// Records whose keys were wrapped anew.
  public var records: Int
  /// The file in which the former key stays, for backups made before.
  public var former: String
}

extension Desk {
  /// Makes a new master key and wraps all records' keys by it, while others go on working.
  ///
  /// Broken off at any moment, it leaves a database that opens, and may be run again.
  ///
  /// - Throws: `InputProblem` when the key comes from the environment, `SealingError`, `SQLiteError`.
  public func rotateMasterKey(by actor: String) throws -> KeyRotation {
    guard (master.value ?? "").isEmpty else {
      throw InputProblem(
        code: "key_in_environment", field: "PAIDAN_KEY",
        message: "主密钥由环境变量 PAIDAN_KEY 给出，不能在这里更换；请先改用密钥文件")
    }
    let new = try SealingKey.keep(in: master.next)
    guard let old = try SealingKey.kept(in: master.file) else {
      throw SealingError.keyFile(path: master.file.path, reason: "文件不见了")
    }
    let former = master.former(old.identifier)
    let rotation = try pool.write { connection in
      let records = try keys.rotate(to: new, connection)
      let rotation = KeyRotation(
        from: old.identifier, to: new.identifier, records: records, former: former.path)
      try journal.append(
        [
          try NewEntry(
            stream: "master-key", type: "master-key-rotated",
            encoding: ["from": rotation.from, "to": rotation.to])
        ], by: actor)
      return rotation
    }
    // Linked first, so that the former key is never without a name.
    if link(master.file.path, former.path) != 0, errno != EEXIST {
      throw SealingError.keyFile(path: former.path, reason: String(cString: strerror(errno)))
    }
    guard rename(master.next.path, master.file.path) == 0 else {
      throw SealingError.keyFile(path: master.file.path, reason: String(cString: strerror(errno)))
    }
    _ = try? pool.exclusively { try RecordKeys.scrub($0) }
    return rotation
  }
}
