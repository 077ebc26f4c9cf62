import Foundation
import Hotline
import Regulations
import Testing

@testable import Lifecycle

/// What a ticket lists as possible now, against what is really carried out.
struct PossibleTests {
  @Test(
    "what is listed is carried out, what is carried out was listed, in 30 random plays each",
    arguments: ["yichun", "haojiang", "nanchang-msa", "zhongshan"])
  func property(profile: String) throws {
    let machine = try Bench.machine(profile, layer: "nanjing")
    var listed: Set<CommandName> = []
    for seed in 0..<30 {
      var random = Seeded(state: UInt64(seed) &+ 77)
      var now = MatrixTests.start
      var ticket: Ticket?
      for command in RandomTests.commands(count: 10, &random) {
        now += Double(Int.random(in: 0...100_000, using: &random))
        let before = ticket
        let result = machine.act(command, on: before, at: now)
        ticket = result.ticket
        guard let before else { continue }
        let possible = machine.commands(for: before, at: now)
        if result.refusal == nil, command != .tick, !possible.contains(command.name) {
          Issue.record("\(command.name) was carried out and not listed: seed \(seed)")
        }
        for name in possible {
          listed.insert(name)
          let papers = Self.complete(name, before, machine)
          let taken = papers.contains { machine.act($0, on: before, at: now).refusal == nil }
          if !taken { Issue.record("\(name) is listed and refused: seed \(seed)") }
        }
      }
    }
    // Short lives of few commands; which ones come up differs by regulation.
    #expect(listed.count > 12)
  }

  /// A command with complete papers, as somebody at a desk would write it.
  private static func complete(
    _ name: CommandName, _ ticket: Ticket, _ machine: TicketMachine
  ) -> [TicketCommand] {
    let hand = ticket.state.assignment
    let lead = hand?.lead ?? MatrixTests.unit
    switch name {
    case .sign: return ([lead] + (hand?.co ?? [])).map { .sign(by: $0) }
    case .acceptPredispatch, .refusePredispatch:
      let unit = ticket.state.predispatch?.unit ?? ""
      return [
        name == .acceptPredispatch
          ? .acceptPredispatch(unit: unit)
          : .refusePredispatch(unit: unit, reason: "不属", signedBy: "单位负责人")
      ]
    case .exclude:
      return [.exclude(entry: machine.rules.base.exclusions.entries[0].entry, tell: "请向法院")]
    case .dispatch: return [.dispatch(lead: "市住建局", co: [], terms: Terms(), approvedBy: "市局主要领导")]
    case .requestReturn:
      return [
        .requestReturn(by: lead, reason: "不属", basis: "三定", suggest: "某局", signedBy: "主要领导")
      ]
    case .requestExtension:
      return [
        .requestExtension(
          by: lead, reason: "难", days: nil, stage: "已勘查", toldCaller: true, signedBy: "主要领导")
      ]
    case .fixUnit:
      return ["接诉即办协商会议", "协调会", "区分管领导", "市局主要领导"].map { .fixUnit(lead: lead, by: $0) }
    case .reply:
      let parts = [
        "调查情况", "处理情况", "沟通反馈情况", "经办人情况", "事实认定", "采取措施", "权利救济", "政策依据",
      ]
      return [
        .reply(
          by: lead, text: "已办", parts: Dictionary(uniqueKeysWithValues: parts.map { ($0, "有") }),
          approvedBy: "市局主要领导", contact: true)
      ]
    case .judge: return [.judge(by: lead, kind: "签收解决", promise: nil)]
    case .redo: return [.redo(by: lead)]
    case .assignInner:
      return [lead, hand?.tiers.last ?? lead].map { .assignInner(by: $0, to: "某所") }
    case .correctRating:
      return RatingValue.allCases.map { .correctRating(value: $0, reason: "按错", fault: .unit) }
    case .dispute: return [.dispute(by: "市住建局", evidence: "三定")]
    case .jointHandling: return [.jointHandling(units: ["某局"], by: "12345热线", due: nil)]
    case .escalate:
      return (0..<9).map { .escalate(to: "第\($0)级", reason: nil) }
    case .transfer: return [.transfer(to: "深圳市", reason: nil)]
    default: return byLead(name, lead) + MatrixTests.samples.filter { $0.name == name }
    }
  }

