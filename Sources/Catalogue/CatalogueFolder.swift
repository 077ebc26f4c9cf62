import DataFiles
import Foundation
import Hotline

/// The folder `Catalogue/`: units, regions, items and the register of laws as CSV files; a workbook
/// may hold them in its sheets.
///
/// A cell with several values parts them with `|`.
public enum CatalogueFolder {
  static let unitColumns = [
    "name", "kind", "aliases", "former_names", "duties", "legal_basis", "not_ours", "note",
  ]
  static let regionColumns = ["name", "kind", "parent", "unit", "aliases"]
  /// Columns of an item, in the order of the export.
  public static let itemColumns = [
    "id", "category", "name", "types", "legal_basis", "unit", "agency", "co_handlers", "limit",
    "limit_source", "keywords", "sayings", "confused_with", "note",
  ]
  /// Columns that may be left out: the period of each row, days or RFC 3339 times.
  public static let periodColumns = ["valid_from", "valid_to"]
  static let lawColumns = ["title", "category", "date", "last_article", "status"]

  /// Reads a folder and checks it.
  ///
  /// - Parameter base: what is stored already; files may refer to it.
  /// - Parameter limits: what else is wrong with an item's limits, a sentence each.
  /// - Returns: what the files hold, and the faults of form and of reference, all of them.
  public static func read(
    _ folder: URL, over base: CatalogueContent = CatalogueContent(),
    limits: (CatalogueItem) -> [String] = { _ in [] }
  ) -> (content: CatalogueContent, faults: [DataFault]) {
    var reading = CatalogueReading()
    var isFolder: ObjCBool = false
    if !FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) {
      return (CatalogueContent(), [DataFault(file: folder.path, line: 0, message: "找不到这个路径")])
    }
    if !isFolder.boolValue, folder.pathExtension == "json" {
      reading.readJSON(folder, as: folder.lastPathComponent)
    } else if !isFolder.boolValue {
      reading.readFile(folder, as: folder.lastPathComponent)
    } else {
      for name in TextFile.list(folder, ending: ".csv") + TextFile.list(folder, ending: ".xlsx")
      where !name.hasPrefix("calendar/") && !name.hasPrefix("hotlines/") {
        reading.readFile(folder.appending(path: name), as: name)
      }
      if reading.isEmpty, reading.faults.isEmpty {
        reading.faults.append(
          DataFault(
            file: folder.path, line: 0,
            message: "没有目录文件，应有 units.csv、regions.csv、laws.csv 或 items/*.csv"))
      }
    }
    return finish(reading, over: base, limits)
  }

  /// Reads the tables of one file and checks them.
  ///
  /// - Parameter limits: what else is wrong with an item's limits, a sentence each.
  public static func read(
    _ tables: TableFile, over base: CatalogueContent = CatalogueContent(),
    limits: (CatalogueItem) -> [String] = { _ in [] }
  ) -> (content: CatalogueContent, faults: [DataFault]) {
    var reading = CatalogueReading()
    reading.read(as: tables.name) { tables }
    return finish(reading, over: base, limits)
  }

  private static func finish(
    _ reading: CatalogueReading, over base: CatalogueContent,
    _ limits: (CatalogueItem) -> [String]
  ) -> (content: CatalogueContent, faults: [DataFault]) {
    let content = reading.content
    let ofLimits = reading.items.flatMap { placed in
      limits(placed.value).map {
        DataFault(file: placed.file, line: placed.line, field: "limit", message: $0)
      }
    }
    let faults = reading.faults + CatalogueCheck.faults(in: reading, over: base) + ofLimits
    return (content, faults.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
  }
}

/// What has been read so far, with places.
struct CatalogueReading {
  var units: [Placed<HandlingUnit>] = []
  var regions: [Placed<Region>] = []
  var items: [Placed<CatalogueItem>] = []
  var laws: [Placed<Law>] = []
  var faults: [DataFault] = []

  var isEmpty: Bool { units.isEmpty && regions.isEmpty && items.isEmpty && laws.isEmpty }

  var content: CatalogueContent {
    CatalogueContent(
      units: units.map(\.value), regions: regions.map(\.value), items: items.map(\.value),
      laws: laws.map(\.value))
  }

  private static let periods = CatalogueFolder.periodColumns

  /// Reads one file; what each of its tables holds is told by the columns.
  mutating func readFile(_ url: URL, as name: String) {
    read(as: name) { try TableFile.read(url, as: name) }
  }

  /// Reads the tables of one file; what each of them holds is told by its columns.
  mutating func read(as name: String, _ load: () throws -> TableFile) {
    do {
      let file = try load()
      for index in file.names.count == 1 ? [0] : file.filled {
        do { try read(file, index) } catch let error as DataFaults { faults += error.faults }
      }
    } catch let error as DataFaults {
      faults += error.faults
    } catch {
      faults.append(DataFault(file: name, line: 0, message: "文件读不出来"))
    }
  }

