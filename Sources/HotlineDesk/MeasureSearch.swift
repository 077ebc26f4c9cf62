import ChineseText
import Foundation
import Hotline
import Knowledge
import Retrieval

/// Measuring on labelled data, by the code that answers callers.
public enum Measure {
  /// The lines of a text file; one that ends in `.gz` is unpacked by gzip.
  static func lines(_ url: URL) throws -> [Data.SubSequence] {
    let data: Data
    do {
      data = try url.pathExtension == "gz" ? unpacked(url) : Data(contentsOf: url)
    } catch {
      throw InputProblem(code: "unreadable", field: "file", message: "读不出 \(url.path)，请检查路径和权限")
    }
    return data.split(separator: 0x0A).filter { line in !line.allSatisfy { $0 <= 0x20 } }
  }

  private static func unpacked(_ url: URL) throws -> Data {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/bin/gzip")
    process.arguments = ["-dc", url.path]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileReadCorruptFile) }
    return data
  }

  /// Reads a file of JSON objects.
  ///
  /// - Throws: `DataFaults` that name every line which is not such an object.
  static func rows<Row: Decodable>(_ url: URL, as type: Row.Type) throws -> [Row] {
    let decoder = JSONDecoder()
    var rows: [Row] = []
    var faults: [DataFault] = []
    for (index, line) in try lines(url).enumerated() {
      do {
        rows.append(try decoder.decode(type, from: line))
      } catch {
        faults.append(
          DataFault(file: url.lastPathComponent, line: index + 1, message: "不是需要的 JSON 对象"))
      }
    }
    if !faults.isEmpty { throw DataFaults(faults) }
    if rows.isEmpty {
      throw InputProblem(code: "empty", field: "file", message: "\(url.path) 里没有内容")
    }
    return rows
  }

  private struct CorpusRow: Decodable {
    var id: String
    var title: String?
    var text: String
  }

  private struct QueryRow: Decodable {
    var id: String
    var text: String
  }

  /// The analyser that the shipped lexicon gives; a bare one when nothing ships.
  public static func analyzer(_ shipped: ShippedFolders?) throws -> Analyzer {
    let read = shipped.map { KnowledgeFolder.readWords($0.knowledge) }
    if let faults = read?.faults, !faults.isEmpty { throw DataFaults(faults) }
    let content = read?.content
    return Analyzer(
      lexicon: try content?.lexicon.map { try Lexicon(parsing: $0) } ?? .empty,
      synonyms: try content?.synonyms.map { try Synonyms(parsing: $0) } ?? .empty)
  }

  /// Searches a corpus with labelled questions, as `paidan search` searches articles.
  ///
  /// - Parameters:
  ///   - corpus: lines `{"id","title","text"}`, gzipped when the name ends in `.gz`.
  ///   - queries: lines `{"id","text"}`.
  ///   - qrels: lines `query TAB document TAB 1`.
  public static func search(
    corpus: URL, queries: URL, qrels: URL, analyzer: Analyzer
  ) throws -> SearchEvaluation {
    let documents = try rows(corpus, as: CorpusRow.self).map {
      SearchDocument(id: $0.id, title: $0.title ?? "", text: $0.text)
    }
    var relevant: [String: Set<String>] = [:]
    for (index, line) in try lines(qrels).enumerated() {
      let fields = String(decoding: line, as: UTF8.self)
        .split(whereSeparator: { $0 == "\t" || $0 == "\r" })
      guard fields.count >= 3 else {
        throw DataFaults([
          DataFault(
            file: qrels.lastPathComponent, line: index + 1, message: "应为“查询编号 制表符 文档编号 制表符 1”")
        ])
      }
      // The four columns of TREC have a 0 in the second place.
      let document = fields.count == 3 ? fields[1] : fields[2]
      if fields.last.flatMap({ Int($0) }) ?? 0 > 0 {
        relevant[String(fields[0]), default: []].insert(String(document))
      }
    }
    let questions = try rows(queries, as: QueryRow.self).map {
      SearchEvaluation.Query(id: $0.id, text: $0.text, relevant: relevant[$0.id] ?? [])
    }
    // The tables of characters are made once a process, whatever the corpus.
    _ = analyzer.normalForm("预热")
    let clock = ContinuousClock()
    var search = CorpusSearch(analyzer: analyzer)
    let time = clock.measure { search.add(documents) }
    let seconds =
      Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    return SearchEvaluation(search, queries: questions, indexSeconds: seconds)
  }
}
