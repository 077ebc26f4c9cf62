/// The target of a request line, decoded: the segments of the path and the parameters of the query.
struct Target: Sendable {
  /// The decoded segments between the slashes; empty for `/`.
  let path: [String]
  let query: Query

  /// Decodes a raw target such as `/v1/knowledge?q=%E6%88%B7`.
  ///
  /// The path is cut at its slashes before it is decoded, so an encoded slash stays inside its
  /// segment.
  ///
  /// - Throws: a ``Problem`` with status 400 that names the part that cannot be read.
  init(raw: [UInt8]) throws(Problem) {
    let origin = Target.originForm(raw[...])
    guard origin.first == UInt8(ascii: "/") else { throw .badRequest("请求地址须以“/”开头。") }
    let end = origin.firstIndex(of: UInt8(ascii: "?")) ?? origin.endIndex
    let pathBytes = origin[origin.startIndex..<end].dropFirst()
    var path: [String] = []
    if !pathBytes.isEmpty {
      for segment in pathBytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      {
        guard let decoded = PercentEncoding.decode(segment) else {
          throw .badRequest("请求地址中的百分号编码有误，或者不是有效的 UTF-8。")
        }
        path.append(decoded)
      }
    }
    self.path = path
    query = try Query(raw: end == origin.endIndex ? [] : origin[(end + 1)...])
  }

  /// Drops scheme and authority of an absolute target, as a proxy may send it.
  private static func originForm(_ raw: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for scheme in ["http://", "https://"] where raw.starts(with: scheme.utf8) {
      let rest = raw.dropFirst(scheme.utf8.count)
      guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return [UInt8(ascii: "/")] }
      return rest[slash...]
    }
    return raw
  }
}
