import Foundation

/// Why a stored model cannot be read.
public enum ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes are of something else.
  case notAModel
  /// The bytes are of a model of another version, which must be trained anew.
  case otherVersion(UInt32)
  /// The bytes end too early or contradict themselves.
  case damaged

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .notAModel: "this is not a stored model; train one from past tickets"
    case .otherVersion(let version):
      "the stored model has version \(version); train it anew from past tickets"
    case .damaged: "the stored model is damaged; train it anew from past tickets"
    }
  }
}

/// Writes numbers and texts one after the other, in the order of the machine's bytes.
struct BinaryWriter {
  private(set) var data = Data()

  mutating func write<Value: BitwiseCopyable>(_ value: Value) {
    withUnsafeBytes(of: value) { data.append(contentsOf: $0) }
  }

  mutating func write<Values: Collection>(_ values: Values) where Values.Element: BitwiseCopyable {
    write(UInt64(values.count))
    let isStored: Bool? = values.withContiguousStorageIfAvailable { values in
      data.append(contentsOf: UnsafeRawBufferPointer(values))
      return true
    }
    if isStored == nil { for value in values { write(value) } }
  }

  mutating func write(_ text: String) { write(Array(text.utf8)) }

  mutating func write(_ texts: [String]) {
    write(UInt64(texts.count))
    for text in texts { write(text) }
  }

  mutating func write<Value: BitwiseCopyable>(nested lists: some Collection<[Value]>) {
    write(UInt64(lists.count))
    for list in lists { write(list) }
  }

  mutating func write<Value: BitwiseCopyable>(rows: ContiguousArray<ContiguousArray<Value>>) {
    write(UInt64(rows.count))
    for row in rows { write(row) }
  }
}

/// Reads what `BinaryWriter` wrote and throws where the bytes end too early.
struct BinaryReader {
  private let bytes: Data
  private var offset = 0

  init(_ data: Data) { bytes = data.startIndex == 0 ? data : Data(data) }

  /// Whether every byte was read.
  var isAtEnd: Bool { offset == bytes.count }

  mutating func read<Value: BitwiseCopyable>(_ type: Value.Type) throws -> Value {
    let size = MemoryLayout<Value>.size
    guard bytes.count - offset >= size else { throw ModelFileError.damaged }
    defer { offset += size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type) }
  }

  /// A count of elements that take at least so many bytes each.
  mutating func readCount(of size: Int) throws -> Int {
    let count = try read(UInt64.self)
    guard count <= UInt64((bytes.count - offset) / max(size, 1)) else {
      throw ModelFileError.damaged
    }
    return Int(count)
  }

  mutating func readList<Value: BitwiseCopyable>(
    _ type: Value.Type
  ) throws -> ContiguousArray<Value> {
    let stride = MemoryLayout<Value>.stride
    let count = try readCount(of: stride)
    defer { offset += count * stride }
    return ContiguousArray(unsafeUninitializedCapacity: count) { buffer, filled in
      bytes.withUnsafeBytes { raw in
        let source = UnsafeRawBufferPointer(rebasing: raw[offset..<offset + count * stride])
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
      }
      filled = count
    }
  }

  mutating func readText() throws -> String {
    String(decoding: try readList(UInt8.self), as: UTF8.self)
  }

  mutating func readTexts() throws -> [String] {
    let count = try readCount(of: 8)
    return try (0..<count).map { _ in try readText() }
  }

  mutating func readRows<Value: BitwiseCopyable>(
    _ type: Value.Type
  ) throws -> ContiguousArray<ContiguousArray<Value>> {
    let count = try readCount(of: 8)
    var rows: ContiguousArray<ContiguousArray<Value>> = []
    rows.reserveCapacity(count)
    for _ in 0..<count { rows.append(try readList(type)) }
    return rows
  }
}
