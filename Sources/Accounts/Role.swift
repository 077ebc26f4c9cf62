/// The part that a person plays at the hotline; one person may play several.
public enum Role: String, CaseIterable, Codable, Hashable, Sendable {
  /// Takes calls.
  case `operator`
  /// Sends tickets to units.
  case dispatcher
  /// Handles tickets for one unit and sees that unit's tickets only.
  case unit
  /// Watches over time limits and results.
  case supervisor
  /// Keeps the dispatch catalogue and the knowledge base true.
  case keeper
  /// Reads the figures.
  case manager
  /// Keeps accounts and the system; sees no tickets.
  case administrator

  /// What people read.
  public var title: String {
    switch self {
    case .operator: "坐席"
    case .dispatcher: "派单员"
    case .unit: "承办单位"
    case .supervisor: "督办"
    case .keeper: "知识目录管理"
    case .manager: "管理者"
    case .administrator: "管理员"
    }
  }

  /// The role that a text names, by its Chinese title or its English name.
  public init?(named text: String) {
    guard let role = Role.allCases.first(where: { $0.title == text || $0.rawValue == text }) else {
      return nil
    }
    self = role
  }

  /// What the role may do: the one table of the whole software.
  public var permissions: Set<Permission> {
    switch self {
    case .operator:
      [
        .suggest, .searchKnowledge, .readCatalogue, .receiveTicket, .readTickets,
        .openPersonalData,
      ]
    case .dispatcher:
      [
        .suggest, .searchKnowledge, .readCatalogue, .receiveTicket, .dispatchTicket, .readTickets,
        .openPersonalData,
      ]
    case .unit: [.searchKnowledge, .readCatalogue, .handleTicket, .readTickets, .openPersonalData]
    case .supervisor:
      [
        .suggest, .searchKnowledge, .readCatalogue, .superviseTicket, .readTickets,
        .openPersonalData, .readFigures,
      ]
    case .keeper: [.suggest, .searchKnowledge, .readCatalogue, .keepCatalogue, .keepKnowledge]
    case .manager: [.searchKnowledge, .readCatalogue, .readTickets, .readFigures]
    case .administrator: [.searchKnowledge, .readCatalogue, .keepAccounts, .keepSystem]
    }
  }

  /// True when the role sees the tickets of every unit.
  var seesEveryUnit: Bool { self != .unit && permissions.contains(.readTickets) }
}
