import CSodium
import Foundation

/// 32 secret bytes that are never printed: a description shows only the identifier.
///
///     let master = try SealingKey.find(environment: variable, file: folder.appending(path: "key"))
///     let sealed = Sealed.seal("13800000000", with: master.derived("phones"), context: "ticket/1")
public struct SealingKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let secret: Secret

  init(bytes: [UInt8]) { secret = Secret(bytes) }

  /// Makes a new key.
  public static func random() -> SealingKey { SealingKey(bytes: Sodium.random(Secret.count)) }

  /// Reads a key from base64, padded or not, URL-safe or not; white space around it is passed over.
  ///
  /// - Throws: `SealingError.badKey` for anything else than 32 bytes.
  public init(base64: String) throws {
    let text = base64.trimmingCharacters(in: .whitespacesAndNewlines)
    guard let bytes = Sodium.bytes(base64: text), bytes.count == Secret.count else {
      throw SealingError.badKey
    }
    self.init(bytes: bytes)
  }

  /// Opens a key that was wrapped by another.
  ///
  /// - Throws: `SealingError.wrongKeyOrAltered`.
  public init(wrapped: String, by key: SealingKey, context: String) throws {
    try self.init(base64: Sealed.open(wrapped, with: key.derived(Self.wrapping), context: context))
  }

  /// This key sealed by another, to be stored.
  public func wrapped(by key: SealingKey, context: String) -> String {
    Sealed.seal(base64, with: key.derived(Self.wrapping), context: context)
  }

  private static let wrapping = "wrap a key"

  /// The secret as text, for the key file and for wrapping only.
  var base64: String {
    withBytes { Sodium.base64(UnsafeBufferPointer(start: $0, count: Secret.count)) }
  }

  /// Hands over the secret bytes for the length of a call.
  func withBytes<Result>(_ body: (UnsafePointer<UInt8>) throws -> Result) rethrows -> Result {
    try body(secret.bytes)
  }

  /// Eight hex characters of a keyed hash that tell keys apart and give nothing away.
  public var identifier: String {
    withBytes { Sodium.hex(Sodium.hash("paidan key identifier", key: $0, count: 16)) }.prefix(8)
      .lowercased()
  }

  /// A key of its own for a purpose; the same purpose gives the same key.
  public func derived(_ purpose: String) -> SealingKey {
    SealingKey(
      bytes: withBytes { Sodium.hash("paidan subkey " + purpose, key: $0, count: Secret.count) })
  }

  /// Such as `SealingKey(1f0c77aa)`.
  public var description: String { "SealingKey(\(identifier))" }
  /// The same as the description.
  public var debugDescription: String { description }
  /// The identifier alone, so that `dump` shows no secret.
  public var customMirror: Mirror { Mirror(self, children: ["identifier": identifier]) }
}

/// The bytes of a key, wiped when the last owner lets go.
private final class Secret: @unchecked Sendable {
  // Unchecked: the bytes are written in `init` and `deinit` only.
  static let count = 32
  private let buffer: UnsafeMutablePointer<UInt8>

  init(_ bytes: [UInt8]) {
    buffer = .allocate(capacity: Self.count)
    for index in 0..<Self.count { buffer[index] = index < bytes.count ? bytes[index] : 0 }
  }

  deinit {
    sodium_memzero(buffer, Self.count)
    buffer.deallocate()
  }

  var bytes: UnsafePointer<UInt8> { UnsafePointer(buffer) }
}
