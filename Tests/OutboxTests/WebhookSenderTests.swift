import Foundation
import Sealing
import Testing
import WebServer

@testable import Outbox

@Suite struct WebhookSenderTests {
  private static let key = "an invented secret"

  private func sender(
    _ url: URL, timeout: TimeInterval = 10,
    clock: TestClock = TestClock("2026-11-21T10:00:00+08:00")
  ) throws -> WebhookSender {
    WebhookSender(
      name: "短信平台", url: url, secret: try #require(WebhookSecret(Self.key)), timeout: timeout,
      now: { clock.now })
  }

  @Test func aMessageIsPostedSignedWithItsIdAndTime() throws {
    let fixture = try Fixture()
    let receiver = try Receiver()
    let id = try fixture.ask()
    let clock = fixture.clock
    try fixture.outbox([sender(receiver.url, clock: clock)]).deliver(at: clock.now)
    let post = try #require(receiver.posts.first)
    #expect(receiver.posts.count == 1)
    #expect(post.id == id && post.type == "application/json; charset=utf-8")
    #expect(post.timestamp == "1795226400")
    let body = try JSONDecoder().decode([String: String].self, from: Data(post.body))
    #expect(
      body == [
        "id": id, "ticket": "20261121-000001", "to": "caller", "kind": "acceptance",
        "text": "您的诉求已受理。", "address": Fixture.phone, "at": "2026-11-21T10:00:00+08:00",
      ])
    // Worked out with another library over the same bytes.
    #expect(post.signature == "v1=2924490e8d1701157f13064cfe1374dfcd3cb20fb74842033730d0541d2f202a")
  }

  @Test func theSignatureCoversTimeAndBody() throws {
    let fixture = try Fixture()
    let receiver = try Receiver()
    try fixture.ask(.init(text: "甲"))
    try fixture.ask(.init(text: "乙"))
    let outbox = fixture.outbox([try sender(receiver.url, clock: fixture.clock)])
    try outbox.deliver(at: fixture.clock.now)
    fixture.clock.advance(1)
    try fixture.ask(.init(text: "乙"))
    try outbox.deliver(at: fixture.clock.now)
    #expect(Set(receiver.posts.compactMap(\.signature)).count == 3)
    for post in receiver.posts {
      let time = try #require(post.timestamp)
      let signed = Signature.hmacSHA256(
        Array("\(time).".utf8) + post.body, key: Array(Self.key.utf8))
      #expect(post.signature == "v1=\(signed)")
    }
  }

  @Test func aReceiverThatFailsThreeTimesGetsTheSameIdEachTime() throws {
    let fixture = try Fixture()
    let receiver = try Receiver()
    receiver.answer([500, 404, 503])
    let id = try fixture.ask()
    let outbox = fixture.outbox([try sender(receiver.url, clock: fixture.clock)])
    for wait in [60.0, 300, 1800] {
      #expect(try outbox.deliver(at: fixture.clock.now).failed == 1)
      fixture.clock.advance(wait)
    }
    #expect(try outbox.deliver(at: fixture.clock.now).sent == 1)
    #expect(receiver.posts.map(\.id) == Array(repeating: id, count: 4))
    #expect(Set(receiver.posts.map(\.body)).count == 1)
    #expect(Set(receiver.posts.map(\.timestamp)).count == 4)
  }

  private func failure(_ url: URL, timeout: TimeInterval = 10) throws -> SendFailure? {
    let message = OutboxMessage(
      id: "1-0", ticket: "20261121-000001", audience: .caller, unit: nil, kind: "result",
      text: "已办结。", at: Date(timeIntervalSince1970: 0), state: .queued, attempts: 0,
      nextTry: nil, lastError: nil, doneAt: nil)
    do {
      try sender(url, timeout: timeout).send(message, to: Fixture.phone)
      return nil
    } catch let failure as SendFailure {
      return failure
    }
  }

  @Test(
    "what an answer's status means",
    arguments: [
      (200, nil), (202, nil), (204, nil), (410, .giveUp), (400, .retry), (401, .retry),
      (407, .retry), (404, .retry), (500, .retry), (429, .rest), (502, .rest), (503, .rest),
      (504, .rest), (304, .retry),
    ] as [(Int, SendFailure.Remedy?)])
  func statuses(status: Int, remedy: SendFailure.Remedy?) throws {
    let receiver = try Receiver()
    receiver.answer([status])
    #expect(try failure(receiver.url)?.remedy == remedy)
    #expect(receiver.posts.count == 1)
  }

  @Test("a redirect is not followed", arguments: [301, 302, 303, 307, 308])
  func redirects(status: Int) throws {
    let receiver = try Receiver()
    receiver.answer([Response(status: status, headers: ["Location": receiver.elsewhere])])
    #expect(try failure(receiver.url)?.remedy == .retry)
    #expect(receiver.posts.count == 1)
  }

  @Test func aReceiverThatNeverAnswersIsLeftInTime() throws {
    let rude = try RudeReceiver(writing: "", thenClosing: false)
    let failure = try failure(local(rude.port, ""), timeout: 0.5)
    #expect(failure?.reason == "接收方没有按时答复" && failure?.remedy == .rest)
  }

  @Test(
    "a connection that ends without an answer is tried again",
    arguments: [nil, "", "HTTP/1.1 2", "nonsense\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"])
  func closed(bytes: String?) throws {
    let rude = try RudeReceiver(writing: bytes, thenClosing: true)
    #expect(try failure(local(rude.port, ""), timeout: 5)?.remedy == .rest)
  }

  @Test(
    "the status alone counts, whatever follows it",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Created\r\n\r\n",
    ])
  func unfinished(bytes: String) throws {
    let rude = try RudeReceiver(writing: bytes, thenClosing: false)
    #expect(try failure(local(rude.port, ""), timeout: 1) == nil)
  }

  @Test func nobodyListensOrTheHostIsUnknown() throws {
    let port = try RudeReceiver(writing: nil, thenClosing: true).port
    let silent = try #require(try failure(local(port, "key/0123456789")))
    #expect(silent.remedy == .rest)
    let nowhere = try #require(URL(string: "http://receiver.invalid/key/0123456789"))
    let unknown = try #require(try failure(nowhere))
    #expect(unknown.remedy == .rest)
    for reason in [silent.reason, unknown.reason] {
      #expect(!reason.contains("0123456789") && !reason.contains(Fixture.phone))
    }
  }

  @Test func aSecretDoesNotPrintItself() throws {
    let sender = try sender(local(1, ""))
    var text = ""
    dump(sender, to: &text)
    text += "\(sender)" + String(reflecting: sender)
    #expect(!text.contains(Self.key) && !text.contains("97"))
    #expect(WebhookSecret("fifteen letters") == nil)
  }
}
