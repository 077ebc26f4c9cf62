import DataFiles
import Foundation
import Hotline

/// Reads the settings' YAML and collects what is wrong with it.
struct OutboxSettingsReader {
  let folder: URL
  let environment: [String: String]
  let now: @Sendable () -> Date
  private var faults: [DataFault] = []

  init(folder: URL, environment: [String: String], now: @escaping @Sendable () -> Date) {
    self.folder = folder
    self.environment = environment
    self.now = now
  }

  /// Reads the whole document.
  ///
  /// - Throws: `DataFaults` with all faults in the order of their lines.
  mutating func read(_ root: YAMLNode) throws -> OutboxSettings {
    keys(root, ["senders", "quiet_hours"], "文件")
    var senders: [any MessageSender] = []
    var lines: [String: Int] = [:]
    if let nodes = root["senders"]?.elements, !nodes.isEmpty {
      for node in nodes {
        guard let sender = sender(node) else { continue }
        if let first = lines.updateValue(node.line, forKey: sender.name) {
          tell(node.line, "name", "“\(sender.name)”已用在第 \(first) 行，每个名称只能用一次")
        }
        senders.append(sender)
      }
    } else {
      tell(root["senders"]?.line ?? root.line, "senders", "应为至少一种发送方式的列表")
    }
    let quiet = root["quiet_hours"].flatMap { $0.isEmpty ? nil : quietHours($0) }
    guard faults.isEmpty else {
      throw DataFaults(faults.sorted { ($0.line, $0.field) < ($1.line, $1.field) })
    }
    return OutboxSettings(senders: senders, quietHours: quiet)
  }

  private mutating func tell(_ line: Int, _ field: String, _ message: String) {
    faults.append(
      DataFault(file: OutboxSettings.file, line: line, field: field, message: message))
  }

  private mutating func keys(_ node: YAMLNode, _ known: [String], _ what: String) {
    guard let entries = node.entries else {
      return tell(node.line, "", "\(what)应为“键: 值”，可用的键：\(known.joined(separator: "、"))")
    }
    for entry in entries where !known.contains(entry.key) {
      tell(entry.line, entry.key, "不认识这个键，可用的键：\(known.joined(separator: "、"))")
    }
  }

  // MARK: Senders

  private static let common = ["name", "type", "to", "kinds"]

  private mutating func sender(_ node: YAMLNode) -> (any MessageSender)? {
    let type = node["type"]?.text
    switch type {
    case "file": keys(node, Self.common + ["folder"], "发送方式")
    case "webhook":
      keys(node, Self.common + ["url", "plain_http", "secret_env", "secret_file"], "发送方式")
    default:
      tell(node["type"]?.line ?? node.line, "type", "应为 file（写文件）或 webhook（推送到网址）")
    }
    let name = node["name"]?.text ?? ""
    if name.isEmpty || name.count > 40 {
      tell(node["name"]?.line ?? node.line, "name", "应为 1 至 40 个字的名称")
    }
    let filter = MessageFilter(
      audiences: audiences(node["to"]), kinds: kinds(node["kinds"], "kinds"))
    switch type {
    case "file":
      let path = node["folder"]?.text ?? "outbox"
      return FileSender(name: name, folder: place(path), filter: filter, now: now)
    case "webhook":
      let (url, secret) = (url(node), secret(node))
      guard let url, let secret else { return nil }
      return WebhookSender(name: name, url: url, secret: secret, filter: filter, now: now)
    default: return nil
    }
  }

  private func place(_ path: String) -> URL {
    path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
  }

  private mutating func audiences(_ node: YAMLNode?) -> Set<OutboxMessage.Audience> {
    let all = Set(OutboxMessage.Audience.allCases)
    let known = Set(all.map(\.rawValue))
    guard let chosen = choice(node, known, "to", "caller（诉求人）、unit（承办单位）") else { return all }
    return Set(chosen.compactMap(OutboxMessage.Audience.init(rawValue:)))
  }

