import Foundation
import Hotline
import Synchronization
import Testing

@testable import Outbox

@Suite struct OrderTests {
  @Test func aLaterMessageOfATicketWaitsForAnEarlierOne() throws {
    let fixture = try Fixture()
    let first = try fixture.ask()
    let other = try fixture.ask(.init(ticket: "20261121-000002"))
    let second = try fixture.ask(.init(kind: "result"))
    let sender = NotingSender()
    sender.fail([SendFailure(.retry, "接收方没有接收（500）")])
    let outbox = fixture.outbox([sender])
    try outbox.deliver(at: fixture.clock.now)
    #expect(sender.ids == [first, other])
    fixture.clock.advance(60)
    try outbox.deliver(at: fixture.clock.now)
    #expect(sender.ids == [first, other, first, second])
  }

  @Test func aGivenUpMessageHoldsNothingBack() throws {
    let fixture = try Fixture()
    try fixture.ask()
    let second = try fixture.ask(.init(kind: "result"))
    let sender = NotingSender()
    sender.fail([SendFailure(.giveUp, "接收方不再接收（410）")])
    try fixture.outbox([sender]).deliver(at: fixture.clock.now)
    #expect(sender.ids.last == second)
  }

  @Test func aUnitDoesNotWaitForTheCallersMessageNorForAnotherUnits() throws {
    let fixture = try Fixture()
    let ids = try fixture.ask([
      .init(), .init(to: "unit", unit: "甲局", kind: "dispatch"),
      .init(to: "unit", unit: "乙局", kind: "dispatch"),
      .init(to: "unit", unit: "甲局", kind: "urging"),
    ])
    let sender = NotingSender()
    let failure = SendFailure(.retry, "接收方没有接收（500）")
    sender.fail([failure, failure])
    try fixture.outbox([sender]).deliver(at: fixture.clock.now)
    #expect(sender.ids == Array(ids.prefix(3)))
  }

  @Test func whatWaitedBehindASentMessageGoesOutInTheSameRound() throws {
    let fixture = try Fixture()
    let ids = try fixture.ask([
      .init(), .init(kind: "extension"), .init(kind: "result"), .init(ticket: "20261121-000002"),
    ])
    let sender = NotingSender()
    #expect(try fixture.outbox([sender]).deliver(at: fixture.clock.now).sent == 4)
    #expect(sender.ids == [ids[0], ids[3], ids[1], ids[2]])
  }

  @Test func hundredsOfMessagesKeepTheirOrderForEachTicket() throws {
    let fixture = try Fixture()
    for number in 0..<250 {
      try fixture.ask(
        .init(kind: "progress", text: "\(number)", ticket: "20261121-00000\(number % 7)"))
    }
    let sender = NotingSender()
    #expect(try fixture.outbox([sender]).deliver(at: fixture.clock.now).sent == 250)
    for messages in Dictionary(grouping: sender.messages, by: \.ticket).values {
      let numbers = messages.compactMap { Int($0.text) }
      #expect(numbers == numbers.sorted())
    }
  }

  @Test func aSenderOutOfReachRestsAndOthersGoOn() throws {
    let fixture = try Fixture()
    let tickets = (1...3).map { "20261121-00000\($0)" }
    for ticket in tickets {
      try fixture.ask([
        .init(ticket: ticket), .init(to: "unit", unit: "甲局", kind: "dispatch", ticket: ticket),
      ])
    }
    let away = NotingSender("away", MessageFilter(audiences: [.caller]))
    let near = NotingSender("near")
    away.fail([SendFailure(.rest, "连不上接收方")])
    let outbox = fixture.outbox([away, near])
    try outbox.deliver(at: fixture.clock.now)
    #expect(away.ids.count == 1 && near.ids.count == 3)
    #expect(try outbox.list(state: .queued).map(\.attempts) == [0, 0, 1])
    fixture.clock.advance(MessageOutbox.rest)
    #expect(try outbox.deliver(at: fixture.clock.now).sent == 3)
  }

  @Test func twoThreadsNeverSendTheSameMessage() throws {
    let fixture = try Fixture()
    for number in 0..<40 { try fixture.ask(.init(ticket: "20261121-0001\(number)")) }
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    let moment = fixture.clock.now
    DispatchQueue.concurrentPerform(iterations: 8) { _ in _ = try? outbox.deliver(at: moment) }
    #expect(sender.ids.count == 40 && Set(sender.ids).count == 40)
  }

  @Test func threadsWaitForEachOther() throws {
    let turn = DeliveryTurn(path: nil)
    let inside = Mutex((now: 0, most: 0))
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      _ = try? turn.take {
        inside.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        usleep(2_000)
        inside.withLock { $0.now -= 1 }
      }
    }
    #expect(inside.withLock { $0.most } == 1)
  }

  @Test func whileAnotherProgramSendsNothingIsSent() throws {
    let fixture = try Fixture()
    try fixture.ask()
    let sender = NotingSender()
    let outbox = fixture.outbox([sender])
    let file = open(fixture.pool.path + ".outbox", O_CREAT | O_RDWR, 0o600)
    #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
    #expect(try outbox.deliver(at: fixture.clock.now).tried == 0)
    close(file)
    #expect(try outbox.deliver(at: fixture.clock.now).sent == 1)
  }

  @Test func callersAreLeftInPeaceAtNightExceptForUrgentKinds() throws {
    let fixture = try Fixture(at: "2026-11-21T20:59:59+08:00")
    let hours = try #require(QuietHours(start: 21 * 60, end: 8 * 60, urgent: ["extension"]))
    let sender = NotingSender()
    let outbox = fixture.outbox([sender], quiet: hours)
    let early = try fixture.ask()
    try outbox.deliver(at: fixture.clock.now)
    #expect(sender.ids == [early])
    fixture.clock.advance(1)
    let ids = try fixture.ask([
      .init(kind: "result"), .init(kind: "extension"),
      .init(to: "unit", unit: "甲局", kind: "urging"),
    ])
    try outbox.deliver(at: fixture.clock.now)
    #expect(sender.ids == [early, ids[1], ids[2]])
    fixture.clock.advance(11 * 3600 - 1)
    #expect(try outbox.due(at: fixture.clock.now, limit: 9).isEmpty)
    fixture.clock.advance(1)
    try outbox.deliver(at: fixture.clock.now)
    #expect(sender.ids.last == ids[0])
  }

  @Test("quiet hours hold their first minute and not their end")
  func quietHours() throws {
    let day = try #require(QuietHours(start: 12 * 60, end: 14 * 60))
    let night = try #require(QuietHours(start: 21 * 60, end: 8 * 60))
    func at(_ time: String) throws -> Date {
      try #require(ShanghaiTime.moment("2026-11-21T\(time):00+08:00"))
    }
    #expect(try day.contains(at("12:00")) && day.contains(at("13:59")))
    #expect(try !day.contains(at("11:59")) && !day.contains(at("14:00")))
    #expect(try night.contains(at("21:00")) && night.contains(at("00:00")))
    #expect(try night.contains(at("07:59")) && !night.contains(at("08:00")))
    #expect(QuietHours(start: 60, end: 60) == nil && QuietHours(start: 0, end: 1440) == nil)
  }
}
