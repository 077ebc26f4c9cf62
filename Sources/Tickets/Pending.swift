import Lifecycle

extension Ticket {
  func hidesCaller(from unit: String) -> String? { nil }
  /// The caller wants to stay unknown.
  public var isSecret: Bool { false }
}
