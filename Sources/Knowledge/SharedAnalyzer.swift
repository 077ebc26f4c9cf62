import ChineseText
import SQLite
import Synchronization

/// The analyser in use, which a new lexicon replaces while searches go on.
public final class SharedAnalyzer: Sendable {
  private let current: Mutex<Analyzer>

  /// Begins with an analyser.
  public init(_ analyzer: Analyzer) { current = Mutex(analyzer) }

  /// The analyser in use now.
  public var value: Analyzer { current.withLock { $0 } }

  /// Takes another analyser into use.
  public func replace(with analyzer: Analyzer) { current.withLock { $0 = analyzer } }
}

/// The analyser as FTS5's tokenizer for texts.
public struct TextTokenizer: FullTextTokenizer {
  /// The name under which tables ask for it.
  public static let name = "paidan"
  private let analyzer: SharedAnalyzer

  /// Makes the tokenizer over the analyser in use.
  public init(_ analyzer: SharedAnalyzer) { self.analyzer = analyzer }

  /// Hands over units and bigrams; see `Analyzer.fts5Tokens`.
  public func tokenize(
    _ text: UnsafeBufferPointer<UInt8>, isQuery: Bool,
    emit: (UnsafeBufferPointer<UInt8>, Int, Int, Bool) -> Bool
  ) {
    _ = analyzer.value.fts5Tokens(text, for: isQuery ? .query : .document) {
      emit($0, $1, $2, $3) ? 0 : 1
    }
  }
}

/// The analyser as FTS5's tokenizer for pinyin.
public struct PinyinTokenizer: FullTextTokenizer {
  /// The name under which tables ask for it.
  public static let name = "paidan_pinyin"
  private let analyzer: SharedAnalyzer

  /// Makes the tokenizer over the analyser in use.
  public init(_ analyzer: SharedAnalyzer) { self.analyzer = analyzer }

  /// Hands over syllables and first letters; see `Analyzer.fts5PinyinTokens`.
  public func tokenize(
    _ text: UnsafeBufferPointer<UInt8>, isQuery: Bool,
    emit: (UnsafeBufferPointer<UInt8>, Int, Int, Bool) -> Bool
  ) {
    _ = analyzer.value.fts5PinyinTokens(text, for: isQuery ? .query : .document) {
      emit($0, $1, $2, $3) ? 0 : 1
    }
  }
}
