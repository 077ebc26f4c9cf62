import CSodium

/// Signatures that another program can check with a shared key.
public enum Signature {
  /// HMAC-SHA-256 as 64 hex characters.
  ///
  /// Source: RFC 2104; <https://doc.libsodium.org/advanced/hmac-sha2>
  public static func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> String {
    Sodium.start()
    var state = crypto_auth_hmacsha256_state()
    var result = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
    crypto_auth_hmacsha256_init(&state, key, key.count)
    crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
    crypto_auth_hmacsha256_final(&state, &result)
    return Sodium.hex(result)
  }

  /// True for equal texts; the time taken tells nothing but their lengths.
  public static func equals(_ one: String, _ other: String) -> Bool {
    let one = Array(one.utf8)
    let other = Array(other.utf8)
    guard one.count == other.count else { return false }
    return sodium_memcmp(one, other, one.count) == 0
  }
}
