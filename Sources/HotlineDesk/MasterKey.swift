import Foundation
import Journal
import SQLite
import Sealing

extension DataFolder {
  /// The master key that seals personal data, unless the environment names another place.
  ///
  /// It is never part of a backup: whoever finds one without the other reads no personal data.
  public var masterKey: URL { url.appending(path: "master.key") }
}

/// Where the master key comes from: `PAIDAN_KEY` (base64), else the file that `PAIDAN_KEY_FILE`
/// names, else `master.key` in the data folder.
struct MasterKey: Sendable {
  private let file: URL
  private let value: String?

  init(
    _ folder: DataFolder, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    value = environment["PAIDAN_KEY"]
    let path = environment["PAIDAN_KEY_FILE"] ?? ""
    file = path.isEmpty ? folder.masterKey : URL(filePath: path)
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
      reload: { try SealingKey.kept(in: file) })
    try pool.write { try keys.prepare($0) }
    return keys
  }
}
