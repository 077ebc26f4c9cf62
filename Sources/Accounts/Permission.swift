/// What somebody may do; every route and command asks for one of these.
public enum Permission: String, CaseIterable, Codable, Hashable, Sendable {
  /// Ask for the suggestion to a call.
  case suggest
  /// Search and read the knowledge base.
  case searchKnowledge
  /// Read units, places, items and regulations.
  case readCatalogue
  /// Record a request.
  case receiveTicket
  /// Send a ticket to units, judge returns and extensions.
  case dispatchTicket
  /// Sign, return, reply to a ticket that a unit has.
  case handleTicket
  /// Urge, supervise, give and take cards.
  case superviseTicket
  /// See tickets, with personal data masked; a unit sees its own only.
  case readTickets
  /// Open masked personal data; every opening is recorded.
  case openPersonalData
  /// Revise the dispatch catalogue.
  case keepCatalogue
  /// Revise the knowledge base.
  case keepKnowledge
  /// Read figures, rankings and bulletins.
  case readFigures
  /// Make and change accounts, roles and keys.
  case keepAccounts
  /// Back up, rebuild, set up webhooks and keys of the system.
  case keepSystem

  /// What people read.
  public var title: String {
    switch self {
    case .suggest: "派单建议"
    case .searchKnowledge: "检索知识库"
    case .readCatalogue: "查看派单目录"
    case .receiveTicket: "登记诉求"
    case .dispatchTicket: "派单"
    case .handleTicket: "办理工单"
    case .superviseTicket: "督办"
    case .readTickets: "查看工单"
    case .openPersonalData: "查看个人信息"
    case .keepCatalogue: "维护派单目录"
    case .keepKnowledge: "维护知识库"
    case .readFigures: "查看统计"
    case .keepAccounts: "管理用户"
    case .keepSystem: "管理系统"
    }
  }
}
