import ChineseText
import Foundation
import Hotline
import SQLite

/// The full-text index of the articles in force, cut by one analyser, in a database of its own.
///
/// It never changes: other articles or another lexicon give a new index, which is built beside the
/// one in use and takes its place when it is whole. So a search always meets an index that was cut
/// as its own words are.
public final class KnowledgeIndex: Sendable {
  let pool: ConnectionPool

  /// Opens an index, and builds it first unless it is there.
  ///
  /// - Parameter path: its file, named after all that it is built from; in memory by default.
  /// - Parameter progress: how many articles are in and how many there are.
  public init(
    _ articles: [KnowledgeArticle], analyzer: Analyzer, path: String = ":memory:",
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    if path == ":memory:" {
      pool = try Self.open(path, analyzer)
      try pool.write { try Self.build(articles, $0, progress) }
      return
    }
    if !FileManager.default.fileExists(atPath: path) {
      // Another name until it is whole: a process that is cut off leaves no half index behind.
      let part = "\(path).\(UUID().uuidString).part"
      defer {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: part + end) }
      }
      do {
        let connection = try Connection(path: part)
        try Self.prepare(connection, analyzer)
        try connection.transaction { try Self.build(articles, connection, progress) }
        try connection.execute("PRAGMA journal_mode = DELETE")
      }
      try? FileManager.default.moveItem(atPath: part, toPath: path)
    }
    pool = try Self.open(path, analyzer)
  }

  private static func open(_ path: String, _ analyzer: Analyzer) throws -> ConnectionPool {
    try ConnectionPool(path: path) { try prepare($0, analyzer) }
  }

  /// Makes the tokenizers known on a connection.
  static func prepare(_ connection: Connection, _ analyzer: Analyzer) throws {
    try connection.register(TextTokenizer(analyzer), as: TextTokenizer.name)
    try connection.register(PinyinTokenizer(analyzer), as: PinyinTokenizer.name)
  }

  private static func build(
    _ articles: [KnowledgeArticle], _ connection: Connection, _ progress: (Int, Int) -> Void
  ) throws {
    try connection.execute(
      """
      CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT NOT NULL);
      CREATE VIRTUAL TABLE article_text USING fts5 (
        title, questions, answer, body, keywords, content = '', tokenize = 'paidan'
      );
      CREATE VIRTUAL TABLE article_pinyin USING fts5 (
        title, questions, keywords, content = '', tokenize = 'paidan_pinyin'
      );
      """)
    for (place, article) in articles.enumerated() {
      let questions = article.questions.joined(separator: "\n")
      let keywords = article.keywords.joined(separator: "\n")
      try connection.run(
        "INSERT INTO article (number, id) VALUES (?, ?)", place + 1, article.id)
      try connection.run(
        """
        INSERT INTO article_text (rowid, title, questions, answer, body, keywords)
        VALUES (?, ?, ?, ?, ?, ?)
        """, place + 1, article.title, questions, article.answer, article.body, keywords)
      try connection.run(
        "INSERT INTO article_pinyin (rowid, title, questions, keywords) VALUES (?, ?, ?, ?)",
        place + 1, article.title, questions, keywords)
      progress(place + 1, articles.count)
    }
  }
}
