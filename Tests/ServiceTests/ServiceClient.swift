import Foundation
import HotlineDesk
import Synchronization

@testable import Service
@testable import WebServer

/// Answers requests as the service does, without a socket.
struct ServiceClient {
  let router: Router

  /// A desk of its own with the shipped regulations and units, without items and knowledge.
  static func emptyDesk() throws -> Desk {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let home = FileManager.default.temporaryDirectory.appending(
      path: "service-\(UUID().uuidString)")
    let files = FileManager.default
    try files.createDirectory(
      at: home.appending(path: "Catalogue/items"), withIntermediateDirectories: true)
    try files.createDirectory(
      at: home.appending(path: "Knowledge"), withIntermediateDirectories: true)
    for folder in ["regulations", "calendar", "units.csv", "laws.csv"] {
      try files.createSymbolicLink(
        at: home.appending(path: "Catalogue/\(folder)"),
        withDestinationURL: root.appending(path: "Catalogue/\(folder)"))
    }
    try files.createSymbolicLink(
      at: home.appending(path: "Knowledge/lexicon"),
      withDestinationURL: root.appending(path: "Knowledge/lexicon"))
    return try Desk.open(
      DataFolder(home.appending(path: "data")), shipped: ShippedFolders(root: home),
      regulation: RegulationChoice(profile: "yichun"))
  }

  private static let shared = Result { try emptyDesk() }

  init(tickets: Desk? = nil) throws {
    router = HotlineService.router(
      desk: FixedDesk(), tickets: try tickets ?? Self.shared.get(), files: try ConsoleFiles())
  }

  func get(_ target: String) throws -> Response {
    router.respond(to: try Request(method: .get, rawTarget: Array(target.utf8))).response
  }

  func post(_ target: String, _ body: [UInt8], type: String? = "application/json") throws
    -> Response
  {
    var headers: HeaderFields = [:]
    headers["Content-Type"] = type
    return router.respond(
      to: try Request(method: .post, rawTarget: Array(target.utf8), headers: headers, body: body)
    ).response
  }

  func post(_ target: String, _ body: String, _ headers: HeaderFields) throws -> Response {
    var headers = headers
    headers["Content-Type"] = "application/json"
    return router.respond(
      to: try Request(
        method: .post, rawTarget: Array(target.utf8), headers: headers, body: Array(body.utf8))
    ).response
  }

  func post(_ target: String, _ body: String) throws -> Response {
    try post(target, Array(body.utf8))
  }
}

extension Response {
  /// The JSON object of the body, empty when there is none.
  var object: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
  }

  /// Status, code and field of a problem in one text.
  var problem: String {
    let field = (object["field"] as? String).map { " \($0)" } ?? ""
    return "\(status) \(object["code"] as? String ?? "?")\(field)"
  }

  var detail: String { object["detail"] as? String ?? "" }
}

/// Lines that a service logged.
final class Lines: Sendable {
  private let list = Mutex<[String]>([])
  func add(_ line: String) { list.withLock { $0.append(line) } }
  var all: [String] { list.withLock { $0 } }
}
