import CSodium

/// Secrets that a machine hands out: session tokens, keys, codes for callers.
public enum Token {
  /// A new token of random bytes as URL-safe base64 without padding.
  public static func random(bytes: Int = 24) -> String {
    Sodium.base64(Sodium.random(max(1, bytes)))
  }

  /// What is stored of a token: 32 bytes of BLAKE2b as hex.
  ///
  /// A token is random and long, so no slow hash is needed.
  public static func digest(_ token: String) -> String {
    Sodium.hex(Sodium.hash(token, count: 32))
  }

  /// The characters of a code: capitals and digits without `0 O 1 I L`.
  public static let codeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

  /// A new code to be read out and typed, every character equally likely.
  ///
  /// - Parameter alphabet: what it is made of; digits alone for a code typed on a telephone.
  public static func code(length: Int, alphabet: String = codeAlphabet) -> String {
    Sodium.start()
    let characters = Array(alphabet)
    guard !characters.isEmpty else { return "" }
    return String(
      (0..<max(0, length)).map { _ in
        characters[Int(randombytes_uniform(UInt32(characters.count)))]
      })
  }
}
