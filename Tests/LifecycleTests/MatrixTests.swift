import Foundation
import Hotline
import Testing

@testable import Lifecycle

struct MatrixTests {
  /// Every pair of state and command: a command not named for a state is refused there.
  ///
  /// Supervision lies over another stage and allows what that stage allows; here it lies over `handling`.
  static let table: [StateName: String] = [
    .received:
      "answer exclude predispatch accept-predispatch refuse-predispatch dispatch fix-unit supplement force-majeure withdraw transfer escalate report-up",
    .answered: "callback rate archive report-up",
    .excluded: "archive report-up",
    .withdrawn: "archive report-up",
    .archived: "",
    .reassigning:
      "exclude predispatch accept-predispatch refuse-predispatch dispatch fix-unit supplement force-majeure withdraw urge supervise resolve-supervision transfer dispute report-up",
    .dispatched:
      "sign request-return fix-unit request-extension contact supplement force-majeure withdraw reply statement progress urge supervise resolve-supervision file-case dispute joint-handling report-up",
    .signed:
      "sign assign-inner request-return fix-unit request-extension contact supplement force-majeure withdraw reply statement progress urge supervise resolve-supervision file-case dispute joint-handling report-up",
    .handling:
      "sign assign-inner request-return fix-unit request-extension contact supplement force-majeure withdraw reply statement progress urge supervise resolve-supervision file-case dispute joint-handling report-up",
    .redo:
      "sign assign-inner request-return fix-unit request-extension contact supplement force-majeure withdraw reply statement progress urge supervise resolve-supervision file-case joint-handling report-up",
    .supervised:
      "sign assign-inner request-return fix-unit request-extension contact supplement force-majeure withdraw reply statement progress urge supervise resolve-supervision file-case dispute joint-handling report-up",
    .returning:
      "exclude approve-return refuse-return fix-unit contact supplement force-majeure withdraw statement progress urge supervise resolve-supervision dispute joint-handling report-up",
    .extending:
      "sign assign-inner approve-extension refuse-extension contact supplement force-majeure withdraw reply statement progress urge supervise resolve-supervision file-case joint-handling report-up",
    .replied:
      "approve-completion reject-completion contact supplement force-majeure withdraw callback rate correct-rating statement progress urge supervise resolve-supervision report-up",
    .completed:
      "contact reject-completion callback rate correct-rating redo statement judge supervise resolve-supervision archive report-up",
    .callback:
      "contact reject-completion callback rate correct-rating redo statement judge supervise resolve-supervision archive report-up",
    .rehandling:
      "assign-inner contact statement progress extend-promise solve urge supervise resolve-supervision report-up",
  ]

  @Test("every state is declared", arguments: StateName.allCases)
  func declared(state: StateName) {
    #expect(Self.table[state] != nil)
    for name in (Self.table[state] ?? "").split(separator: " ") {
      #expect(CommandName(rawValue: String(name)) != nil, "\(name)")
    }
  }

  @Test(
    "each of the 17 × 43 pairs is answered as declared, under every regulation",
    arguments: StateName.allCases, ["yichun", "haojiang", "nanchang-msa", "zhongshan"])
  func pairs(state: StateName, profile: String) throws {
    let machine = try Bench.machine(profile, layer: "nanjing")
    let (ticket, now) = try Self.ticket(in: state, try Bench.machine("yichun", layer: "nanjing"))
    #expect(ticket.state.name == state)
    let allowed = Set((Self.table[state] ?? "").split(separator: " ").map(String.init))
    for command in Self.samples {
      let result = machine.act(command, on: ticket, at: now)
      let refusedByState =
        result.refusal?.grounds.contains {
          $0.ground.contains("工单处于") || $0.ground.contains("已经登记")
        }
        ?? false
      let expected = allowed.contains(command.name.rawValue) || command.name == .tick
      #expect(refusedByState == !expected, "\(state.rawValue) × \(command.name.rawValue)")
      if let refusal = result.refusal {
        #expect(result.ticket == machine.act(.tick, on: ticket, at: now).ticket)
        #expect(refusal.grounds.allSatisfy { !$0.source.isEmpty && !$0.instead.isEmpty })
      } else if command != .tick {
        #expect(machine.rules.carries(command.name), "\(command.name.rawValue) is not carried")
      }
    }
    #expect(Set(Self.samples.map(\.name)) == Set(CommandName.allCases))
  }

  @Test("nothing follows the archive but the end of keeping")
  func archive() throws {
    let machine = try Bench.machine("yichun", layer: "nanjing")
    let (ticket, now) = try Self.ticket(in: .archived, machine)
    for command in Self.samples {
      let result = machine.act(command, on: ticket, at: now.addingTimeInterval(86_400 * 400))
      #expect(result.ticket == ticket && result.events.isEmpty)
      #expect((result.refusal == nil) == (command == .tick))
    }
    let late = machine.act(.tick, on: ticket, at: now.addingTimeInterval(86_400 * 1200))
    #expect(late.events.map(\.name) == ["retention-ended", "recordings-retention-ended"])
    #expect(late.ticket?.state == ticket.state)
  }

