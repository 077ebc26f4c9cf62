import Foundation
import Hotline

/// A CSV file with a header row, as RFC 4180 has it, that remembers the line of every row.
///
///     let table = try CSVTable(text: text, file: "units.csv")
///     for row in table.rows { print(row.line, row["name"]) }
public struct CSVTable: Sendable {
  /// One record under the header.
  public struct Row: Sendable {
    /// Line of the file on which the record begins, from 1.
    public let line: Int
    let values: [String: String]

    /// The trimmed cell of a column; empty when the cell or the column is missing.
    public subscript(_ column: String) -> String { values[column] ?? "" }

    /// The cell's values, parted at `|`, trimmed, empty ones left out.
    public func list(_ column: String) -> [String] {
      self[column].split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty }
    }
  }

  /// Column names in the file's order.
  public let columns: [String]
  /// The records in the file's order.
  public let rows: [Row]
  /// Records that could not be cut into cells; they are not among the rows.
  public let faults: [DataFault]

  /// Reads a whole file's text.
  ///
  /// - Parameter required: columns that must be there.
  /// - Parameter allowed: the only columns that may be there; nil allows any.
  /// - Throws: `DataFaults` with every fault of form when the header itself is wrong: columns
  ///   missing, unknown or named twice. Rows that are too long or too short and quotes left open
  ///   are kept in `faults`, so that the other rows can still be checked.
  public init(
    text: String, file: String, required: [String] = [], allowed: [String]? = nil
  ) throws {
    var reader = CSVReader(text: text)
    var faults: [DataFault] = []
    guard let header = reader.next() else {
      throw DataFaults([
        DataFault(file: file, line: 1, message: "文件是空的，第一行应为表头：\(required.joined(separator: ","))")
      ])
    }
    let columns = header.cells.map { $0.trimmingCharacters(in: .whitespaces) }
    self.columns = columns
    for name in required where !columns.contains(name) {
      faults.append(DataFault(file: file, line: 1, field: name, message: "表头缺少这一列"))
    }
    var seen: Set<String> = []
    for name in columns {
      if !seen.insert(name).inserted {
        faults.append(DataFault(file: file, line: 1, field: name, message: "表头中这一列出现了两次"))
      } else if let allowed, !allowed.contains(name) {
        let known = allowed.joined(separator: ",")
        faults.append(
          DataFault(file: file, line: 1, field: name, message: "不认识这一列，可用的列：\(known)"))
      }
    }
    let headerIsSound = faults.isEmpty
    var rows: [Row] = []
    while let record = reader.next() {
      if record.cells.count == 1, record.cells[0].trimmingCharacters(in: .whitespaces).isEmpty {
        continue
      }
      if record.unclosed {
        faults.append(DataFault(file: file, line: record.line, message: "引号没有闭合，应在单元格末尾补上 \""))
      } else if record.cells.count != columns.count {
        faults.append(
          DataFault(
            file: file, line: record.line,
            message: "这一行有 \(record.cells.count) 个单元格，表头有 \(columns.count) 列；含逗号的内容应加引号"))
      } else {
        var values: [String: String] = [:]
        for (name, cell) in zip(columns, record.cells) {
          values[name] = Self.content(cell)
        }
        rows.append(Row(line: record.line, values: values))
      }
    }
    self.rows = rows
    self.faults = faults
    if !headerIsSound { throw DataFaults(faults) }
  }

  /// The trimmed cell without the apostrophe that `csvLine` sets before a would-be formula.
  private static func content(_ cell: String) -> String {
    let text = cell.trimmingCharacters(in: .whitespacesAndNewlines)
    guard text.first == "'", let second = text.dropFirst().first, "=+-@".contains(second) else {
      return text
    }
    return String(text.dropFirst())
  }
}

/// Cuts CSV text into records; holds the place.
private struct CSVReader {
  struct Record {
    var line: Int
    var cells: [String]
    var unclosed: Bool
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1

  init(text: String) {
    bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  mutating func next() -> Record? {
    guard index < bytes.count else { return nil }
    var record = Record(line: line, cells: [], unclosed: false)
    var cell: [UInt8] = []
    while true {
      if index < bytes.count, bytes[index] == 0x22, cell.isEmpty {
        record.unclosed = !quoted(into: &cell) || record.unclosed
      }
      guard index < bytes.count else { break }
      let byte = bytes[index]
      index += 1
      if byte == 0x2C {
        record.cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
      } else if byte == 0x0A {
        line += 1
        break
      } else if byte != 0x0D {
        cell.append(byte)
      }
    }
    record.cells.append(String(decoding: cell, as: UTF8.self))
    return record
  }

  /// Reads from an opening quote to its closing one; false when the file ends first.
  private mutating func quoted(into cell: inout [UInt8]) -> Bool {
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x22 {
        guard index < bytes.count, bytes[index] == 0x22 else { return true }
        index += 1
      } else if byte == 0x0A {
        line += 1
      }
      cell.append(byte)
    }
    return false
  }
}

/// Writes one CSV record, quoting what RFC 4180 asks for.
///
/// A cell that a spreadsheet would run as a formula is given out with a leading apostrophe.
public func csvLine(_ cells: [String]) -> String {
  cells.map { cell in
    var text = cell
    if let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }.joined(separator: ",") + "\n"
}
