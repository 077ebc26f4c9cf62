import Hotline

/// Where a value comes from: the regulation's article, or the law behind it.
public struct RuleSource: Hashable, Sendable, CustomStringConvertible {
  /// The document's short name, such as 宜春办法, or a law's title.
  public var document: String
  /// The article as the document counts it, such as 第十四条 or 三（四）4.
  public var article: String
  /// The day from which the value holds, where that is not the document's own.
  public var from: Day?
  /// Set where the text leaves a point open: what the other reading would be.
  public var interpretation: String?

  /// Makes a source from its parts.
  public init(
    document: String, article: String, from: Day? = nil, interpretation: String? = nil
  ) {
    self.document = document
    self.article = article
    self.from = from
    self.interpretation = interpretation
  }

  /// As it is shown: 宜春办法第十四条, 南京规范6.2.3.
  public var description: String { document + article }
}

/// A value with its source.
public struct Sourced<Value: Sendable>: Sendable {
  /// What the rule says.
  public var value: Value
  /// Where it says so.
  public var source: RuleSource

  /// Makes a sourced value.
  public init(_ value: Value, _ source: RuleSource) {
    self.value = value
    self.source = source
  }
}
