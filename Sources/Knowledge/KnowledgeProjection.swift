import ChineseText
import Foundation
import Hotline
import Journal
import Revisions
import SQLite

/// The tables of articles and the lexicon, as they follow from the journal.
public struct KnowledgeProjection: Projection {
  /// Body of a `lexicon-revised` entry.
  struct LexiconText: Codable { var text: String }

  /// Makes the projection.
  public init() {}

  /// Makes the tokenizers known that the tables of older databases need until they are gone.
  public static func prepare(_ connection: Connection) throws {
    try KnowledgeIndex.prepare(connection, Analyzer(lexicon: .empty, synonyms: .empty))
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
    // Indexes lie in files of their own since; see `KnowledgeIndex`.
    migrations.add("knowledge 3") {
      try $0.execute(
        "DROP TABLE article_text; DROP TABLE article_pinyin; DROP TABLE article_index;")
    }
  }

  /// Empties the tables.
  public func reset(_ connection: Connection) throws {
    try connection.execute(
      """
      DELETE FROM article; DELETE FROM lexicon;
      """)
    try Self.revisions.reset(connection)
  }

  /// Writes a revised or ended article, or a revised lexicon.
  public func apply(_ entry: JournalEntry, _ connection: Connection) throws {
    try Self.revisions.apply(entry, connection)
    switch entry.type {
    case "article-revised":
      let article = try entry.decoded(KnowledgeArticle.self)
      try connection.run(
        """
        INSERT INTO article (id, sequence, body) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, body = excluded.body
        """, article.id, entry.sequence, entry.body)
    case "article-ended":
      // A planned end leaves the article until then; who asks by moment sees it go.
      if let from = try entry.decoded(DatedBody.self).validity?.from, from > entry.at { return }
      try connection.run(
        "DELETE FROM article WHERE id = ?", String(entry.stream.dropFirst("article/".count)))
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

  /// The entry that gives the lexicon or the synonyms another text.
  public static func revising(
    _ stream: String, text: String, expectedVersion: Int? = nil
  ) throws -> NewEntry {
    try NewEntry(
      stream: stream, expectedVersion: expectedVersion, type: "lexicon-revised",
      encoding: LexiconText(text: text))
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
      changes.append(try revising("lexicon/\(kind)", text: text))
    }
    for article in new.articles where stored[article.id] != article {
      changes.append(
        try NewEntry(
          stream: "article/\(article.id)", type: "article-revised", encoding: article))
    }
    return changes
  }
}
