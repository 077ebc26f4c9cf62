/// The place of a cell as office programs write it: `B3` is the second column of the third row.
public struct CellReference: Hashable, Sendable, CustomStringConvertible {
  /// The most rows of a sheet.
  public static let mostRows = 1_048_576
  /// The most columns of a sheet.
  public static let mostColumns = 16_384

  /// Row, from 1.
  public var row: Int
  /// Column, from 1.
  public var column: Int

  /// Names a place; both are counted from 1.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  /// Reads `B3` or `$B$3`; nil for anything else and beyond the edges of a sheet.
  public init?(parsing text: String) {
    var column = 0
    var row = 0
    for byte in text.utf8 where byte != 0x24 {
      switch byte {
      case 0x41...0x5A where row == 0: column = column * 26 + Int(byte - 0x40)
      case 0x61...0x7A where row == 0: column = column * 26 + Int(byte - 0x60)
      case 0x30...0x39 where column > 0: row = row * 10 + Int(byte - 0x30)
      default: return nil
      }
      guard column <= Self.mostColumns, row <= Self.mostRows else { return nil }
    }
    guard row > 0, column > 0 else { return nil }
    self.init(row: row, column: column)
  }

  /// Letters and number.
  public var description: String { Self.letters(column) + String(row) }

  /// The letters of a column: 27 is `AA`.
  public static func letters(_ column: Int) -> String {
    var rest = column
    var letters: [UInt8] = []
    while rest > 0 {
      letters.append(UInt8(0x41 + (rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}

/// A rectangle of cells, written `A1:C2`.
public struct CellRange: Hashable, Sendable, CustomStringConvertible {
  /// Its cell in the upper left.
  public var first: CellReference
  /// Its cell in the lower right.
  public var last: CellReference

  /// Reads `A1:C2` or a single cell; nil for anything else.
  public init?(parsing text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let first = CellReference(parsing: String(parts[0])),
      let last = CellReference(parsing: String(parts[parts.count - 1])),
      first.row <= last.row, first.column <= last.column
    else { return nil }
    self.first = first
    self.last = last
  }

  /// Both corners.
  public var description: String { "\(first):\(last)" }
}
