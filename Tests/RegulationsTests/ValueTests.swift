import Foundation
import Hotline
import Testing
import WorkingTime

@testable import Regulations

@Suite struct ValueTests {
  static func profile(_ id: String) throws -> RegulationProfile {
    try #require(Shipped.profiles[id])
  }

  static func deadlines(_ id: String) throws -> RegulationDeadlines {
    let calendar = try WorkingCalendar(
      folder: Shipped.root.appending(path: "Catalogue/calendar"))
    return RegulationDeadlines(profile: try profile(id), calendar: calendar)
  }

  static func moment(_ text: String) throws -> Date {
    try #require(ShanghaiTime.moment(text + ":00+08:00"))
  }

  static func text(_ deadline: Deadline?) -> String? {
    deadline.map { String(ShanghaiTime.text($0.dueAt).prefix(16)) }
  }

  @Test(
    "Y14 H三(四) — limits by type, from Friday 6 November 2026",
    arguments: [
      ("yichun", RequestType.consultation, "2026-11-10T17:30", "宜春办法第十四条"),
      ("yichun", .help, "2026-11-13T17:30", "宜春办法第十四条"),
      ("yichun", .opinion, "2026-11-13T17:30", "宜春办法第十四条"),
      ("yichun", .complaint, "2026-11-20T17:30", "宜春办法第十四条"),
      ("yichun", .report, "2026-11-20T17:30", "宜春办法第十四条"),
      ("haojiang", .consultation, "2026-11-09T17:30", "濠江制度三（四）1"),
      ("haojiang", .opinion, "2026-11-10T17:30", "濠江制度三（四）2"),
      ("haojiang", .help, "2026-11-11T17:30", "濠江制度三（四）3"),
      ("haojiang", .complaint, "2026-11-17T17:30", "濠江制度三（四）4"),
    ])
  func limits(id: String, type: RequestType, due: String, source: String) throws {
    let result = try Self.deadlines(id).completion(
      type: type, from: try Self.moment("2026-11-06T10:00"))
    #expect(Self.text(result) == due)
    #expect(result.source == source)
  }

  @Test("Y14 — a difficult matter reported three times has 15 working days")
  func difficult() throws {
    let result = try Self.deadlines("yichun").completion(
      type: .complaint, from: try Self.moment("2026-11-06T10:00"), difficult: true)
    #expect(Self.text(result) == "2026-11-27T17:30")
    #expect(try Self.profile("yichun")[.difficultReports]?.value == 3)
  }

  @Test("Y14 — any special limit prevails; H三(四)5 — only a shorter one")
  func special() throws {
    let start = try Self.moment("2026-11-06T10:00")
    let long = SpecialSpan(TimeSpan(20, .workingDay), source: "派单目录")
    let short = SpecialSpan(TimeSpan(1, .workingDay), source: "派单目录")
    func due(_ id: String, _ special: SpecialSpan) throws -> String? {
      Self.text(try Self.deadlines(id).completion(type: .complaint, from: start, special: special))
    }
    #expect(try due("yichun", long) == "2026-12-04T17:30")
    #expect(try due("yichun", short) == "2026-11-09T17:30")
    #expect(try due("haojiang", long) == "2026-11-17T17:30")
    #expect(try due("haojiang", short) == "2026-11-09T17:30")
    #expect(try due("zhongshan", long) == "2026-12-04T17:30")
    #expect(try due("nanchang-msa", long) == "2026-12-04T17:00")
  }

