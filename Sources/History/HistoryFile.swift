import DataFiles
import Foundation
import Hotline

/// A file of past tickets, one JSON object a line:
/// `{"text", "unit", "category"?, "type"?, "date"?, "id"?}`.
///
/// A category is a list or a text parted by `/`; a date is `2026-11-21` or begins so.
public enum HistoryFile {
  /// The most characters of a ticket's text.
  public static let longestText = 20_000
  /// The most faults that are listed; the others are counted.
  public static let mostFaults = 1_000

  /// Reads a file.
  ///
  /// - Returns: the tickets of sound lines, and the faults of all others. A ticket without an id
  ///   gets one made from its place among equal lines and its content, so that reading a file twice
  ///   gives the same ids.
  public static func read(_ url: URL) -> (tickets: [PastTicket], faults: [DataFault]) {
    let name = url.lastPathComponent
    let data: Data
    do {
      data = try Data(contentsOf: url, options: .mappedIfSafe)
    } catch {
      return ([], [DataFault(file: url.path, line: 0, message: "文件读不出来，请检查路径和权限")])
    }
    var tickets: [PastTicket] = []
    var faults: [DataFault] = []
    var places: [String: Int] = [:]
    var twins: [String: Int] = [:]
    var line = 0
    var more = 0
    for part in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
      line += 1
      if part.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      do {
        var ticket = try ticket(part, name, line)
        if ticket.id.isEmpty {
          let content = fingerprint(ticket)
          twins[content, default: 0] += 1
          ticket.id = content + "-\(twins[content] ?? 1)"
        }
        if let first = places[ticket.id] {
          throw DataFault(
            file: name, line: line, field: "id", message: "“\(ticket.id)”已用在第 \(first) 行")
        }
        places[ticket.id] = line
        tickets.append(ticket)
      } catch let fault as DataFault {
        if faults.count < mostFaults { faults.append(fault) } else { more += 1 }
      } catch {
        faults.append(DataFault(file: name, line: line, message: "这一行读不出来"))
      }
    }
    if more > 0 {
      faults.append(DataFault(file: name, line: 0, message: "另有 \(more) 处错误没有列出"))
    }
    if tickets.isEmpty, faults.isEmpty {
      faults.append(DataFault(file: name, line: 0, message: "文件是空的，应为每行一个 JSON 对象"))
    }
    return (tickets, faults)
  }

  private static let known: Set<String> = ["id", "text", "unit", "category", "type", "date"]

  private static func ticket(_ bytes: Data, _ file: String, _ line: Int) throws -> PastTicket {
    func fault(_ field: String, _ message: String) -> DataFault {
      DataFault(file: file, line: line, field: field, message: message)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw fault("", "不是 UTF-8 编码，请另存为 UTF-8")
    }
    guard let object = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any] else {
      throw fault("", "不是 JSON 对象，应如 {\"text\":\"…\",\"unit\":\"…\"}")
    }
    func text(_ key: String, required: Bool = false) throws -> String {
      switch object[key] {
      case nil, is NSNull:
        if required { throw fault(key, "缺少这一项") }
        return ""
      case let text as String:
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if required, trimmed.isEmpty { throw fault(key, "不能为空") }
        if trimmed.unicodeScalars.contains("\0") { throw fault(key, "含有空字符（NUL）") }
        return trimmed
      default: throw fault(key, "应为文字")
      }
    }
    let words = try text("text", required: true)
    if words.count > longestText {
      throw fault("text", "有 \(words.count) 个字，不能超过 \(longestText) 个")
    }
    let dateText = try text("date")
    let date = Day(String(dateText.prefix(10)))
    if !dateText.isEmpty, date == nil { throw fault("date", "“\(dateText)”应写成 2024-03-01 的样子") }
    return PastTicket(
      id: try text("id"), text: words, unit: try text("unit"),
      category: try category(object["category"], fault), type: try text("type"), date: date)
  }

  private static func category(
    _ value: Any?, _ fault: (String, String) -> DataFault
  ) throws -> [String] {
    switch value {
    case nil, is NSNull: return []
    case let text as String: return text.split(separator: "/").map(String.init)
    case let list as [String]: return list.filter { !$0.isEmpty }
    default: throw fault("category", "应为文字或文字的列表")
    }
  }

  /// FNV-1a over the content; an id only has to be stable, not secret.
  private static func fingerprint(_ ticket: PastTicket) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in [ticket.text, ticket.unit, ticket.type, ticket.date?.description ?? ""] {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
    }
    return "h" + String(hash, radix: 16)
  }
}
