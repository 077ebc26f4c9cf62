import Foundation
import Hotline
import Testing

@testable import Outbox

@Suite struct OutboxSettingsTests {
  private let environment = ["PAIDAN_SMS_SECRET": "an invented secret", "SHORT": "abc"]

  private func load(_ yaml: String?, prepare: (URL) throws -> Void = { _ in }) throws
    -> OutboxSettings
  {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "paidan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try yaml.map { try Data($0.utf8).write(to: folder.appending(path: "outbox.yaml")) }
    try prepare(folder)
    return try OutboxSettings.load(from: folder, environment: environment)
  }

  private func faults(_ yaml: String, prepare: (URL) throws -> Void = { _ in }) -> [String] {
    do {
      _ = try load(yaml, prepare: prepare)
      return []
    } catch let error as DataFaults {
      return error.faults.map { "\($0.line) \($0.field)" }
    } catch {
      return ["\(error)"]
    }
  }

  private func message(_ audience: OutboxMessage.Audience, _ kind: String) -> OutboxMessage {
    OutboxMessage(
      id: "1-0", ticket: "20261121-000001", audience: audience, unit: nil, kind: kind, text: "",
      at: .distantPast, state: .queued, attempts: 0, nextTry: nil, lastError: nil, doneAt: nil)
  }

  @Test func withoutAFileEverythingGoesIntoFiles() throws {
    let settings = try load(nil)
    #expect(settings.senders.map(\.name) == ["file"] && settings.quietHours == nil)
    #expect(settings.senders.first is FileSender)
    for audience in OutboxMessage.Audience.allCases {
      for kind in OutboxMessage.kinds {
        #expect(settings.senders.first?.accepts(message(audience, kind)) == true)
      }
    }
  }

  @Test func aWholeFileIsRead() throws {
    let settings = try load(
      """
      senders:
        - name: 短信平台
          type: webhook
          url: https://sms.example.cn/paidan?k=1
          secret_env: PAIDAN_SMS_SECRET
          to: caller
          kinds: [acceptance, result]
        - {name: 存档, type: file, folder: archive}
      quiet_hours: {from: 21:00, to: "08:00", except: [acceptance]}
      """)
    #expect(settings.senders.map(\.name) == ["短信平台", "存档"])
    let hours = try #require(QuietHours(start: 1260, end: 480, urgent: ["acceptance"]))
    #expect(settings.quietHours == hours)
    let webhook = try #require(settings.senders.first)
    #expect(webhook.accepts(message(.caller, "result")))
    #expect(!webhook.accepts(message(.caller, "survey")))
    #expect(!webhook.accepts(message(.unit, "result")))
  }

  @Test(
    "Every kind that tickets send can be chosen",
    arguments: [
      "acceptance", "excluded", "dispatch", "transfer", "extension", "result", "survey", "redo",
      "predispatch", "rejected", "return", "recalculated", "supplement", "withdrawn", "urging",
      "supervision", "card",
    ])
  func kind(_ kind: String) throws {
    let settings = try load("senders:\n  - {name: a, type: file, kinds: [\(kind)]}\n")
    #expect(settings.senders.first?.accepts(message(.unit, kind)) == true)
    #expect(settings.senders.first?.accepts(message(.unit, "knowledge")) == false)
  }

  @Test func everyFaultIsToldWithItsLine() {
    let found = faults(
      """
      senders:
        - name: a
          type: webhook
          url: sms.example.cn
          secret_env: MISSING
          kinds: [results]
        - name: a
          type: pigeon
          colour: grey
        - type: file
          to: [everybody]
        - name: b
          type: webhook
          url: http://sms.example.cn
          secret_env: SHORT
          secret_file: key
      quiet_hours: {from: 9pm, to: 25:00}
      loud_hours: 1
      """)
    #expect(
      found == [
        "4 url", "5 secret_env", "6 kinds", "8 type", "10 name", "11 to", "14 url", "15 secret_env",
        "17 from", "17 to", "18 loud_hours",
      ])
  }

  @Test(
    "a faulty file is refused",
    arguments: [
      ("", ["1 senders", "1 "]), ("senders: []", ["1 senders"]), ("senders: yes", ["1 senders"]),
      ("senders:\n  - file", ["2 name", "2 type"]),
      ("senders:\n  - {name: a, type: file}\n  - {name: a, type: file}", ["3 name"]),
      ("senders:\n  - {name: a, type: file, kinds: []}", ["2 kinds"]),
      ("senders:\n  - {name: a, type: file, url: x}", ["2 url"]),
      (
        "senders:\n  - {name: a, type: file}\nquiet_hours: {from: \"08:00\", to: \"08:00\"}",
        ["3 quiet_hours"]
      ),
      (
        "senders:\n  - {name: a, type: webhook, url: \"https://u:p@a.cn/#x\", "
          + "secret_env: PAIDAN_SMS_SECRET}", ["2 url", "2 url"]
      ),
      ("senders:\n  - {name: a, type: webhook, url: https://a.cn}", ["2 secret_env"]),
      (
        "senders:\n  - {name: a, type: webhook, url: https://a.cn, secret_env: SHORT}",
        ["2 secret_env"]
      ),
    ])
  func refused(yaml: String, expected: [String]) {
    #expect(faults(yaml).sorted() == expected.sorted())
  }

  @Test(
    "phone numbers do not cross a network in plain text unless somebody says so",
    arguments: [
      ("http://10.0.0.8/x", "", false), ("http://10.0.0.8/x", ", plain_http: true", true),
      ("http://10.0.0.8/x", ", plain_http: false", false), ("http://127.0.0.1:9/x", "", true),
      ("http://localhost/x", "", true), ("https://a.cn/x", "", true), ("ftp://a.cn/x", "", false),
    ])
  func plain(url: String, further: String, isAccepted: Bool) {
    let line = "{name: a, type: webhook, url: \"\(url)\", secret_env: PAIDAN_SMS_SECRET\(further)}"
    #expect(faults("senders:\n  - \(line)").isEmpty == isAccepted)
  }

  @Test(
    "a secret's file is its owner's alone",
    arguments: [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o660, false)])
  func secretFile(mode: Int, isAccepted: Bool) {
    let yaml = "senders:\n  - {name: a, type: webhook, url: https://a.cn, secret_file: sms.key}"
    let found = faults(yaml) { folder in
      let file = folder.appending(path: "sms.key")
      try Data("an invented secret\n".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }
    #expect(found == (isAccepted ? [] : ["2 secret_file"]))
  }

  @Test func noFaultQuotesASecret() {
    let yaml = "senders:\n  - {name: a, type: webhook, url: https://a.cn, secret_env: SHORT}"
    let error = #expect(throws: DataFaults.self) { try load(yaml) }
    #expect(error.map { !$0.description.contains("abc") } == true)
  }
}
