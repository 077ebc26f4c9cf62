import DataFiles
import Foundation
import Hotline

extension CatalogueFolder {
  /// Writes a content as the files that `read` reads; items in a file for each field.
  ///
  /// - Returns: relative path and text of each file.
  public static func files(_ content: CatalogueContent) -> [(path: String, text: String)] {
    var files = [
      ("units.csv", table(unitColumns, content.units.map { (cells($0), $0.validity) })),
      ("regions.csv", table(regionColumns, content.regions.map { (cells($0), $0.validity) })),
      ("laws.csv", csvLine(lawColumns) + content.laws.map { csvLine(cells($0)) }.joined()),
    ]
    let fields = Dictionary(grouping: content.items) { $0.category.first ?? "其他" }
    for (field, items) in fields.sorted(by: { $0.key < $1.key }) {
      let name = field.replacingOccurrences(of: "/", with: "、")
      files.append(("items/\(name).csv", text(of: items.sorted { $0.id < $1.id })))
    }
    return files
  }

  /// Writes items as one CSV file that `read` reads.
  public static func text(of items: [CatalogueItem]) -> String {
    table(itemColumns, items.map { (cells($0), $0.validity) })
  }

  /// The cells of an item, by the names of the columns.
  public static func row(_ item: CatalogueItem) -> [String: String] {
    var row = Dictionary(uniqueKeysWithValues: zip(itemColumns, cells(item)))
    for (column, cell) in zip(periodColumns, cells(item.validity)) { row[column] = cell }
    return row
  }

  private static func cells(_ validity: Validity?) -> [String] {
    [
      validity?.from.map(Validity.firstText) ?? "", validity?.to.map(Validity.lastText) ?? "",
    ]
  }

  /// A table; its columns for periods are there only when some row has a period.
  private static func table(
    _ columns: [String], _ rows: [(cells: [String], validity: Validity?)]
  ) -> String {
    self.rows(columns, rows).map(csvLine).joined()
  }

  /// The header and the cells of every row.
  private static func rows(
    _ columns: [String], _ rows: [(cells: [String], validity: Validity?)]
  ) -> [[String]] {
    let isDated = rows.contains { $0.validity != nil }
    let head = columns + (isDated ? periodColumns : [])
    return [head] + rows.map { $0.cells + (isDated ? cells($0.validity) : []) }
  }

  /// A content as the sheets of one workbook that `read` reads.
  public static func sheets(_ content: CatalogueContent) -> [(name: String, rows: [[String]])] {
    let items = content.items.sorted { $0.id < $1.id }
    return [
      ("units", rows(unitColumns, content.units.map { (cells($0), $0.validity) })),
      ("regions", rows(regionColumns, content.regions.map { (cells($0), $0.validity) })),
      ("laws", [lawColumns] + content.laws.map { cells($0) }),
      ("items", rows(itemColumns, items.map { (cells($0), $0.validity) })),
    ]
  }

  private static func list(_ values: [String]) -> String { values.joined(separator: "|") }

  private static func list(_ citations: [Citation]) -> String {
    list(citations.map(\.description))
  }

  private static func cells(_ unit: HandlingUnit) -> [String] {
    [
      unit.name, unit.kind.rawValue, list(unit.aliases), list(unit.formerNames), unit.duties,
      list(unit.legalBasis), list(unit.misdirections.map { $0.matter + "→" + $0.rightPlace }),
      unit.note,
    ]
  }

  private static func cells(_ region: Region) -> [String] {
    [region.name, region.kind.rawValue, region.parent, region.unit, list(region.aliases)]
  }

  private static func cells(_ law: Law) -> [String] {
    [law.title, law.category, law.date, String(law.lastArticle), law.status.rawValue]
  }

  private static func cells(_ item: CatalogueItem) -> [String] {
    [
      item.id, item.category.joined(separator: "/"), item.name, list(item.types.map(\.rawValue)),
      list(item.legalBasis), item.unit, item.agency, list(item.coHandlers),
      item.limitCell, item.limitSourceCell, list(item.keywords),
      list(item.sayings), list(item.confusions.map { $0.other + "：" + $0.difference }), item.note,
    ]
  }
}
