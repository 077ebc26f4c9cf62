import Foundation
import Testing

@testable import Service
@testable import WebServer

@Suite struct ReadingRouteTests {
  private func ids(_ response: Response) -> [String] {
    (response.object["items"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
  }

  @Test func `Found articles come in pages`() throws {
    let client = try ServiceClient()
    let first = try client.get("/v1/knowledge?q=%E6%88%B7%E5%8F%A3&limit=3")
    #expect(ids(first) == ["A-0", "A-1", "A-2"])
    let next = try #require(first.object["next"] as? String)
    let second = try client.get("/v1/knowledge?q=%E6%88%B7%E5%8F%A3&limit=3&cursor=\(next)")
    #expect(ids(second) == ["A-3"])
    #expect(second.object["next"] is NSNull)
    let exact = try client.get("/v1/knowledge?q=x&limit=4")
    #expect(exact.object["next"] is NSNull)
  }

  @Test func `Merged hotlines stand beside the articles of the first page`() throws {
    let client = try ServiceClient()
    func numbers(_ query: String) throws -> [String] {
      (try client.get("/v1/knowledge?q=12358&limit=3" + query).object["hotlines"]
        as? [[String: Any]] ?? []).compactMap { $0["number"] as? String }
    }
    #expect(try numbers("") == ["12358"])
    #expect(try numbers("&profile=yichun") == ["12358"])
    let next = try #require(
      try client.get("/v1/knowledge?q=12358&limit=3").object["next"] as? String)
    #expect(try numbers("&cursor=\(next)") == [])
  }

  @Test func `Catalogue items come in pages and by filter`() throws {
    let client = try ServiceClient()
    var seen: [String] = []
    var target = "/v1/catalogue/items?limit=2"
    while true {
      let page = try client.get(target)
      seen += ids(page)
      guard let next = page.object["next"] as? String else { break }
      target = "/v1/catalogue/items?limit=2&cursor=\(next)"
    }
    #expect(seen == ["GA-001", "GA-002", "GA-003", "GA-004", "GA-005"])
    let filtered = try client.get("/v1/catalogue/items?category=a&unit=b&q=c&limit=1")
    let item = (filtered.object["items"] as? [[String: Any]])?.first
    #expect(item?["category"] as? [String] == ["a"])
    #expect(item?["unit"] as? String == "b")
    #expect(item?["name"] as? String == "c")
  }

  @Test(arguments: [
    ("/v1/knowledge", "422 invalid-field q"), ("/v1/knowledge?q=", "422 invalid-field q"),
    ("/v1/knowledge?q=a&q=b", "422 invalid-field q"),
    ("/v1/knowledge?q=a&limit=0", "422 invalid-field limit"),
    ("/v1/knowledge?q=a&limit=51", "422 invalid-field limit"),
    ("/v1/knowledge?q=a&limit=x", "422 invalid-field limit"),
    ("/v1/knowledge?q=a&cursor=x", "422 invalid-field cursor"),
    ("/v1/knowledge?q=a&cursor=", "422 invalid-field cursor"),
    ("/v1/knowledge?q=a&profile=x", "422 invalid-field profile"),
    ("/v1/knowledge?q=a&page=2", "422 invalid-field page"),
    ("/v1/knowledge/HJ-001?x=1", "422 invalid-field x"),
    ("/v1/catalogue/items?limit=201", "422 invalid-field limit"),
    ("/v1/catalogue/units?x", "422 invalid-field x"), ("/healthz?x", "422 invalid-field x"),
    ("/v1/knowledge/HJ-999", "404 not-found"), ("/v1/catalogue/items/GA-009", "404 not-found"),
    ("/v1/nothing", "404 not-found"), ("/v2/knowledge", "404 not-found"),
    ("/console/nothing.js", "404 not-found"), ("/console/..%2Fopenapi.json", "404 not-found"),
    ("/console/index.html", "404 not-found"),
  ])
  func `A wrong question is refused by its field`(target: String, problem: String) throws {
    #expect(try ServiceClient().get(target).problem == problem)
  }

  @Test func `An id is decoded`() throws {
    let response = try ServiceClient().get("/v1/knowledge/%E6%88%B7%E5%8F%A3%2F%E4%B8%80")
    #expect(response.object["id"] as? String == "户口/一")
  }

  @Test(arguments: ["/v1/catalogue/units", "/v1/catalogue/regions", "/v1/profiles"])
  func `A short list is whole`(target: String) throws {
    let response = try ServiceClient().get(target)
    #expect(response.status == 200)
    #expect((response.object["items"] as? [Any])?.isEmpty == false)
    #expect(response.object["next"] is NSNull)
  }

  @Test(arguments: [0, 1, 50, 999_999])
  func `A cursor reads back`(count: Int) {
    #expect(PageCursor.count(PageCursor.text(behind: count)) == count)
  }

  @Test(arguments: ["", "x", "bi0x", "bjE5OTk5OTk5", "户"])
  func `A made-up cursor is none`(text: String) {
    #expect(PageCursor.count(text) == nil)
  }
}
