import Foundation
import Hotline
import Journal
import Sealing

/// The folder in which a running Paidan keeps its database.
public struct DataFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// Names a folder; nothing is made yet.
  public init(_ url: URL) { self.url = url }

  /// The database file.
  public var database: URL { url.appending(path: "paidan.sqlite") }

  /// The master key that seals personal data, unless `PAIDAN_KEY` gives it; no part of a backup.
  public var key: URL { url.appending(path: "paidan.key") }

  /// The keys of records, under the master key of this folder.
  ///
  /// - Throws: `InputProblem` when the key cannot be read.
  func recordKeys() throws -> RecordKeys {
    let file = key
    do {
      let environment = ProcessInfo.processInfo.environment["PAIDAN_KEY"]
      return RecordKeys(master: try SealingKey.find(environment: environment, file: file)) {
        environment == nil ? try SealingKey.keep(in: file) : nil
      }
    } catch let error as SealingError {
      throw InputProblem(code: "key", field: "data", message: error.description)
    }
  }

  /// What was learned from past tickets; it can be learned again and is no part of a backup.
  public var learned: URL { url.appending(path: "learned.bin") }

  /// Makes the folder, readable by its owner alone, as it will hold callers' words.
  ///
  /// - Throws: `InputProblem` when the place cannot be a folder.
  public func make() throws {
    do {
      try FileManager.default.createDirectory(
        at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw InputProblem(
        code: "data_folder", field: "data", message: "建不了数据目录 \(url.path)，请检查路径和权限")
    }
  }
}

/// Keeps a restore and work on the same data folder apart, across processes.
final class FolderLock: Sendable {
  /// Who may hold the lock at one time.
  enum Mode { case withOthers, alone }

  private let file: Int32

  fileprivate init(_ file: Int32) { self.file = file }

  /// Lets others have the folder; also done when the lock is forgotten.
  func release() { flock(file, LOCK_UN) }

  deinit { close(file) }
}

extension DataFolder {
  /// Takes the folder's lock; nil when there is no folder yet.
  ///
  /// - Throws: `InputProblem` when somebody holds it in the other way.
  func lock(_ mode: FolderLock.Mode) throws -> FolderLock? {
    let file = open(url.appending(path: "lock").path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    guard flock(file, (mode == .alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
      close(file)
      throw InputProblem(
        code: "in_use", field: "data",
        message: mode == .alone
          ? "数据目录 \(url.path) 正在使用，请先停止服务再恢复" : "数据目录 \(url.path) 正在恢复备份，请稍后再试")
    }
    return FolderLock(file)
  }
}

/// The folders that ship with Paidan, from which an empty database is filled.
public struct ShippedFolders: Sendable {
  /// The folder that holds `Catalogue` and `Knowledge`.
  public let root: URL

  /// Names the folder that holds them.
  public init(root: URL) { self.root = root }

  /// Units, places, items, laws, regulations, calendar.
  public var catalogue: URL { root.appending(path: "Catalogue") }
  /// The cities' regulations.
  public var regulations: URL { catalogue.appending(path: "regulations") }
  /// The hotlines that cities merged into 12345.
  public var hotlines: URL { catalogue.appending(path: "hotlines") }
  /// The State Council's calendar.
  public var calendar: URL { catalogue.appending(path: "calendar") }
  /// Articles and words.
  public var knowledge: URL { root.appending(path: "Knowledge") }

  /// Looks for them beside the working folder, then beside the executable and above it, as
  /// `PAIDAN_HOME` says first of all.
  public static func find() -> ShippedFolders? {
    var places: [URL] = []
    if let home = ProcessInfo.processInfo.environment["PAIDAN_HOME"] {
      places.append(URL(filePath: home))
    }
    places.append(URL(filePath: FileManager.default.currentDirectoryPath))
    let executable = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    var place = executable.resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<6 {
      places.append(place)
      places.append(place.appending(path: "share/paidan"))
      place = place.deletingLastPathComponent()
    }
    return places.map(ShippedFolders.init(root:)).first {
      FileManager.default.fileExists(atPath: $0.catalogue.appending(path: "units.csv").path)
        && FileManager.default.fileExists(atPath: $0.knowledge.path)
    }
  }
}
