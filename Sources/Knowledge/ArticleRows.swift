import DataFiles
import Foundation
import Hotline

extension KnowledgeFolder {
  /// Columns of an article's row in a table, in the order of the export; cells with several values
  /// part them with `|`.
  public static let articleColumns = [
    "id", "field", "title", "questions", "answer", "owner", "region", "source", "valid_from",
    "valid_to", "verified_on", "keywords", "items", "not_before", "body",
  ]
  private static let listColumns: Set<String> = ["questions", "source", "keywords", "items"]

  /// The cells of an article.
  public static func row(_ article: KnowledgeArticle) -> [String: String] {
    func list(_ values: [String]) -> String { values.joined(separator: "|") }
    return [
      "id": article.id, "field": article.field, "title": article.title,
      "questions": list(article.questions), "answer": article.answer, "owner": article.owner,
      "region": article.region, "source": list(article.sources.map(\.description)),
      "valid_from": article.validFrom.description,
      "valid_to": article.validTo?.description ?? "",
      "verified_on": article.verifiedOn.description, "keywords": list(article.keywords),
      "items": list(article.items),
      "not_before": article.notBefore.map(ShanghaiTime.text) ?? "", "body": article.body,
    ]
  }

  /// Writes articles as one table.
  public static func table(of articles: [KnowledgeArticle]) -> String {
    csvLine(articleColumns)
      + articles.map { article in
        let row = row(article)
        return csvLine(articleColumns.map { row[$0] ?? "" })
      }.joined()
  }

  /// Reads an article from the cells of a row, by the rules of its file.
  ///
  /// - Parameter file: the table's name, for the faults; their line is 1.
  public static func article(
    cells: [String: String], file: String = "", references: KnowledgeReferences? = nil
  ) -> (article: KnowledgeArticle?, faults: [DataFault]) {
    let field = cells["field"]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    let id = cells["id"] ?? ""
    var lines = ["---"]
    for column in articleColumns where column != "field" && column != "body" {
      guard let cell = cells[column], !cell.isEmpty else { continue }
      if listColumns.contains(column) {
        let values = cell.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        lines.append(column + ":")
        lines += values.filter { !$0.isEmpty }.map { "  - \(ArticleWriter.quoted($0))" }
      } else {
        lines.append("\(column): \(ArticleWriter.quoted(cell))")
      }
    }
    let text = lines.joined(separator: "\n") + "\n---\n" + (cells["body"] ?? "") + "\n"
    // A field is a folder: what would lead out of it is no field.
    let isField = !field.isEmpty && !field.contains("/") && !field.hasPrefix(".")
    var read = article(
      text, file: "articles/\(isField ? field : "其他")/\(id).md", references: references)
    if !isField {
      read.faults.append(
        DataFault(
          file: "", line: 1, field: "field",
          message: field.isEmpty ? "不能为空" : "“\(field)”不能含有“/”，也不能以“.”开头"))
    }
    read.faults = read.faults.map {
      DataFault(file: file, line: 1, field: $0.field, message: $0.message)
    }
    return read
  }
}
