import Foundation
import Hotline

/// One account as it stands now; its password is not in it.
public struct Account: Hashable, Sendable {
  /// The name to sign in with, which never changes.
  public let name: String
  /// What people read.
  public let displayName: String
  /// The roles, in the order of `Role.allCases`.
  public let roles: [Role]
  /// The handling unit of a `unit` account.
  public let unit: String?
  /// Whether nobody can sign in with it.
  public let isDisabled: Bool
  /// Whether somebody else chose the password, so that its owner should choose another.
  public let isPasswordTemporary: Bool
  /// When it was made.
  public let madeAt: Date

  /// What a request of this account carries.
  public var officer: Officer {
    Officer(name: name, displayName: displayName, roles: Set(roles), unit: unit)
  }
}

/// One API key as it stands now; the key itself is kept nowhere.
public struct APIKey: Hashable, Sendable {
  /// Tells keys apart, such as `7KQ2M4XB`.
  public let id: String
  /// What it is for.
  public let title: String
  /// What its holder may do.
  public let permissions: [Permission]
  /// The unit whose tickets alone it reaches; nil for all.
  public let unit: String?
  /// Who made it.
  public let madeBy: String
  /// When it was made.
  public let madeAt: Date
  /// From when on it is not taken any more; nil for never.
  public let endsAt: Date?
  /// Whether it was ended before its time.
  public let isEnded: Bool

  /// What a request with this key carries.
  public var officer: Officer {
    Officer(
      name: "key:" + id, displayName: title, roles: [], unit: unit,
      permissions: Set(permissions))
  }
}

/// Everything that is wrong with what was given.
public struct AccountFaults: Error, Hashable, Sendable, CustomStringConvertible {
  /// The faults; never empty.
  public let faults: [InputProblem]

  /// One line a fault.
  public var description: String { faults.map(\.message).joined(separator: "\n") }
}

/// Why nobody was signed in; it tells nothing about whether a name exists.
public enum SignInRefusal: Error, Hashable, Sendable {
  /// Name and password do not belong together, or the account is disabled.
  case wrong
  /// Too many tries; the next one may come after so many seconds.
  case wait(seconds: Int)
  /// Too many sign in at this moment.
  case busy
}
