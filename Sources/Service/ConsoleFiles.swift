import Foundation
import WebServer

/// Why the service cannot find its own files.
public struct MissingFiles: Error, Sendable, CustomStringConvertible {
  /// The folder in which they were expected.
  public let folder: String

  /// The folder in one line.
  public var description: String {
    "找不到坐席工作台的文件，应在 \(folder)；请把它与程序放在同一目录。"
  }
}

/// The console's files and the API's document, read once at the start.
struct ConsoleFiles: Sendable {
  let page: StaticFile
  let document: StaticFile
  /// The page's scripts, styles and pictures by name.
  let parts: [String: StaticFile]

  /// Reads the files beside the executable.
  ///
  /// SwiftPM's own `Bundle.module` ends the process when the folder is missing, and looks in the
  /// place where the program was built; an error with the folder's name serves an operator better.
  ///
  /// - Throws: ``MissingFiles``.
  init() throws(MissingFiles) {
    let executable =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    try self.init(
      folder: URL(filePath: executable).deletingLastPathComponent()
        .appending(path: "paidan_Service.resources"))
  }

  init(folder: URL) throws(MissingFiles) {
    func read(_ path: String) throws(MissingFiles) -> StaticFile {
      let file = folder.appending(path: path)
      guard let data = try? Data(contentsOf: file) else {
        throw MissingFiles(folder: folder.path())
      }
      return StaticFile(name: file.lastPathComponent, body: Array(data))
    }
    page = try read("Console/index.html")
    document = try read("openapi.json")
    var parts: [String: StaticFile] = [:]
    let names =
      (try? FileManager.default.contentsOfDirectory(
        atPath: folder.appending(path: "Console").path())) ?? []
    for name in names where name != "index.html" { parts[name] = try read("Console/" + name) }
    self.parts = parts
  }

  /// Registers the page, its parts and the document.
  func add(to router: inout Router) {
    router.on(.get, "/") { page.response(to: $0) }
    router.on(.get, "/openapi.json") { document.response(to: $0) }
    router.on(.get, "/console/{file}") { request in
      guard let file = parts[request.parameters["file"] ?? ""] else {
        throw Problem.notFound("没有这个文件。")
      }
      return file.response(to: request)
    }
  }
}