  private mutating func read(_ file: TableFile, _ index: Int) throws {
    let header = Set(file.header(of: index))
    func isEmpty(_ kind: String) -> Bool {
      header.isSubset(of: [""]) && (file.name.hasSuffix(kind + ".csv") || file.names[index] == kind)
    }
    if header.contains("last_article") || isEmpty("laws") {
      laws += try read(file, index, CatalogueFolder.lawColumns, [], Self.law)
    } else if header.contains("not_ours") || isEmpty("units") {
      units += try read(file, index, CatalogueFolder.unitColumns, Self.periods, Self.unit)
    } else if header.contains("parent") || isEmpty("regions") {
      regions += try read(file, index, CatalogueFolder.regionColumns, Self.periods, Self.region)
    } else {
      items += try read(file, index, CatalogueFolder.itemColumns, Self.periods, Self.item)
    }
  }

  private mutating func read<Value>(
    _ file: TableFile, _ index: Int, _ columns: [String], _ optional: [String],
    _ make: (inout RowReader) -> Value
  ) throws -> [Placed<Value>] {
    let table = try file.table(index, required: columns, allowed: columns + optional)
    faults += table.faults
    return table.rows.map { row in
      var reader = RowReader(row, file: table.file)
      let value = make(&reader)
      faults += reader.faults
      return Placed(value: value, file: table.file, line: row.line, row: row)
    }
  }

  private static func pairs(_ reader: inout RowReader, _ field: String, _ mark: String) -> [(
    String, String
  )] {
    reader.row.list(field).compactMap { text in
      guard let range = text.range(of: mark), range.lowerBound > text.startIndex,
        range.upperBound < text.endIndex
      else {
        reader.fault(field, "“\(text)”应写成“甲\(mark)乙”")
        return nil
      }
      return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }
  }

  private static func unit(_ reader: inout RowReader) -> HandlingUnit {
    HandlingUnit(
      name: reader.required("name", most: 60), kind: reader.choice("kind", .other),
      aliases: reader.unique("aliases"), formerNames: reader.unique("former_names"),
      duties: reader.required("duties", most: 500), legalBasis: reader.citations("legal_basis"),
      misdirections: pairs(&reader, "not_ours", "→").map {
        HandlingUnit.Misdirection(matter: $0.0, rightPlace: $0.1)
      },
      note: reader.row["note"], validity: reader.period())
  }

  private static func region(_ reader: inout RowReader) -> Region {
    let kind: Region.Kind = reader.choice("kind", .spot)
    let parent = reader.row["parent"]
    if kind != .city, parent.isEmpty { reader.fault("parent", "除“市”以外都要写上级地名") }
    if kind == .city, !parent.isEmpty { reader.fault("parent", "“市”没有上级地名，应留空") }
    return Region(
      name: reader.required("name", most: 60), kind: kind, parent: parent,
      unit: reader.row["unit"], aliases: reader.unique("aliases"),
      validity: reader.period())
  }

  private static func law(_ reader: inout RowReader) -> Law {
    let last = Int(reader.row["last_article"])
    if last == nil || (last ?? 0) < 0 {
      reader.fault("last_article", "应为最后一条的数字，没有条文的写 0")
    }
    let date = reader.row["date"]
    if !date.isEmpty, Day(date) == nil { reader.fault("date", "“\(date)”应写成 2024-03-01 的样子") }
    return Law(
      title: reader.required("title", most: 120), category: reader.row["category"], date: date,
      lastArticle: max(0, last ?? 0), status: reader.choice("status", .inForce))
  }

  private static func item(_ reader: inout RowReader) -> CatalogueItem {
    let id = reader.required("id", most: 6)
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    if !id.isEmpty,
      parts.count != 2 || parts[0].utf8.count != 2 || parts[1].utf8.count != 3
        || !parts[0].allSatisfy({ $0.isASCII && $0.isUppercase })
        || !parts[1].allSatisfy({ $0.isASCII && $0.isNumber })
    {
      reader.fault("id", "“\(id)”应为两个大写字母、一个短横和三位数字，如 CG-012")
    }
    let category = reader.row["category"].split(separator: "/", omittingEmptySubsequences: false)
      .map(String.init)
    if !(2...4).contains(category.count) || category.contains(where: \.isEmpty) {
      reader.fault("category", "应为二到四级，用 / 分隔，每级都不能为空")
    }
    let types = reader.choices("types", of: RequestType.self)
    let limits = reader.limits(of: types)
    let basis = reader.citations("legal_basis")
    if basis.isEmpty { reader.fault("legal_basis", "不能为空，派单目录应列明法律依据") }
    return CatalogueItem(
      id: id, category: category, name: reader.required("name", most: 60),
      types: types, legalBasis: basis,
      unit: reader.required("unit", most: 60), agency: reader.row["agency"],
      coHandlers: reader.unique("co_handlers"), limit: limits.limit,
      limitSource: limits.source, typeLimits: limits.own.isEmpty ? nil : limits.own,
      keywords: reader.unique("keywords", least: 3), sayings: reader.unique("sayings", least: 5),
      confusions: pairs(&reader, "confused_with", "：").map {
        CatalogueItem.Confusion(other: $0.0, difference: $0.1)
      },
      note: reader.row["note"], validity: reader.period())
  }
}
