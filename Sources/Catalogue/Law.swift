import Hotline

/// A law in the register: what may be cited and how far its articles go.
public struct Law: Codable, Hashable, Sendable {
  /// Whether it may be relied on.
  public enum Status: String, CaseIterable, Codable, Sendable {
    /// In force.
    case inForce = "现行有效"
    /// Promulgated, takes effect later.
    case pending = "尚未生效"
    /// Repealed.
    case repealed = "已废止"
  }

  /// Full title; unique.
  public var title: String
  /// The kind of document, such as 行政法规.
  public var category: String
  /// Day of the version's promulgation or amendment, as far as it is known.
  public var date: String
  /// Number of the last article; 0 when it has none.
  public var lastArticle: Int
  /// Whether it may be relied on.
  public var status: Status
}
