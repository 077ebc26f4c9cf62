import ChineseText
import Foundation
import Hotline
import Journal
import Revisions
import SQLite

/// The tables of articles, their full-text indexes and the lexicon, as they follow from the journal.
public struct KnowledgeProjection: Projection {
  /// Body of a `lexicon-revised` entry.
  struct LexiconText: Codable { var text: String }

  /// Makes the projection.
  public init() {}

  /// Makes the tokenizers known on a connection; the tables cannot be used without.
  public static func prepare(_ connection: Connection, _ analyzer: SharedAnalyzer) throws {
    try connection.register(TextTokenizer(analyzer), as: TextTokenizer.name)
    try connection.register(PinyinTokenizer(analyzer), as: PinyinTokenizer.name)
  }

  /// Adds the tables to a database's layout.
  public static func addMigrations(to migrations: inout Migrations) {
    migrations.add("knowledge 1") {
      try $0.execute(
        """
        CREATE TABLE article (
          number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sequence INTEGER NOT NULL,
          body TEXT NOT NULL
        );
        CREATE TABLE lexicon (kind TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE article_index (version TEXT NOT NULL);
        CREATE VIRTUAL TABLE article_text USING fts5 (
          title, questions, answer, body, keywords, tokenize = 'paidan'
        );
        CREATE VIRTUAL TABLE article_pinyin USING fts5 (
          title, questions, keywords, tokenize = 'paidan_pinyin'
        );
        """)
    }
    migrations.add("knowledge 2") { try revisions.create($0) }
  }

  /// Empties the tables.
  public func reset(_ connection: Connection) throws {
    try connection.execute(
      """
      DELETE FROM article; DELETE FROM article_text; DELETE FROM article_pinyin; DELETE FROM lexicon;
      """)
    try Self.revisions.reset(connection)
  }

  /// Writes a revised or ended article, or a revised lexicon.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    try Self.revisions.apply(entry, connection)
    switch entry.type {
    case "article-revised":
      let article = try entry.decoded(KnowledgeArticle.self)
      try remove(article.id, connection, keepingRow: true)
      try connection.run(
        """
        INSERT INTO article (id, sequence, body) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, body = excluded.body
        """, article.id, entry.sequence, entry.body)
      try index(article, connection)
    case "article-ended":
      // A planned end leaves the article until then; who asks by moment sees it go.
      if let from = try entry.decoded(DatedBody.self).validity?.from, from > entry.at { return }
      try remove(String(entry.stream.dropFirst("article/".count)), connection, keepingRow: false)
    case "lexicon-revised":
      let kind = String(entry.stream.dropFirst("lexicon/".count))
      try connection.run(
        """
        INSERT INTO lexicon (kind, text) VALUES (?, ?)
        ON CONFLICT (kind) DO UPDATE SET text = excluded.text
        """, kind, try entry.decoded(LexiconText.self).text)
    default: break
    }
  }

  private func number(_ id: String, _ connection: Connection) throws -> Int? {
    try connection.row("SELECT number FROM article WHERE id = ?", id)?.int(0)
  }

  private func remove(_ id: String, _ connection: Connection, keepingRow: Bool) throws {
    guard let number = try number(id, connection) else { return }
    try connection.run("DELETE FROM article_text WHERE rowid = ?", number)
    try connection.run("DELETE FROM article_pinyin WHERE rowid = ?", number)
    if !keepingRow { try connection.run("DELETE FROM article WHERE number = ?", number) }
  }

  private func index(_ article: KnowledgeArticle, _ connection: Connection) throws {
    guard let number = try number(article.id, connection) else { return }
    let questions = article.questions.joined(separator: "\n")
    let keywords = article.keywords.joined(separator: "\n")
    try connection.run(
      """
      INSERT INTO article_text (rowid, title, questions, answer, body, keywords)
      VALUES (?, ?, ?, ?, ?, ?)
      """, number, article.title, questions, article.answer, article.body, keywords)
    try connection.run(
      "INSERT INTO article_pinyin (rowid, title, questions, keywords) VALUES (?, ?, ?, ?)",
      number, article.title, questions, keywords)
  }

  /// Builds the full-text indexes again when they were built by another version of the analyser.
  ///
  /// - Returns: true when they had to be built.
  public static func reindex(_ connection: Connection, version: String) throws -> Bool {
    let stored = try connection.row("SELECT version FROM article_index")?.text(0)
    guard stored != version else { return false }
    try connection.execute(
      """
      INSERT INTO article_text (article_text) VALUES ('rebuild');
      INSERT INTO article_pinyin (article_pinyin) VALUES ('rebuild');
      DELETE FROM article_index;
      """)
    try connection.run("INSERT INTO article_index (version) VALUES (?)", version)
    return true
  }

  /// Reads the last recorded state of the whole knowledge base, planned articles too, articles in the order in which they first came.
  public static func content(_ connection: Connection) throws -> KnowledgeContent {
    let decoder = JSONDecoder()
    let articles = try connection.rows("SELECT body FROM article ORDER BY number").map {
      try decoder.decode(KnowledgeArticle.self, from: Data($0.text(0).utf8))
    }
    func text(_ kind: String) throws -> String? {
      try connection.row("SELECT text FROM lexicon WHERE kind = ?", kind)?.text(0)
    }
    return KnowledgeContent(
      articles: articles, lexicon: try text("words"), synonyms: try text("synonyms"))
  }

  /// The journal entries that bring a stored content up to another; equal records give none, and
  /// records missing in the other stay.
  public static func changes(
    from base: KnowledgeContent, to new: KnowledgeContent
  ) throws -> [NewEntry] {
    let stored = Dictionary(base.articles.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    var changes: [NewEntry] = []
    for (kind, old, text) in [
      ("words", base.lexicon, new.lexicon), ("synonyms", base.synonyms, new.synonyms),
    ] {
      guard let text, text != old else { continue }
      changes.append(
        try NewEntry(
          stream: "lexicon/\(kind)", type: "lexicon-revised", encoding: LexiconText(text: text)))
    }
    for article in new.articles where stored[article.id] != article {
      changes.append(
        try NewEntry(
          stream: "article/\(article.id)", type: "article-revised", encoding: article))
    }
    return changes
  }
}