  private mutating func kinds(_ node: YAMLNode?, _ field: String) -> Set<String>? {
    choice(
      node, OutboxMessage.kinds, field, OutboxMessage.kinds.sorted().joined(separator: "、"))
  }

  /// Some of the known words, as one text or a list; nil when nothing is written.
  private mutating func choice(
    _ node: YAMLNode?, _ known: Set<String>, _ field: String, _ listed: String
  ) -> Set<String>? {
    guard let node else { return nil }
    let parts = node.elements ?? [node]
    var chosen: Set<String> = []
    for part in parts {
      guard let word = part.text, known.contains(word) else {
        tell(part.line, field, "应为这些中的一个或几个：\(listed)")
        continue
      }
      chosen.insert(word)
    }
    if parts.isEmpty { tell(node.line, field, "应为这些中的一个或几个：\(listed)") }
    return chosen
  }

  // MARK: Webhooks

  private mutating func url(_ node: YAMLNode) -> URL? {
    let line = node["url"]?.line ?? node.line
    guard let text = node["url"]?.text, let parts = URLComponents(string: text),
      let url = parts.url,
      let host = parts.host, !host.isEmpty, parts.scheme == "https" || parts.scheme == "http"
    else {
      tell(line, "url", "应为 https:// 开头的完整网址")
      return nil
    }
    if parts.user != nil || parts.password != nil {
      tell(line, "url", "网址里不能写用户名和口令")
    }
    if parts.fragment != nil { tell(line, "url", "网址里不能有 #") }
    let allowed = node["plain_http"]?.text
    if let allowed, allowed != "true", allowed != "false" {
      tell(node["plain_http"]?.line ?? line, "plain_http", "应为 true 或 false")
    }
    let isHere = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    if parts.scheme == "http", !isHere, allowed != "true" {
      tell(line, "url", "http 会让电话号码明文经过网络，应为 https；内网确实只有 http 的，加上 plain_http: true")
    }
    return url
  }

  private mutating func secret(_ node: YAMLNode) -> WebhookSecret? {
    let (variable, file) = (node["secret_env"], node["secret_file"])
    let line = variable?.line ?? file?.line ?? node.line
    guard (variable == nil) != (file == nil) else {
      tell(line, "secret_env", "应写 secret_env（环境变量名）或 secret_file（密钥文件）其中一个")
      return nil
    }
    let field = variable == nil ? "secret_file" : "secret_env"
    let text: String
    if let variable {
      guard let name = variable.text, let value = environment[name] else {
        tell(line, field, "没有这个环境变量，应为存有密钥的环境变量名")
        return nil
      }
      text = value
    } else {
      do {
        text = try SecretFile.read(place(file?.text ?? ""))
      } catch {
        tell(line, field, error.message)
        return nil
      }
    }
    guard let secret = WebhookSecret(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      tell(line, field, "密钥太短，至少 \(WebhookSecret.shortest) 个字节")
      return nil
    }
    return secret
  }

  // MARK: Quiet hours

  private mutating func quietHours(_ node: YAMLNode) -> QuietHours? {
    keys(node, ["from", "to", "except"], "quiet_hours ")
    let start = minutes(node, "from")
    let end = minutes(node, "to")
    let urgent = kinds(node["except"], "except") ?? []
    guard let start, let end else { return nil }
    guard let hours = QuietHours(start: start, end: end, urgent: urgent) else {
      tell(node.line, "quiet_hours", "from 和 to 不能相同")
      return nil
    }
    return hours
  }

  private mutating func minutes(_ node: YAMLNode, _ key: String) -> Int? {
    let parts = (node[key]?.text ?? "").split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
      parts.joined().utf8.allSatisfy({ (48...57).contains($0) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else {
      tell(node[key]?.line ?? node.line, key, "应为 \"21:00\" 这样的时刻")
      return nil
    }
    return hour * 60 + minute
  }
}
