import Hotline

/// One sheet of a workbook, or the whole of a CSV file: the cells that hold something.
public struct Sheet: Sendable {
  /// A cell that holds something.
  public struct Cell: Hashable, Sendable {
    /// Column, from 1.
    public var column: Int
    /// What it shows, as text: dates as `2024-03-01`, numbers without grouping.
    public var text: String

    /// Makes a cell.
    public init(column: Int, text: String) {
      self.column = column
      self.text = text
    }
  }

  /// One row with at least one cell.
  public struct Row: Hashable, Sendable {
    /// Its number as office programs count, from 1.
    public var number: Int
    /// The line of a CSV file on which it begins; the number in a workbook.
    public var line: Int
    /// Its cells from left to right.
    public var cells: [Cell]
    /// How many cells a row of a CSV file has, empty ones too; nil in a workbook.
    public var width: Int?

    /// Makes a row.
    public init(number: Int, line: Int, cells: [Cell], width: Int? = nil) {
      self.number = number
      self.line = line
      self.cells = cells
      self.width = width
    }
  }

  /// Its name; empty for a CSV file.
  public var name: String
  /// True when office programs do not show it.
  public var isHidden = false
  /// Its rows from top to bottom, empty ones left out.
  public var rows: [Row]
  /// Ranges whose cells were made one.
  public var merged: [CellRange] = []
  /// Cells that hold a formula, of which the stored value was taken.
  public var formulas: [CellReference] = []
  /// Cells that could not be read, each with its place.
  public var faults: [DataFault] = []

  /// Makes a sheet.
  public init(name: String, rows: [Row]) {
    self.name = name
    self.rows = rows
  }

  /// Writes the text of each merged range into all its cells, as it looks to the reader.
  ///
  /// - Parameter most: the most cells that the sheet may have then; ranges that go beyond are left.
  public mutating func fillMerged(most: Int = WorkbookLimits().cells) {
    let width = rows.map { $0.cells.last?.column ?? 0 }.max() ?? 0
    var places: [Int: Int] = [:]
    for (index, row) in rows.enumerated() { places[row.number] = index }
    var count = rows.reduce(0) { $0 + $1.cells.count }
    for range in merged {
      guard let first = places[range.first.row],
        let cell = rows[first].cells.first(where: { $0.column == range.first.column }),
        range.first.column <= width
      else { continue }
      let columns = range.first.column...min(range.last.column, width)
      // Only rows with content: a range may run to the foot of the sheet.
      for index in first..<rows.count {
        guard rows[index].number <= range.last.row else { break }
        count += columns.count
        guard count <= most else { return }
        let rest = rows[index].cells.filter { !columns.contains($0.column) }
        rows[index].cells = (rest + columns.map { Cell(column: $0, text: cell.text) })
          .sorted { $0.column < $1.column }
      }
    }
    merged = []
  }
}

/// How much of a file is read before it is refused.
public struct WorkbookLimits: Sendable {
  /// Size of the file, in bytes.
  public var bytes = 50 * 1024 * 1024
  /// Files inside a workbook.
  public var entries = 2_000
  /// What all that is read of a workbook may unpack to, in bytes.
  public var inflated = 400 * 1024 * 1024
  /// How many times larger than packed a file inside may become, once it is larger than 16 MiB.
  public var ratio = 250
  /// Cells with content, over all sheets.
  public var cells = 5_000_000

  /// The limits that protect a service.
  public init() {}
}

/// Gives every kind of damage the file's name.
func unreadable(_ file: String, _ message: String, line: Int = 0) -> DataFaults {
  DataFaults([DataFault(file: file, line: line, message: message)])
}
