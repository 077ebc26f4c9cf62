import Foundation
import Hotline
import Testing

@testable import Lifecycle

/// A small generator with a seed, so that a failure can be played again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

struct RandomTests {
  @Test(
    "2,500 random sequences under each of four regulations keep the invariants",
    arguments: ["yichun", "haojiang", "nanchang-msa", "zhongshan"])
  func sequences(profile: String) throws {
    let machine = try Bench.machine(profile, layer: "nanjing")
    for seed in 0..<2_500 {
      try Self.play(machine, seed: UInt64(seed))
    }
  }

  static func play(_ machine: TicketMachine, seed: UInt64) throws {
    var random = Seeded(state: seed)
    var now = MatrixTests.start
    var events: [TicketEvent] = []
    var ticket: Ticket?
    var ticked: Ticket?
    // Every eighth play runs beside one with more ticks.
    let doubled = seed % 8 == 0
    for command in commands(count: 10, &random) {
      now += Double(Int.random(in: 0...200_000, using: &random))
      if doubled, let early = ticked, Bool.random(using: &random) {
        let moment = now - Double(Int.random(in: 0...100_000, using: &random))
        if moment > MatrixTests.start { ticked = machine.act(.tick, on: early, at: moment).ticket }
      }
      let result = machine.act(command, on: ticket, at: now)
      check(result, before: ticket, command, now, seed)
      events += result.events
      ticket = result.ticket
      guard doubled else { continue }
      ticked = machine.act(command, on: ticked, at: now).ticket
      hold(ticket == ticked, "an earlier tick changes the ticket", seed)
      let again = machine.act(.tick, on: ticket, at: now)
      hold(again.events.isEmpty && again.ticket == ticket, "a second tick acts", seed)
    }
    hold(Ticket.replaying(events) == ticket, "replayed events give another ticket", seed)
    guard seed % 50 == 0 else { return }
    let stored = try JSONDecoder().decode(
      [TicketEvent].self, from: try JSONEncoder().encode(events))
    hold(Ticket.replaying(stored) == ticket, "stored events give another ticket", seed)
  }

  /// Records an issue; the macro would cost more than the machine in a loop as long as this.
  private static func hold(_ truth: Bool, _ otherwise: String, _ seed: UInt64) {
    if !truth { Issue.record("\(otherwise): seed \(seed)") }
  }

  private static let running: Set<StateName> = [
    .dispatched, .signed, .handling, .returning, .extending, .replied, .redo, .rehandling,
    .supervised,
  ]

  private static func check(
    _ result: TicketMachine.Result, before: Ticket?, _ command: TicketCommand, _ now: Date,
    _ seed: UInt64
  ) {
    guard let ticket = result.ticket else { return }
    hold(result.events.allSatisfy { $0.at <= now }, "an event lies ahead of its time", seed)
    if case .archived? = before?.state {
      hold(
        result.events.allSatisfy { $0.name.contains("retention") }
          && (command == .tick || result.refusal != nil), "something follows the archive", seed)
    }
    hold(
      ticket.due == nil || running.contains(ticket.state.name), "a limit runs in a closed state",
      seed)
    hold(result.refusal?.grounds.isEmpty != true, "a refusal has no ground", seed)
  }

  /// A receipt and some commands after it.
  static func commands(count: Int, _ random: inout Seeded) -> [TicketCommand] {
    var list = [receipt(&random)]
    for _ in 1..<count { list.append(pick(&random)) }
    return list
  }

  private static func receipt(_ random: inout Seeded) -> TicketCommand {
    .receive(
      Request(
        type: RequestType.allCases.randomElement(using: &random) ?? .help, text: "路灯不亮",
        caller: "王", channel: "电话", urgent: Int.random(in: 0..<8, using: &random) == 0,
        basis: Int.random(in: 0..<5, using: &random) > 0, prior: 2, difficult: true,
        at: MatrixTests.start))
  }

  /// A command, the likely ones more often, so that deep states are reached.
  private static func pick(_ random: inout Seeded) -> TicketCommand {
    let unit = MatrixTests.unit
    let likely: [TicketCommand] = [
      .dispatch(
        lead: unit, co: [], terms: Terms(limit: TimeSpan(4, .workingDay)), approvedBy: "消保科分管领导"),
      .sign(by: unit),
      .reply(
        by: unit, text: "经查属实，已处理。", parts: full, approvedBy: "市局主要领导", contact: true),
      .approveCompletion, .callback(reached: true), MatrixTests.bad, .redo(by: unit),
      .requestReturn(
        by: unit, reason: "不属", basis: "三定", suggest: "市住建局", signedBy: "单位分管领导"),
      .requestExtension(
        by: unit, reason: "难", days: nil, stage: "已勘查", toldCaller: true, signedBy: "分管领导"),
      .approveExtension, .judge(by: unit, kind: "未解决的合理诉求", promise: "2个月"),
      .fixUnit(lead: unit, by: "市局主要领导"), .dispute(by: "市住建局", evidence: nil),
      .assignInner(by: "供水科", to: "一所"),
    ]
    let pool = Bool.random(using: &random) ? likely : MatrixTests.samples
    return pool.randomElement(using: &random) ?? .tick
  }

  private static let full = [
    "调查情况": "属实", "处理情况": "已修", "沟通反馈情况": "已告知", "经办人情况": "李四，科员，83800000",
    "事实认定": "属实", "采取措施": "已修", "权利救济": "复议", "政策依据": "条例",
  ]
}
