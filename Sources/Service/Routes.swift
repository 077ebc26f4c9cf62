import Foundation
import Hotline
import HotlineDesk
import WebServer

/// The moment for which a reader asks.
enum AsOf {
  /// The moment of `as_of`, a time or the beginning of a day; nil when it is missing.
  static func moment(_ fields: inout FieldReader) -> Date? {
    guard let text = fields.optionalText("as_of", called: "时刻", most: 40) else { return nil }
    if let moment = Validity.first(text) { return moment }
    fields.fault("as_of", "时刻应如 2026-03-01T09:00:00+08:00，或者 2026-03-01（即当日零时）。")
    return nil
  }
}

/// The routes of the API over a desk.
struct Routes: Sendable {
  /// The longest call text, in characters (Unicode scalars).
  static let longestText = 20_000
  /// The longest search, in characters.
  static let longestWords = 200

  let desk: any ServedDesk

  /// Registers every route.
  func add(to router: inout Router) {
    router.on(.post, "/v1/suggestions", suggestions)
    router.on(.get, "/v1/knowledge", knowledge)
    router.on(.get, "/v1/knowledge/{id}", article)
    router.on(.get, "/v1/catalogue/items", items)
    router.on(.get, "/v1/catalogue/items/{id}", item)
    router.on(.get, "/v1/catalogue/units") { try dated($0) { try $0.units() } }
    router.on(.get, "/v1/catalogue/regions") { try dated($0) { try $0.regions() } }
    router.on(.get, "/v1/profiles") { try list($0, desk.profiles()) }
    router.on(.get, "/healthz") { request in
      var fields = FieldReader(query: request)
      try fields.finish()
      return try .json(try desk.health())
    }
  }

  @Sendable private func suggestions(_ request: Request) throws -> Response {
    var fields = try FieldReader(body: request)
    let text = fields.text("text", called: "诉求内容", most: Routes.longestText)
    let profile = fields.optionalText("profile", called: "规则", most: 64)
    try fields.finish()
    return try Routes.naming { try .json(try desk.suggest(text, profile: profile)) }
  }

  @Sendable private func knowledge(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let words = fields.text("q", called: "查询词", most: Routes.longestWords)
    let limit = fields.count("limit", called: "每页条数", in: 1...50, else: 10)
    let profile = fields.optionalText("profile", called: "规则", most: 64)
    let offset = cursor(&fields)
    let moment = AsOf.moment(&fields)
    try fields.finish()
    let desk = try knowledge(at: moment, request)
    var hits = try Routes.naming {
      try desk.search(words, limit: limit + 1, offset: offset)
    }
    let next = hits.count > limit ? PageCursor.text(behind: offset + limit) : nil
    hits = Array(hits.prefix(limit))
    // Kept in memory only: nothing on this way writes.
    if hits.isEmpty, offset == 0, moment == nil { desk.noteMissed(words) }
    let hotlines = try Routes.naming { try desk.hotlines(words, profile: profile) }
    return try .json(HitPage(items: hits, next: next, hotlines: offset == 0 ? hotlines : []))
  }

  @Sendable private func article(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let moment = AsOf.moment(&fields)
    try fields.finish()
    let desk = try knowledge(at: moment, request)
    guard let article = try desk.article(request.parameters["id"] ?? "") else {
      throw Problem.notFound("知识库中没有这个编号的文章，或者它已经失效。")
    }
    return try .json(article)
  }

  @Sendable private func items(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let filter = ItemFilter(
      category: fields.optionalText("category", called: "分类", most: 100),
      unit: fields.optionalText("unit", called: "承办单位", most: 100),
      words: fields.optionalText("q", called: "查询词", most: Routes.longestWords))
    let limit = fields.count("limit", called: "每页条数", in: 1...200, else: 50)
    let offset = cursor(&fields)
    let moment = AsOf.moment(&fields)
    try fields.finish()
    let found = try catalogue(at: moment).items(filter)
    let end = min(offset + limit, found.count)
    return try .json(
      Page(
        items: offset < end ? Array(found[offset..<end]) : [],
        next: end < found.count ? PageCursor.text(behind: end) : nil))
  }

  @Sendable private func item(_ request: Request) throws -> Response {
    var fields = FieldReader(query: request)
    let moment = AsOf.moment(&fields)
    try fields.finish()
    guard let item = try catalogue(at: moment).item(request.parameters["id"] ?? "") else {
      throw Problem.notFound("派单目录中没有这个编号的事项。")
    }
    return try .json(item)
  }

  /// The catalogue of a moment; nil for now.
  private func catalogue(at moment: Date?) throws -> any ServedDesk {
    try moment.map { try desk.at($0) } ?? desk
  }

  /// The knowledge base of a moment; what is still to come is for those who keep it.
  private func knowledge(at moment: Date?, _ request: Request) throws -> any ServedDesk {
    guard let moment else { return desk }
    if moment > Date(), !(try request.officer().may(.keepKnowledge)) {
      throw Problem(
        status: 403, code: "not-allowed", title: "没有权限", detail: "尚未公开的内容只供维护知识库的人查看。")
    }
    return try desk.at(moment)
  }

  /// A list of the catalogue of a moment, sent whole.
  private func dated<Entry: Encodable & Sendable>(
    _ request: Request, _ entries: (any ServedDesk) throws -> [Entry]
  ) throws -> Response {
    var fields = FieldReader(query: request)
    let moment = AsOf.moment(&fields)
    try fields.finish()
    return try .json(Page(items: try entries(try catalogue(at: moment)), next: nil))
  }

  /// Sends the desk's own refusal of a value as a problem with its field.
  private static func naming<Value>(_ ask: () throws -> Value) throws -> Value {
    do {
      return try ask()
    } catch let problem as InputProblem {
      throw Problem.invalid(problem.field, problem.message)
    }
  }

  /// A list that is always sent whole.
  private func list<Entry: Encodable & Sendable>(
    _ request: Request, _ entries: @autoclosure () throws -> [Entry]
  ) throws -> Response {
    var fields = FieldReader(query: request)
    try fields.finish()
    return try .json(Page(items: try entries(), next: nil))
  }

  private func cursor(_ fields: inout FieldReader) -> Int {
    guard let text = fields.optionalText("cursor", called: "翻页标记", most: 64) else { return 0 }
    if let count = PageCursor.count(text) { return count }
    fields.fault("cursor", "翻页标记无效，请用上一页给出的 next。")
    return 0
  }
}
