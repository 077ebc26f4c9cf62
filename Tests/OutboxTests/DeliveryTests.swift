import Foundation
import Hotline
import Journal
import Testing

@testable import Outbox

@Suite struct DeliveryTests {
  @Test func aMessageIsSentOnceAndRecorded() throws {
    let fixture = try Fixture()
    let id = try fixture.ask()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    #expect(try outbox.deliver(at: fixture.clock.now).sent == 1)
    #expect(try outbox.deliver(at: fixture.clock.now).tried == 0)
    #expect(sender.ids == [id])
    #expect(sender.addresses == [Fixture.phone])
    let message = try #require(try outbox.list().first)
    #expect(message.state == .sent && message.attempts == 1 && message.nextTry == nil)
    #expect(message.doneAt == fixture.clock.now && message.lastError == nil)
    #expect(try fixture.happened(to: id) == ["message-sent"])
  }

  @Test func idsAreTheEntryAndThePlaceInIt() throws {
    let fixture = try Fixture()
    let ids = try fixture.ask([.init(), .init(to: "unit", unit: "市公安局", kind: "dispatch")])
    #expect(ids == ["1-0", "1-1"])
    #expect(try fixture.outbox([]).due(at: fixture.clock.now, limit: 10).map(\.id) == ids)
  }

  @Test func stepsWithoutMessagesAndOtherEntriesAskForNothing() throws {
    let fixture = try Fixture()
    for (type, body) in [
      ("ticket-acted", "{\"command\":\"tick\"}"),
      ("ticket-acted", "{\"text\":\"\\\"messages\\\"\"}"),
      ("item-revised", "{\"messages\":[{\"to\":\"caller\"}]}"),
    ] {
      try fixture.journal.append([.init(stream: "x", type: type, body: body)], by: "甲")
    }
    #expect(try fixture.outbox([]).list().isEmpty)
  }

  @Test("waits grow from 1 min over 5, 30 min, 2 and 6 h to 24 h, then it is given up")
  func backOff() throws {
    let fixture = try Fixture()
    let id = try fixture.ask()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    sender.fail(Array(repeating: SendFailure(.retry, "接收方没有接收（500）"), count: 7))
    let minutes: [Double] = [1, 5, 30, 120, 360, 1440]
    for (index, wait) in minutes.enumerated() {
      #expect(try outbox.deliver(at: fixture.clock.now).failed == 1)
      let message = try #require(try outbox.list().first)
      #expect(message.attempts == index + 1 && message.lastError == "接收方没有接收（500）")
      #expect(message.nextTry == fixture.clock.now + wait * 60)
      fixture.clock.advance(wait * 60 - 1)
      #expect(try outbox.deliver(at: fixture.clock.now).tried == 0)
      fixture.clock.advance(1)
    }
    #expect(try outbox.deliver(at: fixture.clock.now).givenUp == 1)
    #expect(sender.ids == Array(repeating: id, count: 7))
    #expect(try outbox.list(state: .failed).map(\.id) == [id])
    fixture.clock.advance(1_000_000)
    #expect(try outbox.deliver(at: fixture.clock.now).tried == 0)
    let expected = Array(repeating: "message-failed", count: 7) + ["message-given-up"]
    #expect(try fixture.happened(to: id) == expected)
  }

  @Test func aReceiverThatWantsNoMoreEndsItAtOnce() throws {
    let fixture = try Fixture()
    let id = try fixture.ask()
    let sender = NotingSender()
    sender.fail([SendFailure(.giveUp, "接收方不再接收（410）")])
    #expect(try fixture.outbox([sender]).deliver(at: fixture.clock.now).givenUp == 1)
    #expect(try fixture.happened(to: id) == ["message-failed", "message-given-up"])
  }

