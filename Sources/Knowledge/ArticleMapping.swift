import DataFiles
import Foundation
import Hotline

/// How the rows of a foreign table become articles: a YAML file with `article`, a value for each
/// column of the export, and `ids`, the letters under which new articles are numbered.
///
/// ```yaml
/// ids: [WS, WT]            # 001 to 999 under each
/// empty: [无]              # cells that say nothing
/// article:
///   title: "{事项}（{部门}）"
///   owner: {from: "{部门}", values: {卫健局: 某市卫生健康局}, otherwise: 某市政务服务和数据管理局}
///   answer: ["由{部门}办理。", "办理地点：{地点}。"]   # without the sentence whose column is empty
/// ```
public struct ArticleMapping: Sendable {
  /// What of a table became articles.
  public struct Result: Sendable {
    /// The sound articles.
    public var articles: [KnowledgeArticle] = []
    /// Every fault with its row and cell.
    public var faults: [DataFault] = []
    /// Rows of the table.
    public var rows = 0
  }

  /// The sheet of a workbook; nil for the first.
  public let sheet: String?
  private let file: String
  private let merged: Table.Merged
  private let empty: Set<String>
  private let ids: [String]
  private let values: [String: MappedValue]
  private let lines: [String: Int]

  private static let required = [
    "title", "field", "questions", "answer", "owner", "region", "source", "valid_from",
    "verified_on", "keywords",
  ]
  private static let lists: Set<String> = ["questions", "source", "keywords", "items"]

  /// Reads a mapping's text.
  ///
  /// - Throws: `DataFaults` with everything that is wrong with it.
  public init(text: String, file: String) throws {
    let root = try YAMLNode(text: text, file: file)
    var faults: [DataFault] = []
    func fault(_ line: Int, _ field: String, _ message: String) {
      faults.append(DataFault(file: file, line: line, field: field, message: message))
    }
    self.file = file
    for entry in root.entries ?? []
    where !["sheet", "merged", "empty", "ids", "article"].contains(entry.key) {
      fault(entry.line, entry.key, "不认识这一项，可用的有：sheet、merged、empty、ids、article")
    }
    sheet = root["sheet"]?.text
    merged = root["merged"]?.text == "fill" ? .fill : .refuse
    if let node = root["merged"], !["fill", "refuse"].contains(node.text ?? "") {
      fault(node.line, "merged", "应为 refuse（有合并单元格就报错）或 fill（填满合并的每一格）")
    }
    empty = Set((root["empty"]?.elements ?? []).compactMap(\.text))
    ids = (root["ids"]?.elements ?? []).compactMap(\.text)
    if ids.isEmpty || ids.contains(where: { $0.wholeMatch(of: /[A-Z]{2}/) == nil }) {
      fault(root["ids"]?.line ?? 1, "ids", "应为两个大写字母的列表，如 [WS, WT]，每个下面编 001 到 999")
    }
    var values: [String: MappedValue] = [:]
    var lines: [String: Int] = [:]
    let article = root["article"]
    for entry in article?.entries ?? [] {
      let known = KnowledgeFolder.articleColumns.filter { $0 != "id" }
      guard known.contains(entry.key) else {
        fault(entry.line, entry.key, "文章没有这一项，可用的有：\(known.joined(separator: "、"))")
        continue
      }
      lines[entry.key] = entry.line
      values[entry.key] = MappedValue(entry.value, field: entry.key, file: file, &faults)
    }
    for field in Self.required where values[field] == nil {
      fault(article?.line ?? 1, field, "article 下缺少这一项")
    }
    self.values = values
    self.lines = lines
    guard faults.isEmpty else { throw DataFaults(faults) }
  }

  /// Makes articles of a table's rows.
  ///
  /// A row whose title is stored becomes a new state of that article.
  /// - Parameter base: the articles among which they will stand.
  /// - Parameter usedIDs: ids that were ever given, which new articles do not get.
  public func articles(
    from file: TableFile, over base: [KnowledgeArticle], usedIDs: Set<String> = [],
    references: KnowledgeReferences? = nil
  ) -> Result {
    var result = Result()
    do {
      let columns = Set(values.values.flatMap(\.columns))
      let table = try file.table(
        file.first, merged: merged, required: columns.sorted())
      result.faults = table.faults
      result.rows = table.rows.count
      let stored = Dictionary(base.map { ($0.title, $0.id) }, uniquingKeysWith: { $1 })
      var numbers = IDNumbers(letters: ids, used: usedIDs.union(base.map(\.id)))
      var gathering = ArticleGathering(base)
      var titles: [String: Int] = [:]
      for row in table.rows {
        guard var cells = cells(row, table.file, &result.faults) else { continue }
        let title = cells["title"] ?? ""
        let titleCell = values["title"]?.columns.first.flatMap { row.cell($0) }
        if let first = titles[title] {
          result.faults.append(
            DataFault(
              file: table.file, line: row.line, field: "title", cell: titleCell,
              message: "与第 \(first) 行的标题相同（“\(title)”），请在对照文件的 title 里加上能区分的列"))
          continue
        }
        titles[title] = row.line
        guard let id = stored[title] ?? numbers.next() else {
          result.faults.append(
            DataFault(
              file: self.file, line: 1, field: "ids", message: "编号用完了，请在 ids 里再加两个字母"))
          break
        }
        cells["id"] = id
        let isSound = gathering.add(cells, table.file, row.line, references) { field in
          values[field]?.columns.first.flatMap { row.cell($0) }
        }
        // A number that no article got is free for the next row.
        if !isSound, stored[title] == nil { numbers.giveBack() }
      }
      result.articles = gathering.articles
      result.faults += gathering.faults
    } catch let error as DataFaults {
      result.faults += error.faults
    } catch {
      result.faults.append(DataFault(file: file.name, line: 0, message: "文件读不出来"))
    }
    result.faults.sort { $0.line < $1.line }
    return result
  }

  /// The cells of an article's row in the layout of the export; nil when a value is not mapped.
  private func cells(
    _ row: Table.Row, _ file: String, _ faults: inout [DataFault]
  ) -> [String: String]? {
    func cell(_ column: String) -> String {
      let text = row[column]
      return empty.contains(text) ? "" : text
    }
    var cells: [String: String] = [:]
    var isSound = true
    for (field, value) in values {
      do throws(MappedValue.Unknown) {
        if Self.lists.contains(field) {
          // The bar parts the values of a cell.
          cells[field] = try value.texts(cell).map { $0.replacing("|", with: "｜") }
            .joined(separator: "|")
        } else {
          cells[field] = try value.text(cell, joinedBy: field == "body" ? "\n\n" : "")
        }
      } catch {
        isSound = false
        faults.append(
          DataFault(
            file: file, line: row.line, field: field,
            cell: value.columns.first.flatMap { row.cell($0) },
            message: "“\(error.value)”没有对应的值，请补在 \(self.file) 第 \(lines[field] ?? 1) 行的"
              + " values 里，或写 otherwise"))
      }
    }
    return isSound ? cells : nil
  }
}

/// Gives out the ids that are free.
private struct IDNumbers {
  let letters: [String]
  let used: Set<String>
  private var place = 0

  init(letters: [String], used: Set<String>) {
    self.letters = letters
    self.used = used
  }

  mutating func next() -> String? {
    while place < letters.count * 999 {
      let number = String(place % 999 + 1)
      let id =
        "\(letters[place / 999])-\(String(repeating: "0", count: 3 - number.count))\(number)"
      place += 1
      if !used.contains(id) { return id }
    }
    return nil
  }

  mutating func giveBack() { place -= 1 }
}
