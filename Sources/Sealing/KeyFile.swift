import Foundation

extension SealingKey {
  /// Takes the key of an environment value, or else the one kept in a file.
  ///
  /// An empty value counts as none.
  ///
  /// - Throws: `SealingError` when the value is no key or the file cannot be used.
  public static func find(environment: String?, file: URL) throws -> SealingKey {
    if let environment, !environment.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
      return try SealingKey(base64: environment)
    }
    return try keep(in: file)
  }

  /// Reads the key kept in a file, and makes the file (mode 0600, synced) when it is missing.
  ///
  /// Two that start at once get the same key, and a crash leaves a whole file or none.
  ///
  /// - Throws: `SealingError.keyFile` when others may read the file, when it belongs to somebody
  ///   else, when it holds no key, or when it cannot be read or made.
  public static func keep(in file: URL) throws -> SealingKey {
    if let key = try read(file) { return key }
    let fresh = try freshFile(beside: file)
    defer { unlink(fresh) }
    // A link fails when the name is taken, and what it names is whole: of two starters one wins,
    // and the other reads the winner's key.
    if link(fresh, file.path) != 0, errno != EEXIST { throw failure(file, "不能写入") }
    let folder = Glibc.open(file.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
    guard let key = try read(file) else { throw failure(file, "刚写入就不见了", code: 0) }
    return key
  }

  private static func read(_ file: URL) throws -> SealingKey? {
    let handle = Glibc.open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard handle >= 0 else {
      if errno == ENOENT { return nil }
      throw failure(file, "不能读取")
    }
    defer { close(handle) }
    var status = stat()
    guard fstat(handle, &status) == 0 else { throw failure(file, "不能读取") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure(file, "不是普通文件", code: 0) }
    guard status.st_uid == geteuid() else {
      throw failure(file, "不属于运行派单的用户，请执行 chown", code: 0)
    }
    guard status.st_mode & 0o177 == 0 else {
      throw failure(file, "别人也能读写，请执行 chmod 600 \(file.path)", code: 0)
    }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = Glibc.read(handle, &bytes, bytes.count)
    guard count >= 0 else { throw failure(file, "不能读取") }
    do {
      return try SealingKey(base64: String(decoding: bytes.prefix(count), as: UTF8.self))
    } catch {
      throw failure(file, "内容应当是 32 个字节的 base64 文本（44 个字符）", code: 0)
    }
  }

  /// A synced file with a new key under a name of its own.
  private static func freshFile(beside file: URL) throws -> String {
    let path = file.path + ".\(getpid())-\(Token.random(bytes: 6))"
    let handle = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard handle >= 0 else { throw failure(file, "不能写入") }
    defer { close(handle) }
    let text = Array((SealingKey.random().base64 + "\n").utf8)
    guard Glibc.write(handle, text, text.count) == text.count, fsync(handle) == 0 else {
      let error = failure(file, "不能写入")
      unlink(path)
      throw error
    }
    return path
  }

  private static func failure(_ file: URL, _ reason: String, code: Int32 = errno) -> SealingError {
    let detail = code == 0 ? "" : "（\(String(cString: strerror(code)))）"
    return .keyFile(path: file.path, reason: reason + detail)
  }
}
