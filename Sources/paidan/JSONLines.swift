import Foundation
import Hotline

/// Files with a JSON object on each line.
enum JSONLines {
  /// Reads every line as a type.
  ///
  /// - Throws: `DataFaults` that name every line which is not such an object.
  static func read<Row: Decodable>(_ url: URL, as type: Row.Type) throws -> [Row] {
    let data: Data
    do {
      // Not mapped: the file may be a pipe.
      data = try FileHandle(forReadingFrom: url).readToEnd() ?? Data()
    } catch {
      throw InputProblem(code: "unreadable", field: "file", message: "读不出 \(url.path)，请检查路径和权限")
    }
    let decoder = JSONDecoder()
    var rows: [Row] = []
    var faults: [DataFault] = []
    var line = 0
    for part in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
      line += 1
      if part.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      do {
        rows.append(try decoder.decode(type, from: part))
      } catch {
        faults.append(
          DataFault(
            file: url.lastPathComponent, line: line, message: "不是需要的 JSON 对象：\(reason(error))"))
      }
    }
    if !faults.isEmpty { throw DataFaults(faults) }
    return rows
  }

  private static func reason(_ error: any Error) -> String {
    func name(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    switch error {
    case DecodingError.keyNotFound(let key, _): return "缺少 \(key.stringValue)"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return "\(name(context.codingPath)) 的类型不对"
    default: return "这一行不是合法的 JSON"
    }
  }
}
