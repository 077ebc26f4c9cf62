import CZip
import Foundation
import Hotline

/// A zip archive in memory, read with limits; nothing is ever unpacked to disk.
final class ZipArchive {
  private let handle: OpaquePointer
  private let file: String
  private let limits: WorkbookLimits
  private var places: [String: UInt64] = [:]
  private var inflated = 0

  /// Opens an archive; the bytes must outlive it.
  ///
  /// - Throws: `DataFaults` when it is broken, encrypted or made to harm.
  init(_ bytes: UnsafeRawBufferPointer, file: String, limits: WorkbookLimits) throws {
    self.file = file
    self.limits = limits
    guard Self.countedEntries(bytes) <= UInt64(limits.entries) else {
      throw unreadable(file, "里面的文件超过 \(limits.entries) 个，不是普通的表格")
    }
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard
      let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error)
    else { throw unreadable(file, "内存不足") }
    guard let handle = zip_open_from_source(source, Int32(ZIP_RDONLY), &error) else {
      zip_source_free(source)
      throw Self.broken(file)
    }
    self.handle = handle
    try list()
  }

  deinit { zip_discard(handle) }

  static func broken(_ file: String) -> DataFaults {
    unreadable(file, "文件已损坏或不完整，请重新导出或重新上传")
  }

  /// The number of entries that the archive's end records claim, before anything is set aside for
  /// them.
  private static func countedEntries(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var most: UInt64 = 0
    func number(_ at: Int, _ count: Int) -> UInt64 {
      guard at >= 0, at + count <= bytes.count else { return 0 }
      return (0..<count).reduce(0) { $0 | UInt64(bytes[at + $1]) << UInt64($1 * 8) }
    }
    var at = max(0, bytes.count - 66_000)
    while at + 20 <= bytes.count {
      if bytes[at] == 0x50, bytes[at + 1] == 0x4B {
        if bytes[at + 2] == 5, bytes[at + 3] == 6 { most = max(most, number(at + 10, 2)) }
        // The locator of the larger end record, which may lie anywhere.
        if bytes[at + 2] == 6, bytes[at + 3] == 7 {
          let offset = number(at + 8, 8)
          if offset < UInt64(bytes.count) { most = max(most, number(Int(offset) + 32, 8)) }
        }
      }
      at += 1
    }
    return most == 0xFFFF ? 0 : most
  }

  private func list() throws {
    let count = zip_get_num_entries(handle, 0)
    guard count > 0 else { throw Self.broken(file) }
    guard count <= Int64(limits.entries) else {
      throw unreadable(file, "里面的文件超过 \(limits.entries) 个，不是普通的表格")
    }
    for index in 0..<UInt64(count) {
      var stat = zip_stat_t()
      zip_stat_init(&stat)
      guard zip_stat_index(handle, index, UInt32(ZIP_FL_ENC_GUESS), &stat) == 0,
        let raw = stat.name, let name = String(validatingCString: raw)
      else { throw Self.broken(file) }
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      if name.isEmpty || name.hasPrefix("/") || name.contains("\\") || parts.contains("..") {
        throw unreadable(file, "里面有不正常的路径，不是普通的表格，拒绝读取")
      }
      if stat.encryption_method != 0 {
        throw unreadable(file, "文件加了密码，请取消密码后重新保存")
      }
      // Two readers could take different ones for the truth.
      guard places.updateValue(index, forKey: name.lowercased()) == nil else {
        throw unreadable(file, "里面有两个同名的文件，拒绝读取")
      }
    }
  }

  /// True when there is a file of this name, whatever its case.
  func contains(_ name: String) -> Bool { places[name.lowercased()] != nil }

  /// Unpacks a file piece by piece.
  ///
  /// - Throws: `DataFaults` when it is missing, broken, or grows beyond the limits on the way.
  func read(_ name: String, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard let index = places[name.lowercased()] else { throw Self.broken(file) }
    var stat = zip_stat_t()
    zip_stat_init(&stat)
    guard zip_stat_index(handle, index, 0, &stat) == 0, let part = zip_fopen_index(handle, index, 0)
    else { throw Self.broken(file) }
    defer { zip_fclose(part) }
    let packed = max(1, Int(clamping: stat.comp_size))
    var size = 0
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Int(zip_fread(part, &piece, UInt64(piece.count)))
      guard count >= 0 else { throw Self.broken(file) }
      if count == 0 { return }
      size += count
      inflated += count
      let isBomb = size > 16 * 1_048_576 && size / packed > limits.ratio
      guard !isBomb, inflated <= limits.inflated else {
        throw unreadable(
          file, "解压后过大（超过 \(limits.inflated / 1_048_576) MiB 或压缩比异常），拒绝读取；请删去空白格式后另存")
      }
      try piece.withUnsafeBytes { try take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }
}
