import Foundation
import Hotline

/// The folder in which a running Paidan keeps its database.
public struct DataFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// Names a folder; nothing is made yet.
  public init(_ url: URL) { self.url = url }

  /// The database file.
  public var database: URL { url.appending(path: "paidan.sqlite") }

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
