import CMicroHTTPD
import Synchronization

/// What the server's threads share: takes requests in and answers them.
final class ServerCore: Sendable {
  let router: Router
  let limits: ServerLimits
  let hosts: HostPolicy
  let commonHeaders: HeaderFields
  let observer: @Sendable (AccessRecord) -> Void
  let watchdog = Watchdog()
  /// Requests begun and not yet completed.
  let active = Atomic(0)
  /// Bytes of all bodies being held.
  private let held = Atomic(0)
  /// Set when the server stops: every response then closes its connection.
  let isDraining = Atomic(false)

  init(
    router: Router, limits: ServerLimits, hosts: HostPolicy, commonHeaders: HeaderFields,
    observer: @escaping @Sendable (AccessRecord) -> Void
  ) {
    self.router = router
    self.limits = limits
    self.hosts = hosts
    self.commonHeaders = commonHeaders
    self.observer = observer
  }

  /// A request line came in.
  func begin(_ exchange: Exchange) {
    active.add(1, ordering: .relaxed)
    exchange.clock.allow(limits.receiving)
  }

  /// A request is over, answered or broken off.
  func end(_ exchange: Exchange) {
    held.subtract(exchange.body.count, ordering: .relaxed)
    exchange.clock.allow(limits.idle)
    active.subtract(1, ordering: .relaxed)
  }

  /// The header fields are there, the body is not.
  ///
  /// - Returns: a response when the body shall not even be sent.
  func admit(_ exchange: Exchange, contentLength: Int?, expectsContinue: Bool) -> Response? {
    guard let contentLength, contentLength > limits.body else { return nil }
    let problem = Problem.bodyTooLarge(limit: limits.body)
    if expectsContinue || contentLength > limits.drained { return problem.response }
    exchange.refuse(problem)
    return nil
  }

  /// A part of the body is there.
  ///
  /// - Returns: false when the connection shall be closed.
  func take(_ bytes: UnsafeRawBufferPointer, into exchange: Exchange) -> Bool {
    let before = exchange.body.count
    if exchange.refusal == nil {
      if before + bytes.count > limits.body {
        exchange.refuse(.bodyTooLarge(limit: limits.body))
      } else if held.load(ordering: .relaxed) + bytes.count > limits.bodiesTogether {
        exchange.refuse(
          Problem(
            status: 503, code: "busy", title: "服务繁忙", detail: "同时上传的内容过多，请稍后再试。"))
      }
    }
    exchange.take(bytes)
    held.add(exchange.body.count - before, ordering: .relaxed)
    return exchange.dropped <= limits.drained
  }

  /// The request is whole.
  func answer(
    _ exchange: Exchange, method: Method, headers: HeaderFields, headerBytes: Int,
    clientAddress: String
  ) -> Response {
    exchange.clock.suspend()
    let outcome = outcome(
      exchange, method: method, headers: headers, headerBytes: headerBytes,
      clientAddress: clientAddress)
    exchange.clock.allow(limits.sending)
    report(exchange, method: method, outcome)
    return outcome.response
  }

  private func outcome(
    _ exchange: Exchange, method: Method, headers: HeaderFields, headerBytes: Int,
    clientAddress: String
  ) -> Router.Outcome {
    if let problem = refusal(exchange, headers: headers, headerBytes: headerBytes) {
      return Router.Outcome(response: problem.response)
    }
    do {
      let request = try Request(
        method: method, rawTarget: exchange.target, headers: headers, body: exchange.body,
        clientAddress: clientAddress)
      return router.respond(to: request)
    } catch {
      return Router.Outcome(response: error.response)
    }
  }

  /// Tells the observer about an answered request.
  func report(_ exchange: Exchange, method: Method, _ outcome: Router.Outcome) {
    observer(
      AccessRecord(
        method: Method.known.contains(method) ? method.rawValue : "OTHER",
        pattern: outcome.pattern, status: outcome.response.status,
        milliseconds: Double(monotonicNow() - exchange.started) / 1e6, failure: outcome.failure))
  }

  private func refusal(
    _ exchange: Exchange, headers: HeaderFields, headerBytes: Int
  ) -> Problem? {
    if let refusal = exchange.refusal { return refusal }
    if exchange.target.count > limits.target {
      return Problem(
        status: 414, code: "target-too-long", title: "请求地址过长",
        detail: "请求地址不得超过 \(limits.target) 字节。")
    }
    if headerBytes > limits.headers {
      return Problem(
        status: 431, code: "headers-too-large", title: "请求头过大",
        detail: "请求头不得超过 \(limits.headers) 字节。")
    }
    if !hosts.admits(headers["Host"]) {
      return Problem(
        status: 421, code: "host-not-served", title: "主机名不受支持",
        detail: "本服务不以这个主机名提供服务，请检查地址或者服务的设置。")
    }
    return nil
  }
}
