import Foundation
import Hotline
import Lifecycle
import Tickets

/// Months of made-up work, as far as the regulation lets each step pass.
struct RandomMonths {
  static let units = ["中山市公安局", "中山市水务局", "中山市交通运输局"]
  private var random: Seeded
  private let machine: TicketMachine

  init(seed: UInt64, _ machine: TicketMachine) {
    random = Seeded(state: seed)
    self.machine = machine
  }

  /// One ticket with what happened to it from a moment on, up to the end.
  mutating func life(from begin: Date, until end: Date) -> WholeLife {
    var now = begin
    let request = TicketCommand.receive(
      Request(
        type: one(RequestType.allCases), text: "路灯不亮", caller: "诉求人",
        channel: one(["电话", "网站", "微信"]), urgent: number(9) == 0, basis: number(5) > 0,
        prior: number(4) == 0 ? 2 : 0, difficult: number(8) == 0, at: now))
    var entries: [[(at: Date, command: TicketCommand)]] = [[(at: now, command: request)]]
    var ticket = machine.act(request, on: nil, at: now).ticket
    var unit = one(Self.units)
    for _ in 0..<24 {
      now += Double(1 + number(number(3) == 0 ? 260_000 : 20_000))
      guard now < end else { break }
      if number(6) == 0 { unit = one(Self.units) }
      let command = next(ticket, unit)
      let made = machine.act(command, on: ticket, at: now)
      guard made.refusal == nil, let after = made.ticket else { continue }
      ticket = after
      entries.append([(at: now, command: command)])
    }
    entries.append([(at: end, command: .tick)])
    let region = one(["石岐街道", "小榄镇", nil])
    return WholeLife(intake: FigureDesk.intake(region), entries: entries)
  }

  /// A command that fits the state more often than not.
  private mutating func next(_ ticket: Ticket?, _ unit: String) -> TicketCommand {
    let lead = ticket?.state.assignment?.lead ?? unit
    let rate = TicketCommand.rate(
      value: one(RatingValue.allCases), fault: number(2) == 0 ? .unit : nil, excluded: nil)
    let excluded = TicketCommand.rate(
      value: .dissatisfied, fault: nil, excluded: one(["诉求没有政策法规依据，已解释", "建议没有被采纳"]))
    let reply = TicketCommand.reply(
      by: lead, text: "经查属实，已处理。", parts: Self.parts, approvedBy: "市局主要领导", contact: true)
    let dispatch = TicketCommand.dispatch(
      lead: unit, co: number(6) == 0 ? ["中山市住房和城乡建设局"] : [],
      terms: Terms(item: one(["SC-001", "SC-002", nil]), limit: TimeSpan(4, .workingDay)),
      approvedBy: "消保科分管领导")
    if number(12) == 0 { return .tick }
    switch ticket?.state {
    case .received?, .reassigning?:
      return one([
        dispatch, dispatch, dispatch, dispatch, .answer(article: "A"),
        .exclude(entry: "第十一条（三）", tell: "请向法院起诉"), .withdraw(byUnit: false),
        .predispatch(unit: unit),
      ])
    case .assigned(_, let stage)?:
      return one(Self.fitting(stage.plain.name, lead, unit, reply, rate, excluded))
    default: return one([.archive, .tick])
    }
  }

  private static func fitting(
    _ state: StateName, _ lead: String, _ unit: String, _ reply: TicketCommand,
    _ rate: TicketCommand, _ excluded: TicketCommand
  ) -> [TicketCommand] {
    let returning = TicketCommand.requestReturn(
      by: lead, reason: "不属本单位职责", basis: "三定规定", suggest: unit, signedBy: "单位分管领导")
    let extending = TicketCommand.requestExtension(
      by: lead, reason: "要开挖路面", days: nil, stage: "已勘查", toldCaller: true, signedBy: "分管领导")
    switch state {
    case .dispatched: return [.sign(by: lead), .sign(by: lead), returning, .urge]
    case .signed, .handling, .redo:
      return [
        reply, reply, reply, returning, extending, .assignInner(by: lead, to: "供水科"), .urge,
        .contact(by: lead, reached: true, proof: "录音", slot: nil), .supplement(text: "又坏了一盏"),
        .supervise(reason: "久拖不办"), .resolveSupervision, .forceMajeure(note: "台风"),
        .withdraw(byUnit: false), .jointHandling(units: [unit], by: "协调会", due: nil),
      ]
    case .returning:
      return [
        .approveReturn(lead: nil, approvedBy: "市局主要领导"), .refuseReturn,
        .fixUnit(lead: unit, by: "市局主要领导"),
      ]
    case .extending: return [.approveExtension, .refuseExtension, reply]
    case .replied:
      return [
        .approveCompletion, .approveCompletion, .rejectCompletion(reason: "漏答"), rate,
        .callback(reached: true),
      ]
    case .completed, .callback:
      return [
        .callback(reached: true), rate, rate, excluded, .redo(by: lead), .redo(by: unit),
        .judge(by: lead, kind: "未解决的合理诉求", promise: "2个月"),
        .judge(by: lead, kind: "未解决的合理诉求", promise: "当月"),
        .judge(by: lead, kind: "不合理诉求", promise: nil),
        .correctRating(value: .satisfied, reason: "按错了"),
        .correctRating(value: .dissatisfied, reason: "核实", fault: .unit),
        .rejectCompletion(reason: "平台退回"), .archive,
      ]
    case .rehandling:
      return [
        .progress(by: lead), .solve(by: lead), .extendPromise(by: lead, reason: "等待招标"), .tick,
        .progress(by: lead),
      ]
    default: return [.tick]
    }
  }

  private static let parts = [
    "调查情况": "属实", "处理情况": "已修", "沟通反馈情况": "已告知", "经办人情况": "李某，科员，83800000",
    "事实认定": "属实", "采取措施": "已修", "权利救济": "复议", "政策依据": "条例",
  ]

  private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
  private mutating func one<Value>(_ list: [Value]) -> Value {
    list[Int.random(in: list.indices, using: &random)]
  }
}
