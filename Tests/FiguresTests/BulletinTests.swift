import Foundation
import Hotline
import Lifecycle
import Testing

@testable import Figures

@Suite struct BulletinTests {
  static let unit = "中山市水务局"
  private let april = FigurePeriod("2026-04") ?? .month(of: Date())

  private func life(
    _ desk: FigureDesk, _ month: String, replied: String, _ value: RatingValue,
    text: String = "停水", region: String? = nil
  ) throws {
    try desk.life(
      [
        (
          "\(month)-02 09:00",
          .receive(
            Request(type: .help, text: text, caller: "诉求人", channel: "电话", at: Date()))
        ),
        ("\(month)-02 10:00", .dispatch(lead: Self.unit, co: [], terms: Terms(), approvedBy: nil)),
        ("\(month)-02 11:00", .sign(by: Self.unit)),
        (
          "\(month)-\(replied) 09:00",
          .reply(by: Self.unit, text: "已修复。", parts: [:], approvedBy: nil, contact: true)
        ),
        ("\(month)-\(replied) 10:00", .approveCompletion),
        ("\(month)-\(replied) 11:00", .callback(reached: true)),
        ("\(month)-\(replied) 11:05", .rate(value: value, fault: nil, excluded: nil)),
      ], region: region)
  }

  private func played() throws -> FigureDesk {
    let desk = try FigureDesk("yichun", at: "2026-05-06T09:00:00+08:00")
    for _ in 0..<12 { try life(desk, "03", replied: "03", .dissatisfied) }
    for _ in 0..<12 { try life(desk, "04", replied: "03", .satisfied) }
    try life(desk, "04", replied: "20", .dissatisfied, text: "<b>停水</b>&\"很久\"")
    return desk
  }

  @Test(
    "Y26 Y25 — the bulletin holds figures, change, units, ranking, cases and what may be answered for"
  )
  func whole() throws {
    let bulletin = try played().figures.bulletin(
      .handling, april, knowledge: [(unit: Self.unit, articles: 4, accuracy: 0.75, freshness: 1)])
    let html = bulletin.html()
    for wanted in [
      "2026年4月办理情况通报", "宜春办法第二十六条", "满意率", "比2026年3月上升", Self.unit, "即时排名", "超期", "75.0%",
      "<title id=\"ontime-t\">", "<desc id=\"ontime-d\">", "scope=\"row\"", "统计口径",
    ] {
      #expect(html.contains(wanted), "\(wanted)")
    }
    #expect(html.contains("&lt;b&gt;停水&lt;/b&gt;&amp;&quot;很久&quot;"))
    #expect(!html.contains("<b>停水") && !html.contains("<script"))
  }

  @Test func `A change is told only when it is more than chance, with the unit behind it`() throws {
    let bulletin = try played().figures.bulletin(.handling, april)
    let sentences = BulletinWords.sentences(bulletin)
    #expect(sentences.contains { $0.contains("满意率92.3%（12/13）") && $0.contains(Self.unit) })
    #expect(!BulletinWords.isTelling(0.9, 100, 0.88, 100))
    #expect(BulletinWords.isTelling(0.9, 1_000, 0.8, 1_000))
    #expect(!BulletinWords.isTelling(1, 5, 0, 5))
  }

  @Test(
    "Z39 N22 — published are sums alone; a small cell, and the one that would tell it, are left out"
  )
  func published() throws {
    let desk = try FigureDesk("zhongshan", at: "2026-05-06T09:00:00+08:00")
    func receive(_ count: Int, _ region: String) throws {
      for _ in 0..<count {
        try desk.life(
          [
            (
              "04-02 09:00",
              .receive(
                Request(type: .help, text: "张某停水", caller: "诉求人", channel: "电话", at: Date()))
            )
          ], region: region)
      }
    }
    try receive(12, "石岐街道")
    try receive(3, "小榄镇")
    try receive(15, "东区街道")
    #expect(throws: InputProblem.self) {
      try desk.figures.publish(#require(FigurePeriod("2026-05")), by: "甲")
    }
    let figures = try desk.figures.publish(april, by: "甲")
    #expect(figures.received == 30)
    #expect(figures.source?.contains("第三十九条") == true)
    let towns = Dictionary(figures.towns.map { ($0.name, $0.count) }, uniquingKeysWith: { $1 })
    #expect(towns["小榄镇"] == .some(nil) && towns["石岐街道"] == .some(nil))
    #expect(towns["东区街道"] == 15)
    let text = String(decoding: try JSONEncoder().encode(figures), as: UTF8.self)
    #expect(!text.contains("张某") && !text.contains("停水"))
    #expect(try desk.figures.published(april)?.figures == figures)
    #expect(try desk.figures.published(FigurePeriod("2026-03")) == nil)
  }
}

@Suite struct TopicTests {
  private let april = FigurePeriod("2026-04") ?? .month(of: Date())

  private func requests() throws -> [TopicRequest] {
    var found: [TopicRequest] = []
    func add(_ text: String, _ day: String, _ unit: String) throws {
      found.append(
        TopicRequest(
          number: "N\(found.count)", day: try #require(Day(day)), text: text, unit: unit,
          place: nil))
    }
    let matters = ["路灯不亮", "井盖破损", "占道摆摊", "垃圾没有清运", "公交晚点", "物业乱收费"]
    let places = ["青松路", "白云小区", "红星市场", "长江新村", "东湖公园", "北门车站", "南关大桥"]
    for index in 0..<84 {
      let text = "来电人反映\(places[index % 7])\(matters[index % 6])\(index / 42)号，希望尽快处理"
      try add(text, index % 2 == 0 ? "2026-03-12" : "2026-04-12", "城管局")
    }
    for day in ["18", "20", "21", "22", "23", "24"] {
      try add("翠湖花园三期自来水发黄有臭味，希望尽快处理", "2026-04-\(day)", "水务局")
      try add("来电人反映翠湖花园三期自来水发黄有臭味，不敢喝", "2026-04-\(day)", "卫健局")
    }
    return found
  }

  @Test(
    "Y25 Z26 — what many call about at once in one place is found across units, and warned of as new"
  )
  func found() throws {
    let topic = try #require(HotTopics(try requests(), in: april).topics.first)
    #expect(topic.count == 12 && topic.before == 0)
    #expect(topic.surge && topic.fresh)
    #expect(Set(topic.units.map(\.unit)) == ["水务局", "卫健局"])
    #expect(topic.title.contains("自来水发黄") || topic.title.contains("翠湖花园"))
    #expect((topic.from, topic.to) == ("2026-04-18", "2026-04-24"))
  }

  @Test("Z27 — what comes every year at this time is no surge")
  func season() throws {
    var all = try requests()
    let now = all
    for request in now {
      all.append(
        TopicRequest(
          number: "A" + request.number, day: request.day.adding(days: -365), text: request.text,
          unit: request.unit, place: nil))
    }
    let topic = HotTopics(all, in: april).topics.first { $0.units.contains { $0.unit == "水务局" } }
    #expect(topic?.count == 12 && topic?.surge == false && topic?.fresh == false)
  }

  @Test func `The same requests in another order give the same topics`() throws {
    let requests = try requests()
    let first = HotTopics(requests, in: april).topics
    #expect(first == HotTopics(requests.reversed(), in: april).topics)
  }
}
