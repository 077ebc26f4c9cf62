import DataFiles
import Foundation
import Hotline

extension CatalogueFolder {
  /// Writes a content as one JSON object of tables that `read` reads: each a list of rows, each row
  /// its cells by the names of the columns.
  public static func json(_ content: CatalogueContent) throws -> String {
    var tables: [String: [[String: String]]] = [:]
    for (path, text) in files(content) {
      let table = try Table(text: text, file: path)
      let name = path.hasPrefix("items/") ? "items" : String(path.prefix { $0 != "." })
      tables[name, default: []] += table.rows.map(\.cells)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(tables), as: UTF8.self) + "\n"
  }
}

extension CatalogueReading {
  private static let tables: [(name: String, columns: [String], isDated: Bool)] = [
    ("units", CatalogueFolder.unitColumns, true), ("regions", CatalogueFolder.regionColumns, true),
    ("laws", CatalogueFolder.lawColumns, false), ("items", CatalogueFolder.itemColumns, true),
  ]

  /// Reads a JSON object of tables; a fault's line is the row's place in its table, plus one for
  /// the header that a file would have.
  mutating func readJSON(_ url: URL, as name: String) {
    do {
      let text = try TextFile.read(url, as: name)
      guard
        let tables = try? JSONDecoder().decode(
          [String: [[String: String]]].self, from: Data(text.utf8))
      else {
        throw DataFaults([
          DataFault(
            file: name, line: 1, message: "应为一个 JSON 对象：units、regions、laws、items 各是行的数组，各格都是字符串")
        ])
      }
      for key in tables.keys.sorted() where !Self.tables.contains(where: { $0.name == key }) {
        faults.append(DataFault(file: name, line: 1, field: key, message: "不认识这一项"))
      }
      for (key, columns, isDated) in Self.tables {
        guard let rows = tables[key], !rows.isEmpty else { continue }
        let given = Set(rows.flatMap(\.keys))
        let all = columns + (isDated ? CatalogueFolder.periodColumns.filter(given.contains) : [])
        for column in given.subtracting(all).sorted() {
          faults.append(DataFault(file: name, line: 1, field: column, message: "\(key) 没有这一列"))
        }
        let lines = rows.map { row in csvLine(all.map { row[$0] ?? "" }) }
        let place = "\(name)#\(key)"
        read(as: place) { try TableFile(text: csvLine(all) + lines.joined(), named: place) }
      }
    } catch let error as DataFaults {
      faults += error.faults
    } catch {
      faults.append(DataFault(file: name, line: 0, message: "文件读不出来"))
    }
  }
}
