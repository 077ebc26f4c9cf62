import DataFiles
import Foundation
import Hotline

extension CatalogueFolder {
  /// Reads items from a text in the layout of the export and checks them.
  ///
  /// - Parameter base: what is stored already; rows may refer to it.
  /// - Returns: the sound and the faulty items with their lines, and all faults.
  public static func items(
    _ text: String, file: String, over base: CatalogueContent
  ) -> (items: [Placed<CatalogueItem>], faults: [DataFault]) {
    items(file: file, over: base) { try TableFile(text: text, named: file) }
  }

  /// Reads items from the bytes of a CSV file or a workbook in the layout of the export.
  ///
  /// - Returns: as above; every fault names its cell.
  public static func items(
    _ bytes: Data, file: String, over base: CatalogueContent
  ) -> (items: [Placed<CatalogueItem>], faults: [DataFault]) {
    items(file: file, over: base) { try TableFile(bytes, named: file) }
  }

  private static func items(
    file: String, over base: CatalogueContent, _ load: () throws -> TableFile
  ) -> (items: [Placed<CatalogueItem>], faults: [DataFault]) {
    var reading = CatalogueReading()
    reading.read(as: file, load)
    if !reading.isEmpty, reading.items.isEmpty {
      reading.faults.append(
        DataFault(
          file: file, line: 1, message: "这不是派单目录事项的表，表头应为：\(itemColumns.joined(separator: ","))"))
    }
    let faults = reading.faults + CatalogueCheck.faults(in: reading, over: base)
    return (reading.items, faults.sorted { $0.line < $1.line })
  }

  /// What is wrong with items, as if they had been read from a table.
  ///
  /// - Returns: the place of each faulty item in the list, with its fault.
  public static func faults(
    in items: [CatalogueItem], over base: CatalogueContent
  ) -> [(index: Int, fault: DataFault)] {
    guard !items.isEmpty else { return [] }
    let table = "提议表格"
    // Written and read again: one set of rules for files and forms.
    let read = self.items(text(of: items), file: table, over: base)
    var lines: [Int: Int] = [:]
    for (index, item) in read.items.enumerated() { lines[item.line] = index }
    var faults = read.faults.map { (index: lines[$0.line] ?? 0, fault: $0) }
    for (index, placed) in read.items.enumerated() where index < items.count {
      guard placed.value != items[index], !faults.contains(where: { $0.index == index }) else {
        continue
      }
      let message = "写成表格后读回来与原来不同：列表里的每一项不能含有“|”，首尾不能有空格"
      faults.append(
        (index, DataFault(file: table, line: placed.line, field: "sayings", message: message)))
    }
    return faults
  }
}
