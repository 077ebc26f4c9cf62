import Foundation
import Testing

@testable import Outbox

@Suite struct FileSenderTests {
  private func lines(_ url: URL) throws -> [[String: String]] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode([String: String].self, from: Data($0.utf8))
    }
  }

  private func mode(_ url: URL) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
  }

  @Test func aMessageIsALineInTheFileOfItsDay() throws {
    let fixture = try Fixture(at: "2026-11-21T23:59:59+08:00")
    let clock = fixture.clock
    let folder = fixture.folder.appending(path: "outbox")
    let sender = FileSender(name: "file", folder: folder, now: { clock.now })
    let outbox = fixture.outbox([sender])
    try fixture.ask([.init(), .init(to: "unit", unit: "甲局", kind: "card", text: "第一行\n第二行")])
    try outbox.deliver(at: clock.now)
    clock.advance(1)
    try fixture.ask(.init(kind: "result"))
    try outbox.deliver(at: clock.now)
    let today = folder.appending(path: "2026-11-21.jsonl")
    let found = try lines(today)
    #expect(
      found == [
        [
          "id": "1-0", "ticket": "20261121-000001", "to": "caller", "kind": "acceptance",
          "text": "您的诉求已受理。", "address": Fixture.phone, "at": "2026-11-21T23:59:59+08:00",
        ],
        [
          "id": "1-1", "ticket": "20261121-000001", "to": "unit", "unit": "甲局", "kind": "card",
          "text": "第一行\n第二行", "at": "2026-11-21T23:59:59+08:00",
        ],
      ])
    #expect(try lines(folder.appending(path: "2026-11-22.jsonl")).map { $0["kind"] } == ["result"])
    #expect(try mode(today) == 0o600)
    #expect(try mode(folder) == 0o700)
  }

  @Test func aLineThatACrashCutShortDoesNotSpoilTheNext() throws {
    let fixture = try Fixture()
    let clock = fixture.clock
    let file = fixture.folder.appending(path: "2026-11-21.jsonl")
    try Data("{\"id\":\"0-0\",\"te".utf8).write(to: file)
    try fixture.ask()
    let sender = FileSender(name: "file", folder: fixture.folder, now: { clock.now })
    try fixture.outbox([sender]).deliver(at: clock.now)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.hasPrefix("{\"id\":\"0-0\",\"te\n{\""))
    #expect(text.hasSuffix("}\n"))
  }

  @Test func aFolderThatCannotBeWrittenIsTriedAgainLater() throws {
    let fixture = try Fixture()
    let clock = fixture.clock
    let place = fixture.folder.appending(path: "outbox")
    try Data().write(to: place)
    try fixture.ask()
    let outbox = fixture.outbox([FileSender(name: "file", folder: place, now: { clock.now })])
    #expect(try outbox.deliver(at: clock.now).failed == 1)
    #expect(try outbox.list().first?.lastError == "建不了消息文件夹")
    try FileManager.default.removeItem(at: place)
    clock.advance(60)
    #expect(try outbox.deliver(at: clock.now).sent == 1)
  }

  @Test func aLinkInPlaceOfTheFileIsNotFollowed() throws {
    let fixture = try Fixture()
    let clock = fixture.clock
    let target = fixture.folder.appending(path: "elsewhere")
    try FileManager.default.createSymbolicLink(
      at: fixture.folder.appending(path: "2026-11-21.jsonl"), withDestinationURL: target)
    try fixture.ask()
    let sender = FileSender(name: "file", folder: fixture.folder, now: { clock.now })
    #expect(try fixture.outbox([sender]).deliver(at: clock.now).failed == 1)
    #expect(!FileManager.default.fileExists(atPath: target.path))
  }
}
