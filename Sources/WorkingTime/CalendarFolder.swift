import DataFiles
import Foundation
import Hotline

extension WorkingCalendar {
  /// Loads a folder with one file a year, such as `Catalogue/calendar/2026.yaml`.
  ///
  ///     year: 2026
  ///     notices:
  ///       - {id: main, title: 国务院办公厅关于2026年部分节假日安排的通知, number: 国办发明电〔2025〕7号}
  ///     holidays:
  ///       - {name: 元旦, notice: main, off: ["2026-01-01"], work: ["2026-01-04"]}
  ///
  /// - Throws: `DataFaults` with every fault of every file.
  public init(folder: URL) throws {
    var reader = CalendarReader()
    for path in TextFile.list(folder, ending: ".yaml") {
      let file = "\(folder.lastPathComponent)/\(path)"
      do {
        let text = try TextFile.read(folder.appending(path: path), as: file)
        reader.read(try YAMLNode(text: text, file: file), file: file)
      } catch let problem as DataFaults {
        reader.faults += problem.faults
      }
    }
    reader.checkYears(folder.lastPathComponent)
    guard reader.faults.isEmpty else { throw DataFaults(reader.faults) }
    self.init(special: reader.special, years: reader.years)
  }
}

/// Collects the days of all files.
private struct CalendarReader {
  var special: [Day: DayKind] = [:]
  var years: Set<Int> = []
  var faults: [DataFault] = []

  mutating func tell(_ file: String, _ line: Int, _ field: String, _ message: String) {
    faults.append(DataFault(file: file, line: line, field: field, message: message))
  }

  mutating func keys(_ node: YAMLNode, _ known: [String], _ file: String) {
    for entry in node.entries ?? [] where !known.contains(entry.key) {
      tell(file, entry.line, entry.key, "不认识这个键，可用的键：\(known.joined(separator: "、"))")
    }
  }

  mutating func read(_ root: YAMLNode, file: String) {
    keys(root, ["year", "notices", "holidays"], file)
    guard let year = root["year"]?.text.flatMap(Int.init), (1999...2999).contains(year) else {
      tell(file, root.line, "year", "应为四位年份")
      return
    }
    if !years.insert(year).inserted { tell(file, root.line, "year", "\(year)年已在别的文件里") }
    var notices: [String: HolidayNotice] = [:]
    for node in root["notices"]?.elements ?? [] {
      keys(node, ["id", "title", "number"], file)
      guard let id = node["id"]?.text, let title = node["title"]?.text, !title.isEmpty else {
        tell(file, node.line, "notices", "通知应有 id 和 title")
        continue
      }
      notices[id] = HolidayNotice(title: title, number: node["number"]?.text)
    }
    if notices.isEmpty { tell(file, root.line, "notices", "缺少放假通知") }
    for node in root["holidays"]?.elements ?? [] {
      keys(node, ["name", "notice", "off", "work"], file)
      guard let name = node["name"]?.text, let id = node["notice"]?.text, let notice = notices[id]
      else {
        tell(file, node.line, "holidays", "节日应有 name，notice 应为 notices 中的 id")
        continue
      }
      add(node["off"], .holiday(name: name, notice: notice), year, file)
      add(node["work"], .makeUp(name: name, notice: notice), year, file)
    }
  }

  private mutating func add(_ node: YAMLNode?, _ kind: DayKind, _ year: Int, _ file: String) {
    for element in node?.elements ?? [] {
      guard let day = element.text.flatMap(Day.init) else {
        tell(file, element.line, "", "应为 2026-01-01 这样的日期")
        continue
      }
      // A notice reaches into the last days of the year before: 30 December 2006 for New Year 2007.
      guard day.year == year || day.year == year - 1 && day.month == 12 else {
        tell(file, element.line, "", "\(day) 不属于\(year)年的安排")
        continue
      }
      if kind.isWorking, day.weekday <= 5 {
        tell(file, element.line, "work", "\(day) 本来就是工作日，调休上班只能是周六或周日")
      }
      if special[day] != nil { tell(file, element.line, "", "\(day) 写了两次") }
      special[day] = kind
    }
  }

  mutating func checkYears(_ folder: String) {
    guard let first = years.min(), let last = years.max() else {
      tell(folder, 0, "", "没有任何一年的放假安排")
      return
    }
    for year in first...last where !years.contains(year) {
      tell(folder, 0, "", "缺少\(year)年的放假安排")
    }
  }
}
