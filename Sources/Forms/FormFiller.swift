import Foundation
import Hotline
import Lifecycle

/// Puts a ticket's values into the fields of a form, in the order of the annex.
struct FormFiller {
  let ticket: Ticket
  let events: [TicketEvent]
  let context: FormContext

  private var hand: Assignment? { ticket.state.assignment }

  /// 附件1.
  var transfer: [FormRow] {
    let kinds = ["投诉", "举报", "求助", "咨询", "意见建议", "其他"]
    let own = ticket.request.type.rawValue
    let kind = kinds.contains(own) ? own : "其他"
    let centre = context.offices.centre
    return [
      .boxes(name: "类型", kinds.map { FormBox(name: $0, isTicked: $0 == kind) }),
      heading,
      .fields([
        FormField(name: "转办次数", value: "第 \(max(1, timesSent)) 次"),
        FormField(name: "工单来源", value: clean(ticket.request.channel)),
      ]),
      .block(name: ["工单内容"], cells: [request], height: nil),
      .block(
        name: [centre, "拟办意见"],
        cells: [opinion("经办人意见", proposal), opinion("负责人意见")], height: .opinions),
      .block(
        name: [centre, "分管领导", "意见"], cells: [approval(hand?.approvedBy)], height: .leader),
      .block(name: headLines, cells: [[]], height: .leader),
      .block(
        name: ["接收单位", "签收"],
        cells: [receipt("联络员（签名）", at: hand?.signed)], height: .receipt),
    ]
  }

  /// 附件2.
  var returning: [FormRow] {
    let paper = returnRequest
    let basis = paper?.basis.map { "\n依据：\($0)" } ?? ""
    return [
      heading,
      .block(name: ["原工单内容"], cells: [request], height: nil),
      .block(
        name: ["退单理由", "和依据"],
        cells: [[.text(name: "", shown((paper?.reason ?? "") + basis))]], height: nil),
      .block(
        name: ["建议", "承办单位"], cells: [[.text(name: "", clean(paper?.suggest ?? ""))]], height: nil),
      .block(
        name: ["退单单位", "拟办意见"],
        cells: [opinion("经办人意见", hand.map { "\($0.lead)申请退单。" } ?? "")], height: .opinion),
      .block(
        name: ["退单单位", "分管领导", "意见"], cells: [opinion("负责人意见", signed(paper?.signedBy))],
        height: .opinion),
      .block(
        name: [context.offices.centre, "签收"],
        cells: [receipt("经办人（签名）", at: nil)], height: .receipt),
    ]
  }

  /// 附件3.
  var extending: [FormRow] {
    let paper = extensionRequest
    let stage = paper?.stage.map { "\n目前进展：\($0)" } ?? ""
    return [
      heading,
      .block(name: ["原工单内容"], cells: [request], height: nil),
      .block(
        name: ["延期理由"], cells: [[.text(name: "", shown((paper?.reason ?? "") + stage))]],
        height: nil),
      .block(
        name: ["延长时间"],
        cells: [[.text(name: "", paper?.length.map { "\($0)" } ?? "")]], height: .short),
      .block(
        name: ["承办单位", "拟办意见"],
        cells: [
          opinion("经办人意见", hand.map { "\($0.lead)申请延期。" } ?? ""), opinion("负责人意见"),
        ], height: .opinions),
      .block(
        name: ["承办单位", "分管领导", "意见"], cells: [approval(paper?.signedBy)], height: .leader),
      .block(
        name: [context.offices.centre, "签收"],
        cells: [receipt("经办人（签名）", at: nil)], height: .receipt),
    ]
  }

  /// 附件4.
  var reply: [FormRow] {
    let reply = ticket.record.replies.last
    let taken = context.officer == nil ? reply.flatMap { FormOfficer.taking(from: $0.text) } : nil
    let officer = context.officer ?? taken?.officer ?? FormOfficer()
    let text = taken?.rest ?? reply?.text ?? ""
    let sections = context.reply ?? ReplySections(parting: text)
    let opening =
      "\(clean(ticket.request.channel))渠道来源的关于反映\(subject)的问题收悉。我单位高度重视，立即调查核实，现将有关办理情况回复如下："
    let numerals = ["一", "二", "三", "四"]
    // The annex counts the leader's slip among what is enclosed.
    let approval = reply?.approvedBy.map { ["系统记载审定：\($0)。"] } ?? []
    let last = ([sections.proof] + approval).filter { !$0.isEmpty }.joined(separator: "\n")
    let told = (reply?.contact ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)：\($0.value)" }
    let contact = ([sections.contact] + told).filter { !$0.isEmpty }.joined(separator: "\n")
    let texts = [sections.survey, sections.handling, contact, last]
    let parts = zip(zip(numerals, ReplySections.names), texts).map { name, text in
      FormPart.paragraph(heading: "\(name.0)、\(name.1)。", shown(text))
    }
    return [
      .letter([.line([FormField(name: "工单号", value: clean(context.number))])]),
      .letter([.paragraph(heading: "", opening)] + parts),
      .letter([
        .line([FormField(name: "经办人名字", value: clean(officer.name))]),
        .line([FormField(name: "职务", value: clean(officer.post))]),
        .line([FormField(name: "手机号", value: clean(officer.phone))]),
        .line([FormField(name: "经办单位", value: clean(hand?.inner ?? hand?.lead ?? ""))]),
        .closing([
          "（公章）", reply.map { FormText.day(Day(containing: $0.at)) } ?? "　　　年　　月　　日",
        ]),
      ]),
    ]
  }

