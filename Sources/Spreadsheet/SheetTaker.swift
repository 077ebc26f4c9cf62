import Hotline

/// Gathers the rows of one sheet while its XML goes by.
final class SheetTaker: XMLTaker {
  private(set) var sheet: Sheet
  private let file: String
  private let texts: [String]
  private let styles: NumberStyles
  private let from1904: Bool
  private let mostCells: Int

  private var row = Sheet.Row(number: 0, line: 0, cells: [])
  private var place = CellReference(row: 1, column: 0)
  private var kind = ""
  private var style = 0
  private var value = CellText()
  private var inline = CellText()
  private var hasValue = false
  private var hasFormula = false
  private var isInCell = false
  private var count = 0

  init(
    name: String, file: String, texts: [String], styles: NumberStyles, from1904: Bool,
    mostCells: Int
  ) {
    sheet = Sheet(name: name, rows: [])
    self.file = file
    self.texts = texts
    self.styles = styles
    self.from1904 = from1904
    self.mostCells = mostCells
  }

  func start(_ name: String, _ attributes: XMLAttributes) throws {
    switch name {
    case "row": try startRow(attributes)
    case "c": try startCell(attributes)
    case "v" where isInCell:
      hasValue = true
      value.begin()
      value.start("t")
    case "f" where isInCell: hasFormula = true
    case "is" where isInCell: inline.begin()
    case "mergeCell":
      guard let range = attributes["ref"].flatMap(CellRange.init(parsing:)) else {
        throw damaged()
      }
      guard sheet.merged.count < 100_000 else { throw fault("合并单元格过多，请取消合并") }
      if range.first != range.last { sheet.merged.append(range) }
    default: if isInCell { inline.start(name) }
    }
  }

  func end(_ name: String) throws {
    switch name {
    case "row":
      if !row.cells.isEmpty { sheet.rows.append(row) }
      row.cells = []
    case "c":
      isInCell = false
      try endCell()
    case "v": value.end("t")
    default: if isInCell { inline.end(name) }
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    value.add(bytes)
    inline.add(bytes)
  }

  private func startRow(_ attributes: XMLAttributes) throws {
    let next = row.number + 1
    let number = attributes["r"].map { Int($0) ?? 0 } ?? next
    guard number >= next else { throw damaged() }
    guard number <= CellReference.mostRows else { throw fault("超过 1,048,576 行，请分成几个文件") }
    row = Sheet.Row(number: number, line: number, cells: [])
    place = CellReference(row: number, column: 0)
  }

  private func startCell(_ attributes: XMLAttributes) throws {
    let next = place.column + 1
    if let text = attributes["r"] {
      guard let given = CellReference(parsing: text), given.row == row.number,
        given.column >= next
      else { throw damaged() }
      place = given
    } else {
      place.column = next
    }
    guard place.column <= CellReference.mostColumns else { throw damaged() }
    kind = attributes["t"] ?? "n"
    style = attributes["s"].flatMap { Int($0) } ?? 0
    value.begin()
    inline.begin()
    hasValue = false
    hasFormula = false
    isInCell = true
  }

  private func endCell() throws {
    if hasFormula {
      guard sheet.formulas.count < mostCells else { throw fault("公式过多，请粘贴为数值") }
      sheet.formulas.append(place)
    }
    guard !value.isTooLong, !inline.isTooLong else {
      throw fault("单元格超过 32,767 个字，请缩短", cell: place)
    }
    guard let text = try content(), !text.isEmpty else { return }
    count += 1
    guard count <= mostCells else { throw fault("单元格超过 \(mostCells) 个，请分成几个文件") }
    row.cells.append(Sheet.Cell(column: place.column, text: FormulaGuard.restore(text)))
  }

  /// The cell's text; nil when it holds nothing.
  private func content() throws -> String? {
    if kind == "inlineStr" { return inline.text }
    guard hasValue else {
      // A formula that was never worked out, as some programs write it.
      if hasFormula { note("公式没有算出的值，请用办公软件打开并重新保存，或粘贴为数值") }
      return nil
    }
    let stored = value.text
    switch kind {
    case "s":
      guard let index = Int(stored), texts.indices.contains(index) else { throw damaged() }
      return texts[index]
    case "b": return stored == "1" || stored == "true" ? "TRUE" : "FALSE"
    case "e":
      note("单元格是错误值 \(stored)，请改正公式或填写内容")
      return nil
    case "n":
      if stored.isEmpty { return nil }
      guard let text = CellNumber.text(stored, styles.shape(style), from1904: from1904) else {
        note("“\(stored.prefix(20))”不是数字，请重新填写")
        return nil
      }
      if CellNumber.hasLostDigits(stored) {
        note("数字超过 15 位，末尾已被办公软件改动，请把单元格设为文本后重新填写")
      }
      return text
    default: return stored
    }
  }

  private func note(_ message: String) {
    guard sheet.faults.count < 1_000 else { return }
    sheet.faults.append(
      DataFault(file: file, line: place.row, cell: place.description, message: message))
  }

  private func fault(_ message: String, cell: CellReference? = nil) -> DataFaults {
    DataFaults([
      DataFault(file: file, line: row.number, cell: cell?.description, message: message)
    ])
  }

  private func damaged() -> DataFaults {
    fault("工作表“\(sheet.name)”的内容已损坏，请用办公软件打开并重新保存")
  }
}
