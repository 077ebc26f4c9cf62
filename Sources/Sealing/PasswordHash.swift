import CSodium
import Dispatch

/// Passwords kept as Argon2id hashes with libsodium's limits for people who wait (64 MiB).
///
/// Source: <https://doc.libsodium.org/password_hashing/default_phf>
public enum PasswordHash {
  private static let steps = UInt64(crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE)
  private static let memory = Int(crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE)
  // A hash takes 64 MiB: many that log in at once wait for one another instead of filling the memory.
  private static let places = DispatchSemaphore(value: 2)

  /// The hash of a password, with a salt of its own and its limits in it.
  ///
  /// - Throws: `SealingError.noMemory`.
  public static func make(_ password: String) throws -> String {
    Sodium.start()
    places.wait()
    defer { places.signal() }
    var text = [CChar](repeating: 0, count: Int(crypto_pwhash_argon2id_STRBYTES))
    let bytes = password.utf8.map { CChar(bitPattern: $0) }
    guard
      crypto_pwhash_argon2id_str(&text, bytes, UInt64(bytes.count), steps, memory) == 0
    else { throw SealingError.noMemory }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// True when a password belongs to a hash; takes as long for a wrong one.
  public static func matches(_ password: String, _ hash: String) -> Bool {
    Sodium.start()
    places.wait()
    defer { places.signal() }
    let bytes = password.utf8.map { CChar(bitPattern: $0) }
    return crypto_pwhash_argon2id_str_verify(hash, bytes, UInt64(bytes.count)) == 0
  }

  /// True when a hash was made with other limits than today's, and when it is no hash.
  public static func isOutdated(_ hash: String) -> Bool {
    crypto_pwhash_argon2id_str_needs_rehash(hash, steps, memory) != 0
  }

  /// A hash that no password matches in practice, to spend the same time on a name that is unknown.
  public static let dummy: String = (try? make(Token.random(bytes: 32))) ?? ""
}