  private var heading: FormRow {
    .fields([
      FormField(name: "转办时间", value: FormText.moment(sentAt)),
      FormField(name: "平台编号", value: clean(context.number)),
    ])
  }

  /// What every request says: who, what, until when.
  private var request: [FormPart] {
    let caller = context.caller
    let address = caller.address.map(clean) ?? ""
    let place = address.isEmpty ? "" : "（地址：\(address)）"
    let limits = context.limits
    return [
      .line(
        [
          FormField(name: "诉求人姓名或称呼", value: caller.name.map(clean) ?? FormText.withheld),
          FormField(name: "联系电话", value: caller.phone.map(clean) ?? FormText.withheld),
        ], first: 78),
      .text(name: "诉求内容", place + shown(fullText)),
      .line([FormField(name: "退单时限", value: FormText.limit(limits.returning))]),
      .line([FormField(name: "申请延期时限", value: FormText.limit(limits.extending))]),
      .line([FormField(name: "完成时限", value: FormText.limit(limits.completion))]),
      .text(
        name: "办理要求",
        clean(context.requirements.isEmpty ? hand?.terms.instructions ?? "" : context.requirements)),
    ]
  }

  /// The request with what the caller added.
  private var fullText: String {
    ([ticket.request.text] + ticket.record.supplements.map { "补充：\($0)" })
      .joined(separator: "\n")
  }

  private func opinion(_ name: String, _ text: String = "") -> [FormPart] {
    // What a hand writes there needs the rest of the cell.
    let room = FormLayout.cellWidth - TypeSize.handy.em * Double(name.count + 1)
    return [
      .text(name: name, TypeSize.handy.shortened(clean(text), width: room, lines: 2)), .signature,
    ]
  }

  /// What the system has on record of a leader's signature; the place stays free for a hand's.
  private func signed(_ title: String?) -> String { title.map { "系统记载签批：\($0)。" } ?? "" }

  private func approval(_ title: String?) -> [FormPart] {
    title == nil ? [] : [.text(name: "", clean(signed(title)))]
  }

  private func receipt(_ name: String, at moment: Date?) -> [FormPart] {
    [
      .line(
        [
          FormField(name: name, value: ""),
          FormField(name: "签收时间", value: FormText.moment(moment)),
        ], first: 60)
    ]
  }

  private var headLines: [String] {
    let head = context.offices.head
    let rank = "主要领导"
    guard head.hasSuffix(rank), head != rank else { return [head, "意见"] }
    return [String(head.dropLast(rank.count)), rank, "意见"]
  }

  /// What the centre proposes: the units to which the ticket was sent.
  private var proposal: String {
    guard let hand else {
      return ticket.state.predispatch.map { "拟预分派\($0.unit)。" } ?? ""
    }
    let co = hand.co.isEmpty ? "" : "，\(hand.co.joined(separator: "、"))协办"
    return "拟转\(hand.lead)\(hand.co.isEmpty ? "办理" : "主办")\(co)。"
  }

  private var sentAt: Date? { hand?.dispatched ?? ticket.state.predispatch?.at }

  /// How often it was sent to a unit.
  private var timesSent: Int {
    let sent = events.count { event in
      switch event.change {
      case .dispatched, .unitFixed, .redoOrdered: true
      default: false
      }
    }
    return events.isEmpty ? ticket.record.returns + ticket.record.redos + 1 : sent
  }

  private var returnRequest: ReturnRequest? {
    if case .returning(let request)? = ticket.state.stage?.plain { return request }
    for event in events.reversed() {
      if case .returnRequested(let request) = event.change { return request }
    }
    return nil
  }

  private var extensionRequest: ExtensionRequest? {
    if case .extending(let request, _)? = ticket.state.stage?.plain { return request }
    for event in events.reversed() {
      if case .extensionRequested(let request) = event.change { return request }
    }
    return nil
  }

  private var subject: String {
    if let subject = context.subject ?? hand?.terms.item { return shown(subject) }
    var text = shown(ticket.request.text)
    if text.hasPrefix("反映") { text.removeFirst(2) }
    let clause = text.prefix { !"，。；！？,;!?\n".contains($0) }
    return clause.count <= 30 ? String(clause) : clause.prefix(30) + "…"
  }

  private func clean(_ text: String) -> String { FormText.clean(text) }

  /// Free text, in which a withheld caller cannot be found out.
  private func shown(_ text: String) -> String {
    let name = context.caller.name == nil ? ticket.request.caller : ""
    let hides = context.caller.name == nil || context.caller.phone == nil
    return hides ? FormText.hiding(name, in: clean(text)) : clean(text)
  }
}
