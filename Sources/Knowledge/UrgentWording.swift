import Foundation
import Hotline

/// What every operator says of a sudden event: out at once, on top of every screen, gone at its end.
///
/// Source: 中山办法第三十四条第二款第（三）项.
public struct UrgentWording: Codable, Hashable, Sendable {
  /// The rule.
  public static let source = "中山办法第三十四条第二款第（三）项"

  /// Its number.
  public var id: String
  /// The unit that answers for it.
  public var unit: String
  /// The event in a few words.
  public var title: String
  /// What operators say.
  public var text: String
  /// When it went out.
  @WrittenTime public var issuedAt: Date
  /// When it is no longer shown.
  @WrittenTime public var expiresAt: Date
  /// Why it was taken back before; nil while it was not.
  public var withdrawn: String?

  /// Makes a wording that has yet to go out.
  public init(
    id: String = "", unit: String, title: String, text: String, issuedAt: Date, expiresAt: Date
  ) {
    self.id = id
    self.unit = unit
    self.title = title
    self.text = text
    self.issuedAt = issuedAt
    self.expiresAt = expiresAt
  }

  /// True from the moment it went out until it expires or is taken back.
  public func isShown(at moment: Date) -> Bool {
    withdrawn == nil && issuedAt <= moment && moment < expiresAt
  }

  /// What is wrong with a wording that is to go out, all at once.
  func faults(at now: Date) -> [DataFault] {
    var faults: [DataFault] = []
    func fault(_ field: String, _ message: String) {
      faults.append(DataFault(file: "wording", line: 0, field: field, message: message))
    }
    if unit.isEmpty { fault("unit", "请写明报送单位") }
    if title.isEmpty { fault("title", "请用几个字写明是什么事") }
    if text.isEmpty { fault("text", "请写明应答口径") }
    if text.count > 400 { fault("text", "有 \(text.count) 个字，不能超过 400 个") }
    if expiresAt <= now { fault("expires_at", "失效时间应在现在之后") }
    return faults
  }
}
