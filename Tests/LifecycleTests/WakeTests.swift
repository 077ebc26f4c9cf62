import Foundation
import Hotline
import Testing

@testable import Lifecycle

struct WakeTests {
  @Test(
    "30 random plays: ticks at the wake moments alone do what a tick every 15 minutes does",
    arguments: ["yichun", "haojiang", "nanchang-msa", "zhongshan"])
  func wakeIsEnough(profile: String) throws {
    let machine = try Bench.machine(profile, layer: "nanjing")
    for seed in 0..<30 { Self.play(machine, seed: UInt64(seed)) }
  }

  private static func play(_ machine: TicketMachine, seed: UInt64) {
    var random = Seeded(state: seed)
    var now = MatrixTests.start
    var woken = Line(machine)
    var ticked = Line(machine)
    for command in RandomTests.commands(count: 10, &random) {
      let until = now + Double.random(in: 0...300_000, using: &random)
      let wakes = woken.wake(from: now, to: until)
      ticked.tick(every: 900, from: now, to: until, also: Bool.random(using: &random))
      hold(wakes.allSatisfy { $0.now < $0.wake }, "a wake is not after now", seed)
      hold(wakes.allSatisfy(\.quiet), "something changes before a wake", seed)
      now = until
      woken.act(command, at: now)
      ticked.act(command, at: now)
      hold(woken.ticket == ticked.ticket, "the tickets differ after \(command.name)", seed)
    }
    hold(woken.history == ticked.history, "the events differ", seed)
  }

  private static func hold(_ truth: Bool, _ otherwise: String, _ seed: UInt64) {
    if !truth { Issue.record("\(otherwise): seed \(seed)") }
  }

  /// A ticket with its events.
  struct Line {
    let machine: TicketMachine
    var ticket: Ticket?
    var events: [TicketEvent] = []

    init(_ machine: TicketMachine) { self.machine = machine }

    mutating func act(_ command: TicketCommand, at now: Date) {
      let result = machine.act(command, on: ticket, at: now)
      ticket = result.ticket
      events += result.events
    }

    /// Ticks at every wake moment before the end; a second before each nothing may have changed.
    mutating func wake(from start: Date, to end: Date) -> [(now: Date, wake: Date, quiet: Bool)] {
      var now = start
      var seen: [(now: Date, wake: Date, quiet: Bool)] = []
      while let wake = machine.wake(of: ticket, after: now), wake < end {
        let eve = max(now, wake - 1)
        let quiet =
          machine.act(.tick, on: ticket, at: eve).events.isEmpty
          && machine.card(of: ticket, at: eve) == machine.card(of: ticket, at: now)
        seen.append((now, wake, quiet))
        guard wake > now else { return seen }
        act(.tick, at: wake)
        now = wake
      }
      return seen
    }

    /// Ticks in steps; `also` ticks once more at the end.
    mutating func tick(every step: Double, from start: Date, to end: Date, also last: Bool) {
      var now = start + step
      while now < end {
        act(.tick, at: now)
        now += step
      }
      if last { act(.tick, at: end) }
    }

    /// What happened, in the order of its times.
    var history: [String] {
      events.map { "\($0.at.timeIntervalSince1970) \($0.name) \($0.sources)" }.sorted()
    }
  }

  @Test("Y34 — a ticket wakes when its yellow card shows and a second after its limit")
  func moments() throws {
    let machine = try Bench.machine("yichun")
    var line = Line(machine)
    #expect(machine.wake(of: nil, after: MatrixTests.start) == nil)
    line.act(MatrixTests.request, at: MatrixTests.start)
    #expect(machine.wake(of: line.ticket, after: MatrixTests.start) == nil)
    line.act(MatrixTests.dispatch, at: MatrixTests.start)
    line.act(.sign(by: MatrixTests.unit), at: MatrixTests.start)
    let due = try #require(line.ticket?.due)
    let wakes = line.wake(from: MatrixTests.start, to: due + 86_400 * 900).map(\.wake)
    #expect(wakes.count == 2 && wakes.last == due + 1)
    #expect(wakes.first == machine.clock.before(due, TimeSpan(1, .workingDay)))
    #expect(machine.card(of: line.ticket, at: wakes[0]) == .yellow)
    #expect(machine.card(of: line.ticket, at: wakes[0] - 1) == .none)
    #expect(machine.card(of: line.ticket, at: due) == .yellow)
    #expect(machine.card(of: line.ticket, at: due + 1) == .red)
  }

  @Test("a ticket that was not ticked wakes in the next second")
  func overslept() throws {
    let machine = try Bench.machine("yichun")
    var line = Line(machine)
    line.act(MatrixTests.request, at: MatrixTests.start)
    line.act(MatrixTests.dispatch, at: MatrixTests.start)
    let late = MatrixTests.start + 86_400 * 90 + 0.25
    #expect(machine.wake(of: line.ticket, after: late) == late + 0.75)
    line.act(.tick, at: late)
    #expect(machine.wake(of: line.ticket, after: late) == nil)
  }

  @Test("a closed and kept ticket wakes for the ends of keeping, then never")
  func archived() throws {
    let machine = try Bench.machine("yichun")
    let (ticket, now) = try MatrixTests.ticket(in: .archived, machine)
    var line = Line(machine)
    line.ticket = ticket
    let wakes = line.wake(from: now, to: now + 86_400 * 4000)
    #expect(line.events.map(\.name) == ["retention-ended", "recordings-retention-ended"])
    #expect(wakes.count == 2)
  }
}
