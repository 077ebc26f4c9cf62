import Foundation
import Hotline

/// Who called, as the hotline knows it; kept sealed.
public struct Caller: Codable, Equatable, Sendable {
  /// What the caller is called; may be empty for somebody who gives no name.
  public var name: String
  /// The number to call back.
  public var phone: String
  /// Where the caller lives or the matter is.
  public var address: String
  /// The number of an identity card.
  public var identity: String

  /// Makes a caller; empty texts for what is not known.
  public init(name: String = "", phone: String = "", address: String = "", identity: String = "") {
    self.name = name
    self.phone = phone
    self.address = address
    self.identity = identity
  }

  /// True when nothing is known.
  public var isUnknown: Bool {
    name.isEmpty && phone.isEmpty && address.isEmpty && identity.isEmpty
  }

  /// The caller as lists show one: surname, first three and last two digits.
  public var masked: Caller {
    Caller(
      name: PersonalText.maskedName(name), phone: PersonalText.maskedPhone(phone),
      address: address.isEmpty ? "" : "（已登记）",
      identity: identity.isEmpty ? "" : "（已登记）")
  }

  /// By what the same caller is found again: the phone's digits, else the identity card.
  var handle: String? {
    let digits = phone.filter(\.isNumber)
    if digits.count >= 5 { return "phone:" + digits.suffix(11) }
    return identity.isEmpty ? nil : "identity:" + identity.uppercased()
  }
}
