import HotlineDesk
import WebServer

/// Who may use a route.
enum Access: Hashable, Sendable {
  /// Everybody, signed in or not.
  case anyone
  /// Everybody who is known.
  case anyOfficer
  /// Those with at least one of these permissions.
  case needsOne(of: Set<Permission>)

  /// Those with at least one of these permissions.
  static func needs(_ permissions: Permission...) -> Access {
    .needsOne(of: Set(permissions))
  }

  /// Whether somebody who is known may.
  func admits(_ officer: Officer) -> Bool {
    switch self {
    case .anyone, .anyOfficer: true
    case .needsOne(let permissions): !permissions.isDisjoint(with: officer.permissions)
    }
  }
}

/// The one table of who may use which route; a route that is missing here is used by nobody.
enum RouteAccess {
  static let table = fixed.merging(commands) { one, _ in one }

  private static let fixed: [String: Access] = [
    // The page and what it needs before anybody has signed in.
    "GET /": .anyone,
    "GET /console/{file}": .anyone,
    "GET /openapi.json": .anyone,
    "GET /healthz": .anyone,
    "POST /v1/session": .anyone,
    "GET /v1/session": .anyOfficer,
    "DELETE /v1/session": .anyOfficer,
    "POST /v1/session:password": .anyOfficer,
    // Answering a call.
    "POST /v1/suggestions": .needs(.suggest),
    "GET /v1/knowledge": .needs(.searchKnowledge),
    "GET /v1/knowledge/{id}": .needs(.searchKnowledge),
    "GET /v1/catalogue/items": .needs(.readCatalogue),
    "GET /v1/catalogue/items/{id}": .needs(.readCatalogue),
    "GET /v1/catalogue/units": .needs(.readCatalogue),
    "GET /v1/catalogue/regions": .needs(.readCatalogue),
    "GET /v1/profiles": .needs(.readCatalogue),
    // Tickets; what a seat sees of them the desk decides.
    "POST /v1/tickets": .needs(.receiveTicket),
    "GET /v1/tickets": .needs(.readTickets),
    "GET /v1/ticket-counts": .needs(.readTickets),
    "GET /v1/tickets/{number}": .needs(.readTickets),
    "GET /v1/tickets/{number}/history": .needs(.readTickets),
    "GET /v1/tickets/{number}/repeats": .needs(.readTickets),
    "GET /v1/tickets/{number}/forms/{form}": .needs(.readTickets),
    "GET /v1/changes": .needs(.readTickets),
    "GET /v1/ledgers/supervision": .needs(.readTickets),
    "POST /v1/tickets/{number}:merge": .needs(.dispatchTicket),
    "POST /v1/tickets/{number}:unmerge": .needs(.dispatchTicket),
    // The caller has number and code, and no account.
    "GET /v1/progress": .anyone,
    "POST /v1/progress:rate": .anyone,
    // Personal data.
    "POST /v1/tickets/{number}:open-caller": .needs(.openPersonalData),
    "POST /v1/tickets/{number}/forms/{form}": .needs(.openPersonalData),
    "GET /v1/tickets/{number}/caller-openings": .needs(.openPersonalData, .keepSystem),
    "POST /v1/callers:look-up": .needs(.receiveTicket, .dispatchTicket),
    "GET /v1/tickets/{number}/caller-flags": .needs(
      .receiveTicket, .dispatchTicket, .superviseTicket),
    "POST /v1/tickets/{number}:flag-caller": .needs(.receiveTicket, .dispatchTicket),
    "POST /v1/caller-flags/{id}:end": .needs(.dispatchTicket, .superviseTicket),
    "POST /v1/tickets/{number}:erase": .needs(.keepSystem),
    "GET /v1/messages": .needs(.dispatchTicket, .superviseTicket, .keepSystem),
    "POST /v1/messages/{id}:requeue": .needs(.dispatchTicket, .keepSystem),
    // Figures; a unit sees its own, which the desk sees to.
    "GET /v1/figures": .needs(.readFigures, .handleTicket),
    "GET /v1/figures/tickets": .needs(.readFigures, .handleTicket),
    "GET /v1/figures/rankings/{month}": .needs(.readFigures, .handleTicket),
    "POST /v1/figures/rankings/{month}:draw": .needs(.superviseTicket),
    "POST /v1/figures/rankings/{month}:request": .needs(.superviseTicket, .handleTicket),
    "POST /v1/figures/rankings/{month}:decide": .needs(.superviseTicket),
    "POST /v1/figures/rankings/{month}:fix": .needs(.superviseTicket),
    "GET /v1/figures/years/{year}": .needs(.readFigures, .handleTicket),
    "POST /v1/figures/years/{year}:propose": .needs(.superviseTicket, .handleTicket),
    "POST /v1/figures/years/{year}:decide": .needs(.superviseTicket),
    "GET /v1/figures/deductions/{year}": .needs(.readFigures, .handleTicket),
    "POST /v1/figures/deductions/{year}:record": .needs(.superviseTicket),
    "GET /v1/figures/bulletin": .needs(.readFigures),
    "GET /v1/figures/topics": .needs(.readFigures),
    "POST /v1/figures/public:publish": .needs(.superviseTicket),
    "GET /v1/public/figures": .anyone,
    "GET /v1/figures/accountability": .needs(.readFigures),
    "POST /v1/figures/accountability:decide": .needs(.superviseTicket),
    "GET /v1/figures/ledger": .needs(.readFigures, .handleTicket),
    "GET /v1/figures/rehandling": .needs(.readFigures, .handleTicket),
    "GET /v1/figures/spot-checks": .needs(.readFigures, .handleTicket),
    "POST /v1/figures/spot-checks:draw": .needs(.superviseTicket),
    "POST /v1/figures/spot-checks/{id}:record": .needs(.superviseTicket),
    "POST /v1/figures/spot-checks/{id}:rectify": .needs(.superviseTicket, .handleTicket),
    "GET /v1/figures/liaisons": .needs(.readFigures, .dispatchTicket, .keepAccounts),
    "POST /v1/users/{name}:duty": .needs(.keepAccounts),
    // Proposals; a unit makes and sees its own.
    "GET /v1/proposals": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    "POST /v1/proposals": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    "POST /v1/proposals:dry-run": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    "GET /v1/proposals/{id}": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    "GET /v1/proposals/{id}/dry-run": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    "POST /v1/proposals/{id}:redraft": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    "POST /v1/proposals/{id}:submit": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    "POST /v1/proposals/{id}:withdraw": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    "POST /v1/proposals/{id}:ask-back": .needs(.keepCatalogue, .keepKnowledge),
    "POST /v1/proposals/{id}:approve": .needs(.keepCatalogue, .keepKnowledge),
    "POST /v1/proposals/{id}:refuse": .needs(.keepCatalogue, .keepKnowledge),
    "GET /v1/records/{kind}/{id}/revisions": .needs(.readCatalogue),
    "GET /v1/records/{kind}/{id}/comparison": .needs(.readCatalogue),
    "POST /v1/records/{kind}/{id}:return": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    // Notices; a unit hands in its own.
    "GET /v1/notices": .needs(.searchKnowledge),
    "POST /v1/wordings": .needs(.handleTicket, .keepKnowledge),
    "POST /v1/wordings/{id}:withdraw": .needs(.handleTicket, .keepKnowledge),
    "GET /v1/works": .needs(.searchKnowledge),
    "POST /v1/works": .needs(.handleTicket, .keepKnowledge),
    "POST /v1/works/{id}:change": .needs(.handleTicket, .keepKnowledge),
    "POST /v1/works/{id}:cancel": .needs(.handleTicket, .keepKnowledge),
    "GET /v1/policies": .needs(.handleTicket, .keepKnowledge),
    "GET /v1/policies/late": .needs(.handleTicket, .keepKnowledge),
    "POST /v1/policies": .needs(.handleTicket, .keepKnowledge),
    "POST /v1/policies/{id}:postpone": .needs(.handleTicket, .keepKnowledge),
    "POST /v1/policies/{id}:cancel": .needs(.handleTicket, .keepKnowledge),
    "POST /v1/policies/{id}:text": .needs(.handleTicket, .keepKnowledge),
    "GET /v1/records/{kind}/{id}/links": .needs(.readCatalogue),
    "GET /v1/reviews": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    // Keeping the knowledge base true.
    "POST /v1/corrections": .needs(.suggest),
    "GET /v1/corrections": .needs(.handleTicket, .keepCatalogue, .keepKnowledge),
    "POST /v1/corrections/{id}:close": .needs(.handleTicket, .keepKnowledge),
    "POST /v1/corrections/{id}:dismiss": .needs(.keepKnowledge),
    "GET /v1/knowledge-duties": .needs(.handleTicket, .keepKnowledge),
    "GET /v1/knowledge-quality": .needs(.handleTicket, .keepKnowledge, .readFigures),
    "GET /v1/knowledge-gaps": .needs(.keepKnowledge, .readFigures),
    "POST /v1/knowledge:unused": .needs(.suggest),
    "POST /v1/tickets/{number}:draft-article": .needs(.handleTicket, .dispatchTicket),
    // Accounts.
    "GET /v1/users": .needs(.keepAccounts),
    "POST /v1/users": .needs(.keepAccounts),
    "POST /v1/users/{name}:roles": .needs(.keepAccounts),
    "POST /v1/users/{name}:password": .needs(.keepAccounts),
    "POST /v1/users/{name}:disable": .needs(.keepAccounts),
    "POST /v1/users/{name}:enable": .needs(.keepAccounts),
    "POST /v1/users/{name}:end-sessions": .needs(.keepAccounts),
    "GET /v1/keys": .needs(.keepAccounts),
    "POST /v1/keys": .needs(.keepAccounts),
    "POST /v1/keys/{id}:end": .needs(.keepAccounts),
  ]

