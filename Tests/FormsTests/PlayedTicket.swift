import Foundation
import Hotline
import Lifecycle
import Regulations
import Testing
import WorkingTime

@testable import Forms

/// A ticket that was played through the machine with a shipped regulation.
struct PlayedTicket {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let profiles = Result {
    try RegulationProfile.load(folder: root.appending(path: "Catalogue/regulations"))
  }
  static let calendar = Result {
    try WorkingCalendar(folder: root.appending(path: "Catalogue/calendar"))
  }

  let machine: TicketMachine
  private(set) var events: [TicketEvent] = []
  private var played: Ticket?

  init(_ profile: String = "nanchang-msa") throws {
    let found = try #require(try Self.profiles.get().first { $0.id == profile })
    machine = TicketMachine(rules: Rulebook(found), calendar: try Self.calendar.get())
  }

  var ticket: Ticket { get throws { try #require(played) } }

  /// Carries a command out on a day of March 2026, at a time such as `02 10:00`.
  mutating func act(_ command: TicketCommand, _ time: String) throws {
    let at = try #require(
      ShanghaiTime.moment("2026-03-\(time.replacing(" ", with: "T")):00+08:00"))
    let result = machine.act(command, on: played, at: at)
    if let refusal = result.refusal { Issue.record("\(refusal)") }
    played = result.ticket
    events += result.events
  }

  mutating func receive(
    _ text: String = "市场里的摊位没有明码标价，结账时多收了钱", type: RequestType = .complaint,
    channel: String = "电话"
  ) throws {
    let at = try #require(ShanghaiTime.moment("2026-03-02T09:00:00+08:00"))
    try act(
      .receive(Request(type: type, text: text, caller: "张某", channel: channel, at: at)),
      "02 09:00")
  }

  /// Sends the ticket to 网监科, which signs for it.
  mutating func send(co: [String] = [], item: String? = nil) throws {
    let due = ShanghaiTime.moment("2026-03-13T17:00:00+08:00")
    try act(
      .dispatch(
        lead: "网监科", co: co,
        terms: Terms(item: item, platformDue: due, instructions: "加盖公章后回复"),
        approvedBy: "消保科分管领导"), "02 10:00")
    try act(.sign(by: "网监科"), "02 11:00")
  }

  static let result =
    "经查，商家未明码标价。已责令整改，退还多收的20元。已于10:20电话联系市民告知处理情况，市民认可。经办人：李某，职务：科员，电话：0791-83800000。"

  mutating func reply(_ text: String = PlayedTicket.result) throws {
    try act(
      .reply(by: "网监科", text: text, parts: [:], approvedBy: "市局主要领导", contact: true), "05 15:00")
  }

  mutating func askReturn(_ reason: String = "不属于本科室职责", suggest: String = "广告科") throws {
    try act(
      .requestReturn(
        by: "网监科", reason: reason, basis: "三定方案", suggest: suggest, signedBy: "分管领导"), "02 12:00")
  }

  mutating func askExtension(_ reason: String = "需要抽样检验") throws {
    try act(
      .requestExtension(
        by: "网监科", reason: reason, days: 9, stage: nil, toldCaller: true, signedBy: "分管领导"),
      "10 10:00"
    )
  }

  /// What a form of this ticket holds, with a caller unless withheld.
  func context(caller: FormCaller? = nil) throws -> FormContext {
    FormContext(
      offices: FormOffices(machine.rules.base), number: "NC20260302000123",
      caller: caller
        ?? FormCaller(name: "张某", phone: "13800000000", address: "红谷滩区某路1号"),
      limits: FormLimits(of: try ticket, by: machine),
      printedAt: try #require(ShanghaiTime.moment("2026-03-06T08:30:00+08:00")))
  }

  func sheet(_ form: Form, caller: FormCaller? = nil) throws -> FormSheet {
    FormSheet(form, of: try ticket, events: events, in: try context(caller: caller))
  }
}

/// The words of a page without its marks, style and white space.
func words(_ html: String) -> String {
  let body = html.firstRange(of: "<body>").map { String(html[$0.upperBound...]) } ?? ""
  return body.replacing(#/<[^>]*>/#, with: "").filter { !$0.isWhitespace }
}
