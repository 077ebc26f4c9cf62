import Foundation
import Hotline
import HotlineDesk

/// A role and its Chinese title.
struct RoleDocument: Encodable, Sendable, Equatable {
  var id: String
  var title: String

  init(_ role: Role) {
    id = role.rawValue
    title = role.title
  }
}

/// Who asks, and what they may do.
struct SessionDocument: Encodable, Sendable, Equatable {
  /// `open`, `session` or `key`.
  var mode: String
  /// What must be said to whoever works in the open mode.
  @OrNull var notice: String?
  var name: String
  var displayName: String
  var roles: [RoleDocument]
  @OrNull var unit: String?
  var permissions: [String]
  @OrNull var endsAt: String?
  var passwordTemporary: Bool

  enum CodingKeys: String, CodingKey {
    case mode, notice, name, roles, unit, permissions
    case displayName = "display_name"
    case endsAt = "ends_at"
    case passwordTemporary = "password_temporary"
  }

  init(_ visitor: Visitor) {
    let officer = visitor.officer
    name = officer.name
    displayName = officer.displayName
    roles = Role.allCases.filter { officer.roles.contains($0) }.map(RoleDocument.init)
    unit = officer.unit
    permissions = Permission.allCases.filter { officer.may($0) }.map(\.rawValue)
    passwordTemporary = false
    switch visitor.means {
    case .open: (mode, notice) = ("open", "开放模式，仅限本机")
    case .key: mode = "key"
    case .session(_, let account, let end):
      mode = "session"
      endsAt = ShanghaiTime.text(end)
      passwordTemporary = account.isPasswordTemporary
    }
  }
}

/// One account.
struct UserDocument: Encodable, Sendable, Equatable {
  var name: String
  var displayName: String
  var roles: [RoleDocument]
  @OrNull var unit: String?
  var disabled: Bool
  var passwordTemporary: Bool
  var madeAt: String

  enum CodingKeys: String, CodingKey {
    case name, roles, unit, disabled
    case displayName = "display_name"
    case passwordTemporary = "password_temporary"
    case madeAt = "made_at"
  }

  init(_ account: Account) {
    name = account.name
    displayName = account.displayName
    roles = account.roles.map(RoleDocument.init)
    unit = account.unit
    disabled = account.isDisabled
    passwordTemporary = account.isPasswordTemporary
    madeAt = ShanghaiTime.text(account.madeAt)
  }
}

/// An account after a change, and the password that was made at random for it, this once.
struct ChangedUserDocument: Encodable, Sendable, Equatable {
  var user: UserDocument
  @OrNull var password: String?
}

/// One API key, without the key itself.
struct KeyDocument: Encodable, Sendable, Equatable {
  var id: String
  var title: String
  var permissions: [String]
  @OrNull var unit: String?
  var madeBy: String
  var madeAt: String
  @OrNull var endsAt: String?
  var ended: Bool

  enum CodingKeys: String, CodingKey {
    case id, title, permissions, unit, ended
    case madeBy = "made_by"
    case madeAt = "made_at"
    case endsAt = "ends_at"
  }

  init(_ key: APIKey) {
    id = key.id
    title = key.title
    permissions = key.permissions.map(\.rawValue)
    unit = key.unit
    madeBy = key.madeBy
    madeAt = ShanghaiTime.text(key.madeAt)
    endsAt = key.endsAt.map(ShanghaiTime.text)
    ended = key.isEnded
  }
}

/// A new API key with its secret, this once.
struct NewKeyDocument: Encodable, Sendable, Equatable {
  var secret: String
  var key: KeyDocument
}