  private static func byLead(_ name: CommandName, _ lead: String) -> [TicketCommand] {
    switch name {
    case .contact: [.contact(by: lead, reached: true, proof: "录音", slot: nil)]
    case .statement: [.statement(by: lead, text: "履职情况")]
    case .progress: [.progress(by: lead)]
    case .extendPromise: [.extendPromise(by: lead, reason: "难")]
    case .solve: [.solve(by: lead)]
    case .fileCase: [.fileCase(by: lead, papers: ["立案审批表"])]
    case .rate: [.rate(value: .fair, fault: nil, excluded: nil)]
    default: []
    }
  }

  private func listed(_ state: StateName, _ profile: String = "yichun") throws -> [CommandName] {
    let (ticket, now) = try MatrixTests.ticket(
      in: state, try Bench.machine("yichun", layer: "nanjing"))
    return try Bench.machine(profile, layer: "nanjing").commands(for: ticket, at: now)
  }

  @Test("nothing is listed that has been done or has no object")
  func senseless() throws {
    let received = try listed(.received)
    #expect(received.contains(.predispatch))
    #expect(!received.contains(.acceptPredispatch) && !received.contains(.refusePredispatch))
    let machine = try Bench.machine("yichun", layer: "nanjing")
    let (ticket, now) = try MatrixTests.ticket(in: .received, machine)
    let asked = try #require(machine.act(.predispatch(unit: "市住建局"), on: ticket, at: now).ticket)
    let open = machine.commands(for: asked, at: now + 60)
    #expect(open.contains(.acceptPredispatch) && open.contains(.refusePredispatch))
    #expect(!open.contains(.predispatch))
    // The co-handler has not signed yet.
    let signed = try MatrixTests.ticket(in: .signed, machine)
    #expect(machine.commands(for: signed.0, at: signed.1).contains(.sign))
    let both = try #require(machine.act(.sign(by: "市住建局"), on: signed.0, at: signed.1).ticket)
    #expect(!machine.commands(for: both, at: signed.1 + 60).contains(.sign))
    #expect(!(try listed(.handling).contains(.resolveSupervision)))
    #expect(try listed(.supervised).contains(.resolveSupervision))
    #expect(!(try listed(.completed).contains(.rejectCompletion)))
    #expect(try listed(.completed, "nanchang-msa").contains(.rejectCompletion))
    #expect(try listed(.archived) == [])
  }

  @Test("Y13(三) — a return is listed until its time is over")
  func window() throws {
    let machine = try Bench.machine("yichun")
    let (ticket, _) = try MatrixTests.ticket(in: .signed, machine)
    let due = try #require(
      machine.next(of: ticket, at: MatrixTests.start + 60).first { $0.what == "return" }?.due)
    #expect(machine.commands(for: ticket, at: due).contains(.requestReturn))
    #expect(!machine.commands(for: ticket, at: due + 1).contains(.requestReturn))
  }

  @Test("a refusal names in Chinese what may be done instead, and nothing else")
  func instead() throws {
    let machine = try Bench.machine("yichun")
    let (ticket, now) = try MatrixTests.ticket(in: .received, machine)
    let ground = try #require(machine.act(.archive, on: ticket, at: now).refusal?.grounds.first)
    #expect(ground.ground == "工单处于“待派发”，不能归档")
    let names = machine.commands(for: ticket, at: now).map(\.words)
    #expect(ground.instead == "这时可以：" + names.joined(separator: "、"))
    #expect(names.contains("派发") && !names.contains("确认预分派"))
    #expect(!ground.instead.contains { $0.isASCII && $0.isLetter })
  }
}
