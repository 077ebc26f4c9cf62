import Foundation
import HotlineDesk
import Testing

@testable import Service
@testable import WebServer

/// The service over a real desk that was filled from the shipped catalogue and knowledge.
@Suite struct OpenDeskTests {
  private static let folder = FileManager.default.temporaryDirectory
    .appending(path: "paidan-service-\(UUID().uuidString)")

  private static let opened = Result {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    atexit { try? FileManager.default.removeItem(at: OpenDeskTests.folder) }
    let desk = try Desk.open(DataFolder(folder), shipped: ShippedFolders(root: root))
    return HotlineService.router(
      desk: OpenDesk(desk: desk), tickets: desk, files: try ConsoleFiles())
  }

  private func ask(_ target: String, _ body: String? = nil) throws -> Response {
    try OpenDeskTests.opened.get().respond(
      to: try Request(
        method: body == nil ? .get : .post, rawTarget: Array(target.utf8),
        headers: ["Content-Type": "application/json"], body: Array((body ?? "").utf8))
    ).response
  }

  private func document() throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(try ConsoleFiles().document.body))
  }

  @Test(arguments: [
    ("get", "/v1/knowledge", "/v1/knowledge?q=%E8%BA%AB%E4%BB%BD%E8%AF%81", nil),
    ("get", "/v1/knowledge", "/v1/knowledge?q=12358", nil),
    ("get", "/v1/catalogue/items", "/v1/catalogue/items?limit=200", nil),
    ("get", "/v1/catalogue/units", "/v1/catalogue/units", nil),
    ("get", "/v1/catalogue/regions", "/v1/catalogue/regions", nil),
    ("get", "/v1/profiles", "/v1/profiles", nil), ("get", "/healthz", "/healthz", nil),
    ("post", "/v1/suggestions", "/v1/suggestions", "工地半夜打桩，吵得睡不着"),
    ("post", "/v1/suggestions", "/v1/suggestions", "身份证过期了怎么换"),
    ("post", "/v1/suggestions", "/v1/suggestions", "隔壁着火了，有人被困"),
    ("post", "/v1/suggestions", "/v1/suggestions", "你好"),
    ("post", "/v1/suggestions", "/v1/suggestions", "我打12358没人接"),
  ])
  func `What is really sent has the shape that the document gives it`(
    method: String, path: String, target: String, text: String?
  ) throws {
    let response = try ask(target, text.map { #"{"text":"\#($0)"}"# })
    #expect(response.status == 200)
    let schema = try document()["paths"][path][method]["responses"]["200"]["content"][
      "application/json"]["schema"]
    let value = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
    #expect(SchemaChecker(document: try document()).faults(value, schema) == [])
  }

  @Test func `A found article opens, and its marks lie on what was searched`() throws {
    let found = try ask("/v1/knowledge?q=%E8%BA%AB%E4%BB%BD%E8%AF%81&limit=5").object
    let hits = try #require(found["items"] as? [[String: Any]])
    #expect(hits.count == 5)
    for hit in hits {
      let id = try #require(hit["id"] as? String)
      let article = try ask("/v1/knowledge/\(id)")
      #expect(article.status == 200)
      #expect(article.object["title"] as? String == hit["title"] as? String)
    }
    let title = try #require(hits.first?["title"] as? String)
    let marks = try #require(
      (hits.first?["highlights"] as? [String: Any])?["title"] as? [[Int]])
    let utf16 = Array(title.utf16)
    let marked = marks.map { String(decoding: utf16[$0[0]..<$0[1]], as: UTF16.self) }
    // Words of the same meaning are marked too, so the mark may reach further.
    #expect(marked.contains { $0.contains("身份证") }, "\(marked)")
  }

  @Test(arguments: ["shenfenzheng", "sfz"])
  func `Pinyin finds and marks the characters`(letters: String) throws {
    let found = try ask("/v1/knowledge?q=\(letters)").object
    let hit = try #require((found["items"] as? [[String: Any]])?.first)
    #expect((hit["title"] as? String)?.contains("身份证") == true)
  }

  @Test func `Pages of a search join without gap or overlap`() throws {
    func page(_ query: String) throws -> (ids: [String], next: String?) {
      let object = try ask("/v1/knowledge?q=%E5%99%AA%E5%A3%B0&" + query).object
      let items = object["items"] as? [[String: Any]] ?? []
      return (items.compactMap { $0["id"] as? String }, object["next"] as? String)
    }
    let first = try page("limit=3")
    let second = try page("limit=3&cursor=\(try #require(first.next))")
    #expect(first.ids.count == 3 && second.ids.count == 3)
    #expect(Set(first.ids).isDisjoint(with: second.ids))
  }

  @Test func `Catalogue items are found by category, unit and words`() throws {
    func items(_ query: String) throws -> [[String: Any]] {
      try ask("/v1/catalogue/items?limit=200&" + query).object["items"] as? [[String: Any]] ?? []
    }
    let all = try items("")
    let first = try #require(all.first)
    let category = try #require(first["category"] as? [String])
    let query = try #require(
      category[0].addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    let inCategory = try items("category=\(query)")
    #expect(!inCategory.isEmpty)
    #expect(inCategory.allSatisfy { ($0["category"] as? [String])?.first == category[0] })
    let id = try #require(first["id"] as? String)
    #expect(try items("q=\(id.lowercased())").contains { $0["id"] as? String == id })
    #expect(
      try ask("/v1/catalogue/items/\(id)").object["name"] as? String
        == first["name"] as? String)
    #expect(try items("unit=x").isEmpty)
    #expect(try items("q=\(id)%20zzzz").isEmpty)
  }

  @Test(arguments: [
    ("甲乙丙", [0..<3, 6..<9], [[0, 1], [2, 3]]), ("😀甲", [4..<7], [[2, 3]]), ("甲", [1..<3], []),
    ("甲", [0..<9], []), ("ab", [0..<2], [[0, 2]]),
  ])
  func `Byte ranges become UTF-16 ranges`(text: String, bytes: [Range<Int>], pairs: [[Int]]) {
    #expect(UTF16Ranges.pairs(bytes, in: text) == pairs)
  }
}
