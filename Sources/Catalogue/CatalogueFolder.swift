import DataFiles
import Foundation
import Hotline

/// The folder `Catalogue/`: units, regions, items and the register of laws as CSV files.
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
  /// - Returns: what the files hold, and the faults of form and of reference, all of them.
  public static func read(
    _ folder: URL, over base: CatalogueContent = CatalogueContent()
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
      for name in TextFile.list(folder, ending: ".csv")
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
    let content = reading.content
    let faults = reading.faults + CatalogueCheck.faults(in: reading, over: base)
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

  /// Reads one file; what it holds is told by its columns.
  mutating func readFile(_ url: URL, as name: String) {
    read(as: name) { try TextFile.read(url, as: name) }
  }

  /// Reads one file's text; what it holds is told by its columns.
  mutating func read(as name: String, _ load: () throws -> String) {
    do {
      let text = try load()
      let header = Set(
        text.prefix { !$0.isNewline }.split(separator: ",").map {
          $0.trimmingCharacters(in: .whitespaces.union(["\u{FEFF}", "\""]))
        })
      let isEmpty = header.isSubset(of: [""])
      if header.contains("last_article") || isEmpty && name.hasSuffix("laws.csv") {
        laws += try read(text, name, CatalogueFolder.lawColumns, [], Self.law)
      } else if header.contains("not_ours") || isEmpty && name.hasSuffix("units.csv") {
        units += try read(text, name, CatalogueFolder.unitColumns, Self.periods, Self.unit)
      } else if header.contains("parent") || isEmpty && name.hasSuffix("regions.csv") {
        regions += try read(text, name, CatalogueFolder.regionColumns, Self.periods, Self.region)
      } else {
        items += try read(text, name, CatalogueFolder.itemColumns, Self.periods, Self.item)
      }
    } catch let error as DataFaults {
      faults += error.faults
    } catch {
      faults.append(DataFault(file: name, line: 0, message: "文件读不出来"))
    }
  }

  private mutating func read<Value>(
    _ text: String, _ file: String, _ columns: [String], _ optional: [String],
    _ make: (inout RowReader) -> Value
  ) throws -> [Placed<Value>] {
    let table = try CSVTable(text: text, file: file, required: columns, allowed: columns + optional)
    faults += table.faults
    return table.rows.map { row in
      var reader = RowReader(row, file: file)
      let value = make(&reader)
      faults += reader.faults
      return Placed(value: value, file: file, line: row.line)
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
    let limitText = reader.row["limit"]
    let limit = TimeSpan(parsing: limitText)
    if !limitText.isEmpty, limit == nil {
      reader.fault("limit", "“\(limitText)”不是期限，应写成“7个工作日”“15日”“24小时”的样子")
    }
    let sources = reader.citations("limit_source")
    if limitText.isEmpty != sources.isEmpty {
      reader.fault("limit_source", "期限和期限依据要么都写，要么都不写")
    }
    if sources.count > 1 { reader.fault("limit_source", "只写一个依据") }
    let basis = reader.citations("legal_basis")
    if basis.isEmpty { reader.fault("legal_basis", "不能为空，派单目录应列明法律依据") }
    return CatalogueItem(
      id: id, category: category, name: reader.required("name", most: 60),
      types: reader.choices("types", of: RequestType.self), legalBasis: basis,
      unit: reader.required("unit", most: 60), agency: reader.row["agency"],
      coHandlers: reader.unique("co_handlers"), limit: limit, limitSource: sources.first,
      keywords: reader.unique("keywords", least: 3), sayings: reader.unique("sayings", least: 5),
      confusions: pairs(&reader, "confused_with", "：").map {
        CatalogueItem.Confusion(other: $0.0, difference: $0.1)
      },
      note: reader.row["note"], validity: reader.period())
  }
}
