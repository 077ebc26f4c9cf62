import DataFiles
import Foundation
import Hotline

/// The merged hotlines of a city, with a search by number or by purpose.
public struct MergedHotlines: Sendable {
  /// The profile whose regulation merged them.
  public let profile: String
  /// The city for which they hold.
  public let city: String
  /// The hotlines in the document's order.
  public let hotlines: [MergedHotline]

  /// Reads a file such as `Catalogue/hotlines/yichun.yaml`.
  ///
  /// - Throws: `DataFaults` with every fault.
  public init(text: String, file: String) throws {
    let root = try YAMLNode(text: text, file: file)
    let list = FaultList(file: file)
    _ = list.mapping(root, "", keys: ["profile", "city", "short", "numbers"])
    profile = list.text(root, "profile") ?? ""
    city = list.text(root, "city") ?? ""
    let short = list.text(root, "short") ?? ""
    var seen: Set<String> = []
    hotlines = (root["numbers"]?.elements ?? []).compactMap { node in
      _ = list.mapping(
        node, "numbers", keys: ["number", "purpose", "words", "mode", "source", "note"])
      guard let number = list.text(node, "number"), let purpose = list.text(node, "purpose"),
        let source = list.text(node, "source"), let name = list.text(node, "mode")
      else { return nil }
      guard let mode = MergeMode(rawValue: name) else {
        let known = MergeMode.allCases.map(\.rawValue).joined(separator: "、")
        list.add(node.line, "mode", "应为 \(known) 之一")
        return nil
      }
      let dialled = number.split { !$0.isNumber }.map(String.init)
      if dialled.isEmpty { list.add(node.line, "number", "应为电话号码") }
      if !seen.insert("\(number) \(name)").inserted {
        list.add(node.line, "number", "“\(number)”写了两次")
      }
      return MergedHotline(
        number: number, dialled: dialled, purpose: purpose,
        words: node["words"].map { list.texts($0, "words").map(\.text) } ?? [], mode: mode,
        source: short + source, note: list.optionalText(node, "note") ?? "")
    }
    if hotlines.isEmpty { list.add(root.line, "numbers", "没有任何号码") }
    guard list.faults.isEmpty else { throw DataFaults(list.faults) }
  }

  /// Loads every file of a folder such as `Catalogue/hotlines`.
  public static func load(folder: URL) throws -> [MergedHotlines] {
    var faults: [DataFault] = []
    var all: [MergedHotlines] = []
    for path in TextFile.list(folder, ending: ".yaml") {
      let file = "\(folder.lastPathComponent)/\(path)"
      do {
        let text = try TextFile.read(folder.appending(path: path), as: file)
        all.append(try MergedHotlines(text: text, file: file))
      } catch let problem as DataFaults {
        faults += problem.faults
      }
    }
    guard faults.isEmpty else { throw DataFaults(faults) }
    return all
  }
}
