import ChineseText
import Hotline
import SQLite

/// Questions to the stored full-text indexes: pinyin, phrases and beginnings of words.
enum KnowledgeLookup {
  /// Words typed in letters as syllables for the pinyin index, the likeliest reading first; none
  /// when they cannot be pinyin.
  ///
  /// The last letters may be the beginning of a syllable or first letters: `gongj` is `gong j`,
  /// `gongjj` is `gong j j`.
  static func pinyinPhrases(_ words: String) -> [String] {
    let letters = words.filter { $0 != " " && $0 != "'" }
    guard letters.count > 1, letters.count <= 60, letters.allSatisfy({ $0.isASCII && $0.isLetter })
    else { return [] }
    var phrases: [String] = []
    for cut in 0..<min(6, letters.count) {
      switch PinyinReading(String(letters.dropLast(cut))) {
      case .syllables(let syllables):
        let rest = letters.suffix(cut)
        phrases.append((syllables + (rest.isEmpty ? [] : [String(rest)])).joined(separator: " "))
      case .initials(let initials) where cut == 0:
        phrases.append(initials.joined(separator: " "))
      default: continue
      }
    }
    return phrases
  }

  /// Ids of articles whose titles, questions or keywords sound like syllables, best first.
  static func sounding(
    like syllables: String, limit: Int, _ connection: Connection
  ) throws -> [String] {
    try ids(
      """
      SELECT article.id FROM article_pinyin JOIN article ON article.number = article_pinyin.rowid
      WHERE article_pinyin MATCH ? ORDER BY bm25(article_pinyin, 4.0, 1.0, 2.0), article.number
      LIMIT ?
      """, quoted(syllables) + " *", limit, connection)
  }

  /// Ids of articles that hold the typed characters in this order, best first; the last word may
  /// be a beginning.
  static func holding(_ words: String, limit: Int, _ connection: Connection) throws -> [String] {
    try ids(
      """
      SELECT article.id FROM article_text JOIN article ON article.number = article_text.rowid
      WHERE article_text MATCH ?
      ORDER BY bm25(article_text, 6.0, 3.0, 1.0, 1.0, 4.0), article.number LIMIT ?
      """, quoted(words) + " *", limit, connection)
  }

  private static func ids(
    _ sql: String, _ match: String, _ limit: Int, _ connection: Connection
  ) throws -> [String] {
    try connection.rows(sql, match, limit).map { $0.text(0) }
  }

  /// A phrase of FTS5's language; its only special character inside is the quote.
  private static func quoted(_ words: String) -> String {
    "\"" + words.filter { $0 != "\"" && $0 != "\0" } + "\""
  }
}