  /// The commands on a ticket.
  private static let commands = Dictionary(
    uniqueKeysWithValues: DeskCommandName.allCases.filter { $0 != .receive && $0 != .tick }.map {
      ("POST /v1/tickets/{number}:\($0.rawValue)", access(to: $0))
    })

  private static func access(to command: DeskCommandName) -> Access {
    switch command {
    case .receive, .answer, .exclude, .supplement: .needs(.receiveTicket)
    case .predispatch, .dispatch, .approveReturn, .refuseReturn, .fixUnit, .approveExtension,
      .refuseExtension, .approveCompletion, .rejectCompletion, .correctRating, .redo,
      .archive, .jointHandling:
      .needs(.dispatchTicket)
    case .acceptPredispatch, .refusePredispatch, .sign, .assignInner, .requestReturn,
      .requestExtension, .contact, .reply, .statement, .progress, .extendPromise, .solve,
      .fileCase:
      .needs(.handleTicket)
    case .callback, .rate, .transfer, .reportUp: .needs(.receiveTicket, .dispatchTicket)
    case .withdraw, .forceMajeure: .needs(.receiveTicket, .dispatchTicket, .handleTicket)
    case .dispute, .judge: .needs(.dispatchTicket, .handleTicket)
    case .urge: .needs(.receiveTicket, .dispatchTicket, .superviseTicket)
    case .escalate: .needs(.dispatchTicket, .superviseTicket)
    case .supervise, .resolveSupervision: .needs(.superviseTicket)
    // Timers push themselves; there is no route for it.
    case .tick: .needs(.keepSystem)
    }
  }

  /// Who may use a route; nil when the table does not say.
  static func of(_ route: Router.Route) -> Access? {
    table["\(route.method.rawValue) \(route.pattern)"]
  }
}
