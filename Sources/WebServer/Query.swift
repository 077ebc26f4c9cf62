/// The parameters of a request's query string, in order.
public struct Query: Sendable {
  /// Name and value of every parameter as they came; a name without `=` has an empty value.
  public let items: [(name: String, value: String)]

  /// Decodes a raw query string without its question mark.
  ///
  /// - Throws: a ``Problem`` with status 400 whose field is the name of the broken parameter.
  init(raw: ArraySlice<UInt8>) throws(Problem) {
    var items: [(name: String, value: String)] = []
    for pair in raw.split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard let name = PercentEncoding.decode(pair[pair.startIndex..<equals], plusIsSpace: true)
      else { throw .badRequest("查询参数名的百分号编码有误，或者不是有效的 UTF-8。") }
      let rawValue = equals == pair.endIndex ? [] : pair[(equals + 1)...]
      guard let value = PercentEncoding.decode(rawValue, plusIsSpace: true) else {
        throw .badRequest("查询参数的百分号编码有误，或者不是有效的 UTF-8。", field: name)
      }
      items.append((name: name, value: value))
    }
    self.items = items
  }

  /// The value of the first parameter of that name.
  public subscript(name: String) -> String? {
    items.first { $0.name == name }?.value
  }
}
