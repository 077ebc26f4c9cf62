import HotlineDesk
import WebServer

/// Who may use a route.
enum Access: Hashable, Sendable {
  /// Everybody, signed in or not.
  case anyone
  /// Everybody who is known.
  case anyOfficer
  /// Those with a permission.
  case needs(Permission)
}

/// The one table of who may use which route; a route that is missing here is used by nobody.
enum RouteAccess {
  static let table: [String: Access] = [
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

  /// Who may use a route; nil when the table does not say.
  static func of(_ route: Router.Route) -> Access? {
    table["\(route.method.rawValue) \(route.pattern)"]
  }
}
