import ChineseText
import SQLite

/// The analyser as FTS5's tokenizer for texts.
public struct TextTokenizer: FullTextTokenizer {
  /// The name under which tables ask for it.
  public static let name = "paidan"
  private let analyzer: Analyzer

  /// Makes the tokenizer over an analyser.
  public init(_ analyzer: Analyzer) { self.analyzer = analyzer }

  /// Hands over units and bigrams; see `Analyzer.fts5Tokens`.
  public func tokenize(
    _ text: UnsafeBufferPointer<UInt8>, isQuery: Bool,
    emit: (UnsafeBufferPointer<UInt8>, Int, Int, Bool) -> Bool
  ) {
    _ = analyzer.fts5Tokens(text, for: isQuery ? .query : .document) {
      emit($0, $1, $2, $3) ? 0 : 1
    }
  }
}

/// The analyser as FTS5's tokenizer for pinyin.
public struct PinyinTokenizer: FullTextTokenizer {
  /// The name under which tables ask for it.
  public static let name = "paidan_pinyin"
  private let analyzer: Analyzer

  /// Makes the tokenizer over an analyser.
  public init(_ analyzer: Analyzer) { self.analyzer = analyzer }

  /// Hands over syllables and first letters; see `Analyzer.fts5PinyinTokens`.
  public func tokenize(
    _ text: UnsafeBufferPointer<UInt8>, isQuery: Bool,
    emit: (UnsafeBufferPointer<UInt8>, Int, Int, Bool) -> Bool
  ) {
    _ = analyzer.fts5PinyinTokens(text, for: isQuery ? .query : .document) {
      emit($0, $1, $2, $3) ? 0 : 1
    }
  }
}
