import DataFiles
import Foundation
import Hotline

/// How a mapping makes one field of an article from the columns of a row.
struct MappedValue {
  /// A text with columns in it, such as `{name}怎么办`.
  struct Template {
    enum Piece: Hashable { case text(String), column(String) }
    var pieces: [Piece]

    /// The columns in their order.
    var columns: [String] {
      pieces.compactMap { if case .column(let name) = $0 { name } else { nil } }
    }

    /// Reads a template.
    ///
    /// `{{` stands for `{`; nil when a brace is left open.
    init?(_ text: String) {
      pieces = []
      var rest = Substring(text)
      var plain = ""
      while let open = rest.firstIndex(of: "{") {
        plain += rest[..<open]
        rest = rest[rest.index(after: open)...]
        if rest.first == "{" {
          plain += "{"
          rest = rest.dropFirst()
          continue
        }
        guard let close = rest.firstIndex(of: "}") else { return nil }
        if !plain.isEmpty { pieces.append(.text(plain)) }
        plain = ""
        pieces.append(.column(rest[..<close].trimmingCharacters(in: .whitespaces)))
        rest = rest[rest.index(after: close)...]
      }
      plain += rest
      if !plain.isEmpty { pieces.append(.text(plain)) }
    }

    /// The text for a row; nil when one of its columns is empty there.
    func text(_ cell: (String) -> String) -> String? {
      var text = ""
      for piece in pieces {
        switch piece {
        case .text(let plain): text += plain
        case .column(let name):
          let value = cell(name)
          if value.isEmpty { return nil }
          text += value
        }
      }
      return text
    }
  }

  /// A value that the mapping's `values` does not have.
  struct Unknown: Error { var value: String }

  var templates: [Template] = []
  var values: [String: String]?
  var otherwise: String?
  var separator: String?
  var most: Int?

  /// The columns from which the field comes.
  var columns: [String] { templates.flatMap(\.columns) }

  /// The field's values for a row; templates with an empty column are left out.
  func texts(_ cell: (String) -> String) throws(Unknown) -> [String] {
    var texts = templates.compactMap { $0.text(cell) }
    if let separator, !separator.isEmpty {
      var seen: Set<String> = []
      texts = texts.flatMap { $0.components(separatedBy: separator) }
        .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        .filter { !$0.isEmpty && seen.insert($0).inserted }
    }
    if let values {
      var mapped: [String] = []
      for text in texts {
        guard let value = values[text] ?? otherwise else { throw Unknown(value: text) }
        mapped.append(value)
      }
      texts = mapped
    }
    if texts.isEmpty, let otherwise { texts = [otherwise] }
    return texts
  }

  /// The values as one text, not longer than `most`.
  func text(_ cell: (String) -> String, joinedBy joint: String) throws(Unknown) -> String {
    let text = try texts(cell).joined(separator: joint)
    guard let most, text.count > most else { return text }
    return text.prefix(most - 1) + "…"
  }
}

extension MappedValue {
  /// Reads a text, a list of texts, or `from` with `values`, `otherwise`, `split` and `most`.
  init(_ node: YAMLNode, field: String, file: String, _ faults: inout [DataFault]) {
    func fault(_ node: YAMLNode, _ message: String) {
      faults.append(DataFault(file: file, line: node.line, field: field, message: message))
    }
    func read(_ node: YAMLNode) -> [Template] {
      (node.elements ?? [node]).compactMap { element in
        guard let text = element.text else {
          fault(element, "应为文字，列名写在 {} 里")
          return nil
        }
        if let template = Template(text) { return template }
        fault(element, "“{”没有对应的“}”；要写“{”本身请写“{{”")
        return nil
      }
    }
    guard let entries = node.entries else {
      templates = read(node)
      return
    }
    if node["from"] == nil { fault(node, "缺少 from，应写明取自哪些列") }
    for entry in entries {
      switch entry.key {
      case "from": templates = read(entry.value)
      case "values":
        let pairs = entry.value.entries ?? []
        if pairs.isEmpty { fault(entry.value, "应为“原值: 新值”，每行一个") }
        var table: [String: String] = [:]
        for pair in pairs { table[pair.key] = pair.value.text ?? "" }
        values = table
      case "otherwise": otherwise = entry.value.text ?? ""
      case "split": separator = entry.value.text
      case "most":
        most = entry.value.text.flatMap { Int($0) }.flatMap { $0 > 1 ? $0 : nil }
        if most == nil { fault(entry.value, "应为大于 1 的整数") }
      default:
        fault(entry.value, "不认识“\(entry.key)”，可用的有：from、values、otherwise、split、most")
      }
    }
  }
}
