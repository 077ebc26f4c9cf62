/// Why something could not be sealed or opened; no secret is ever in it.
public enum SealingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text was sealed with another key or for another context, or it was changed.
  case wrongKeyOrAltered
  /// A key's text is not base64 of exactly 32 bytes.
  case badKey
  /// The key file of a path cannot be used, and why.
  case keyFile(path: String, reason: String)
  /// The database is sealed by a master key that is not at hand.
  case otherMaster(wanted: String, given: String)
  /// A record's key is missing although it was never destroyed.
  case noKey(record: String)
  /// A record's key was destroyed; nothing more can be sealed for it.
  case erased(record: String)
  /// The keys were used before they were made ready.
  case notPrepared
  /// There is not enough memory for a password hash.
  case noMemory

  /// One Chinese line for whoever runs the service.
  public var description: String {
    switch self {
    case .wrongKeyOrAltered: "密封的内容打不开：密钥不对，或者内容被改动过"
    case .badKey: "密钥应当是 32 个字节的 base64 文本（44 个字符）"
    case .keyFile(let path, let reason): "密钥文件 \(path) 不能用：\(reason)"
    case .otherMaster(let wanted, let given):
      "数据库由主密钥 \(wanted) 密封，现在给出的是 \(given)；请换回原来的密钥"
    case .noKey(let record): "找不到 \(record) 的密钥，其中的个人信息打不开"
    case .erased(let record): "\(record) 的个人信息已经销毁，不能再写入"
    case .notPrepared: "密钥尚未就绪"
    case .noMemory: "内存不足，口令无法处理，请稍后再试"
    }
  }
}
