import Testing

@testable import WebServer

@Suite struct RouterTests {
  private func router() -> Router {
    var router = Router()
    for (method, pattern) in [
      (Method.get, "/"), (.get, "/v1/tickets"), (.post, "/v1/tickets"), (.get, "/v1/tickets/{id}"),
      (.post, "/v1/tickets/{id}:sign"), (.get, "/v1/tickets/new"), (.get, "/v1/{kind}/{id}/log"),
    ] {
      router.on(method, pattern) { request in
        let parameters = request.parameters.sorted { $0.key < $1.key }
          .map { " \($0.key)=\($0.value)" }.joined()
        return Response(status: 200, body: Array((pattern + parameters).utf8))
      }
    }
    return router
  }

  private func answer(_ method: Method, _ target: String) throws -> Response {
    router().respond(to: try Request(method: method, rawTarget: Array(target.utf8))).response
  }

  @Test(arguments: [
    ("GET", "/", "/"),
    ("GET", "/v1/tickets", "/v1/tickets"),
    ("GET", "/v1/tickets/7", "/v1/tickets/{id} id=7"),
    ("GET", "/v1/tickets/new", "/v1/tickets/new"),
    ("POST", "/v1/tickets/7:sign", "/v1/tickets/{id}:sign id=7"),
    ("GET", "/v1/a%2Fb/7/log", "/v1/{kind}/{id}/log id=7 kind=a/b"),
    ("HEAD", "/v1/tickets/7", "/v1/tickets/{id} id=7"),
  ])
  func `A path finds its most particular route`(method: String, target: String, said: String) throws
  {
    let response = try answer(Method(rawValue: method), target)
    #expect(String(decoding: response.body, as: UTF8.self) == said)
  }

  @Test(arguments: [
    "/v1", "/v1/tickets/", "/v1/tickets/7/", "//", "/v1/tickets//log", "/V1/tickets",
  ])
  func `A path that was not registered is not found`(target: String) throws {
    #expect(try answer(.get, target).status == 404)
  }

  @Test func `Another method of a known path is refused with the right ones`() throws {
    let response = try answer(.delete, "/v1/tickets")
    #expect(response.status == 405)
    #expect(response.headers["Allow"] == "GET, HEAD, OPTIONS, POST")
    let sign = try answer(.get, "/v1/tickets/7:sign")
    #expect(sign.status == 405)
    #expect(sign.headers["Allow"] == "OPTIONS, POST")
    let options = try answer(.options, "/v1/tickets/7")
    #expect(options.status == 204)
    #expect(options.headers["Allow"] == "GET, HEAD, OPTIONS")
  }

  @Test func `The routes can be listed`() {
    #expect(router().routes.count == 7)
    #expect(router().routes.first == Router.Route(method: .get, pattern: "/"))
  }
}
