import Foundation
import Hotline
import SQLite

extension TicketOffice {
  /// Where a message of a ticket goes: the unit's name, or the caller's phone; nil when the caller
  /// left none or has been erased.
  ///
  /// Asked at the moment of sending, so that no phone number is stored with the message.
  public func address(of number: String, unit: String?) throws -> String? {
    if let unit { return unit }
    guard let found = try pool.read({ try record(number, $0) }),
      let phone = try caller(of: found)?.phone, !phone.isEmpty
    else { return nil }
    return phone
  }

  /// A message's text as it is read, with the caller's code filled in.
  public func wording(_ text: String, of number: String) throws -> String {
    guard text.contains("{查询码}") else { return text }
    return text.replacingOccurrences(of: "{查询码}", with: try code(of: number))
  }
}
