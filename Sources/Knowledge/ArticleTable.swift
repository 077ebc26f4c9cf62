import ChineseText
import DataFiles
import Foundation
import Hotline

extension KnowledgeFolder {
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

  /// Reads articles from a CSV table or from a JSON file.
  static func readTable(
    _ url: URL, over base: [KnowledgeArticle], references: KnowledgeReferences?
  ) -> (content: KnowledgeContent, faults: [DataFault]) {
    let name = url.lastPathComponent
    var content = KnowledgeContent()
    var rows: [(line: Int, cells: [String: String])] = []
    do {
      let text = try TextFile.read(url, as: name)
      if url.pathExtension == "json" {
        guard let whole = try? JSONDecoder().decode(Whole.self, from: Data(text.utf8)) else {
          throw DataFaults([
            DataFault(
              file: name, line: 1,
              message:
                "应为一个 JSON 对象：{\"articles\":[{\"id\":…}],\"lexicon\":…,\"synonyms\":…}，各格都是字符串")
          ])
        }
        rows = whole.articles.enumerated().map { ($0 + 1, $1) }
        (content.lexicon, content.synonyms) = (whole.lexicon, whole.synonyms)
      } else {
        let table = try CSVTable(
          text: text, file: name, required: Array(articleColumns.prefix(13)),
          allowed: articleColumns)
        guard table.faults.isEmpty else { throw DataFaults(table.faults) }
        rows = table.rows.map { row in
          (
            row.line,
            Dictionary(uniqueKeysWithValues: table.columns.map { ($0, row[$0]) })
          )
        }
      }
    } catch let error as DataFaults {
      return (content, error.faults)
    } catch {
      return (content, [DataFault(file: name, line: 0, message: "文件读不出来")])
    }
    let read = articles(rows, file: name, over: base, references: references)
    content.articles = read.articles
    return (content, read.faults + wordFaults(content, name))
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

  /// Reads articles from rows of cells, as a table or a spreadsheet gives them.
  ///
  /// - Parameter rows: the cells by the names of `articleColumns`, with their lines.
  public static func articles(
    _ rows: [(line: Int, cells: [String: String])], file: String,
    over base: [KnowledgeArticle] = [], references: KnowledgeReferences? = nil
  ) -> (articles: [KnowledgeArticle], faults: [DataFault]) {
    var articles: [KnowledgeArticle] = []
    var faults: [DataFault] = []
    var lines: [String: Int] = [:]
    var titles = Dictionary(base.map { ($0.title, $0.id) }, uniquingKeysWith: { first, _ in first })
    for (line, cells) in rows {
      let read = article(cells: cells, file: file, references: references)
      faults += read.faults.map {
        DataFault(file: file, line: line, field: $0.field, message: $0.message)
      }
      guard let article = read.article else { continue }
      func fault(_ field: String, _ message: String) {
        faults.append(DataFault(file: file, line: line, field: field, message: message))
      }
      if let first = lines[article.id] { fault("id", "“\(article.id)”已在第 \(first) 行") }
      lines[article.id] = line
      if let other = titles[article.title], other != article.id {
        fault("title", "与 \(other) 的标题相同")
      }
      titles[article.title] = article.id
      articles.append(article)
    }
    return (articles, faults)
  }
}
