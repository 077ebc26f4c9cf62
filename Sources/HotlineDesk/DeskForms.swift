import Foundation
import Forms
import Hotline
import Lifecycle
import Tickets

extension Desk {
  /// The forms that can be printed from a ticket: their names in addresses, and their titles.
  public static let forms: [(name: String, title: String)] = Form.allCases.map {
    ($0.rawValue, $0.annexTitle)
  }

  /// A form filled from a ticket, as a page that prints on A4.
  ///
  /// - Parameter reason: why the caller and the texts are shown in full, which is put on record;
  ///   nil for a page with personal data masked.
  /// - Throws: `NoSuchTicket`; `InputProblem` that names `form` or `reason`.
  public func form(
    _ name: String, of number: String, reason: String?, for seat: DeskSeat, key: String? = nil
  ) throws -> String {
    guard let form = Form(rawValue: name) else {
      let known = Self.forms.map { "\($0.name)（\($0.title)）" }.joined(separator: "、")
      throw InputProblem(code: "form", field: "form", message: "没有这种单据，可用的有：\(known)")
    }
    let view = try office.view(number, for: seat)
    let machine = try office.machine(of: view.record)
    var events = try office.events(of: number)
    var ticket = view.record.ticket
    var caller: Caller? = view.caller ?? (view.hidden == nil ? Caller() : nil)
    if let reason {
      let opened =
        try view.hidden == nil
        ? office.openCaller(of: number, reason: reason, by: seat, key: key, for: name) : nil
      if view.hidden == nil {
        caller = opened ?? Caller()
        events = try office.originals(of: number)
        ticket = Ticket.replaying(events) ?? ticket
      }
    }
    // A paper is filled from the ticket as it last was in a unit's hands.
    ticket = Self.lastInHand(events) ?? ticket
    var context = FormContext(
      offices: FormOffices(machine.rules.base), number: number,
      limits: FormLimits(of: ticket, by: machine), printedAt: Date())
    context.caller =
      caller.map { FormCaller(name: $0.name, phone: $0.phone, address: $0.address) } ?? .withheld
    context.reply = ticket.record.replies.last.flatMap(Self.sections)
    return FormSheet(form, of: ticket, events: events, in: context).html()
  }

  /// The parts of a reply that were handed in by name; nil when there is only its text.
  private static func sections(_ reply: Reply) -> ReplySections? {
    let papers = (reply.parts ?? [:]).merging(reply.points ?? [:]) { part, _ in part }
    guard !papers.isEmpty else { return nil }
    let parts = papers
    func part(_ names: [String]) -> String {
      names.compactMap { parts[$0] }.joined(separator: "\n")
    }
    let known = ["调查情况", "处理情况", "沟通反馈情况", "相关佐证材料", "佐证材料"]
    let others = parts.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
      .map { "\($0.key)：\($0.value)" }
    return ReplySections(
      survey: ([part(["调查情况"])] + (parts["调查情况"] == nil ? [reply.text] : []))
        .filter { !$0.isEmpty }.joined(separator: "\n"),
      handling: ([part(["处理情况"])] + (parts["调查情况"] != nil ? [reply.text] : []) + others)
        .filter { !$0.isEmpty }.joined(separator: "\n"),
      contact: part(["沟通反馈情况"]), proof: part(["相关佐证材料", "佐证材料"]))
  }

  private static func lastInHand(_ events: [TicketEvent]) -> Ticket? {
    guard var ticket = Ticket.replaying(Array(events.prefix(1))) else { return nil }
    var last: Ticket?
    for event in events.dropFirst() {
      ticket.apply(event)
      if ticket.state.assignment != nil { last = ticket }
    }
    return last
  }
}
