import Foundation
import Hotline

/// Appends messages to a file a day, one JSON object a line, for a program that picks them up.
///
/// Files are called `2026-11-21.jsonl` and can be read by their owner alone; a line is on the disk
/// before the message counts as sent. A message that was sent twice stands there twice with one id.
public struct FileSender: MessageSender {
  /// How the configuration calls it.
  public let name: String
  private let folder: URL
  private let filter: MessageFilter
  private let now: @Sendable () -> Date

  /// Names a folder; it is made when the first message goes out.
  public init(
    name: String, folder: URL, filter: MessageFilter = MessageFilter(),
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.name = name
    self.folder = folder
    self.filter = filter
    self.now = now
  }

  /// Whether the filter lets the message pass.
  public func accepts(_ message: OutboxMessage) -> Bool { filter.passes(message) }

  /// Appends one line.
  public func send(_ message: OutboxMessage, to address: String?) throws {
    let line = try MessageEnvelope(message, to: address).json() + [0x0A]
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw SendFailure(.rest, "建不了消息文件夹")
    }
    let path = folder.appending(path: "\(Day(containing: now())).jsonl").path
    let isNew = access(path, F_OK) != 0
    let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure("打不开消息文件") }
    defer { close(file) }
    try append(line, to: file)
    if isNew { try syncFolder() }
  }

  private func append(_ line: [UInt8], to file: Int32) throws {
    let end = lseek(file, 0, SEEK_END)
    guard end >= 0 else { throw failure("打不开消息文件") }
    // A crash in the middle of a line must not spoil the next one.
    var last: UInt8 = 0x0A
    if end > 0, pread(file, &last, 1, end - 1) != 1 { throw failure("读不了消息文件") }
    var rest = (last == 0x0A ? [] : [0x0A]) + line
    while !rest.isEmpty {
      let written = write(file, rest, rest.count)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let failure = failure("写不进消息文件")
        // A full disk leaves no half line behind.
        _ = ftruncate(file, end)
        throw failure
      }
      rest.removeFirst(written)
    }
    guard fsync(file) == 0 else { throw failure("消息文件存不到磁盘") }
  }

  /// Makes a new file's name as lasting as its content.
  private func syncFolder() throws {
    let place = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard place >= 0 else { throw failure("打不开消息文件夹") }
    defer { close(place) }
    guard fsync(place) == 0 else { throw failure("消息文件夹存不到磁盘") }
  }

  private func failure(_ what: String) -> SendFailure { SendFailure(.rest, "\(what)（\(errno)）") }
}
