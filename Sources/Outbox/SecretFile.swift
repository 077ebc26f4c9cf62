import Foundation

/// A file that holds a secret and nothing else.
enum SecretFile {
  /// Why a file cannot be used; does not quote it.
  struct Unusable: Error {
    let message: String
  }

  /// Reads a file of at most 4 KiB that nobody but its owner can open.
  static func read(_ url: URL) throws(Unusable) -> String {
    let file = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw Unusable(message: "密钥文件打不开，请检查路径和权限") }
    defer { close(file) }
    var state = stat()
    guard fstat(file, &state) == 0, state.st_mode & S_IFMT == S_IFREG else {
      throw Unusable(message: "密钥文件应为普通文件")
    }
    guard state.st_mode & 0o077 == 0 else {
      throw Unusable(message: "密钥文件别人也能读，请先 chmod 600")
    }
    var bytes = [UInt8](repeating: 0, count: 4097)
    let count = Foundation.read(file, &bytes, bytes.count)
    guard count >= 0, count < bytes.count,
      let text = String(validating: bytes.prefix(count), as: UTF8.self)
    else { throw Unusable(message: "密钥文件应为不超过 4 KiB 的文本") }
    return text
  }
}