  @Test("Z15 N11 — without a limit on the item or the form, the answer says what is missing")
  func missing() throws {
    for id in ["zhongshan", "nanchang-msa"] {
      let deadlines = try Self.deadlines(id)
      let problem = #expect(throws: InputProblem.self) {
        try deadlines.completion(type: .help, from: Date(timeIntervalSince1970: 1_780_000_000))
      }
      #expect(problem?.code == "limit_missing")
    }
  }

  @Test("Y14 H三(一) N8(1)(3) — sign, return and pre-dispatch")
  func signing() throws {
    let start = try Self.moment("2026-11-06T16:00")
    #expect(Self.text(try Self.deadlines("yichun").sign(from: start)) == "2026-11-09T17:30")
    #expect(Self.text(try Self.deadlines("yichun").returning(from: start)) == "2026-11-09T17:30")
    #expect(Self.text(try Self.deadlines("haojiang").sign(from: start)) == "2026-11-09T17:30")
    let nanchang = try Self.deadlines("nanchang-msa")
    #expect(Self.text(nanchang.predispatch(from: start)) == "2026-11-06T18:00")
    #expect(Self.text(nanchang.returning(from: start)) == "2026-11-06T20:00")
    #expect(nanchang.sign(from: start) == nil)
    #expect(
      Self.text(try Self.deadlines("haojiang").disputeEvidence(from: start)) == "2026-11-09T12:00")
  }

  @Test("Y16 H三(五) N8(4) — until when an extension may be asked for")
  func extensions() throws {
    let due = try Self.moment("2026-11-13T17:30")
    #expect(
      Self.text(try Self.deadlines("yichun").extensionRequest(due: due)) == "2026-11-13T17:30")
    #expect(
      Self.text(try Self.deadlines("haojiang").extensionRequest(due: due)) == "2026-11-12T17:30")
    let nanchang = try Self.deadlines("nanchang-msa")
    #expect(
      Self.text(nanchang.extensionRequest(due: try Self.moment("2026-11-13T17:00")))
        == "2026-11-12T17:00")
    let extended = try Self.deadlines("haojiang").extended(due: due, by: TimeSpan(3, .workingDay))
    #expect(Self.text(extended) == "2026-11-18T17:30")
  }

  @Test("Y34 — yellow with one working day left, red when it is over")
  func yichunCards() throws {
    let due = try Self.moment("2026-11-16T17:30")
    let deadlines = try Self.deadlines("yichun")
    #expect(Self.text(deadlines.yellow(due: due)) == "2026-11-13T17:30")
    #expect(Self.text(deadlines.red(due: due)) == "2026-11-16T17:30")
  }

  @Test("H五 — warning on the last working day, yellow on the first after, red on the second")
  func haojiangCards() throws {
    let due = try Self.moment("2026-11-13T17:30")
    let deadlines = try Self.deadlines("haojiang")
    #expect(Self.text(deadlines.warning(due: due)) == "2026-11-12T17:30")
    #expect(Self.text(deadlines.yellow(due: due)) == "2026-11-16T00:00")
    #expect(Self.text(deadlines.red(due: due)) == "2026-11-17T00:00")
  }

  @Test("N8(5) — the reminder goes out the day before")
  func reminder() throws {
    let due = try Self.moment("2026-11-13T17:00")
    #expect(Self.text(try Self.deadlines("nanchang-msa").reminder(due: due)) == "2026-11-12T00:00")
  }

  @Test("H四 — contact within one working day, in two slots, with proof")
  func contact() throws {
    let profile = try Self.profile("haojiang")
    let deadlines = try Self.deadlines("haojiang")
    let start = try Self.moment("2026-11-06T16:00")
    #expect(Self.text(deadlines.firstContact(from: start)) == "2026-11-09T17:30")
    #expect(Self.text(deadlines.closingContact(from: start)) == "2026-11-09T17:30")
    #expect(Self.text(deadlines.survey(from: start)) == "2026-11-09T17:30")
    #expect(profile[.contactSlots]?.value == 2)
    #expect(profile[.contactProof]?.source.description == "濠江制度四（三）第二款")
  }

  @Test("Y15 H三(四) — emergencies by the clock")
  func emergencies() throws {
    let start = try Self.moment("2026-11-07T22:00")
    let haojiang = try #require(try Self.profile("haojiang").emergencies.first)
    let dates = try Self.deadlines("haojiang").emergency(haojiang, from: start)
    #expect(dates.map { Self.text($0.deadline) } == ["2026-11-08T00:00", "2026-11-08T22:00"])
    let yichun = try #require(try Self.profile("yichun").emergencies.first)
    #expect(yichun.within == TimeSpan(2, .hour))
    #expect(yichun.entry == "第十五条")
  }

  @Test("J6.1.2 J6.2.1 — five classes, one promised; five promises")
  func rehandling() throws {
    let profile = try Self.profile("nanjing")
    #expect(profile[.classes].map(\.id).count == 5)
    #expect(profile[.classes].filter { $0.flag("promise") }.map(\.id) == ["未解决的合理诉求"])
    let start = try Self.moment("2026-11-16T10:00")
    let deadlines = try Self.deadlines("nanjing")
    let ends = profile[.promises].map { Self.text(deadlines.promise($0, from: start)) }
    #expect(
      ends == ["2026-11-30T17:30", "2027-01-18T17:30", "2027-02-16T17:30", "2027-05-17T17:30", nil])
    #expect(profile[.rehandlingExtensionMost]?.value == 3)
  }

  @Test("J — the layer lies over a city and keeps its own sources")
  func layer() throws {
    let city = try Self.profile("yichun").laid(under: try Self.profile("nanjing"))
    #expect(city.id == "yichun")
    #expect(city[.rehandlingContactEvery]?.source.description == "南京规范6.2.2")
    #expect(city[.signWithin]?.source.description == "宜春办法第十四条")
    #expect(city[.classes].count == 5)
    #expect(city[.supervision].count == 6)
  }

  @Test("N8(6) N18 — eight supervision triggers, three approvals, four forms")
  func nanchang() throws {
    let profile = try Self.profile("nanchang-msa")
    #expect(profile[.supervision].count == 8)
    #expect(profile[.approvals].map { $0["bureau"] } == ["科室分管领导", "科室分管领导", "市局主要领导"])
    #expect(profile[.approvals][2].list("channels") == ["省委民声通道公文交办", "人民网", "市委书记留言板"])
    #expect(profile[.forms].count == 4)
    #expect(profile[.returnMost]?.value == 2)
    #expect(profile[.replyCharacters]?.value == 400)
    #expect(profile[.retentionFiles]?.value == TimeSpan(3, .year))
  }

  @Test("Open points are marked with the other reading")
  func interpretations() throws {
    for id in ["zhongshan", "yichun", "haojiang", "nanchang-msa"] {
      let profile = try Self.profile(id)
      for value in profile.values.values {
        guard let other = value.source.interpretation else { continue }
        #expect(other.contains("另一种理解"), "\(id) \(value.line)")
      }
    }
    #expect(try Self.profile("nanchang-msa")[.returnWithin]?.source.interpretation != nil)
  }

  @Test("H三(五) — a limit of half a day leaves no time to ask for an extension, and gives no date")
  func tooShort() throws {
    let haojiang = try Self.deadlines("haojiang")
    let start = try Self.moment("2026-02-12T09:00")
    let half = SpecialSpan(TimeSpan(0.5, .workingDay), source: "派单目录")
    let due = try haojiang.completion(type: .help, from: start, special: half).dueAt
    let short = try #require(
      haojiang.dates(from: start, due: due).first { $0.what == "extension" })
    #expect(!short.isPossible)
    #expect(short.note?.contains("来不及申请延期") == true)
    let usual = try haojiang.completion(type: .help, from: start).dueAt
    let long = try #require(
      haojiang.dates(from: start, due: usual).first { $0.what == "extension" })
    #expect(long.isPossible)
    #expect(long.deadline.dueAt >= start)
  }

  @Test(
    "Y13(3) N8(3) — a return that counts from signing says so, H三(二) — from receipt does not",
    arguments: [("yichun", true), ("nanchang-msa", true), ("haojiang", false)])
  func returnNote(id: String, said: Bool) throws {
    let start = try Self.moment("2026-11-06T10:00")
    let dates = try Self.deadlines(id).dates(
      from: start, due: try Self.moment("2026-11-20T17:00"))
    let date = try #require(dates.first { $0.what == "return" })
    #expect((date.note == "按派发时即签收推算；实际自签收起算") == said)
  }

  @Test("Y34(2) — the yellow card by working hours goes back over office time only")
  func yellowByHours() throws {
    let clock = try Self.deadlines("yichun").clock
    let moment = clock.moment(
      TimeSpan(4, .workingHour), before: try Self.moment("2026-03-06T09:00"))
    #expect(moment == (try Self.moment("2026-03-05T11:30")))
  }

  @Test("J6.2.1 J6.2.2 J6.2.3 — a promise has its own source, monthly contacts, three extensions")
  func promised() throws {
    let deadlines = try Self.deadlines("nanjing")
    let (due, dates) = try deadlines.promised("3 months", from: try Self.moment("2026-03-04T10:00"))
    #expect(Self.text(due) == "2026-06-04T17:30")
    #expect(due.source == "南京规范6.2.1")
    let contacts = dates.filter { $0.what == "contact" }
    #expect(
      contacts.map { Self.text($0.deadline) } == [
        "2026-04-07T17:30", "2026-05-06T17:30", "2026-06-04T17:30",
      ])
    #expect(contacts.allSatisfy { $0.deadline.source == "南京规范6.2.2" })
    let extending = try #require(dates.first { $0.what == "extension" })
    #expect(extending.deadline.source == "南京规范6.2.3")
    #expect(extending.deadline.steps.count == 3)
    let month = try deadlines.promised("当月", from: try Self.moment("2026-03-04T10:00"))
    #expect(!month.1.contains { $0.what == "contact" })
  }

  @Test(
    "J6.2.1 — a term that the standard has not, one without end and none are told with the terms",
    arguments: [
      (nil, "承诺解决时限"), ("3个工作日", "当月、2个月、3个月、6个月、长期"), ("长期", "没有到期日"), ("4个月", "当月"),
    ])
  func badPromise(limit: String?, said: String) throws {
    let deadlines = try Self.deadlines("nanjing")
    let start = try Self.moment("2026-03-04T10:00")
    let problem = #expect(throws: InputProblem.self) {
      _ = try deadlines.promised(limit, from: start)
    }
    #expect(problem?.field == "limit")
    #expect(problem?.message.contains(said) == true)
  }
}
