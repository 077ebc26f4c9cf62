import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@testable import Service
@testable import WebServer

@Suite struct HotlineServiceTests {
  @Test func `The service answers over HTTP and logs no word of the call`() async throws {
    let lines = Lines()
    let service = try HotlineService(
      desk: FixedDesk(), tickets: try ServiceClient.emptyDesk(), host: "127.0.0.1", port: 0,
      files: try ConsoleFiles(), log: lines.add)
    defer { service.stop() }
    let base = try #require(URL(string: service.address))
    var request = URLRequest(url: base.appending(path: "v1/suggestions"))
    request.httpMethod = "POST"
    request.httpBody = Data(#"{"text":"住在幸福路八号的张三，电话13800000000"}"#.utf8)
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    let (data, answer) = try await URLSession.shared.data(for: request)
    #expect((answer as? HTTPURLResponse)?.statusCode == 200)
    #expect(String(decoding: data, as: UTF8.self).contains("张三"))
    let article = base.appending(path: "v1/knowledge/13800000000")
    let (_, missing) = try await URLSession.shared.data(from: article)
    #expect((missing as? HTTPURLResponse)?.statusCode == 404)
    for _ in 0..<200 where lines.all.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
    let shape = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00 (GET|POST) \/v1\/[a-z\/{}]+ \d{3} \d+\.\d/
    #expect(lines.all.count == 2)
    for line in lines.all { #expect(line.wholeMatch(of: shape) != nil, "\(line)") }
  }

  @Test func `A log line holds time, method, route, status and milliseconds`() {
    let record = AccessRecord(
      method: "GET", pattern: nil, status: 404, milliseconds: 12.34, failure: nil)
    #expect(
      LogLine.text(record, at: Date(timeIntervalSince1970: 0))
        == "1970-01-01T08:00:00+08:00 GET - 404 12.3")
  }
}
