import CExpat
import Hotline

/// Takes what an XML text holds, in its order; names come without their prefixes.
protocol XMLTaker: AnyObject {
  func start(_ name: String, _ attributes: XMLAttributes) throws
  func end(_ name: String) throws
  func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// The attributes of an element, while it is being taken.
struct XMLAttributes {
  fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?

  /// The value of an attribute, whatever its prefix; nil when it is not there.
  subscript(_ name: StaticString) -> String? {
    guard var pair = pairs else { return nil }
    while let key = pair[0], let value = pair[1] {
      if name.withUTF8Buffer({ Self.matches(key, $0) }) { return String(cString: value) }
      pair += 2
    }
    return nil
  }

  private static func matches(
    _ key: UnsafePointer<XML_Char>, _ name: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let local = XMLReader.local(key)
    for (index, byte) in name.enumerated() where UInt8(bitPattern: local[index]) != byte {
      return false
    }
    return local[name.count] == 0
  }
}

/// Reads XML piece by piece with expat; document types, and so entities, are refused.
final class XMLReader {
  private let parser: XML_Parser
  private let file: String
  private let taker: any XMLTaker
  private var depth = 0
  private var fed = 0
  private var failure: (any Error)?

  init(_ taker: any XMLTaker, file: String) throws {
    guard let parser = XML_ParserCreate(nil) else { throw unreadable(file, "内存不足") }
    self.parser = parser
    self.taker = taker
    self.file = file
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { context, name, attributes in
        guard let name else { return }
        XMLReader.at(context)?.start(name, attributes)
      },
      { context, name in
        guard let name else { return }
        XMLReader.at(context)?.end(name)
      })
    XML_SetCharacterDataHandler(parser) { context, text, count in
      guard let text, count > 0 else { return }
      XMLReader.at(context)?.characters(text, Int(count))
    }
    XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
      XMLReader.at(context)?.refuseDoctype()
    }
  }

  deinit { XML_ParserFree(parser) }

  /// Reads the next piece.
  ///
  /// - Throws: what the taker threw, or `DataFaults` when the text is not well formed.
  func feed(_ piece: UnsafeRawBufferPointer, isLast: Bool = false) throws {
    let bytes = piece.bindMemory(to: XML_Char.self)
    let status = XML_Parse(parser, bytes.baseAddress, Int32(bytes.count), isLast ? 1 : 0)
    if let failure { throw failure }
    guard status == XML_STATUS_OK else { throw ZipArchive.broken(file) }
    fed += piece.count
    // expat goes over an unfinished tag again with every piece.
    guard fed - max(0, Int(XML_GetCurrentByteIndex(parser))) <= 1_048_576 || isLast else {
      throw unreadable(file, "里面有过长的标记，不是普通的表格")
    }
  }

  /// The name without its prefix.
  fileprivate static func local(_ name: UnsafePointer<XML_Char>) -> UnsafePointer<XML_Char> {
    var local = name
    var place = name
    while place.pointee != 0 {
      if place.pointee == 0x3A { local = place + 1 }
      place += 1
    }
    return local
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> XMLReader? {
    context.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
  }

  private func start(
    _ name: UnsafePointer<XML_Char>,
    _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
  ) {
    depth += 1
    guard depth <= 64 else { return stop(unreadable(file, "里面的标记嵌套过深，不是普通的表格")) }
    carry { try taker.start(String(cString: Self.local(name)), XMLAttributes(pairs: attributes)) }
  }

  private func end(_ name: UnsafePointer<XML_Char>) {
    depth -= 1
    carry { try taker.end(String(cString: Self.local(name))) }
  }

  private func characters(_ text: UnsafePointer<XML_Char>, _ count: Int) {
    guard failure == nil else { return }
    text.withMemoryRebound(to: UInt8.self, capacity: count) {
      taker.text(UnsafeBufferPointer(start: $0, count: count))
    }
  }

  private func refuseDoctype() {
    stop(unreadable(file, "里面有 DTD 声明，不是普通的表格，拒绝读取"))
  }

  private func carry(_ work: () throws -> Void) {
    guard failure == nil else { return }
    do { try work() } catch { stop(error) }
  }

  private func stop(_ error: any Error) {
    if failure == nil { failure = error }
    XML_StopParser(parser, 0)
  }
}

extension ZipArchive {
  /// Reads an XML file inside.
  func parse(_ name: String, file: String, _ taker: any XMLTaker) throws {
    let reader = try XMLReader(taker, file: file)
    try read(name) { try reader.feed($0) }
    try reader.feed(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
  }
}
