import CSodium

/// Texts sealed with XChaCha20-Poly1305: nobody without the key reads or changes them.
///
/// Source: <https://doc.libsodium.org/secret-key_cryptography/aead/chacha20-poly1305/xchacha20-poly1305_construction>
public enum Sealed {
  // The first byte names the way of sealing, so that another may come later.
  private static let format: UInt8 = 1
  private static let nonceCount = Int(crypto_aead_xchacha20poly1305_IETF_NPUBBYTES)
  private static let tagCount = Int(crypto_aead_xchacha20poly1305_IETF_ABYTES)

  /// Seals a text; the same text never gives the same result twice.
  ///
  /// - Parameter context: what the text belongs to; it opens only with the same context.
  /// - Returns: URL-safe base64 without padding.
  public static func seal(_ text: String, with key: SealingKey, context: String) -> String {
    let nonce = Sodium.random(nonceCount)
    let message = Array(text.utf8)
    let additional = Array(context.utf8)
    var body = [UInt8](repeating: 0, count: message.count + tagCount)
    key.withBytes { key in
      _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
        &body, nil, message, UInt64(message.count), additional, UInt64(additional.count), nil,
        nonce, key)
    }
    return Sodium.base64([format] + nonce + body)
  }

  /// Opens a sealed text.
  ///
  /// - Throws: `SealingError.wrongKeyOrAltered` for another key, another context, or any change.
  public static func open(
    _ sealed: String, with key: SealingKey, context: String
  ) throws -> String {
    Sodium.start()
    guard let bytes = Sodium.bytes(base64: sealed), bytes.first == format,
      bytes.count >= 1 + nonceCount + tagCount
    else { throw SealingError.wrongKeyOrAltered }
    let nonce = Array(bytes[1..<1 + nonceCount])
    let body = Array(bytes[(1 + nonceCount)...])
    let additional = Array(context.utf8)
    // One byte more, so that an empty message has an address too.
    var message = [UInt8](repeating: 0, count: body.count - tagCount + 1)
    let code = key.withBytes { key in
      crypto_aead_xchacha20poly1305_ietf_decrypt(
        &message, nil, nil, body, UInt64(body.count), additional, UInt64(additional.count),
        nonce, key)
    }
    guard code == 0 else { throw SealingError.wrongKeyOrAltered }
    return String(decoding: message.dropLast(), as: UTF8.self)
  }
}
