import ChineseText
import DataFiles
import Foundation
import Hotline

/// How a former hotline was merged into 12345.
public enum MergeMode: String, CaseIterable, Sendable {
  /// The old number is gone; 12345 answers.
  case merged = "整体并入"
  /// Both numbers ring at 12345's seats.
  case parallel = "双号并行"
  /// The number stays as a branch centre to which 12345 transfers.
  case branch = "分中心"
}

/// A hotline number that was merged.
public struct MergedHotline: Sendable, Equatable {
  /// The number as the document writes it, such as 12320（12356）.
  public let number: String
  /// The numbers that people dial.
  public let dialled: [String]
  /// What the number is for.
  public let purpose: String
  /// Words by which people ask for it.
  public let words: [String]
  /// How it was merged.
  public let mode: MergeMode
  /// The source as it is shown, such as 宜春办法第十八条.
  public let source: String
  /// A point that the text leaves open; empty where it leaves none.
  public let note: String

  /// What the operator says.
  public var tell: String {
    let line = "\(number)（\(purpose)）"
    switch mode {
    case .merged: return "\(line)已经取消，业务由12345受理。"
    case .parallel: return "\(line)与12345双号并行，由12345统一受理，需要时转专席。"
    case .branch: return "\(line)保留，是12345的分中心，12345可以为您转接。"
    }
  }
}

/// The merged hotlines of a city, with a search by number or by purpose.
public struct MergedHotlines: Sendable {
  /// The profile whose regulation merged them.
  public let profile: String
  /// The hotlines in the document's order.
  public let hotlines: [MergedHotline]

  /// Reads a file such as `Catalogue/hotlines/yichun.yaml`.
  ///
  /// - Throws: `DataFaults` with every fault.
  public init(text: String, file: String) throws {
    let root = try YAMLNode(text: text, file: file)
    let list = FaultList(file: file)
    _ = list.mapping(root, "", keys: ["profile", "short", "numbers"])
    profile = list.text(root, "profile") ?? ""
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

  /// The hotlines that a number or some words ask for, best first.
  ///
  /// A number is found whole or by its first digits (three at least); words are found in what the
  /// number is for.
  public func search(_ query: String) -> [MergedHotline] {
    let text = NormalText(query).string
    let digits = text.split { !("0"..."9").contains($0) }.map(String.init).filter { $0.count >= 3 }
    var scored: [(hotline: MergedHotline, score: Int, order: Int)] = []
    for (order, hotline) in hotlines.enumerated() {
      var score = 0
      for number in digits {
        if hotline.dialled.contains(number) {
          score += 100
        } else if hotline.dialled.contains(where: { $0.hasPrefix(number) }) {
          score += 10
        }
      }
      let names = hotline.words + [hotline.purpose]
      for name in names.map({ NormalText($0).string }) {
        if text.contains(name) {
          score += 2 * name.count
        } else if text.count >= 2, name.contains(text) {
          score += text.count
        }
      }
      if score > 0 { scored.append((hotline, score, order)) }
    }
    return scored.sorted { ($1.score, $0.order) < ($0.score, $1.order) }.map(\.hotline)
  }
}
