import ChineseText
import Hotline

/// One kind of emergency that a regulation wants handled within hours.
public struct EmergencyEntry: Sendable {
  /// The article as the document counts it, such as 第十五条.
  public let entry: String
  /// The source with the document's name.
  public let source: RuleSource
  /// What the entry covers, in a few words.
  public let covers: String
  /// What is to be done, said to the operator.
  public let act: String
  /// Until when by the clock; nil where the document says at once or leaves it to the platform.
  public let within: TimeSpan?
  /// The limit in words, where the document gives no length: 即时, 平台要求的时限.
  public let until: String
  /// Until when a result or stage report is due, where the document says so.
  public let report: TimeSpan?
  /// Names of the recognisers that lead to it.
  let recognisedBy: [String]
}

/// A call that seems to be an emergency under the regulation.
public struct EmergencyProposal: Sendable, Equatable {
  /// The entry as the document counts it.
  public var entry: String
  /// The source as it is shown.
  public var source: String
  /// How sure, 0 to 1.
  public var confidence: Double
  /// The limit as it is shown: 2小时, 即时, 平台要求的时限.
  public var within: String
  /// What is to be done.
  public var act: String
  /// The words of the call that led to it.
  public var words: [String]
  /// Byte ranges of these words in the call's text.
  public var ranges: [Range<Int>]
}
