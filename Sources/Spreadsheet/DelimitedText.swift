import Hotline

/// The text of a CSV file: cells with a separator between them, as RFC 4180 has it.
///
/// Comma, tab and semicolon are known by the first record, or by a first line `sep=;`.
public struct DelimitedText: Sendable {
  /// What stands between two cells.
  public enum Separator: String, Codable, CaseIterable, Sendable {
    /// As most programs write it.
    case comma = ","
    /// As office programs write 文本文件（制表符分隔）.
    case tab = "\t"
    /// As office programs write it in countries with a decimal comma.
    case semicolon = ";"

    var byte: UInt8 { rawValue.utf8.first ?? 0x2C }
  }

  /// What stands between the cells.
  public let separator: Separator
  /// The records; cells are as they stand in the file, without their quotes.
  public let sheet: Sheet

  /// Cuts a UTF-8 text.
  ///
  /// - Throws: `DataFaults` when there are too many rows or cells. A quote that is left open is among
  ///   the sheet's faults, and its record is not among the rows.
  public init(_ text: [UInt8], file: String, limits: WorkbookLimits = WorkbookLimits()) throws {
    var (separator, start) = Self.declared(text)
    if start == 0 { separator = Self.guess(text) }
    var sheet = Sheet(name: "", rows: [])
    var cells = 0
    try text.withUnsafeBufferPointer { buffer in
      var cutter = RecordCutter(buffer, separator: separator.byte, from: start)
      if start > 0 { cutter.skipDeclaration() }
      while let record = cutter.next() {
        if record.isUnclosed {
          sheet.faults.append(
            DataFault(file: file, line: record.row.line, message: "引号没有闭合，应在单元格末尾补上 \""))
        } else if !record.row.cells.isEmpty {
          cells += record.row.cells.count
          sheet.rows.append(record.row)
        }
        guard record.row.number <= CellReference.mostRows else {
          throw unreadable(file, "超过 1,048,576 行，请分成几个文件", line: record.row.line)
        }
        guard cells <= limits.cells else {
          throw unreadable(file, "单元格超过 \(limits.cells) 个，请分成几个文件", line: record.row.line)
        }
      }
    }
    self.separator = separator
    self.sheet = sheet
  }

  private static func declared(_ text: [UInt8]) -> (Separator, Int) {
    for separator in Separator.allCases {
      let line = Array("sep=\(separator.rawValue)".utf8)
      guard text.starts(with: line) else { continue }
      if text.count == line.count { return (separator, text.count) }
      if text[line.count] == 0x0A { return (separator, line.count + 1) }
      if text[line.count] == 0x0D {
        let isPair = text.count > line.count + 1 && text[line.count + 1] == 0x0A
        return (separator, line.count + (isPair ? 2 : 1))
      }
    }
    return (.comma, 0)
  }

  /// The separator that stands most often in the first record, outside quotes.
  private static func guess(_ text: [UInt8]) -> Separator {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in text.prefix(65_536) {
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D {
        if counts.isEmpty { continue }
        break
      }
      if byte == 0x2C || byte == 0x09 || byte == 0x3B { counts[byte, default: 0] += 1 }
    }
    return Separator.allCases.max { counts[$0.byte, default: 0] < counts[$1.byte, default: 0] }
      .flatMap { counts[$0.byte] == nil ? nil : $0 } ?? .comma
  }

  /// Writes one record of a CSV file, with commas, quoting what RFC 4180 asks for.
  ///
  /// A cell that an office program would run as a formula is given out with a leading apostrophe.
  public static func line(_ cells: [String]) -> String {
    cells.map { cell in
      let text = FormulaGuard.protect(cell)
      // By bytes: a combining mark after a comma makes another character of it for Swift.
      guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D })
      else { return text }
      var quoted: [UInt8] = [0x22]
      for byte in text.utf8 {
        if byte == 0x22 { quoted.append(byte) }
        quoted.append(byte)
      }
      quoted.append(0x22)
      return String(decoding: quoted, as: UTF8.self)
    }.joined(separator: ",") + "\n"
  }

  /// The bytes that tell office programs that a CSV file is UTF-8; they stand at its beginning.
  public static let byteOrderMark = "\u{FEFF}"
}

/// Cuts bytes into records; holds the place.
private struct RecordCutter {
  struct Record {
    var row: Sheet.Row
    var isUnclosed: Bool
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  private var index: Int
  private var line = 1
  private var number = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8, from start: Int) {
    self.bytes = bytes
    self.separator = separator
    index = start
  }

  /// Counts the line `sep=;` that office programs do not show.
  mutating func skipDeclaration() { line = 2 }

  mutating func next() -> Record? {
    guard index < bytes.count else { return nil }
    number += 1
    let first = line
    var record = Record(row: Sheet.Row(number: number, line: first, cells: []), isUnclosed: false)
    var cell: [UInt8] = []
    var column = 1
    func keep() {
      guard !cell.isEmpty else { return }
      let text = FormulaGuard.restore(String(decoding: cell, as: UTF8.self))
      record.row.cells.append(Sheet.Cell(column: column, text: text))
      cell.removeAll(keepingCapacity: true)
    }
    reading: while true {
      if index < bytes.count, bytes[index] == 0x22, cell.isEmpty {
        record.isUnclosed = !quoted(into: &cell) || record.isUnclosed
      }
      guard index < bytes.count else { break }
      let byte = bytes[index]
      index += 1
      switch byte {
      case separator:
        keep()
        column += 1
      case 0x0D:
        if index < bytes.count, bytes[index] == 0x0A { index += 1 }
        line += 1
        break reading
      case 0x0A:
        line += 1
        break reading
      default: cell.append(byte)
      }
    }
    keep()
    record.row.width = column
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
