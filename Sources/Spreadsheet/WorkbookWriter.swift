import CZip
import Foundation
import Hotline

/// Writes rows of texts as a workbook in the .xlsx format.
///
/// Every cell is text, so nothing is run, no long number loses its end, and what people add to the
/// columns stays text too. The same rows give the same bytes.
public enum WorkbookWriter {
  /// A sheet to write.
  public struct Page: Sendable {
    /// Its name: 1 to 31 characters, none of `[ ] : * ? / \`.
    public var name: String
    /// Its rows; the first is the header.
    public var rows: [[String]]

    /// Makes a page.
    public init(name: String, rows: [[String]]) {
      self.name = name
      self.rows = rows
    }
  }

  /// The most characters of a cell.
  public static let longestCell = 32_767

  /// Writes a workbook.
  ///
  /// - Parameter file: its name, for faults.
  /// - Throws: `DataFaults` when a name, a cell or the number of rows is beyond what a sheet holds.
  public static func bytes(_ pages: [Page], file: String = "export.xlsx") throws -> Data {
    try check(pages, file)
    var parts: [(String, String)] = [
      ("[Content_Types].xml", contentTypes(pages.count)),
      ("_rels/.rels", relations([("officeDocument", "xl/workbook.xml")])),
      ("xl/workbook.xml", book(pages)),
      (
        "xl/_rels/workbook.xml.rels",
        relations(
          pages.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }
            + [("styles", "styles.xml")])
      ),
      ("xl/styles.xml", styles),
    ]
    for (index, page) in pages.enumerated() {
      parts.append(("xl/worksheets/sheet\(index + 1).xml", sheet(page)))
    }
    guard let packed = pack(parts) else { throw unreadable(file, "写不出表格文件，内存不足") }
    return packed
  }

  private static func check(_ pages: [Page], _ file: String) throws {
    var faults: [DataFault] = []
    var names: Set<String> = []
    for page in pages {
      if page.name.isEmpty || page.name.utf16.count > 31
        || page.name.contains(where: { "[]:*?/\\".contains($0) })
        || !names.insert(page.name.lowercased()).inserted
      {
        faults.append(
          DataFault(file: file, line: 0, message: "工作表名“\(page.name)”应为 1 到 31 个字，不重复，不含 []:*?/\\"))
      }
      if page.rows.count > CellReference.mostRows {
        faults.append(DataFault(file: file, line: 0, message: "超过 1,048,576 行，请分成几个文件"))
      }
      for (row, cells) in page.rows.enumerated() {
        for (column, cell) in cells.enumerated() where cell.utf16.count > longestCell {
          let place = CellReference(row: row + 1, column: column + 1)
          faults.append(
            DataFault(
              file: file, line: row + 1, field: page.rows.first?[safe: column] ?? "",
              cell: place.description,
              message: "有 \(cell.utf16.count) 个字，.xlsx 的单元格最多 \(longestCell) 个，请缩短"))
        }
      }
    }
    guard faults.isEmpty else { throw DataFaults(faults) }
  }

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let package = "http://schemas.openxmlformats.org/package/2006"

  private static func contentTypes(_ count: Int) -> String {
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    func override(_ part: String, _ kind: String) -> String {
      "<Override PartName=\"\(part)\" ContentType=\"\(type).\(kind)+xml\"/>"
    }
    let sheets = (1...max(1, count)).map { override("/xl/worksheets/sheet\($0).xml", "worksheet") }
    return head + "<Types xmlns=\"\(package)/content-types\">"
      + "<Default Extension=\"rels\""
      + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      + override("/xl/workbook.xml", "sheet.main") + override("/xl/styles.xml", "styles")
      + sheets.joined() + "</Types>"
  }

  private static func relations(_ links: [(kind: String, target: String)]) -> String {
    head + "<Relationships xmlns=\"\(package)/relationships\">"
      + links.enumerated().map { index, link in
        "<Relationship Id=\"rId\(index + 1)\" Type=\"\(office)/\(link.kind)\""
          + " Target=\"\(link.target)\"/>"
      }.joined() + "</Relationships>"
  }

  private static func book(_ pages: [Page]) -> String {
    head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>"
      + pages.enumerated().map { index, page in
        "<sheet name=\"\(EscapedText.encode(page.name))\" sheetId=\"\(index + 1)\""
          + " r:id=\"rId\(index + 1)\"/>"
      }.joined() + "</sheets></workbook>"
  }

  /// Style 1 is text, 2 text that begins like a formula, 3 the header.
  private static let styles =
    head + "<styleSheet xmlns=\"\(main)\"><fonts count=\"2\"><font><sz val=\"11\"/></font>"
    + "<font><b/><sz val=\"11\"/></font></fonts><fills count=\"2\"><fill><patternFill"
    + " patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
    + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
    + "</cellStyleXfs><cellXfs count=\"4\">"
    + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>" + xf()
    + xf(" quotePrefix=\"1\"") + xf(" applyFont=\"1\"", font: 1) + "</cellXfs></styleSheet>"

  private static func xf(_ more: String = "", font: Int = 0) -> String {
    "<xf numFmtId=\"49\" fontId=\"\(font)\" fillId=\"0\" borderId=\"0\" xfId=\"0\""
      + " applyNumberFormat=\"1\"\(more)/>"
  }

  private static func sheet(_ page: Page) -> String {
    let width = page.rows.map(\.count).max() ?? 0
    var xml = head + "<worksheet xmlns=\"\(main)\"><sheetViews><sheetView workbookViewId=\"0\">"
    xml += "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
    xml += "</sheetView></sheetViews>"
    if width > 0 {
      xml +=
        "<cols><col min=\"1\" max=\"\(width)\" width=\"18\" style=\"1\" customWidth=\"1\"/></cols>"
    }
    xml += "<sheetData>"
    for (row, cells) in page.rows.enumerated() {
      xml += "<row r=\"\(row + 1)\">"
      for (column, cell) in cells.enumerated() where !cell.isEmpty {
        let style = row == 0 ? 3 : FormulaGuard.isLikeFormula(cell) ? 2 : 1
        let place = CellReference(row: row + 1, column: column + 1)
        xml += "<c r=\"\(place)\" s=\"\(style)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
        xml += EscapedText.encode(FormulaGuard.protectInTextCell(cell))
        xml += "</t></is></c>"
      }
      xml += "</row>"
    }
    return xml + "</sheetData></worksheet>"
  }

  /// Packs texts into a zip archive; nil when there is no memory for it.
  static func pack(_ parts: [(name: String, text: String)]) -> Data? {
    guard let source = zip_source_buffer_create(nil, 0, 0, nil) else { return nil }
    // The archive frees its source when it closes; this keeps the bytes for reading.
    zip_source_keep(source)
    defer { zip_source_free(source) }
    guard let archive = zip_open_from_source(source, Int32(ZIP_TRUNCATE), nil) else {
      zip_source_free(source)
      return nil
    }
    for (name, text) in parts where !add(text, as: name, to: archive) {
      zip_discard(archive)
      return nil
    }
    guard zip_close(archive) == 0 else {
      zip_discard(archive)
      return nil
    }
    return content(source)
  }

  private static func add(_ text: String, as name: String, to archive: OpaquePointer) -> Bool {
    let bytes = Array(text.utf8)
    // libzip frees what it is given once the archive is written.
    guard let copy = malloc(max(1, bytes.count)) else { return false }
    bytes.withUnsafeBytes { from in
      if let start = from.baseAddress { memcpy(copy, start, from.count) }
    }
    guard let part = zip_source_buffer(archive, copy, UInt64(bytes.count), 1) else {
      free(copy)
      return false
    }
    let index = zip_file_add(archive, name, part, UInt32(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(part)
      return false
    }
    // A fixed day, 2000-01-01: the same rows give the same bytes.
    return zip_file_set_dostime(archive, UInt64(index), 0, 20 << 9 | 1 << 5 | 1, 0) == 0
  }

  private static func content(_ source: OpaquePointer) -> Data? {
    var stat = zip_stat_t()
    zip_stat_init(&stat)
    guard zip_source_stat(source, &stat) == 0, zip_source_open(source) == 0 else { return nil }
    defer { zip_source_close(source) }
    var data = Data(count: Int(stat.size))
    let count = data.withUnsafeMutableBytes { zip_source_read(source, $0.baseAddress, stat.size) }
    return count == Int64(stat.size) ? data : nil
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
