import Foundation
import Hotline
import Testing

@testable import Lifecycle

/// Papers that are checked are kept on the events.
struct PapersTests {
  @Test("N8(1)(2)(3) — the leaders who signed a dispatch, a refusal and an extension are kept")
  func signatures() throws {
    let machine = try Bench.machine("nanchang-msa")
    var line = Line(machine, at: "2026-03-02T09:00")
    line.act(.receive(line.request("市场里的摊位没有明码标价")))
    line.act(.predispatch(unit: "广告科"))
    line.act(.refusePredispatch(unit: "广告科", reason: "不属本科", signedBy: "单位负责人"))
    line.act(
      .dispatch(
        lead: "网监科", co: [],
        terms: Terms(platformDue: line.now + 86_400 * 9, instructions: "加盖公章后回复"),
        approvedBy: "消保科分管领导"))
    line.act(.sign(by: "网监科"))
    line.act(
      .requestExtension(
        by: "网监科", reason: "需要抽样检验", days: 2, stage: nil, toldCaller: true, signedBy: "分管领导"))
    line.act(.approveExtension)
    #expect(line.refusals.isEmpty, "\(line.refusals)")
    var kept: [String] = []
    for event in line.events {
      switch event.change {
      case .predispatchRefused(_, _, let signedBy): kept.append(signedBy ?? "-")
      case .dispatched(let hand):
        kept += [hand.approvedBy ?? "-", hand.terms.instructions ?? "-"]
      case .extensionRequested(let request):
        kept += [request.signedBy ?? "-", request.toldCaller == true ? "told" : "-"]
      case .extensionApproved(_, let reason): kept.append(reason ?? "-")
      default: break
      }
    }
    #expect(kept == ["单位负责人", "消保科分管领导", "加盖公章后回复", "分管领导", "told", "需要抽样检验"])
    let stored = try JSONEncoder().encode(line.events)
    #expect(try JSONDecoder().decode([TicketEvent].self, from: stored) == line.events)
  }

  @Test("events stored before the papers were kept are read as having none")
  func older() throws {
    let texts = [
      #"{"at":0,"sources":[],"change":{"predispatchRefused":{"unit":"甲","reason":"乙"}}}"#,
      #"{"at":0,"sources":[],"change":{"extensionApproved":{}}}"#,
      #"{"at":0,"sources":[],"change":{"calledBack":{"reached":true}}}"#,
      #"{"at":0,"sources":[],"change":{"promiseExtended":{"due":9}}}"#,
    ]
    for text in texts {
      let event = try JSONDecoder().decode(TicketEvent.self, from: Data(text.utf8))
      #expect(!event.name.isEmpty)
    }
  }

  @Test("J6.2.3 — the reason for which a promise is extended is kept")
  func promise() throws {
    let machine = try Bench.machine("yichun", layer: "nanjing")
    let (ticket, now) = try MatrixTests.ticket(in: .rehandling, machine)
    let made = machine.act(
      .extendPromise(by: MatrixTests.unit, reason: "管材未到货"), on: ticket, at: now)
    guard case .promiseExtended(_, _, _, let reason)? = made.events.last?.change else {
      Issue.record("no extension: \(made.refusal?.grounds ?? [])")
      return
    }
    #expect(reason == "管材未到货")
  }

  @Test("N8(4) — an absurd time on the platform's form is named with its field")
  func platformDue() throws {
    for (time, wrong) in [
      ("2026-03-02T10:00:00+08:00", "已经过去"), ("2025-03-13T17:00:00+08:00", "已经过去"),
      ("2029-03-13T17:00:00+08:00", "两年以后"),
    ] {
      let play = try Play("nanchang-msa")
      try play.receive("投诉")
      let fields =
        "\"lead\":\"网监科\",\"approved_by\":\"消保科分管领导\",\"platform_due\":\"\(time)\""
      let answer = try play.at("03-02 10:00", "dispatch", fields)
      #expect(!answer.ok && answer.state == "received")
      let ground = try #require(answer.refused?.first?.ground)
      #expect(ground.hasPrefix("platform_due：") && ground.contains(wrong))
    }
  }
}

/// Commands on one ticket, an hour apart, with what came of them.
struct Line {
  let machine: TicketMachine
  var now: Date
  var ticket: Ticket?
  var events: [TicketEvent] = []
  var refusals: [Refusal.Ground] = []

  init(_ machine: TicketMachine, at time: String) {
    self.machine = machine
    now = ShanghaiTime.moment("\(time):00+08:00") ?? .distantPast
  }

  func request(
    _ text: String, _ type: RequestType = .complaint, points: [String]? = nil,
    callback: String? = nil, prior: Int = 0, channel: String = "电话"
  ) -> Request {
    Request(
      type: type, text: text, caller: "张某", channel: channel, prior: prior, points: points,
      callback: callback, at: now)
  }

  @discardableResult
  mutating func act(_ command: TicketCommand, after seconds: Double = 600) -> [Refusal.Ground] {
    now += seconds
    let made = machine.act(command, on: ticket, at: now)
    ticket = made.ticket
    events += made.events
    let grounds = made.refusal?.grounds ?? []
    refusals += grounds
    return grounds
  }
}
