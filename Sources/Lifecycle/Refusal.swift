/// Why a command was not carried out: every ground, each with its article.
public struct Refusal: Error, Codable, Equatable, Sendable {
  /// One reason for refusing.
  public struct Ground: Codable, Equatable, Sendable {
    /// What is wrong, in Chinese; for a malformed script it begins with the field.
    public var ground: String
    /// The article, as it is shown.
    public var source: String
    /// What may be done instead.
    public var instead: String

    /// Makes a ground from its parts.
    public init(_ ground: String, source: String, instead: String) {
      self.ground = ground
      self.source = source
      self.instead = instead
    }
  }

  /// All the grounds, never empty.
  public var grounds: [Ground]
}
