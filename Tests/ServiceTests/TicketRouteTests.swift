import Foundation
import Testing

@testable import HotlineDesk
@testable import Service
@testable import WebServer

@Suite struct TicketRouteTests {
  private func received(
    _ client: ServiceClient, text: String = "城东路路灯坏了三天", phone: String = "13800000001"
  ) throws -> String {
    let response = try client.post(
      "/v1/tickets",
      """
      {"type":"求助","text":"\(text)","channel":"电话","caller":{"name":"张小明","phone":"\(phone)"}}
      """)
    #expect(response.status == 201)
    return try #require(response.object["number"] as? String)
  }

  @Test func `A ticket is received, sent, signed and read back`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let number = try received(client)
    let sent = try client.post("/v1/tickets/\(number):dispatch", #"{"lead":"城管局"}"#)
    #expect(sent.status == 200)
    #expect(sent.object["state"] as? String == "dispatched")
    #expect(sent.object["due_at"] as? String != nil)
    #expect(sent.headers["ETag"] == "\"2\"")
    let signed = try client.post("/v1/tickets/\(number):sign", #"{"by":"城管局"}"#)
    #expect((signed.object["next"] as? [Any])?.isEmpty == false)
    let read = try client.get("/v1/tickets/\(number)")
    #expect(read.object["state"] as? String == "signed")
    #expect((read.object["caller"] as? [String: String])?["phone"] == "138******01")
    #expect((read.object["deadline"] as? [Any])?.isEmpty == false)
    let history = try client.get("/v1/tickets/\(number)/history")
    #expect((history.object["items"] as? [Any])?.count == 3)
  }

  @Test func `A refusal is 409 with every ground, its article and what may be done`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let number = try received(client)
    let refused = try client.post("/v1/tickets/\(number):sign", #"{"by":"城管局"}"#)
    #expect(refused.problem == "409 refused")
    let grounds = try #require(refused.object["refused"] as? [[String: String]])
    #expect(grounds.first?["source"]?.hasPrefix("宜春办法") == true)
    #expect(grounds.first?["instead"]?.isEmpty == false)
    #expect(refused.object["state"] as? String == "received")
  }

  @Test(arguments: [
    (#"{"type":"闲聊","text":"x","channel":"电话"}"#, "422 invalid-field type"),
    (#"{"type":"求助","channel":"电话"}"#, "422 invalid-field text"),
    (#"{"type":"求助","text":"x","channel":"电话","状态":"x"}"#, "422 invalid-field 状态"),
    (
      #"{"type":"求助","text":"x","channel":"电话","caller":{"phone":"打我"}}"#,
      "422 invalid-field caller.phone"
    ),
    (#"{"type":"求助","text":"x","channel":"电话","callback":"飞鸽"}"#, "422 invalid-field callback"),
    (
      #"{"type":"求助","text":"x","channel":"电话","prior":99999999999999999999}"#,
      "422 invalid-field prior"
    ),
    (#"{"type":"求助","text":"x\u0000","channel":"电话"}"#, "422 invalid-field text"),
    ("[]", "400 bad-request"), ("", "400 bad-request"),
  ])
  func `Bad input names its field and records nothing`(body: String, problem: String) throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    #expect(try client.post("/v1/tickets", body).problem == problem)
    #expect((try client.get("/v1/tickets").object["items"] as? [Any])?.isEmpty == true)
  }

  @Test func `An idempotency key does a thing once and a stale version is refused`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let body = #"{"type":"求助","text":"停水了","channel":"电话"}"#
    let first = try client.post("/v1/tickets", body, ["Idempotency-Key": "a1"])
    let second = try client.post("/v1/tickets", body, ["Idempotency-Key": "a1"])
    #expect(first.status == 201 && second.status == 200)
    let number = try #require(first.object["number"] as? String)
    #expect(second.object["number"] as? String == number)
    #expect(
      try client.post(
        "/v1/tickets", #"{"type":"咨询","text":"b","channel":"电话"}"#,
        [
          "Idempotency-Key": "a1"
        ]
      ).problem == "422 idempotency-key-reused Idempotency-Key")
    let sent = try client.post(
      "/v1/tickets/\(number):dispatch", #"{"lead":"中山市水务局"}"#, ["If-Match": "\"1\""])
    #expect(sent.status == 200)
    #expect(
      try client.post("/v1/tickets/\(number):sign", #"{"by":"中山市水务局"}"#, ["If-Match": "\"1\""])
        .problem == "412 version-conflict")
    #expect(
      try client.post("/v1/tickets/\(number):sign", #"{"by":"中山市水务局"}"#, ["If-Match": "x"]).problem
        == "422 invalid-field If-Match")
  }

  @Test func `Lists page by cursor and refuse unknown values`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    for index in 0..<5 { _ = try received(client, text: "第\(index)件", phone: "1380000100\(index)") }
    let page = try client.get("/v1/tickets?limit=2").object
    #expect((page["items"] as? [Any])?.count == 2)
    let next = try #require(page["next"] as? String)
    let rest = try client.get("/v1/tickets?limit=10&cursor=\(next)").object
    #expect((rest["items"] as? [Any])?.count == 3)
    #expect(rest["next"] is NSNull)
    #expect(try client.get("/v1/tickets?state=睡着").problem == "422 invalid-field state")
    #expect(try client.get("/v1/tickets?cursor=x").problem == "422 invalid-field cursor")
    #expect(try client.get("/v1/tickets?due_before=明天").problem == "422 invalid-field due_before")
    #expect(try client.get("/v1/tickets/20990101-000001").problem == "404 not-found")
    #expect((try client.get("/v1/ticket-counts").object)["received"] as? Int == 5)
  }

  @Test func `The feed and the caller's view give no personal data`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let number = try received(client, text: "我叫张小明，电话13800000001，路灯坏了")
    let code = try #require(
      try client.get("/v1/tickets/\(number)").object["code"] as? String)
    let feed = try client.get("/v1/changes?after=0")
    let changes = try #require(feed.object["changes"] as? [[String: Any]])
    let event = try #require((changes.first?["events"] as? [[String: Any]])?.first)
    #expect(changes.count == 1)
    #expect((event["fields"] as? [String: Any])?["channel"] as? String == "电话")
    let progress = try client.get("/v1/progress?number=\(number)&code=\(code)")
    #expect(progress.status == 200)
    for response in [feed, progress, try client.get("/v1/tickets/\(number)")] {
      let text = String(decoding: response.body, as: UTF8.self)
      #expect(!text.contains("13800000001") && !text.contains("张小明"))
    }
    #expect(try client.get("/v1/progress?number=\(number)&code=WRONG").problem == "404 not-found")
  }

  @Test func `Tickets are merged and parted over HTTP`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let first = try received(client)
    let second = try received(client, phone: "13800000002")
    let merged = try client.post("/v1/tickets/\(second):merge", #"{"into":"\#(first)"}"#)
    #expect(merged.object["merged_into"] as? String == first)
    #expect(
      try client.post("/v1/tickets/\(first):merge", #"{"into":"\#(second)"}"#).problem
        == "409 merge-refused")
    #expect(try client.post("/v1/tickets/\(second):unmerge", "").status == 200)
  }

  @Test func `Every answer has the shape that the document gives it`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let document = try JSONDecoder().decode(
      JSONValue.self, from: Data(try ConsoleFiles().document.body))
    let checker = SchemaChecker(document: document)
    func check(_ response: Response, _ method: String, _ path: String) throws {
      let schema = document["paths"][path][method]["responses"]["\(response.status)"]["content"]
      let kind = response.status < 300 ? "application/json" : "application/problem+json"
      let value = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
      #expect(checker.faults(value, schema[kind]["schema"]) == [], "\(method) \(path)")
    }
    let made = try client.post(
      "/v1/tickets",
      #"{"type":"投诉","text":"路灯坏了","channel":"电话","caller":{"phone":"13800000001"}}"#)
    try check(made, "post", "/v1/tickets")
    let number = try #require(made.object["number"] as? String)
    let code = try #require(made.object["code"] as? String)
    try check(
      client.post("/v1/tickets/\(number):dispatch", #"{"lead":"城管局"}"#), "post",
      "/v1/tickets/{number}:dispatch")
    try check(
      client.post("/v1/tickets/\(number):archive", ""), "post", "/v1/tickets/{number}:archive")
    for (path, target) in [
      ("/v1/tickets", "/v1/tickets"), ("/v1/ticket-counts", "/v1/ticket-counts"),
      ("/v1/tickets/{number}", "/v1/tickets/\(number)"),
      ("/v1/tickets/{number}/history", "/v1/tickets/\(number)/history"),
      ("/v1/changes", "/v1/changes"), ("/v1/messages", "/v1/messages"),
      ("/v1/ledgers/supervision", "/v1/ledgers/supervision"),
      ("/v1/progress", "/v1/progress?number=\(number)&code=\(code)"),
    ] {
      try check(client.get(target), "get", path)
    }
  }
}

extension TicketRouteTests {
  @Test func `Personal data is opened with a reason that is put on record`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let number = try received(client)
    #expect(
      try client.post("/v1/tickets/\(number):open-caller", "{}").problem
        == "422 invalid-field reason")
    let caller = try client.post("/v1/tickets/\(number):open-caller", #"{"reason":"回访"}"#)
    #expect(caller.object["phone"] as? String == "13800000001")
    let openings = try client.get("/v1/tickets/\(number)/caller-openings").object
    #expect((openings["items"] as? [[String: String]])?.first?["reason"] == "回访")
    let found = try client.post("/v1/callers:look-up", #"{"phone":"138 0000 0001"}"#)
    #expect((found.object["items"] as? [Any])?.count == 1)
  }

  @Test func `Each form prints masked, and in full with a reason on record`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let number = try received(client)
    _ = try client.post("/v1/tickets/\(number):dispatch", #"{"lead":"城管局"}"#)
    for form in ["transfer", "return", "extension", "reply"] {
      let page = try client.get("/v1/tickets/\(number)/forms/\(form)")
      #expect(page.status == 200)
      #expect(page.headers["Content-Type"] == "text/html; charset=utf-8")
      #expect(!String(decoding: page.body, as: UTF8.self).contains("13800000001"))
    }
    let full = try client.post(
      "/v1/tickets/\(number)/forms/transfer", #"{"reason":"打印转办单"}"#)
    #expect(String(decoding: full.body, as: UTF8.self).contains("13800000001"))
    #expect(
      try client.get("/v1/tickets/\(number)/forms/x").problem == "422 invalid-field form")
  }

  @Test func `A caller who abuses the line is flagged and the flag is ended`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let number = try received(client)
    let flagged = try client.post(
      "/v1/tickets/\(number):flag-caller", #"{"kind":"恶意反复拨打","evidence":"3月2日录音"}"#)
    let flags = try #require(flagged.object["items"] as? [[String: Any]])
    let id = try #require(flags.first?["id"] as? Int)
    #expect(try client.post("/v1/caller-flags/\(id):end", #"{"reason":"误标"}"#).status == 204)
    #expect(
      try client.post("/v1/caller-flags/\(id):end", #"{"reason":"误标"}"#).problem
        == "404 not-found")
    #expect(
      try client.post("/v1/tickets/\(number):erase", "").problem == "422 invalid-field number")
  }
}

extension TicketRouteTests {
  @Test func `A key does each thing once over HTTP`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let first = try received(client)
    let second = try received(client, phone: "13800000002")
    func twice(_ target: String, _ body: String, _ other: String) throws {
      let headers: HeaderFields = ["Idempotency-Key": target]
      let one = try client.post(target, body, headers)
      let two = try client.post(target, body, headers)
      #expect(one.status < 300 && two.status == one.status, "\(target) \(one.problem)")
      for name in ["version", "merged_into"] {
        #expect(
          (one.object[name] as? NSObject) == (two.object[name] as? NSObject), "\(target) \(name)")
      }
      #expect(
        try client.post(target, other, headers).problem
          == "422 idempotency-key-reused Idempotency-Key")
    }
    try twice(
      "/v1/tickets/\(second):merge", #"{"into":"\#(first)"}"#,
      #"{"into":"\#(first)","approved_by":"科长"}"#)
    try twice(
      "/v1/tickets/\(first):flag-caller", #"{"kind":"其他","evidence":"录音"}"#,
      #"{"kind":"其他","evidence":"别的录音"}"#)
    try twice(
      "/v1/tickets/\(first):open-caller", #"{"reason":"回访"}"#, #"{"reason":"看看"}"#)
    #expect(
      (try client.get("/v1/tickets/\(first)/caller-openings").object["items"] as? [Any])?.count == 1
    )
  }

  @Test func `A day without time counts as a whole in filters`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let number = try received(client)
    let day =
      "\(number.prefix(4))-\(number.dropFirst(4).prefix(2))-\(number.dropFirst(6).prefix(2))"
    func count(_ query: String) throws -> Int? {
      (try client.get("/v1/tickets?\(query)").object["items"] as? [Any])?.count
    }
    #expect(try count("since=\(day)&before=\(day)") == 1)
    #expect(try count("before=2020-02-29") == 0)
    #expect(try count("since=2020-02-29&due_before=2099-01-01") == 0)
    #expect(try client.get("/v1/tickets?since=2026-02-30").problem == "422 invalid-field since")
  }

  @Test(arguments: [
    (#"{"type":"求助","text":"a","channel":"电话","text":"b"}"#, "422 invalid-field text"),
    (#"{"type":"求助","text":"a","channel":"电话","te\u0078t":"b"}"#, "422 invalid-field text"),
    (
      #"{"type":"求助","text":"a","channel":"电话","caller":{"phone":"1","phone":"2"}}"#,
      "422 invalid-field phone"
    ),
  ])
  func `A name that stands twice in an object is refused by name`(
    body: String, problem: String
  ) throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    #expect(try client.post("/v1/tickets", body).problem == problem)
    // The same name in another object, or as a value, is another thing.
    let nested = #"{"type":"求助","text":"name","channel":"电话","caller":{"name":"text"}}"#
    #expect(try client.post("/v1/tickets", nested).status == 201)
  }

  @Test func `Somebody who tries out codes is told when to come back`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    let number = try received(client)
    for _ in 0..<30 { _ = try client.get("/v1/progress?number=\(number)&code=22222222") }
    let refused = try client.get("/v1/progress?number=\(number)&code=22222222")
    #expect(refused.problem == "429 too-many-guesses")
    let seconds = try #require(refused.headers["Retry-After"].flatMap { Int($0) })
    #expect((3_000...3_600).contains(seconds))
  }

  @Test func `A position that the journal does not hold is gone, with the way on`() throws {
    let client = try ServiceClient(tickets: try ServiceClient.emptyDesk())
    _ = try received(client)
    let next = try #require(try client.get("/v1/changes").object["next"] as? Int)
    #expect(try client.get("/v1/changes?after=\(next)").object["epoch"] as? Int == 0)
    let gone = try client.get("/v1/changes?after=\(next + 5)")
    #expect(gone.problem == "410 position-lost after")
    #expect(gone.object["resume_after"] as? String == String(next))
    let document = try JSONDecoder().decode(
      JSONValue.self, from: Data(try ConsoleFiles().document.body))
    let schema = document["paths"]["/v1/changes"]["get"]["responses"]["410"]["content"][
      "application/problem+json"]["schema"]
    let value = try JSONDecoder().decode(JSONValue.self, from: Data(gone.body))
    #expect(SchemaChecker(document: document).faults(value, schema) == [])
  }

  @Test func `A full disk is said so, and reading goes on`() throws {
    let desk = try ServiceClient.emptyDesk()
    let client = try ServiceClient(tickets: desk)
    let number = try received(client)
    try desk.pool.exclusively {
      let pages = try $0.row("PRAGMA page_count")?.int(0) ?? 0
      try $0.execute("PRAGMA max_page_count = \(pages)")
    }
    var last: Response?
    for index in 0..<100 where (last?.status ?? 0) < 300 {
      last = try client.post(
        "/v1/tickets", #"{"type":"求助","text":"第\#(index)件","channel":"电话"}"#)
    }
    #expect(last?.problem == "507 storage-full")
    #expect(last?.headers["Retry-After"] == "30")
    #expect(try client.get("/v1/tickets/\(number)").status == 200)
    try desk.pool.exclusively { try $0.execute("PRAGMA max_page_count = 1073741823") }
    _ = try received(client, phone: "13800000003")
  }
}
