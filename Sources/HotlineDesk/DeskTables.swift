import Catalogue
import DataFiles
import Foundation
import Hotline
import Knowledge
import Spreadsheet

extension Desk {
  /// The forms in which office programs read a table.
  public enum TableFormat: String, CaseIterable, Sendable {
    /// Items or articles alone, in UTF-8 with a byte order mark.
    case csv
    /// All of catalogue or knowledge, a sheet for each kind of record.
    case xlsx

    /// The format that a path's ending names; nil for folders and other files.
    public init?(_ url: URL) { self.init(rawValue: url.pathExtension.lowercased()) }

    /// The media type for the web.
    public var mediaType: String {
      switch self {
      case .csv: "text/csv; charset=utf-8"
      case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      }
    }
  }

  /// Writes catalogue or knowledge as a table in the layout that `load` reads.
  ///
  /// - Parameter moment: as people saw it then; nil for now, with what is still to come.
  /// - Throws: `InputProblem` for past tickets, which go out a line each; `DataFaults` that names a
  ///   cell when it is longer than a workbook can hold.
  public func table(
    _ matter: Matter, as format: TableFormat, asOf moment: Date? = nil
  ) throws -> Data {
    let sheets: [(name: String, rows: [[String]])]
    switch matter {
    case .catalogue: sheets = CatalogueFolder.sheets(try exported(asOf: moment).catalogue)
    case .knowledge: sheets = KnowledgeFolder.sheets(try exported(asOf: moment).knowledge)
    case .history:
      throw InputProblem(
        code: "no_table", field: "path", message: "历史工单只能导出为 .jsonl 文件，每行一条")
    }
    if format == .xlsx {
      return try WorkbookWriter.bytes(
        sheets.map { WorkbookWriter.Page(name: $0.name, rows: $0.rows) },
        file: "\(matter.rawValue).xlsx")
    }
    let main = sheets.first { $0.name == "items" || $0.name == "articles" }
    let text = (main?.rows ?? []).map(DelimitedText.line).joined()
    return Data((DelimitedText.byteOrderMark + text).utf8)
  }

  /// What of a file is read as a table: its content and faults, and what should be known of it.
  struct TableReading<Content> {
    var content: Content
    var faults: [DataFault]
    var remarks: [DataFault] = []
  }

  /// Reads a catalogue's folder or table.
  static func catalogue(
    _ url: URL, over base: CatalogueContent
  ) -> TableReading<CatalogueContent> {
    guard TableFile.isTable(url) else {
      let read = CatalogueFolder.read(url, over: base)
      return TableReading(content: read.content, faults: read.faults)
    }
    return reading(url, CatalogueContent()) { CatalogueFolder.read($0, over: base) }
  }

  /// Reads a knowledge base's folder, article or table.
  static func knowledge(
    _ url: URL, over base: [KnowledgeArticle], references: KnowledgeReferences
  ) -> TableReading<KnowledgeContent> {
    guard TableFile.isTable(url) else {
      let read = KnowledgeFolder.read(url, over: base, references: references)
      return TableReading(content: read.content, faults: read.faults)
    }
    return reading(url, KnowledgeContent()) {
      KnowledgeFolder.read($0, over: base, references: references)
    }
  }

  private static func reading<Content>(
    _ url: URL, _ empty: Content,
    _ read: (TableFile) -> (content: Content, faults: [DataFault])
  ) -> TableReading<Content> {
    do {
      let file = try TableFile.read(url, as: url.lastPathComponent)
      let found = read(file)
      return TableReading(content: found.content, faults: found.faults, remarks: file.remarks)
    } catch let error as DataFaults {
      return TableReading(content: empty, faults: error.faults)
    } catch {
      let fault = DataFault(file: url.lastPathComponent, line: 0, message: "文件读不出来")
      return TableReading(content: empty, faults: [fault])
    }
  }
}
