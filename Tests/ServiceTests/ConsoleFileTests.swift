import Foundation
import Testing

@testable import Service
@testable import WebServer

@Suite struct ConsoleFileTests {
  @Test func `The page and all that it loads are served`() throws {
    let client = try ServiceClient()
    let page = try client.get("/")
    #expect(page.status == 200)
    #expect(page.headers["Content-Type"] == "text/html; charset=utf-8")
    let html = String(decoding: page.body, as: UTF8.self)
    let loaded = html.matches(of: /(?:src|href)="(\/[^"]+)"/).map { String($0.output.1) }
    #expect(loaded.count >= 2)
    for target in loaded { #expect(try client.get(target).status == 200, "\(target)") }
  }

  @Test func `A script's imports are served`() throws {
    let client = try ServiceClient()
    let files = try ConsoleFiles()
    var imports = 0
    for (name, file) in files.parts where name.hasSuffix(".js") {
      let text = String(decoding: file.body, as: UTF8.self)
      for match in text.matches(of: /from "\.\/([^"]+)"/) {
        imports += 1
        #expect(try client.get("/console/\(match.output.1)").status == 200, "\(name)")
      }
    }
    #expect(imports > 0)
  }

  @Test func `Nothing in the console needs what the security policy forbids`() throws {
    let files = try ConsoleFiles()
    let html = String(decoding: files.page.body, as: UTF8.self)
    #expect(!html.contains(/<script(?![^>]*\ssrc=)/))
    #expect(!html.contains(/<style|\sstyle=|\son[a-z]+=|https?:\/\//))
    for (name, file) in files.parts where name.hasSuffix(".js") {
      let text = String(decoding: file.body, as: UTF8.self)
      #expect(
        !text.contains(/innerHTML|outerHTML|insertAdjacentHTML|eval\(|document\.write/), "\(name)")
    }
  }

  @Test func `Missing files are named`() {
    let error = #expect(throws: MissingFiles.self) {
      try ConsoleFiles(folder: URL(filePath: "/nowhere/at-all"))
    }
    #expect(error?.description.contains("/nowhere/at-all") == true)
  }
}
