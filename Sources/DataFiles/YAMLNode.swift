import CYAML
import Foundation
import Hotline

/// A YAML value that knows the line on which it stands.
public indirect enum YAMLNode: Sendable {
  /// A text, number or empty value; `quoted` tells an empty text from nothing.
  case scalar(String, line: Int, quoted: Bool)
  /// A list.
  case sequence([YAMLNode], line: Int)
  /// Keys and values in the file's order; a key may not stand twice.
  case mapping([Entry], line: Int)

  /// One key of a mapping.
  public struct Entry: Sendable {
    /// The key's text.
    public let key: String
    /// The key's line, from 1.
    public let line: Int
    /// What stands under the key.
    public let value: YAMLNode
  }

  /// The line on which the value begins, from 1.
  public var line: Int {
    switch self {
    case .scalar(_, let line, _), .sequence(_, let line), .mapping(_, let line): line
    }
  }

  /// The text of a scalar; nil for an empty plain value and for lists and mappings.
  public var text: String? {
    guard case .scalar(let text, _, let quoted) = self, quoted || !text.isEmpty else { return nil }
    return text
  }

  /// True for a value left empty.
  public var isEmpty: Bool {
    if case .scalar(let text, _, let quoted) = self { return text.isEmpty && !quoted }
    return false
  }

  /// The entries of a mapping; nil for anything else.
  public var entries: [Entry]? {
    if case .mapping(let entries, _) = self { return entries }
    return nil
  }

  /// The elements of a list; nil for anything else.
  public var elements: [YAMLNode]? {
    if case .sequence(let elements, _) = self { return elements }
    return nil
  }

  /// The value under a key of a mapping.
  public subscript(_ key: String) -> YAMLNode? {
    entries?.first { $0.key == key }?.value
  }

  /// Reads one document.
  ///
  /// - Parameter firstLine: the line of the file on which the text begins.
  /// - Throws: `DataFaults` with the place of the first fault of form; aliases, tags and a nesting
  ///   deeper than 64 are refused, as data files have no use for them.
  public init(text: String, file: String, firstLine: Int = 1) throws {
    var reader = YAMLReader(file: file, firstLine: firstLine)
    self = try reader.read(text)
  }
}

private struct YAMLReader {
  let file: String
  let firstLine: Int

  func fault(_ line: Int, _ message: String) -> DataFaults {
    DataFaults([DataFault(file: file, line: line, message: message)])
  }

  mutating func read(_ text: String) throws -> YAMLNode {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { throw fault(0, "内存不足") }
    defer { yaml_parser_delete(&parser) }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBufferPointer { buffer in
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      while true {
        let event = try next(&parser)
        switch event.kind {
        case .other: continue
        case .end: return .scalar("", line: firstLine, quoted: false)
        default: return try node(from: event, &parser, depth: 0)
        }
      }
    }
  }

  private struct Event {
    enum Kind { case scalar(String, quoted: Bool), list, listEnd, map, mapEnd, end, other }
    var kind: Kind
    var line: Int
  }

  private func next(_ parser: inout yaml_parser_t) throws -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(&parser, &event) == 1 else {
      let problem = parser.problem.map { String(cString: $0) } ?? "unreadable"
      let line = Int(max(parser.problem_mark.line, parser.context_mark.line))
      throw fault(firstLine + line, "YAML 格式有误（\(problem)）；含“: ”或以特殊符号开头的内容应加引号，缩进用空格")
    }
    defer { yaml_event_delete(&event) }
    let line = firstLine + Int(event.start_mark.line)
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let text =
        scalar.value.map {
          String(decoding: UnsafeBufferPointer(start: $0, count: scalar.length), as: UTF8.self)
        } ?? ""
      let quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE
      return Event(kind: .scalar(text, quoted: quoted), line: line)
    case YAML_SEQUENCE_START_EVENT: return Event(kind: .list, line: line)
    case YAML_SEQUENCE_END_EVENT: return Event(kind: .listEnd, line: line)
    case YAML_MAPPING_START_EVENT: return Event(kind: .map, line: line)
    case YAML_MAPPING_END_EVENT: return Event(kind: .mapEnd, line: line)
    case YAML_STREAM_END_EVENT: return Event(kind: .end, line: line)
    case YAML_ALIAS_EVENT: throw fault(line, "不支持 YAML 别名（*），请把内容写全")
    default: return Event(kind: .other, line: line)
    }
  }

  private func node(
    from event: Event, _ parser: inout yaml_parser_t, depth: Int
  ) throws -> YAMLNode {
    guard depth < 64 else { throw fault(event.line, "嵌套超过 64 层") }
    switch event.kind {
    case .scalar(let text, let quoted): return .scalar(text, line: event.line, quoted: quoted)
    case .list:
      var elements: [YAMLNode] = []
      while true {
        let inner = try next(&parser)
        if case .listEnd = inner.kind { return .sequence(elements, line: event.line) }
        elements.append(try node(from: inner, &parser, depth: depth + 1))
      }
    case .map:
      var entries: [YAMLNode.Entry] = []
      var keys: Set<String> = []
      while true {
        let inner = try next(&parser)
        if case .mapEnd = inner.kind { return .mapping(entries, line: event.line) }
        guard case .scalar(let key, _) = inner.kind else { throw fault(inner.line, "键必须是文字") }
        guard keys.insert(key).inserted else { throw fault(inner.line, "键“\(key)”出现了两次") }
        let value = try node(from: try next(&parser), &parser, depth: depth + 1)
        entries.append(YAMLNode.Entry(key: key, line: inner.line, value: value))
      }
    default: throw fault(event.line, "YAML 结构有误")
    }
  }
}
