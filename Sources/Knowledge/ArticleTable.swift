import ChineseText
import DataFiles
import Foundation
import Hotline

extension KnowledgeFolder {
  /// The column of the sheets `lexicon` and `synonyms`: a line of the file in each row.
  static let wordColumn = "entry"

  /// Writes a content as the sheets of one workbook that `read` reads.
  public static func sheets(_ content: KnowledgeContent) -> [(name: String, rows: [[String]])] {
    var sheets = [("articles", [articleColumns] + content.articles.map(cells))]
    for (name, text) in [("lexicon", content.lexicon), ("synonyms", content.synonyms)] {
      guard let text else { continue }
      var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      if lines.last?.isEmpty == true { lines.removeLast() }
      sheets.append((name, [[wordColumn]] + lines.map { [String($0)] }))
    }
    return sheets
  }

  private static func cells(_ article: KnowledgeArticle) -> [String] {
    let row = row(article)
    return articleColumns.map { row[$0] ?? "" }
  }

  /// The whole knowledge base as one JSON object: articles as cells, and the words.
  private struct Whole: Codable {
    var articles: [[String: String]]
    var lexicon: String?
    var synonyms: String?
  }

  /// Writes a content as one JSON text that `read` reads.
  public static func json(_ content: KnowledgeContent) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let whole = Whole(
      articles: content.articles.map(row), lexicon: content.lexicon, synonyms: content.synonyms)
    return String(decoding: try encoder.encode(whole), as: UTF8.self) + "\n"
  }

  /// Reads what `json` wrote.
  static func readJSON(
    _ url: URL, over base: [KnowledgeArticle], references: KnowledgeReferences?
  ) -> (content: KnowledgeContent, faults: [DataFault]) {
    let name = url.lastPathComponent
    var content = KnowledgeContent()
    do {
      let text = try TextFile.read(url, as: name)
      guard let whole = try? JSONDecoder().decode(Whole.self, from: Data(text.utf8)) else {
        throw DataFaults([
          DataFault(
            file: name, line: 1,
            message:
              "应为一个 JSON 对象：{\"articles\":[{\"id\":…}],\"lexicon\":…,\"synonyms\":…}，各格都是字符串")
        ])
      }
      (content.lexicon, content.synonyms) = (whole.lexicon, whole.synonyms)
      var gathering = ArticleGathering(base)
      for (index, cells) in whole.articles.enumerated() {
        gathering.add(cells, name, index + 1, references) { _ in nil }
      }
      content.articles = gathering.articles
      return (content, gathering.faults + wordFaults(content, name))
    } catch let error as DataFaults {
      return (content, error.faults)
    } catch {
      return (content, [DataFault(file: name, line: 0, message: "文件读不出来")])
    }
  }

  private static func wordFaults(_ content: KnowledgeContent, _ name: String) -> [DataFault] {
    var faults: [DataFault] = []
    do {
      if let text = content.lexicon { _ = try Lexicon(parsing: text) }
      if let text = content.synonyms { _ = try Synonyms(parsing: text) }
    } catch let error as TextDataError {
      faults += error.problems.map {
        DataFault(file: name, line: 0, field: "lexicon", message: "第 \($0.line) 行：\($0.message)")
      }
    } catch {
      faults.append(DataFault(file: name, line: 0, field: "lexicon", message: "词表读不出来"))
    }
    return faults
  }

  /// Reads the tables of a CSV file or a workbook in the layout of the export, and checks them.
  ///
  /// - Returns: what they hold, and all their faults, each with its cell.
  public static func read(
    _ file: TableFile, over base: [KnowledgeArticle] = [], references: KnowledgeReferences? = nil
  ) -> (content: KnowledgeContent, faults: [DataFault]) {
    var content = KnowledgeContent()
    var gathering = ArticleGathering(base)
    for index in file.names.count == 1 ? [0] : file.filled {
      switch file.header(of: index) == [wordColumn] ? file.names[index] : "" {
      case "lexicon":
        content.lexicon = gathering.words(file, index) { _ = try Lexicon(parsing: $0) }
      case "synonyms":
        content.synonyms = gathering.words(file, index) { _ = try Synonyms(parsing: $0) }
      default: gathering.read(file, index, references)
      }
    }
    content.articles = gathering.articles
    return (content, gathering.faults)
  }
}

/// Gathers articles from rows, and what is wrong with them.
struct ArticleGathering {
  private(set) var articles: [KnowledgeArticle] = []
  private(set) var faults: [DataFault] = []
  private var lines: [String: Int] = [:]
  private var titles: [String: String]

  init(_ base: [KnowledgeArticle]) {
    titles = Dictionary(base.map { ($0.title, $0.id) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func read(_ file: TableFile, _ index: Int, _ references: KnowledgeReferences?) {
    do {
      let table = try file.table(
        index, required: Array(KnowledgeFolder.articleColumns.prefix(13)),
        allowed: KnowledgeFolder.articleColumns)
      faults += table.faults
      for row in table.rows {
        add(row.cells, table.file, row.line, references) { row.cell($0) }
      }
    } catch let error as DataFaults {
      faults += error.faults
    } catch {
      faults.append(DataFault(file: file.name, line: 0, message: "文件读不出来"))
    }
  }

  /// Takes an article from its cells.
  ///
  /// - Parameter place: the cell of the file from which a field comes.
  /// - Returns: true when nothing is wrong with it.
  @discardableResult
  mutating func add(
    _ cells: [String: String], _ file: String, _ line: Int, _ references: KnowledgeReferences?,
    place: (String) -> String?
  ) -> Bool {
    let read = KnowledgeFolder.article(cells: cells, file: file, references: references)
    var found = read.faults
    func fault(_ field: String, _ message: String) {
      found.append(DataFault(file: file, line: line, field: field, message: message))
    }
    if let article = read.article {
      if let first = lines[article.id] { fault("id", "“\(article.id)”已用在第 \(first) 行") }
      if let other = titles[article.title], other != article.id {
        fault("title", "与 \(other) 的标题相同")
      }
      // A faulty row counts too, so that all that is wrong is told at once.
      lines[article.id] = lines[article.id] ?? line
      titles[article.title] = titles[article.title] ?? article.id
    }
    faults += found.map {
      DataFault(
        file: file, line: line, field: $0.field, cell: place($0.field), message: $0.message)
    }
    guard let article = read.article, found.isEmpty else { return false }
    articles.append(article)
    return true
  }

  /// The text of a word list; nil with a fault when it is none.
  mutating func words(
    _ file: TableFile, _ index: Int, _ check: (String) throws -> Void
  ) -> String? {
    let text = file.lines(of: index).dropFirst().map { $0 + "\n" }.joined()
    do {
      try check(text)
      return text
    } catch let error as TextDataError {
      faults += error.problems.map {
        DataFault(
          file: "\(file.name)#\(file.names[index])", line: $0.line + 1, cell: "A\($0.line + 1)",
          message: $0.message)
      }
    } catch {
      faults.append(DataFault(file: file.name, line: 0, message: "词表读不出来"))
    }
    return nil
  }
}
