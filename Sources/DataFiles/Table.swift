import Foundation
import Hotline
import Spreadsheet

/// A table with a header row out of a CSV file or a sheet of a workbook, that remembers the place of
/// every cell.
///
///     let table = try Table(bytes: data, named: "units.xlsx")
///     for row in table.rows { print(row.line, row["name"], row.cell("name") ?? "") }
public struct Table: Sendable {
  /// One record under the header.
  public struct Row: Sendable {
    /// Line of the file on which the record begins, from 1; its number in a sheet.
    public let line: Int
    /// Number of the row as office programs count, from 1.
    public let number: Int
    fileprivate let texts: [String]
    fileprivate let places: [String: Int]

    /// The trimmed cell of a column; empty when the cell or the column is missing.
    public subscript(_ column: String) -> String { places[column].map { texts[$0] } ?? "" }

    /// The cell's values, parted at `|`, trimmed, empty ones left out.
    public func list(_ column: String) -> [String] {
      self[column].split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty }
    }

    /// The place of a column's cell as office programs call it, such as `B3`; nil when the table has
    /// no such column.
    public func cell(_ column: String) -> String? {
      places[column].map { CellReference(row: number, column: $0 + 1).description }
    }

    /// All the row's cells by the names of their columns.
    public var cells: [String: String] { places.mapValues { texts[$0] } }
  }

  /// What is done about cells that were made one.
  public enum Merged: Sendable {
    /// They are faults, each named by its range.
    case refuse
    /// Each of them holds what the reader sees.
    case fill
  }

  /// The file, and the sheet where it has several: `items.xlsx#事项`.
  public let file: String
  /// Column names in the file's order.
  public let columns: [String]
  /// The records in the file's order.
  public let rows: [Row]
  /// Rows and cells that could not be read; such rows are not among the rows.
  public let faults: [DataFault]

  /// Reads the text of a CSV file.
  ///
  /// - Parameter required: columns that must be there.
  /// - Parameter allowed: the only columns that may be there; nil allows any.
  /// - Throws: `DataFaults` with every fault of form when the header itself is wrong: columns
  ///   missing, unknown or named twice. Rows that are too long or too short and quotes left open
  ///   are kept in `faults`, so that the other rows can still be checked.
  public init(
    text: String, file: String, required: [String] = [], allowed: [String]? = nil
  ) throws {
    self = try TableFile(text: text, named: file).table(0, required: required, allowed: allowed)
  }

  /// Reads the bytes of a CSV file, in any encoding of office programs, or of a workbook.
  ///
  /// - Parameter sheet: the sheet of a workbook; nil takes the first that is shown and not empty.
  /// - Throws: as above, and `DataFaults` for a file that is damaged, encrypted or too large.
  public init(
    bytes: Data, named file: String, sheet: String? = nil, merged: Merged = .refuse,
    required: [String] = [], allowed: [String]? = nil
  ) throws {
    let read = try TableFile(bytes, named: file, only: sheet)
    self = try read.table(read.first, merged: merged, required: required, allowed: allowed)
  }

  init(
    _ sheet: Sheet, file: String, merged: Merged, required: [String], allowed: [String]?
  ) throws {
    var sheet = sheet
    self.file = file
    var faults = sheet.faults
    if merged == .refuse {
      faults += sheet.merged.map { range in
        DataFault(
          file: file, line: range.first.row, cell: range.description,
          message: "合并了单元格，请取消合并，把内容写进每一格")
      }
    }
    sheet.fillMerged()
    guard let header = sheet.rows.first else {
      throw DataFaults(
        faults + [
          DataFault(
            file: file, line: 1, message: "文件是空的，第一行应为表头：\(required.joined(separator: ","))")
        ])
    }
    columns = Self.texts(header, count: header.cells.last?.column ?? 0)
    let headerFaults = Self.faults(inHeader: columns, header, file, required, allowed)
    faults += headerFaults
    var places: [String: Int] = [:]
    for (index, name) in columns.enumerated() where !name.isEmpty { places[name] = index }
    var rows: [Row] = []
    for row in sheet.rows.dropFirst() {
      let texts = Self.texts(row, count: columns.count)
      if let fault = Self.fault(in: row, under: header, count: columns.count, file) {
        faults.append(fault)
      } else if texts.contains(where: { !$0.isEmpty }) {
        rows.append(Row(line: row.line, number: row.number, texts: texts, places: places))
      }
    }
    self.rows = rows
    self.faults = faults.sorted { $0.line < $1.line }
    if !headerFaults.isEmpty { throw DataFaults(self.faults) }
  }

  private static func texts(_ row: Sheet.Row, count: Int) -> [String] {
    var texts = Array(repeating: "", count: count)
    for cell in row.cells where cell.column <= count {
      texts[cell.column - 1] = cell.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return texts
  }

  private static func faults(
    inHeader columns: [String], _ header: Sheet.Row, _ file: String, _ required: [String],
    _ allowed: [String]?
  ) -> [DataFault] {
    var faults = required.filter { !columns.contains($0) }.map {
      DataFault(file: file, line: header.line, field: $0, message: "表头缺少这一列")
    }
    var seen: Set<String> = []
    for (index, name) in columns.enumerated() {
      let cell = CellReference(row: header.number, column: index + 1).description
      func fault(_ message: String) {
        faults.append(
          DataFault(file: file, line: header.line, field: name, cell: cell, message: message))
      }
      if name.isEmpty {
        fault("这一列没有列名，请补上或删去这一列")
      } else if !seen.insert(name).inserted {
        fault("表头中这一列出现了两次")
      } else if let allowed, !allowed.contains(name) {
        fault("不认识这一列，可用的列：\(allowed.joined(separator: ","))")
      }
    }
    return faults
  }

  /// What is wrong with the length of a row.
  private static func fault(
    in row: Sheet.Row, under header: Sheet.Row, count: Int, _ file: String
  ) -> DataFault? {
    if let width = row.width, let expected = header.width {
      guard width != expected else { return nil }
      return DataFault(
        file: file, line: row.line,
        message: "这一行有 \(width) 个单元格，表头有 \(expected) 列；含分隔符的内容应加引号")
    }
    guard let last = row.cells.last, last.column > count else { return nil }
    let place = CellReference(row: row.number, column: last.column)
    return DataFault(
      file: file, line: row.line, cell: place.description, message: "表头里这一列没有列名，请补上列名或清空这一格")
  }
}
