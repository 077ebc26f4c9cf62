/// Finds equal texts without storing them: a keyed hash that means nothing without the key.
///
/// Whoever asks brings texts to the same form first (a phone number without spaces, say).
public struct BlindIndex: Sendable {
  private let key: SealingKey

  /// Makes an index over a key; the same key gives the same index.
  public init(_ key: SealingKey) { self.key = key.derived("blind index") }

  /// 16 bytes of keyed BLAKE2b as 32 hex characters.
  public func of(_ text: String) -> String {
    key.withBytes { Sodium.hex(Sodium.hash(text, key: $0, count: 16)) }
  }
}
