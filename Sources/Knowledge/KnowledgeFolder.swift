import ChineseText
import DataFiles
import Foundation
import Hotline

/// What articles may refer to; the catalogue knows it.
public struct KnowledgeReferences: Sendable {
  /// What is wrong with a citation; nil when nothing is.
  public var citationFault: @Sendable (Citation) -> String?
  /// Names of units.
  public var units: Set<String>
  /// Ids of catalogue items.
  public var items: Set<String>
  /// Names of places.
  public var regions: Set<String>

  /// Makes the references from their parts.
  public init(
    citationFault: @escaping @Sendable (Citation) -> String?, units: Set<String>,
    items: Set<String>, regions: Set<String>
  ) {
    self.citationFault = citationFault
    self.units = units
    self.items = items
    self.regions = regions
  }
}

/// The folder `Knowledge/`: articles as Markdown with front matter under `articles/FIELD/`, the
/// lexicon in `lexicon/words.txt` and synonyms in `lexicon/synonyms.txt`.
///
/// A table holds the same, an article a row.
public enum KnowledgeFolder {
  /// Reads a folder, or a single article, and checks it.
  ///
  /// - Parameter base: articles stored already; a new id must not clash with another's title.
  /// - Parameter references: what may be referred to; nil leaves references unchecked.
  /// - Returns: what the files hold, and all their faults.
  public static func read(
    _ folder: URL, over base: [KnowledgeArticle] = [], references: KnowledgeReferences? = nil
  ) -> (content: KnowledgeContent, faults: [DataFault]) {
    var content = KnowledgeContent()
    var faults: [DataFault] = []
    var places: [String: (file: String, line: Int)] = [:]
    var titles = Dictionary(base.map { ($0.title, $0.id) }, uniquingKeysWith: { first, _ in first })
    if folder.pathExtension == "json" {
      return readJSON(folder, over: base, references: references)
    }
    for (url, name) in articleFiles(folder) {
      var reader = ArticleReader(file: name, references: references)
      if let article = reader.read(url) {
        if let first = places[article.id] {
          reader.fault("id", "“\(article.id)”已用在 \(first.file)")
        }
        places[article.id] = (name, 1)
        if let other = titles[article.title], other != article.id {
          reader.fault("title", "与 \(other) 的标题相同")
        }
        titles[article.title] = article.id
        content.articles.append(article)
      }
      faults += reader.faults
    }
    let words = readWords(folder)
    content.lexicon = words.content.lexicon
    content.synonyms = words.content.synonyms
    faults += words.faults
    if content == KnowledgeContent(), faults.isEmpty {
      faults.append(
        DataFault(
          file: folder.path, line: 0, message: "没有知识文件，应有 articles/领域/文章.md 或 lexicon/words.txt"))
    }
    return (content, faults.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
  }

  /// What is wrong with an article, as if it had been read from its file.
  ///
  /// - Parameter base: the articles among which it will stand.
  public static func faults(
    in article: KnowledgeArticle, over base: [KnowledgeArticle] = [],
    references: KnowledgeReferences? = nil
  ) -> [DataFault] {
    var reader = ArticleReader(
      file: "articles/\(article.field)/\(article.id).md", references: references)
    _ = reader.read { ArticleWriter.text(article) }
    if let other = base.first(where: { $0.title == article.title && $0.id != article.id }) {
      reader.fault("title", "与 \(other.id) 的标题相同")
    }
    return reader.faults
  }

  /// Reads one article's text as the export writes it.
  ///
  /// - Parameter file: its path, whose last folder is the article's field.
  /// - Returns: the article, nil when it has no readable front matter, and its faults.
  public static func article(
    _ text: String, file: String, references: KnowledgeReferences? = nil
  ) -> (article: KnowledgeArticle?, faults: [DataFault]) {
    var reader = ArticleReader(file: file, references: references)
    let article = reader.read { text }
    return (article, reader.faults)
  }

  /// Reads the lexicon and the synonyms of a folder, and nothing else.
  public static func readWords(_ folder: URL) -> (content: KnowledgeContent, faults: [DataFault]) {
    var faults: [DataFault] = []
    var content = KnowledgeContent()
    content.lexicon = words(folder, "lexicon/words.txt", &faults) { _ = try Lexicon(parsing: $0) }
    content.synonyms = words(folder, "lexicon/synonyms.txt", &faults) {
      _ = try Synonyms(parsing: $0)
    }
    return (content, faults)
  }

  private static func articleFiles(_ folder: URL) -> [(URL, String)] {
    if folder.pathExtension == "md" { return [(folder, folder.lastPathComponent)] }
    return TextFile.list(folder, ending: ".md").map { (folder.appending(path: $0), $0) }
  }

  private static func words(
    _ folder: URL, _ name: String, _ faults: inout [DataFault], _ check: (String) throws -> Void
  ) -> String? {
    let url = folder.appending(path: name)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do {
      let text = try TextFile.read(url, as: name)
      try check(text)
      return text
    } catch let error as DataFaults {
      faults += error.faults
    } catch let error as TextDataError {
      faults += error.problems.map { DataFault(file: name, line: $0.line, message: $0.message) }
    } catch {
      faults.append(DataFault(file: name, line: 0, message: "文件读不出来"))
    }
    return nil
  }

  /// Writes a content as the files that `read` reads.
  ///
  /// - Returns: relative path and text of each file.
  public static func files(_ content: KnowledgeContent) -> [(path: String, text: String)] {
    var files = content.articles.map { article in
      (path: "articles/\(article.field)/\(article.id).md", text: ArticleWriter.text(article))
    }
    if let lexicon = content.lexicon { files.append(("lexicon/words.txt", lexicon)) }
    if let synonyms = content.synonyms { files.append(("lexicon/synonyms.txt", synonyms)) }
    return files
  }
}
