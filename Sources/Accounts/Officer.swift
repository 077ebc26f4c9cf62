/// Who asks: what every request and command carries.
public struct Officer: Hashable, Sendable {
  /// Which tickets somebody sees.
  public enum TicketScope: Hashable, Sendable {
    /// None.
    case none
    /// Those of one unit.
    case unit(String)
    /// All.
    case all
  }

  /// The name that stands in the journal; an API key's is `key:` and its id.
  public let name: String
  /// What people read.
  public let displayName: String
  /// The roles; an API key has none.
  public let roles: Set<Role>
  /// The handling unit for which they act.
  public let unit: String?
  /// What they may do.
  public let permissions: Set<Permission>

  /// Makes an officer who may do what the roles allow.
  public init(name: String, displayName: String, roles: Set<Role>, unit: String? = nil) {
    self.init(
      name: name, displayName: displayName, roles: roles, unit: unit,
      permissions: roles.reduce(into: []) { $0.formUnion($1.permissions) })
  }

  init(
    name: String, displayName: String, roles: Set<Role>, unit: String?,
    permissions: Set<Permission>
  ) {
    self.name = name
    self.displayName = displayName
    self.roles = roles
    self.unit = unit
    self.permissions = permissions
  }

  /// The person at the machine itself, in the open mode of a service that only this machine reaches.
  public static let local = Officer(
    name: "本机", displayName: "本机", roles: Set(Role.allCases), unit: nil)

  /// Whether they may do something.
  public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

  /// Which tickets they see; to be applied before anything is counted.
  public var ticketScope: TicketScope {
    guard may(.readTickets) else { return .none }
    if roles.contains(where: \.seesEveryUnit) { return .all }
    if let unit { return .unit(unit) }
    // A key without a unit reads all; a unit's account without a unit reads nothing.
    return roles.isEmpty ? .all : .none
  }
}