  static let unit = "市水务局"
  static let start = Day(daysSince1970: 20_514).start.addingTimeInterval(9 * 3600)

  static let request = TicketCommand.receive(
    Request(type: .help, text: "停水", caller: "王", channel: "电话", at: start))
  static let dispatch = TicketCommand.dispatch(
    lead: unit, co: ["市住建局"], terms: Terms(), approvedBy: nil)
  static let replied = TicketCommand.reply(
    by: unit, text: "已修复", parts: [:], approvedBy: nil, contact: false)
  static let returned = TicketCommand.requestReturn(
    by: unit, reason: "不属", basis: "三定", suggest: nil, signedBy: nil)
  static let bad = TicketCommand.rate(value: .dissatisfied, fault: .unit, excluded: nil)

  /// The commands that lead to a state, one after another.
  static func path(to state: StateName) -> [TicketCommand] {
    let signed = [dispatch, TicketCommand.sign(by: unit)]
    let completed = signed + [replied, .approveCompletion]
    let rated = completed + [.callback(reached: true), bad]
    return switch state {
    case .received: []
    case .answered: [.answer(article: "停水查询")]
    case .excluded: [.exclude(entry: "第十一条（三）", tell: "请向法院")]
    case .withdrawn: [.withdraw(byUnit: false)]
    case .archived: [.withdraw(byUnit: false), .archive]
    case .dispatched: [dispatch]
    case .signed: signed
    case .handling: signed + [.assignInner(by: unit, to: "供水科")]
    case .returning: signed + [returned]
    case .reassigning: signed + [returned, .approveReturn(lead: nil)]
    case .extending:
      signed + [
        .requestExtension(
          by: unit, reason: "难", days: 1, stage: nil, toldCaller: false, signedBy: nil)
      ]
    case .replied: signed + [replied]
    case .completed: completed
    case .callback: completed + [.callback(reached: true)]
    case .redo: rated + [.redo(by: unit)]
    case .rehandling: rated + [.judge(by: unit, kind: "未解决的合理诉求", promise: "3个月")]
    case .supervised: signed + [.assignInner(by: unit, to: "供水科"), .supervise(reason: "久拖不办")]
    }
  }

  static func ticket(in state: StateName, _ machine: TicketMachine) throws -> (Ticket, Date) {
    var now = start
    var ticket = machine.act(request, on: nil, at: now).ticket
    for command in path(to: state) {
      now += 60
      let result = machine.act(command, on: ticket, at: now)
      #expect(result.refusal == nil, "\(command.name): \(result.refusal?.grounds ?? [])")
      ticket = result.ticket
    }
    return (try #require(ticket), now + 60)
  }

  /// One command of each name, with fields that fit.
  static let samples: [TicketCommand] = [
    request, .answer(article: "停水查询"), .exclude(entry: "第十一条（三）", tell: "请向法院"),
    .predispatch(unit: unit), .acceptPredispatch(unit: unit),
    .refusePredispatch(unit: unit, reason: "不属", signedBy: "单位负责人"), dispatch, .sign(by: unit),
    .assignInner(by: unit, to: "供水科"), returned, .approveReturn(lead: nil), .refuseReturn,
    .fixUnit(lead: unit, by: "协调会"),
    .requestExtension(
      by: unit, reason: "难", days: 1, stage: nil, toldCaller: false, signedBy: nil),
    .approveExtension, .refuseExtension, .contact(by: unit, reached: true, proof: "录音", slot: nil),
    .supplement(text: "又一处"), .forceMajeure(note: "台风"), .withdraw(byUnit: false), replied,
    .approveCompletion, .rejectCompletion(reason: "漏答"), .callback(reached: true), bad,
    .correctRating(value: .satisfied, reason: "按错"), .redo(by: unit),
    .statement(by: unit, text: "履职情况"), .judge(by: unit, kind: "签收解决", promise: nil),
    .progress(by: unit), .extendPromise(by: unit, reason: "难"), .solve(by: unit), .urge,
    .supervise(reason: "久拖"), .resolveSupervision, .archive, .transfer(to: "深圳市", reason: nil),
    .fileCase(by: unit, papers: ["立案审批表"]), .escalate(to: "值班班长", reason: nil),
    .dispute(by: unit, evidence: "三定规定"), .jointHandling(units: ["市城管局"], by: nil, due: nil),
    .reportUp(to: "市应急管理局", text: "渗水"), .tick,
  ]
}
