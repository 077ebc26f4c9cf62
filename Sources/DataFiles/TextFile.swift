import Foundation
import Hotline

/// Reading whole text files of data.
public enum TextFile {
  /// The largest data file that is read, in bytes.
  public static let limit = 64 * 1024 * 1024

  /// Reads a UTF-8 file.
  ///
  /// - Throws: `DataFaults` when it cannot be read, is too large, or is not UTF-8 (with the line).
  public static func read(_ url: URL, as name: String) throws -> String {
    let data: Data
    do {
      let size = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
      guard size <= limit else {
        throw DataFaults([
          DataFault(file: name, line: 0, message: "文件超过 \(limit / 1_048_576) MiB，请分成几个文件")
        ])
      }
      data = try Data(contentsOf: url)
    } catch let faults as DataFaults {
      throw faults
    } catch {
      throw DataFaults([DataFault(file: name, line: 0, message: "文件读不出来，请检查路径和权限")])
    }
    return try decode(data, as: name)
  }

  /// Decodes UTF-8, with or without a byte order mark.
  public static func decode(_ data: Data, as name: String) throws -> String {
    if let text = String(validating: data, as: UTF8.self) {
      guard let nul = text.utf8.firstIndex(of: 0) else { return text }
      let line = text.utf8[..<nul].count { $0 == 0x0A } + 1
      throw DataFaults([DataFault(file: name, line: line, message: "含有空字符（NUL），不是文本文件")])
    }
    var line = 1
    for part in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { break }
      line += 1
    }
    throw DataFaults([DataFault(file: name, line: line, message: "不是 UTF-8 编码，请另存为 UTF-8")])
  }

  /// The files under a folder with an ending, sorted by path, as paths relative to it.
  public static func list(_ folder: URL, ending: String) -> [String] {
    // The folder itself may be a link to where the files are.
    let place = folder.resolvingSymlinksInPath().path
    guard let walk = FileManager.default.enumerator(atPath: place) else { return [] }
    return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted()
  }
}
