import DataFiles
import Foundation

/// By which ways messages leave the system, and when callers are not disturbed.
public struct OutboxSettings: Sendable {
  /// The file in the data folder.
  public static let file = "outbox.yaml"

  /// The ways out; the first that accepts a message takes it.
  public var senders: [any MessageSender]
  /// When callers are not disturbed; nil for never.
  public var quietHours: QuietHours?

  /// Makes settings from their parts.
  public init(senders: [any MessageSender], quietHours: QuietHours? = nil) {
    self.senders = senders
    self.quietHours = quietHours
  }

  /// Reads `outbox.yaml`; without it all messages go into files in the folder `outbox`.
  ///
  ///     senders:
  ///       - name: 短信平台
  ///         type: webhook
  ///         url: https://sms.example.cn/paidan
  ///         secret_env: PAIDAN_SMS_SECRET     # or secret_file: sms.key, readable by its owner alone
  ///         to: [caller]
  ///         kinds: [acceptance, extension, result, survey]
  ///       - {name: 存档, type: file, folder: outbox}
  ///     quiet_hours: {from: "21:00", to: "08:00", except: [acceptance]}
  ///
  /// - Parameter folder: the data folder; relative paths in the file start there.
  /// - Throws: `DataFaults` with every fault and its line; a secret is never quoted.
  public static func load(
    from folder: URL,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    now: @escaping @Sendable () -> Date = { Date() }
  ) throws -> OutboxSettings {
    let url = folder.appending(path: file)
    guard FileManager.default.fileExists(atPath: url.path) else {
      let sender = FileSender(name: "file", folder: folder.appending(path: "outbox"), now: now)
      return OutboxSettings(senders: [sender])
    }
    let text = try TextFile.read(url, as: file)
    var reader = OutboxSettingsReader(folder: folder, environment: environment, now: now)
    return try reader.read(try YAMLNode(text: text, file: file))
  }
}
