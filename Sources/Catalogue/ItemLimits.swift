import Hotline

extension CatalogueItem {
  /// A limit that a law gives for one kind of request of an item.
  public struct TypeLimit: Codable, Hashable, Sendable {
    /// The kind of request.
    public var type: RequestType
    /// Its limit.
    public var span: TimeSpan
    /// Where it stands; nil for the item's `limitSource`.
    public var source: Citation?

    /// Makes a limit for one kind of request.
    public init(type: RequestType, span: TimeSpan, source: Citation? = nil) {
      self.type = type
      self.span = span
      self.source = source
    }
  }

  /// The limit for one kind of request and where it stands: its own, else the item's for all kinds.
  ///
  /// - Returns: nil when the profile's limit holds.
  public func limit(for type: RequestType) -> (span: TimeSpan, source: Citation?)? {
    if let own = typeLimits?.first(where: { $0.type == type }) {
      return (own.span, own.source ?? limitSource)
    }
    return limit.map { ($0, limitSource) }
  }

  /// Every citation behind a limit, the one for all kinds first.
  public var limitSources: [Citation] {
    [limitSource].compactMap { $0 } + (typeLimits ?? []).compactMap(\.source)
  }

  /// The cell of limits: `7个工作日`, `咨询=1个工作日；投诉=7个工作日`, or both.
  var limitCell: String {
    LimitCell.text(limit?.description, (typeLimits ?? []).map { ($0.type, $0.span.description) })
  }

  /// The cell of their sources, in the same layout.
  var limitSourceCell: String {
    let own = (typeLimits ?? []).compactMap { limit in
      limit.source.map { (limit.type, $0.description) }
    }
    return LimitCell.text(limitSource?.description, own)
  }
}

/// A cell that holds one value for all kinds of request, values for single kinds, or both.
struct LimitCell {
  /// The value for all kinds that have none of their own.
  var common: String?
  /// The values of single kinds, in the order of the cell.
  var own: [(type: RequestType, text: String)] = []

  /// Writes a cell that `init` reads.
  static func text(_ common: String?, _ own: [(RequestType, String)]) -> String {
    ([common].compactMap { $0 } + own.map { "\($0.0.rawValue)=\($0.1)" }).joined(separator: "；")
  }

  /// Reads a cell; what is wrong with its layout goes to `report`.
  init(_ cell: String, report: (String) -> Void) {
    let parts = cell.split { "；;".contains($0) }.map { $0.trimmingWhitespace() }
    for part in parts where !part.isEmpty {
      guard let mark = part.firstIndex(where: { "=＝".contains($0) }) else {
        if let common { report("“\(common)”和“\(part)”都没有写诉求类型，只能有一个") }
        common = common ?? part
        continue
      }
      let name = part[..<mark].trimmingWhitespace()
      let text = part[part.index(after: mark)...].trimmingWhitespace()
      guard let type = RequestType(rawValue: name) else {
        let known = RequestType.allCases.map(\.rawValue).joined(separator: "、")
        report("“\(name)”不是诉求类型，应为：\(known)")
        continue
      }
      if own.contains(where: { $0.type == type }) {
        report("“\(name)”写了两次")
      } else {
        own.append((type, text))
      }
    }
  }
}

extension StringProtocol {
  fileprivate func trimmingWhitespace() -> String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}

/// What the cells `limit` and `limit_source` of an item say together.
struct ReadLimits {
  var limit: TimeSpan?
  var source: Citation?
  var own: [CatalogueItem.TypeLimit] = []
}

extension RowReader {
  /// Reads an item's limits and their sources and names what does not fit.
  ///
  /// - Parameter types: the item's kinds of request.
  mutating func limits(of types: [RequestType]) -> ReadLimits {
    var wrong: [(String, String)] = []
    let spans = LimitCell(row["limit"]) { wrong.append(("limit", $0)) }
    let sources = LimitCell(row["limit_source"]) { wrong.append(("limit_source", $0)) }
    for (field, message) in wrong { fault(field, message) }
    for (type, _) in spans.own where !types.isEmpty && !types.contains(type) {
      fault("limit", "“\(type.rawValue)”不在这个事项的诉求类型里")
    }
    var read = ReadLimits()
    read.limit = spans.common.flatMap { span($0) }
    read.source = sources.common.flatMap { source($0) }
    for (type, text) in spans.own {
      let cited = sources.own.first { $0.type == type }.map(\.text)
      if cited == nil, sources.common == nil {
        fault("limit_source", "“\(type.rawValue)”的期限没有依据")
      }
      let source = cited.flatMap { self.source($0) }
      if let span = span(text) {
        read.own.append(CatalogueItem.TypeLimit(type: type, span: span, source: source))
      }
    }
    for (type, _) in sources.own where !spans.own.contains(where: { $0.type == type }) {
      fault("limit_source", "“\(type.rawValue)”有依据而没有期限")
    }
    if spans.common != nil, sources.common == nil {
      fault("limit_source", "期限和期限依据要么都写，要么都不写")
    }
    let isUsed = spans.own.contains { own in !sources.own.contains { $0.type == own.type } }
    if spans.common == nil, sources.common != nil, !isUsed {
      fault("limit_source", "“\(sources.common ?? "")”没有对应的期限")
    }
    return read
  }

  private mutating func span(_ text: String) -> TimeSpan? {
    if let span = TimeSpan(parsing: text) { return span }
    fault("limit", "“\(text)”不是期限，应写成“7个工作日”“15日”“24小时”或“咨询=1个工作日；投诉=7个工作日”的样子")
    return nil
  }

  private mutating func source(_ text: String) -> Citation? {
    if text.contains("|") {
      fault("limit_source", "一个期限只写一个依据；各类分别写作“投诉=法律全称第…条；举报=…”")
      return nil
    }
    return citation(text, "limit_source")
  }
}
