import WebServer

extension Request {
  /// The key under which a command is carried out only once.
  func onceKey() throws(Problem) -> String? {
    guard let key = headers["Idempotency-Key"] else { return nil }
    guard !key.isEmpty, key.utf8.count <= 200, key.unicodeScalars.allSatisfy({ $0.value > 0x20 })
    else { throw .invalid("Idempotency-Key", "请求标识应为 1 到 200 个字符，不含空格。") }
    return key
  }

  /// The version that the sender saw (`If-Match`).
  func wantedVersion() throws(Problem) -> Int? {
    guard let text = headers["If-Match"], text != "*" else { return nil }
    let digits = text.filter { $0 != "\"" }
    guard let version = Int(digits), version > 0 else {
      throw .invalid("If-Match", "应为上次收到的 ETag，如 \"3\"。")
    }
    return version
  }
}
