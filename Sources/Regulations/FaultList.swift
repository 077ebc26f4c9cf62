import DataFiles
import Hotline

/// Collects every fault of one file, so that all are told at once.
final class FaultList {
  let file: String
  private(set) var faults: [DataFault] = []

  init(file: String) { self.file = file }

  func add(_ line: Int, _ field: String = "", _ message: String) {
    faults.append(DataFault(file: file, line: line, field: field, message: message))
  }

  func add(_ fault: DataFault) { faults.append(fault) }

  /// The entries of a mapping whose keys must be among the known ones.
  func mapping(_ node: YAMLNode, _ name: String, keys: [String]) -> [YAMLNode.Entry] {
    guard let entries = node.entries else {
      add(node.line, name, "这里应为“键: 值”")
      return []
    }
    for entry in entries where !keys.contains(entry.key) {
      add(entry.line, entry.key, "不认识这个键，可用的键：\(nearest(entry.key, keys))")
    }
    return entries.filter { keys.contains($0.key) }
  }

  /// The text under a key; a fault when it is missing or no text.
  func text(_ node: YAMLNode, _ key: String) -> String? {
    guard let value = node[key], !value.isEmpty else {
      add(node.line, key, "缺少 \(key)")
      return nil
    }
    guard let text = value.text, !text.isEmpty else {
      add(value.line, key, "\(key) 应为文字")
      return nil
    }
    return text
  }

  /// The text under a key, nil when the key is missing; a fault when it is no text.
  func optionalText(_ node: YAMLNode, _ key: String) -> String? {
    node[key] == nil ? nil : text(node, key)
  }

  /// One text or a list of texts.
  func texts(_ node: YAMLNode, _ name: String) -> [(text: String, line: Int)] {
    if let text = node.text { return [(text, node.line)] }
    guard let elements = node.elements else {
      add(node.line, name, "应为文字或文字的列表")
      return []
    }
    return elements.compactMap { element in
      guard let text = element.text, !text.isEmpty else {
        add(element.line, name, "列表里应是文字")
        return nil
      }
      return (text, element.line)
    }
  }
}

/// The known keys that are most like a wrong one; all of them where they are few.
private func nearest(_ key: String, _ keys: [String]) -> String {
  guard keys.count > 12 else { return keys.joined(separator: "、") }
  let group = key.prefix { $0 != "." }
  let close = keys.filter { $0.prefix { $0 != "." } == group }
  guard !close.isEmpty else { return keys.prefix(12).joined(separator: "、") + " 等" }
  return close.joined(separator: "、") + " 等"
}
