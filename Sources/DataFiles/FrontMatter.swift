import Hotline

/// A Markdown file that begins with YAML between two lines of `---`.
public struct FrontMatter: Sendable {
  /// The YAML mapping.
  public let head: YAMLNode
  /// The Markdown after it, without the leading empty lines.
  public let body: String

  /// Parts a file's text.
  ///
  /// - Throws: `DataFaults` when the marks are missing or the YAML is wrong.
  public init(text: String, file: String) throws {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let first = lines.first, first.drop(while: { $0 == "\u{FEFF}" }) == "---" else {
      throw DataFaults([DataFault(file: file, line: 1, message: "第一行应为 ---，其后是文章的属性")])
    }
    guard let end = lines.dropFirst().firstIndex(of: "---") else {
      throw DataFaults([DataFault(file: file, line: 1, message: "属性部分没有结束，应另起一行写 ---")])
    }
    head = try YAMLNode(text: lines[1..<end].joined(separator: "\n"), file: file, firstLine: 2)
    guard head.entries != nil else {
      throw DataFaults([DataFault(file: file, line: 2, message: "属性部分应为“键: 值”，每行一个")])
    }
    body = lines[(end + 1)...].drop { $0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
  }
}
