/// Finds the handler for a request.
///
/// ```swift
/// var router = Router()
/// router.on(.get, "/v1/knowledge/{id}") { request in
///   try .json(try article(request.parameters["id"]))
/// }
/// ```
///
/// Where several patterns match a path, the more particular one is meant: fixed text before a
/// parameter. HEAD is answered from GET; an unknown path is 404, a known path with another method
/// 405 with `Allow`.
public struct Router: Sendable {
  /// Answers a request; a thrown ``Problem`` is sent as it is, any other error as 500.
  public typealias Handler = @Sendable (Request) throws -> Response

  /// A method and a pattern that the router answers.
  public struct Route: Sendable, Hashable {
    /// The method.
    public let method: Method
    /// The pattern as it was registered.
    public let pattern: String
  }

  private struct Resource: Sendable {
    let pattern: RoutePattern
    var handlers: [Method: Handler]
  }

  /// Resources by the number of their segments, the more particular first.
  private var resources: [Int: [Resource]] = [:]

  /// Asked before every handler: it throws what shall be sent instead, or notes in the request's
  /// context who asks.
  public var gate: (@Sendable (Route, inout Request) throws -> Void)?

  /// Tells an error that is no ``Problem`` to a client; nil for 500 without detail.
  public var explain: (@Sendable (any Error) -> Problem?)?

  /// A router without routes.
  public init() {}

  /// Every route, ordered by pattern and method.
  public var routes: [Route] {
    resources.values.joined().flatMap { resource in
      resource.handlers.keys.map { Route(method: $0, pattern: resource.pattern.text) }
    }.sorted { ($0.pattern, $0.method.rawValue) < ($1.pattern, $1.method.rawValue) }
  }

  /// Registers a handler; the same method and pattern twice is a mistake in the program and traps.
  public mutating func on(_ method: Method, _ pattern: String, _ handler: @escaping Handler) {
    let pattern = RoutePattern(pattern)
    var list = resources[pattern.segments.count, default: []]
    if let index = list.firstIndex(where: { $0.pattern.segments == pattern.segments }) {
      precondition(list[index].handlers[method] == nil, "route registered twice: \(pattern.text)")
      list[index].handlers[method] = handler
    } else {
      list.append(Resource(pattern: pattern, handlers: [method: handler]))
      list.sort {
        $1.pattern.particularity.lexicographicallyPrecedes($0.pattern.particularity)
      }
    }
    resources[pattern.segments.count] = list
  }

  /// What became of a request: the response, the pattern that matched, and the type of an error
  /// that was not a problem.
  struct Outcome {
    var response: Response
    var pattern: String?
    var failure: String?
  }

  /// Answers a request; never throws.
  func respond(to request: Request) -> Outcome {
    guard let (resource, parameters) = find(request.path) else {
      return Outcome(response: Problem.notFound("没有这个地址。").response)
    }
    let pattern = resource.pattern.text
    let method = request.method == .head ? .get : request.method
    guard let handler = resource.handlers[method] else {
      return Outcome(
        response: Router.refuse(request.method, of: resource.handlers), pattern: pattern)
    }
    var request = request
    request.parameters = parameters
    do {
      try gate?(Route(method: method, pattern: pattern), &request)
      return Outcome(response: try handler(request), pattern: pattern)
    } catch let problem as Problem {
      return Outcome(response: problem.response, pattern: pattern)
    } catch {
      if let problem = explain?(error) {
        return Outcome(
          response: problem.response, pattern: pattern,
          failure: String(reflecting: type(of: error)))
      }
      // The text of an error may hold what a caller said; its type may be logged.
      return Outcome(
        response: Problem.internalError.response, pattern: pattern,
        failure: String(reflecting: type(of: error)))
    }
  }

  private func find(_ path: [String]) -> (Resource, [String: String])? {
    for resource in resources[path.count] ?? [] {
      if let parameters = resource.pattern.match(path) { return (resource, parameters) }
    }
    return nil
  }

  /// Says which methods a resource has: with 204 to OPTIONS, with 405 to any other.
  private static func refuse(_ method: Method, of handlers: [Method: Handler]) -> Response {
    var allowed = Set(handlers.keys).union([.options])
    if allowed.contains(.get) { allowed.insert(.head) }
    let sorted = allowed.sorted { $0.rawValue < $1.rawValue }
    var problem = Problem(
      status: 405, code: "method-not-allowed", title: "不支持这种请求方法",
      detail: "这个地址只支持 \(sorted.map(\.rawValue).joined(separator: "、"))。")
    problem.allowed = sorted
    if method == .options {
      return Response(status: 204, headers: ["Allow": problem.response.headers["Allow"] ?? ""])
    }
    return problem.response
  }
}
