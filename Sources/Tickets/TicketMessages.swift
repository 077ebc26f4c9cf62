import Foundation
import Hotline
import Lifecycle

/// What goes out of the system when something happens to a ticket.
///
/// The texts hold nothing personal: who is called and how is known only where they are sent.
enum TicketMessages {
  /// The messages that events bring.
  ///
  /// - Parameter told: the caller left something by which to be reached.
  static func about(
    _ events: [TicketEvent], ticket: Ticket, number: String, told: Bool
  ) -> [OutgoingMessage]? {
    var list: [OutgoingMessage] = []
    for event in events {
      for (kind, text) in told ? toCaller(event, number) : [] {
        list.append(
          OutgoingMessage(to: "caller", unit: nil, kind: kind, text: text, ticket: number))
      }
      for (unit, kind, text) in toUnits(event, ticket, number) {
        list.append(OutgoingMessage(to: "unit", unit: unit, kind: kind, text: text, ticket: number))
      }
    }
    return list.isEmpty ? nil : list
  }

  /// Source: 宜春办法第十四条 (taken), 中山办法第十九条 (extension), 濠江制度四（四） (survey).
  private static func toCaller(_ event: TicketEvent, _ number: String) -> [(String, String)] {
    switch event.change {
    case .received:
      let text = "您的诉求已登记，工单号 \(number)，查询码 {查询码}。凭工单号和查询码可以查询办理进度。"
      return [("acceptance", text)]
    case .excluded(_, let tell):
      return [("excluded", "您的诉求（工单号 \(number)）不属于热线受理范围：\(tell)")]
    case .dispatched(let hand), .unitFixed(let hand, _):
      return [("dispatch", "您的诉求（工单号 \(number)）已派给\(hand.lead)办理。")]
    case .transferred(let to, _):
      return [("transfer", "您的诉求（工单号 \(number)）已转送\(to)办理。")]
    case .extensionApproved(let limit, let reason), .extensionDeemed(let limit, let reason):
      let until = limit.map { "，新的期限是 \(end(of: $0))" } ?? ""
      let why = reason.map { "因“\($0)”" } ?? ""
      let text = "您的诉求（工单号 \(number)）\(why)需要更多时间办理\(until)。"
      return [("extension", text)]
    case .completionApproved, .caseFiled:
      return [
        ("result", "您的诉求（工单号 \(number)）已办结，答复可以凭工单号和查询码 {查询码} 查看。"),
        ("survey", "请评价工单 \(number) 的办理结果：凭工单号和查询码 {查询码} 在网上评价，或者等候电话回访。"),
      ]
    case .redoOrdered(let hand):
      return [("redo", "您的诉求（工单号 \(number)）已要求\(hand.lead)重新办理。")]
    default: return []
    }
  }

  private static func toUnits(
    _ event: TicketEvent, _ ticket: Ticket, _ number: String
  ) -> [(String, String, String)] {
    let lead = ticket.state.assignment?.lead
    switch event.change {
    case .predispatched(let asked):
      let due = asked.due.map { "，请在 \(ShanghaiTime.minute($0)) 前答复" } ?? ""
      return [(asked.unit, "predispatch", "工单 \(number) 预分派给你单位\(due)。")]
    case .dispatched(let hand), .unitFixed(let hand, _):
      let due = hand.limit.map { "，办理期限 \(end(of: $0))" } ?? ""
      return [(hand.lead, "dispatch", "工单 \(number) 派给你单位主办\(due)，请及时签收。")]
        + hand.co.map { ($0, "dispatch", "工单 \(number) 由\(hand.lead)主办，请你单位协办\(due)。") }
    case .redoOrdered(let hand): return [(hand.lead, "redo", "工单 \(number) 交你单位重办。")]
    case .completionRejected: return own(lead, "rejected", "工单 \(number) 的答复被退回，请继续办理。")
    case .returnRefused: return own(lead, "return", "工单 \(number) 的退单申请没有同意，请继续办理。")
    case .extensionApproved(let limit, _):
      let until = limit.map { "，新的期限 \(end(of: $0))" } ?? ""
      return own(lead, "extension", "工单 \(number) 的延期申请已同意\(until)。")
    case .extensionRefused: return own(lead, "extension", "工单 \(number) 的延期申请没有同意。")
    case .limitRecalculated(let anew):
      return own(
        lead, "recalculated",
        "\(anew.reason)，工单 \(number) 的期限由 \(ShanghaiTime.minute(anew.was)) 改为 \(ShanghaiTime.minute(anew.due))。"
      )
    case .supplemented: return own(lead, "supplement", "工单 \(number) 的诉求人补充了情况，请查看。")
    case .withdrawn: return own(lead, "withdrawn", "工单 \(number) 已由诉求人撤销。")
    case .urged: return own(lead, "urging", "工单 \(number) 催办，请尽快办理。")
    case .supervised: return own(lead, "supervision", "工单 \(number) 已列入督办。")
    case .noted("reminded", _): return own(lead, "urging", "工单 \(number) 临近期限，请尽快办理。")
    case .noted("card-warning", _): return own(lead, "card", "工单 \(number) 预警：即将到期。")
    case .noted("card-yellow", _): return own(lead, "card", "工单 \(number) 亮黄牌。")
    case .noted("card-red", _): return own(lead, "card", "工单 \(number) 亮红牌。")
    default: return []
    }
  }

  /// When a limit ends, with what must be said of it.
  private static func end(of limit: Limit) -> String {
    ShanghaiTime.minute(limit.due) + (limit.note.map { "（\($0)）" } ?? "")
  }

  private static func own(
    _ lead: String?, _ kind: String, _ text: String
  ) -> [(String, String, String)] {
    lead.map { [($0, kind, text)] } ?? []
  }
}
