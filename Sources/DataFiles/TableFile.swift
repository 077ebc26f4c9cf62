import Foundation
import Hotline
import Spreadsheet

/// A file that holds tables: a CSV file has one, a workbook one in each sheet.
public struct TableFile: Sendable {
  /// Its name, for faults.
  public let name: String
  /// The encoding that was found out; nil for a workbook.
  public let encoding: TextEncoding?
  /// What stands between the cells; nil for a workbook.
  public let separator: DelimitedText.Separator?
  private let sheets: [Sheet]

  /// Reads the bytes of a file.
  ///
  /// - Parameter only: the sheet that is wanted of a workbook; nil reads all.
  /// - Throws: `DataFaults` when it cannot be read, with the place.
  public init(_ data: Data, named name: String, only: String? = nil) throws {
    self.name = name
    if data.withUnsafeBytes(Workbook.isLikely) {
      encoding = nil
      separator = nil
      sheets = try Workbook(data, file: name, only: only).sheets
      return
    }
    let limit = WorkbookLimits().bytes
    guard data.count <= limit else {
      throw DataFaults([
        DataFault(file: name, line: 0, message: "文件超过 \(limit / 1_048_576) MiB，请分成几个文件")
      ])
    }
    let read = try data.withUnsafeBytes { try TextEncoding.decode($0, file: name) }
    guard read.text.first(where: { $0 > 0x20 }) != UInt8(ascii: "<") else {
      throw DataFaults([
        DataFault(file: name, line: 1, message: "这是网页或 XML，不是表格，请用办公软件另存为 .xlsx 或 CSV")
      ])
    }
    let text = try DelimitedText(read.text, file: name)
    encoding = read.encoding
    separator = text.separator
    sheets = [text.sheet]
  }

  /// Cuts the text of a CSV file.
  public init(text: String, named name: String) throws {
    self.name = name
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let text = try DelimitedText(bytes, file: name)
    encoding = .utf8
    separator = text.separator
    sheets = [text.sheet]
  }

  /// Reads a file.
  public static func read(_ url: URL, as name: String, only: String? = nil) throws -> TableFile {
    let data: Data
    do {
      let size = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
      // One byte more than is taken says that it is too much, without reading it all.
      data =
        size <= WorkbookLimits().bytes
        ? try Data(contentsOf: url) : Data(count: WorkbookLimits().bytes + 1)
    } catch {
      throw DataFaults([DataFault(file: name, line: 0, message: "文件读不出来，请检查路径和权限")])
    }
    return try TableFile(data, named: name, only: only)
  }

  /// How the file was understood, in words: its encoding and separator, or its sheets.
  public var understood: String {
    guard let encoding, let separator else {
      return "工作簿，工作表：" + sheets.map(\.name).joined(separator: "、")
    }
    let mark =
      switch separator {
      case .comma: "逗号"
      case .tab: "制表符"
      case .semicolon: "分号"
      }
    return "\(encoding.rawValue) 编码，\(mark)分隔"
  }

  /// What is no fault but should be known: an encoding or separator that is not the usual one, and
  /// the formulas whose values were taken.
  public var remarks: [DataFault] {
    var remarks: [DataFault] = []
    if let encoding, let separator, encoding != .utf8 || separator != .comma {
      remarks.append(DataFault(file: name, line: 0, message: "按 \(understood) 读取"))
    }
    for sheet in sheets {
      let place = sheets.count > 1 ? "\(name)#\(sheet.name)" : name
      remarks += sheet.formulas.prefix(20).map { cell in
        DataFault(
          file: place, line: cell.row, cell: cell.description, message: "单元格是公式，取了它算出的值")
      }
      if sheet.formulas.count > 20 {
        remarks.append(
          DataFault(
            file: place, line: 0, message: "另有 \(sheet.formulas.count - 20) 个公式，也取了它们算出的值"))
      }
    }
    return remarks
  }

  /// True for a path that names a table rather than a folder or an article.
  public static func isTable(_ url: URL) -> Bool {
    ["csv", "tsv", "xlsx", "xlsm", "xls", "et"].contains(url.pathExtension.lowercased())
  }

  /// The names of its sheets; a CSV file has one without a name.
  public var names: [String] { sheets.map(\.name) }

  /// The sheets that hold something and are shown.
  public var filled: [Int] {
    sheets.indices.filter { !sheets[$0].rows.isEmpty && !sheets[$0].isHidden }
  }

  /// The first sheet that holds something and is shown.
  public var first: Int { filled.first ?? 0 }

  /// The column names of a sheet; none when it is empty.
  public func header(of index: Int) -> [String] {
    (sheets[index].rows.first?.cells ?? []).map {
      $0.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  /// What stands in the first column of a sheet, a text for every row down to the last.
  public func lines(of index: Int) -> [String] {
    var lines = Array(repeating: "", count: sheets[index].rows.last?.number ?? 0)
    for row in sheets[index].rows {
      if let cell = row.cells.first, cell.column == 1 { lines[row.number - 1] = cell.text }
    }
    return lines
  }

  /// Reads a sheet as a table.
  public func table(
    _ index: Int, merged: Table.Merged = .refuse, required: [String] = [],
    allowed: [String]? = nil
  ) throws -> Table {
    let place = sheets.count > 1 ? "\(name)#\(sheets[index].name)" : name
    var sheet = sheets[index]
    for fault in sheet.faults.indices { sheet.faults[fault].file = place }
    return try Table(
      sheet, file: place, merged: merged, required: required, allowed: allowed)
  }
}

/// Writes one CSV record, quoting what RFC 4180 asks for.
///
/// A cell that a spreadsheet would run as a formula is given out with a leading apostrophe.
public func csvLine(_ cells: [String]) -> String { DelimitedText.line(cells) }
