import DataFiles
import Foundation
import Hotline

/// Reads one article file and gathers what is wrong with it.
struct ArticleReader {
  static let keys = [
    "id", "title", "questions", "answer", "owner", "region", "source", "valid_from", "valid_to",
    "verified_on", "keywords", "items", "not_before",
  ]

  let file: String
  let references: KnowledgeReferences?
  var faults: [DataFault] = []
  private var head: YAMLNode = .scalar("", line: 1, quoted: false)

  init(file: String, references: KnowledgeReferences?) {
    self.file = file
    self.references = references
  }

  mutating func fault(_ field: String, _ message: String, line: Int? = nil) {
    let line = line ?? head.entries?.first { $0.key == field }?.line ?? 1
    faults.append(DataFault(file: file, line: line, field: field, message: message))
  }

  /// The article, with or without faults; nil when the file has no readable front matter.
  mutating func read(_ url: URL) -> KnowledgeArticle? {
    let file = file
    return read { try TextFile.read(url, as: file) }
  }

  /// The article in a text, with or without faults; nil when it has no readable front matter.
  mutating func read(_ load: () throws -> String) -> KnowledgeArticle? {
    let matter: FrontMatter
    do {
      matter = try FrontMatter(text: try load(), file: file)
    } catch let error as DataFaults {
      faults += error.faults
      return nil
    } catch {
      fault("", "文件读不出来")
      return nil
    }
    head = matter.head
    for entry in head.entries ?? [] where !Self.keys.contains(entry.key) {
      let known = Self.keys.joined(separator: "、")
      fault(entry.key, "不认识这个属性，可用的有：\(known)", line: entry.line)
    }
    let id = text("id", most: 6)
    if !id.isEmpty, id.wholeMatch(of: /[A-Z]{2}-[0-9]{3}/) == nil {
      fault("id", "“\(id)”应为两个大写字母、一个短横和三位数字，如 HJ-012")
    }
    let field = file.split(separator: "/").dropLast().last.map(String.init) ?? "其他"
    let article = KnowledgeArticle(
      id: id, field: field, title: text("title", most: 80), questions: list("questions", least: 3),
      answer: text("answer", most: 400), owner: text("owner", most: 60),
      region: text("region", most: 60), sources: sources(), validFrom: day("valid_from"),
      validTo: isGiven("valid_to") ? day("valid_to") : nil, verifiedOn: day("verified_on"),
      keywords: list("keywords", least: 1), items: list("items", least: 0),
      body: matter.body.trimmingCharacters(in: .whitespacesAndNewlines),
      notBefore: isGiven("not_before") ? hour("not_before") : nil)
    check(article)
    return article
  }

  private mutating func check(_ article: KnowledgeArticle) {
    if let end = article.validTo, end < article.validFrom {
      fault("valid_to", "早于 valid_from（\(article.validFrom)）")
    } else if article.notBefore != nil, article.period.isEmpty {
      fault("not_before", "晚于 valid_to，这篇文章永远不会显示")
    }
    guard let references else { return }
    if !article.owner.isEmpty, !references.units.contains(article.owner) {
      fault("owner", "units.csv 里没有“\(article.owner)”")
    }
    if !article.region.isEmpty, !references.regions.contains(article.region) {
      fault("region", "regions.csv 里没有“\(article.region)”")
    }
    for item in article.items where !references.items.contains(item) {
      fault("items", "派单目录里没有编号为“\(item)”的事项")
    }
    for citation in article.sources {
      if let message = references.citationFault(citation) { fault("source", message) }
    }
  }

  private func isGiven(_ key: String) -> Bool { !(head[key]?.isEmpty ?? true) }

  private mutating func text(_ key: String, most: Int) -> String {
    guard let node = head[key], !node.isEmpty else {
      fault(key, "不能为空")
      return ""
    }
    guard let text = node.text else {
      fault(key, "应为一段文字")
      return ""
    }
    if text.count > most { fault(key, "有 \(text.count) 个字，不能超过 \(most) 个") }
    return text
  }

  private mutating func list(_ key: String, least: Int) -> [String] {
    let node = head[key]
    let elements = node?.elements ?? []
    if let node, node.elements == nil, !node.isEmpty {
      fault(key, "应为列表，每行以“- ”开头，或写成 [甲, 乙]")
      return []
    }
    var seen: Set<String> = []
    let texts = elements.compactMap { element -> String? in
      guard let text = element.text, !text.isEmpty else {
        fault(key, "列表里只能是文字", line: element.line)
        return nil
      }
      if !seen.insert(text).inserted { fault(key, "“\(text)”重复", line: element.line) }
      return text
    }
    if texts.count < least { fault(key, "至少要有 \(least) 个，现有 \(texts.count) 个") }
    return texts
  }

  private mutating func sources() -> [Citation] {
    list("source", least: 1).compactMap { text in
      guard let citation = Citation(parsing: text) else {
        fault("source", "“\(text)”不是依据，应写作“法律全称第…条”或“文件名（待核）”")
        return nil
      }
      if citation.article == nil, !citation.toBeVerified {
        fault("source", "“\(text)”没有条号；未核对的写“文件名（待核）”")
      }
      return citation
    }
  }

  private mutating func hour(_ key: String) -> Date? {
    let text = text(key, most: 30)
    if let hour = ShanghaiTime.moment(text) { return hour }
    if !text.isEmpty { fault(key, "“\(text)”应写成 2027-01-01T09:00:00+08:00 的样子") }
    return nil
  }

  private mutating func day(_ key: String) -> Day {
    let text = text(key, most: 20)
    if let day = Day(text) { return day }
    if !text.isEmpty { fault(key, "“\(text)”不是日期，应写成 2024-03-01 的样子") }
    return Day(daysSince1970: 0)
  }
}

/// Writes an article as front matter and Markdown.
enum ArticleWriter {
  static func text(_ article: KnowledgeArticle) -> String {
    var lines = ["---", "id: \(article.id)", "title: \(quoted(article.title))"]
    lines += list("questions", article.questions)
    lines.append("answer: \(quoted(article.answer))")
    lines.append("owner: \(quoted(article.owner))")
    lines.append("region: \(quoted(article.region))")
    lines += list("source", article.sources.map(\.description))
    lines.append("valid_from: \(article.validFrom)")
    if let end = article.validTo { lines.append("valid_to: \(end)") }
    lines.append("verified_on: \(article.verifiedOn)")
    lines += list("keywords", article.keywords)
    if !article.items.isEmpty { lines += list("items", article.items) }
    if let hour = article.notBefore {
      lines.append("not_before: \(quoted(ShanghaiTime.text(hour)))")
    }
    return lines.joined(separator: "\n") + "\n---\n" + article.body + "\n"
  }

  private static func list(_ key: String, _ values: [String]) -> [String] {
    [key + ":"] + values.map { "  - \(quoted($0))" }
  }

  /// Double quotes hold every text; JSON's escapes are YAML's too.
  static func quoted(_ text: String) -> String {
    let escaped = text.map { character in
      switch character {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\t": "\\t"
      case "\r": "\\r"
      case "\r\n": "\\n"
      default: String(character)
      }
    }.joined()
    return "\"\(escaped)\""
  }
}
