/// One kind of matter that a call may be about, with the patterns by which it is recognised.
///
/// Entries of different cities' lists share recognisers: a fire is told by the same words
/// everywhere, only the article and what to say differ.
public struct Recogniser: Sendable {
  /// Its name in the data files, such as `fire`.
  public let id: String
  /// What it recognises, in Chinese.
  public let what: String
  /// The proper channel for such a matter, said to the caller after the entry's own words.
  public let channel: String
  /// Whether likeness alone never shows it, because ordinary calls are much like its examples;
  /// likeness to ordinary calls then does not speak against it.
  let onlyByPatterns: Bool
  /// The patterns; any of them will do.
  let patterns: [CallPattern]
}

/// A recogniser that holds for a call.
public struct Recognition: Sendable, Equatable {
  /// The recogniser's name.
  public var recogniser: String
  /// How sure, 0 to 1: the best pattern's.
  public var confidence: Double
  /// Where the words of the best pattern stand: byte ranges of the original text, in order.
  public var ranges: [Range<Int>]
  /// How many patterns hold; breaks ties.
  public var support: Int
}