  @Test("a caller without a phone is not tried", arguments: [nil, ""])
  func noAddress(phone: String?) throws {
    let fixture = try Fixture()
    let id = try fixture.ask()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender], address: { _ in phone })
    #expect(try outbox.deliver(at: fixture.clock.now).givenUp == 1)
    #expect(sender.ids.isEmpty)
    #expect(try outbox.list().first?.lastError == "没有联系方式")
    #expect(try fixture.happened(to: id) == ["message-failed", "message-given-up"])
  }

  @Test func aUnitNeedsNoAddress() throws {
    let fixture = try Fixture()
    try fixture.ask(.init(to: "unit", unit: "市公安局", kind: "dispatch"))
    let sender = NotingSender()
    #expect(try fixture.outbox([sender]).deliver(at: fixture.clock.now).sent == 1)
    #expect(sender.messages.first?.unit == "市公安局" && sender.addresses == [nil])
  }

  @Test func theFirstSenderThatAcceptsTakesItAndNoneGivesUp() throws {
    let fixture = try Fixture()
    try fixture.ask([
      .init(kind: "result"), .init(to: "unit", unit: "甲局", kind: "urging"),
      .init(to: "unit", unit: "甲局", kind: "card"),
    ])
    let callers = NotingSender("a", MessageFilter(audiences: [.caller]))
    let urgings = NotingSender("b", MessageFilter(kinds: ["urging", "result"]))
    let outbox = fixture.outbox([callers, urgings])
    let count = try outbox.deliver(at: fixture.clock.now)
    #expect(count.sent == 2 && count.givenUp == 1)
    #expect(callers.ids == ["1-0"] && urgings.ids == ["1-1"])
    #expect(try outbox.list(state: .failed).map(\.kind) == ["card"])
  }

  @Test func anOfficerSendsAGivenUpMessageAgain() throws {
    let fixture = try Fixture()
    let id = try fixture.ask()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    sender.fail([SendFailure(.giveUp, "接收方不再接收（410）")])
    try outbox.deliver(at: fixture.clock.now)
    fixture.clock.advance(3600)
    try outbox.requeue([id, id], by: "officer-1")
    #expect(try outbox.due(at: fixture.clock.now, limit: 5).map(\.attempts) == [0])
    #expect(try outbox.deliver(at: fixture.clock.now).sent == 1)
    #expect(sender.ids == [id, id])
    let last = try fixture.journal.entries(of: "message/\(id)").suffix(2)
    #expect(last.map(\.type) == ["message-requeued", "message-sent"])
    #expect(last.first?.actor == "officer-1")
  }

  @Test func underOneKeyAMessageIsSentAgainOnce() throws {
    let fixture = try Fixture()
    let id = try fixture.ask()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    sender.fail([SendFailure(.giveUp, "接收方不再接收（410）")])
    try outbox.deliver(at: fixture.clock.now)
    let keys = try fixture.keys()
    let mark = try OnceMark(key: "k", asking: "requeue \(id)", keys: keys)
    try outbox.requeue([id], by: "officer-1", once: mark)
    try outbox.requeue([id], by: "officer-1", once: mark)
    try outbox.deliver(at: fixture.clock.now)
    try outbox.requeue([id], by: "officer-1", once: mark)
    #expect(try fixture.happened(to: id).filter { $0 == "message-requeued" }.count == 1)
    let other = try OnceMark(key: "k", asking: "requeue 9-9", keys: keys)
    #expect(throws: OnceKeyReused.self) {
      try outbox.requeue(["9-9"], by: "officer-1", once: other)
    }
  }

  @Test func onlyGivenUpMessagesAreQueuedAgainAllOrNone() throws {
    let fixture = try Fixture()
    let ids = try fixture.ask([.init(), .init(ticket: "20261121-000002")])
    let sender = NotingSender()
    sender.fail([SendFailure(.giveUp, "接收方不再接收（410）")])
    let outbox = fixture.outbox([sender])
    try outbox.deliver(at: fixture.clock.now)
    let wrong = #expect(throws: InputProblem.self) { try outbox.requeue(ids, by: "甲") }
    #expect(wrong?.code == "message_not_failed")
    let unknown = #expect(throws: InputProblem.self) {
      try outbox.requeue([ids[0], "9-9"], by: "甲")
    }
    #expect(unknown?.code == "unknown_message")
    #expect(try outbox.list(state: .failed).map(\.id) == [ids[0]])
  }

  @Test func listsAreFilteredAndPagedTheLastFirst() throws {
    let fixture = try Fixture()
    let ids = try (1...5).map { number in
      try fixture.ask(
        .init(kind: number == 2 ? "result" : "survey", ticket: "20261121-00000\(number)"))
    }
    let outbox = fixture.outbox([])
    let first = try outbox.list(limit: 2)
    #expect(first.map(\.id) == [ids[4], ids[3]])
    #expect(try outbox.list(limit: 9, after: ids[3]).map(\.id) == [ids[2], ids[1], ids[0]])
    #expect(try outbox.list(kind: "result").map(\.id) == [ids[1]])
    #expect(try outbox.list(ticket: "20261121-000004").map(\.id) == [ids[3]])
    #expect(try outbox.list(state: .sent).isEmpty)
    #expect(throws: InputProblem.self) { try outbox.list(after: "none") }
    let backlog = try outbox.backlog()
    #expect(backlog.queued == 5 && backlog.failed == 0 && backlog.oldest == fixture.clock.now)
  }
}
