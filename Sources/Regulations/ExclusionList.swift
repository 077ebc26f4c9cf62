import ChineseText
import Hotline

/// One numbered entry of a regulation's list of calls that the hotline may not take.
public struct ExclusionEntry: Sendable {
  /// The article and item as the document counts them, such as 第十三条（一）.
  public let entry: String
  /// The source with the document's name.
  public let source: RuleSource
  /// What the entry covers, in a few words.
  public let covers: String
  /// What the operator says to the caller.
  public let tell: String
  /// The proper channel, where it is the same for all of the entry.
  public let channel: String
  /// What the regulation has the operator do: `transfer`, `inform`, `progress` or `dissuade`.
  public let handling: Handling
  /// Names of the recognisers that lead to it.
  let recognisedBy: [String]
  /// Names of recognisers that make it possible but never likely.
  let hintedBy: [String]

  /// What the regulation has the operator do with such a call.
  public enum Handling: String, CaseIterable, Sendable {
    /// Name the emergency line or put the caller through at once.
    case transfer
    /// Explain and name the proper channel.
    case inform
    /// Tell how far the earlier request is, or how it ended.
    case progress
    /// Dissuade, and tell which rule the wish would break.
    case dissuade
    /// Return to the platform with reason, basis and suggested unit.
    case returnToPlatform = "return"
  }
}

/// An entry that a call seems to fall under.
///
/// Nothing is refused by it: the operator decides.
public struct ExclusionProposal: Sendable, Equatable {
  /// The entry as the document counts it, such as 第十条（二）.
  public var entry: String
  /// The source as it is shown, such as 南昌规则第十条（二）.
  public var source: String
  /// How sure, 0 to 1; shown to the operator from `ExclusionList.displayThreshold`.
  public var confidence: Double
  /// The words of the call that led to it, as the caller said them.
  public var words: [String]
  /// Byte ranges of these words in the call's text.
  public var ranges: [Range<Int>]
  /// What to tell the caller, the proper channel included.
  public var tell: String
}

/// A regulation's list of exclusions, in the document's order, with what recognises them.
public struct ExclusionList: Sendable {
  /// Proposals from this confidence on are shown to the operator.
  public static let displayThreshold = 0.5
  /// The confidence of an entry that is only hinted at.
  static let hint = 0.4
  private static let hintShare = 0.6

  /// The entries in the document's order.
  public let entries: [ExclusionEntry]
  /// Its recognisers, those of the emergency list too.
  public let library: RecogniserLibrary

  /// The entry with a name such as 第十条（二）.
  public func entry(_ name: String) -> ExclusionEntry? { entries.first { $0.entry == name } }

  /// All entries that a call may fall under, best first; the weak ones are included.
  ///
  /// Pure and linear in the text; the words are cut from the original text.
  public func find(in text: String) -> [ExclusionProposal] {
    find(in: text, recognitions: library.recognise(NormalText(text)))
  }

  /// The same from recognitions made earlier with the profile's library.
  public func find(in text: String, recognitions: [Recognition]) -> [ExclusionProposal] {
    guard !recognitions.isEmpty else { return [] }
    let bytes = Array(text.utf8)
    var proposals: [(proposal: ExclusionProposal, support: Int, order: Int)] = []
    for (order, entry) in entries.enumerated() {
      guard let (recognition, confidence) = best(for: entry, recognitions) else { continue }
      let channel = library.recognisers[recognition.recogniser]?.channel ?? ""
      let proposal = ExclusionProposal(
        entry: entry.entry, source: entry.source.description, confidence: confidence,
        words: recognition.ranges.map { String(decoding: bytes[$0], as: UTF8.self) },
        ranges: recognition.ranges,
        tell: [entry.tell, channel, entry.channel].filter { !$0.isEmpty }.joined())
      proposals.append((proposal, recognition.support, order))
    }
    return proposals.sorted {
      if $0.proposal.confidence != $1.proposal.confidence {
        return $0.proposal.confidence > $1.proposal.confidence
      }
      return ($1.support, $0.order) < ($0.support, $1.order)
    }.map(\.proposal)
  }

  private func best(
    for entry: ExclusionEntry, _ recognitions: [Recognition]
  ) -> (Recognition, Double)? {
    // Recognitions come surest first, so the first that belongs is the best.
    let known = recognitions.first { entry.recognisedBy.contains($0.recogniser) }
      .map { ($0, $0.confidence) }
    let hinted = recognitions.first { entry.hintedBy.contains($0.recogniser) }
      .map { ($0, min($0.confidence * Self.hintShare, Self.hint)) }
    guard let known, let hinted else { return known ?? hinted }
    return known.1 >= hinted.1 ? known : hinted
  }
}
