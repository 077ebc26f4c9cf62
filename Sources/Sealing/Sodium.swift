import CSodium

/// Small bridges to libsodium that the files of this room share.
enum Sodium {
  /// Sets libsodium up; may be called from several threads, and again.
  static func start() { _ = sodium_init() }

  /// Random bytes that nobody can foresee.
  static func random(_ count: Int) -> [UInt8] {
    start()
    var bytes = [UInt8](repeating: 0, count: count)
    randombytes_buf(&bytes, count)
    return bytes
  }

  /// BLAKE2b of a text; keyed when 32 bytes of a key are given.
  static func hash(_ text: String, key: UnsafePointer<UInt8>? = nil, count: Int) -> [UInt8] {
    start()
    var result = [UInt8](repeating: 0, count: count)
    let bytes = Array(text.utf8)
    crypto_generichash(
      &result, count, bytes, UInt64(bytes.count),
      key, key == nil ? 0 : Int(crypto_generichash_KEYBYTES))
    return result
  }

  /// Lower-case hex.
  static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Base64 of the URL-safe kind, without padding.
  static func base64(_ bytes: some Collection<UInt8>) -> String {
    let bytes = Array(bytes)
    let variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING
    var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(bytes.count, variant))
    sodium_bin2base64(&text, text.count, bytes, bytes.count, variant)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The bytes of base64 of either kind, padded or not; nil for anything else.
  static func bytes(base64 text: String) -> [UInt8]? {
    var body = text.utf8.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      default: byte
      }
    }
    while body.last == UInt8(ascii: "=") { body.removeLast() }
    guard !body.isEmpty else { return [] }
    let characters = body.map { CChar(bitPattern: $0) }
    var bytes = [UInt8](repeating: 0, count: body.count)
    var count = 0
    let code = sodium_base642bin(
      &bytes, bytes.count, characters, characters.count, nil, &count, nil,
      sodium_base64_VARIANT_URLSAFE_NO_PADDING)
    return code == 0 ? Array(bytes.prefix(count)) : nil
  }
}
