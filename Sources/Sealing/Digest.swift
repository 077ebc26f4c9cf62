import CSodium

/// BLAKE2b with 32 bytes out, over parts whose lengths are hashed with them.
///
///     var digest = Digest()
///     digest.add("ticket/1")
///     digest.add(previous)
///     let hash = digest.finish()
///
/// Source: <https://doc.libsodium.org/hashing/generic_hashing>
public struct Digest {
  private var bytes: [UInt8] = []
  /// Bytes of a result.
  public static let count = 32

  /// Begins an empty digest.
  public init() {
    // libsodium may be set up from several threads; later calls do nothing.
    Sodium.start()
  }

  /// Adds a text as its own part: ("ab", "c") and ("a", "bc") differ.
  public mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  /// Adds bytes as their own part.
  public mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

  /// Adds a number as its own part.
  public mutating func add(_ number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { add($0) }
  }

  // libsodium's streaming state has an alignment that Swift does not import; the parts of an entry
  // are small, so they are put together first.
  private mutating func add(_ part: UnsafeRawBufferPointer) {
    withUnsafeBytes(of: UInt64(part.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: part)
  }

  /// The hash of all parts.
  public func finish() -> [UInt8] {
    var result = [UInt8](repeating: 0, count: Self.count)
    crypto_generichash(&result, Self.count, bytes, UInt64(bytes.count), nil, 0)
    return result
  }
}
