import Foundation
import Journal
import SQLite
import Testing

@testable import Outbox

@Suite struct LastingTests {
  @Test func afterACrashBetweenSendingAndRecordingTheSameIdIsSentAgain() throws {
    let fixture = try Fixture()
    let id = try fixture.ask()
    let sender = NotingSender()
    fixture.brittle.isFull.withLock { $0 = true }
    #expect(throws: Brittle.DiskFull.self) {
      try fixture.outbox([sender]).deliver(at: fixture.clock.now)
    }
    fixture.brittle.isFull.withLock { $0 = false }
    // A new outbox remembers only what the journal says, as after a crash.
    #expect(try fixture.outbox([sender]).deliver(at: fixture.clock.now).sent == 1)
    #expect(sender.ids == [id, id])
    #expect(try fixture.happened(to: id) == ["message-sent"])
  }

  @Test func whatCouldNotBeRecordedIsNotSentAgainByTheSameProgram() throws {
    let fixture = try Fixture()
    let ids = try fixture.ask([.init(), .init(ticket: "20261121-000002")])
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    fixture.brittle.isFull.withLock { $0 = true }
    for _ in 0..<3 {
      #expect(throws: Brittle.DiskFull.self) { try outbox.deliver(at: fixture.clock.now) }
    }
    #expect(sender.ids == [ids[0]])
    fixture.brittle.isFull.withLock { $0 = false }
    #expect(try outbox.deliver(at: fixture.clock.now).sent == 2)
    #expect(sender.ids == ids)
  }

  @Test func aRestartGoesOnWithAttemptsAndWaits() throws {
    let fixture = try Fixture()
    try fixture.ask()
    let sender = NotingSender()
    sender.fail([SendFailure(.retry, "接收方没有接收（500）"), SendFailure(.retry, "接收方没有接收（500）")])
    try fixture.outbox([sender]).deliver(at: fixture.clock.now)
    #expect(try fixture.outbox([sender]).deliver(at: fixture.clock.now).tried == 0)
    fixture.clock.advance(60)
    let restarted = fixture.outbox([sender])
    try restarted.deliver(at: fixture.clock.now)
    let message = try #require(try restarted.list().first)
    #expect(message.attempts == 2 && message.nextTry == fixture.clock.now + 300)
  }

  @Test func aRebuildGivesTheSameTable() throws {
    let fixture = try Fixture()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    for number in 1...4 { try fixture.ask(.init(ticket: "20261121-00000\(number)")) }
    sender.fail([
      SendFailure(.giveUp, "接收方不再接收（410）"), SendFailure(.retry, "接收方没有接收（500）"),
      SendFailure(.giveUp, "接收方不再接收（410）"),
    ])
    try outbox.deliver(at: fixture.clock.now)
    fixture.clock.advance(30)
    try outbox.requeue(["1-0"], by: "officer-1")
    let before = try fixture.rows()
    #expect(Set(try outbox.list().map(\.state)) == [.queued, .sent, .failed])
    try fixture.pool.write { try $0.execute("UPDATE outbox SET state = 'sent', attempts = 9") }
    try fixture.journal.rebuild()
    #expect(try fixture.rows() == before)
    #expect(try fixture.journal.verify().faults.isEmpty)
  }

  @Test func nothingPersonalStandsInJournalOrTable() throws {
    struct Talkative: Error, CustomStringConvertible {
      var description: String { "no way to \(Fixture.phone) 4711-SECRET" }
    }
    let fixture = try Fixture()
    for number in 1...5 {
      try fixture.ask(.init(text: "查询码{查询码}", ticket: "20261121-00000\(number)"))
    }
    let sender = NotingSender()
    sender.fail([
      Talkative(), SendFailure(.retry, "接收方没有接收（500）"), SendFailure(.giveUp, "接收方不再接收（410）"),
    ])
    let outbox = fixture.outbox(
      [sender],
      address: { if $0.ticket.hasSuffix("4") { throw Talkative() } else { Fixture.phone } },
      wording: { $0.text.replacing("{查询码}", with: "4711-SECRET") })
    try outbox.deliver(at: fixture.clock.now)
    #expect(sender.messages.map(\.text) == Array(repeating: "查询码4711-SECRET", count: 4))
    let stored = try fixture.rows() + fixture.journal.entries(after: 0, limit: 99).map(\.body)
    #expect(stored.count > 10)
    for text in stored {
      #expect(!text.contains(Fixture.phone) && !text.contains("4711"))
    }
    #expect(try outbox.list(ticket: "20261121-000001").first?.lastError == "发送出错（Talkative）")
  }
}

@Suite struct RunningTests {
  @Test func aRunningOutboxSendsWhatComesWhenItIsWoken() throws {
    let fixture = try Fixture()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    outbox.run(every: 3600)
    outbox.run(every: 3600)
    defer { outbox.stop() }
    let first = try fixture.ask()
    outbox.wake()
    #expect(eventually { sender.ids == [first] })
    let second = try fixture.ask(.init(kind: "result"))
    outbox.wake()
    #expect(eventually { sender.ids == [first, second] })
  }

  @Test func itLooksByItselfAndGoesOnAfterAFailure() throws {
    let fixture = try Fixture()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    fixture.brittle.isFull.withLock { $0 = true }
    let id = try { () -> String in
      fixture.brittle.isFull.withLock { $0 = false }
      defer { fixture.brittle.isFull.withLock { $0 = true } }
      return try fixture.ask()
    }()
    let failures = NotingReport()
    outbox.run(every: 0.01, report: failures.note)
    defer { outbox.stop() }
    #expect(eventually { failures.failed > 1 })
    fixture.brittle.isFull.withLock { $0 = false }
    #expect(try eventually { try fixture.happened(to: id) == ["message-sent"] })
    #expect(eventually { failures.sent == 1 })
    #expect(sender.ids == [id])
  }

  @Test func aStoppedOutboxSendsNothingUntilItRunsAgain() throws {
    let fixture = try Fixture()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    outbox.run(every: 0.01)
    outbox.stop()
    outbox.stop()
    try fixture.ask()
    outbox.wake()
    #expect(sender.ids.isEmpty)
    outbox.run(every: 3600)
    #expect(eventually { sender.ids.count == 1 })
    outbox.stop()
  }
}
