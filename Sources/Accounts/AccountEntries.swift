import Foundation

/// A password's hash as it stands in the journal: sealed under a key of its own, which is destroyed
/// when the password is changed, so that the journal's older hashes can be guessed at by nobody.
struct SealedPassword: Codable {
  /// The record in `RecordKeys`.
  var record: String
  var sealed: String
  /// Whether somebody else chose it.
  var temporary: Bool
}

/// The bodies of the entries in `account/NAME`, `session/DIGEST` and `api-key/ID`.
enum AccountEntry {
  struct Made: Codable {
    var displayName: String
    var roles: [Role]
    var unit: String?
    var password: SealedPassword
  }

  struct RolesSet: Codable {
    var roles: [Role]
    var unit: String?
  }

  struct PasswordSet: Codable { var password: SealedPassword }

  struct SessionStarted: Codable {
    var account: String
    /// Milliseconds since 1970.
    var endsAt: Int
  }

  struct KeyMade: Codable {
    var digest: String
    var title: String
    var permissions: [Permission]
    var unit: String?
    /// Milliseconds since 1970.
    var endsAt: Int?
  }

  static let made = "account-made"
  static let rolesSet = "account-roles-set"
  static let passwordSet = "account-password-set"
  /// The same password under a stronger hash; sessions go on.
  static let passwordRehashed = "account-password-rehashed"
  static let disabled = "account-disabled"
  static let enabled = "account-enabled"
  static let sessionsEnded = "account-sessions-ended"
  static let sessionStarted = "session-started"
  static let sessionEnded = "session-ended"
  static let keyMade = "api-key-made"
  static let keyEnded = "api-key-ended"

  static let none = "{}"
}
