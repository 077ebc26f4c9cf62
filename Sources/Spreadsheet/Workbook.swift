import Foundation
import Hotline

/// A workbook in the .xlsx format (ECMA-376), as its texts.
///
///     let book = try Workbook(data, file: "items.xlsx")
///     for sheet in book.sheets { print(sheet.name, sheet.rows.count) }
public struct Workbook: Sendable {
  /// Its sheets in their order; those without cells, such as charts, are left out.
  public let sheets: [Sheet]

  /// True for bytes that begin like a workbook rather than a text.
  public static func isLikely(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0x50, 0x4B]) || bytes.starts(with: OldFormat.mark)
  }

  /// Reads a workbook.
  ///
  /// - Parameter file: its name, for faults.
  /// - Parameter only: the sheet that is wanted; nil reads all.
  /// - Throws: `DataFaults` when the file is no workbook, is damaged or encrypted, is beyond the
  ///   limits, or lacks the sheet.
  public init(
    _ data: Data, file: String, only: String? = nil, limits: WorkbookLimits = WorkbookLimits()
  ) throws {
    guard data.count <= limits.bytes else {
      throw unreadable(file, "文件超过 \(limits.bytes / 1_048_576) MiB，请分成几个文件")
    }
    sheets = try data.withUnsafeBytes { bytes in
      try OldFormat.refuse(bytes, file)
      let archive = try ZipArchive(bytes, file: file, limits: limits)
      return try WorkbookReader(archive: archive, file: file, limits: limits).sheets(only: only)
    }
  }
}

/// Tells the formats that are not read from those that are damaged.
private enum OldFormat {
  /// The container of .xls, .et and encrypted files.
  static let mark: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  static func refuse(_ bytes: UnsafeRawBufferPointer, _ file: String) throws {
    if bytes.starts(with: mark) {
      let name: [UInt8] = "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] }
      let isEncrypted = Data(bytes).range(of: Data(name)) != nil
      throw unreadable(
        file,
        isEncrypted
          ? "文件加了密码，请取消密码后重新保存" : "这是旧的 .xls（或 .et）格式，请用办公软件另存为 .xlsx 或 CSV")
    }
    guard bytes.starts(with: [0x50, 0x4B]) else {
      throw unreadable(file, "不是 .xlsx 文件，请用办公软件另存为 .xlsx 或 CSV")
    }
  }
}

/// Reads the parts of a workbook out of its archive.
private struct WorkbookReader {
  let archive: ZipArchive
  let file: String
  let limits: WorkbookLimits

  func sheets(only: String?) throws -> [Sheet] {
    let main = try mainPart()
    let folder = main.split(separator: "/").dropLast().joined(separator: "/")
    let book = BookTaker()
    try archive.parse(main, file: file, book)
    let links = try relations(of: main, in: folder)
    let wanted = book.sheets.filter { only == nil || $0.name == only }
    if let only, wanted.isEmpty {
      let known = book.sheets.map(\.name).joined(separator: "、")
      throw unreadable(file, "没有名为“\(only)”的工作表，现有：\(known)")
    }
    let texts = SharedTexts(file: file)
    let styles = NumberStyles()
    for link in links.values {
      if link.kind == "sharedStrings" { try archive.parse(link.target, file: file, texts) }
      if link.kind == "styles" { try archive.parse(link.target, file: file, styles) }
    }
    var sheets: [Sheet] = []
    var left = limits.cells
    for entry in wanted {
      guard let link = links[entry.link] else { throw ZipArchive.broken(file) }
      guard link.kind == "worksheet" else { continue }
      let taker = SheetTaker(
        name: entry.name, file: file, texts: texts.texts, styles: styles,
        from1904: book.from1904, mostCells: left)
      try archive.parse(link.target, file: file, taker)
      var sheet = taker.sheet
      sheet.isHidden = entry.isHidden
      left -= sheet.rows.reduce(0) { $0 + $1.cells.count }
      sheets.append(sheet)
    }
    guard !sheets.isEmpty else { throw unreadable(file, "文件里没有工作表") }
    return sheets
  }

  /// The workbook's own part, which the archive's relations name.
  private func mainPart() throws -> String {
    if archive.contains("xl/workbook.bin") {
      throw unreadable(file, "这是 .xlsb 格式，请用办公软件另存为 .xlsx 或 CSV")
    }
    if archive.contains("content.xml"), archive.contains("mimetype") {
      throw unreadable(file, "这是 .ods 格式，请用办公软件另存为 .xlsx 或 CSV")
    }
    guard archive.contains("_rels/.rels") else {
      throw unreadable(file, "压缩包里没有表格，应为 .xlsx 文件")
    }
    let links = try relations(named: "_rels/.rels", in: "")
    guard let main = links.values.first(where: { $0.kind == "officeDocument" })?.target,
      archive.contains(main)
    else { throw unreadable(file, "压缩包里没有表格，应为 .xlsx 文件") }
    return main
  }

  private func relations(of part: String, in folder: String) throws -> [String: RelationTaker.Link]
  {
    let name = part.split(separator: "/").last.map(String.init) ?? part
    let path = (folder.isEmpty ? "" : folder + "/") + "_rels/\(name).rels"
    guard archive.contains(path) else { throw ZipArchive.broken(file) }
    return try relations(named: path, in: folder)
  }

  private func relations(
    named path: String, in folder: String
  ) throws -> [String: RelationTaker.Link] {
    let taker = RelationTaker(folder: folder)
    try archive.parse(path, file: file, taker)
    return taker.links
  }
}

/// Reads which parts belong to a part.
private final class RelationTaker: XMLTaker {
  struct Link {
    /// The last word of its type, such as `worksheet`.
    var kind: String
    /// Its path in the archive.
    var target: String
  }

  private(set) var links: [String: Link] = [:]
  private let folder: String

  init(folder: String) { self.folder = folder }

  func start(_ name: String, _ attributes: XMLAttributes) {
    guard name == "Relationship", let id = attributes["Id"], let type = attributes["Type"],
      let target = attributes["Target"], attributes["TargetMode"] != "External"
    else { return }
    let kind = type.split(separator: "/").last.map(String.init) ?? ""
    var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
    for part in target.split(separator: "/") where part != "." {
      // Nothing is above the archive: a way out of it leads to no part.
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    links[id] = Link(kind: kind, target: parts.joined(separator: "/"))
  }

  func end(_ name: String) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// Reads the list of sheets.
private final class BookTaker: XMLTaker {
  private(set) var sheets: [(name: String, link: String, isHidden: Bool)] = []
  private(set) var from1904 = false

  func start(_ name: String, _ attributes: XMLAttributes) {
    if name == "sheet", let title = attributes["name"], let link = attributes["id"] {
      let state = attributes["state"] ?? "visible"
      sheets.append((title, link, state != "visible"))
    } else if name == "workbookPr" {
      from1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
    }
  }

  func end(_ name: String) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
