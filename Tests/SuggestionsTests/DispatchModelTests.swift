import Foundation
import Hotline
import Testing

@testable import Suggestions

/// A small made-up city: matters by unit, said in turns with streets of four districts.
enum MadeUpCity {
  static let districts = ["东湖区", "西山区", "南桥区", "北岭区"]
  static let matters: [(unit: String, words: [String])] = [
    ("城管局", ["占道摆摊卖烧烤", "夜市摊贩占道经营", "乱贴小广告没人清理", "流动摊贩堵住人行道"]),
    ("环保局", ["工厂排放刺鼻废气", "河水发黑发臭", "饭店油烟直排", "厂房冒黑烟"]),
    ("住建局", ["房屋漏水开发商不修", "物业不作为电梯坏了", "工程质量有裂缝", "物业乱收维修费"]),
    ("教育局", ["小学入学报名需要什么材料", "幼儿园学费太高", "学校补课收费", "转学手续怎么办"]),
    ("水务局", ["家里停水了", "水管爆裂路面积水", "自来水发黄", "水费算错了"]),
    ("卫生局", ["医院挂不上号", "诊所没有执照行医", "疫苗接种去哪里", "医生态度恶劣"]),
  ]

  static func tickets(_ count: Int, seed: UInt64 = 7) -> [LabelledText] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let district = districts[Int.random(in: 0..<4, using: &random)]
      let matter = matters[Int.random(in: 0..<matters.count, using: &random)]
      let street = Int.random(in: 1...5, using: &random)
      let isNamed = Int.random(in: 0..<3, using: &random) > 0
      let place = (isNamed ? district : "") + district.prefix(1) + "风\(street)路"
      let words = matter.words[Int.random(in: 0..<4, using: &random)]
      return LabelledText(
        id: "\(index)", text: "市民来电反映：\(place)\(words)，请处理", label: district + matter.unit,
        day: Day(daysSince1970: 20_000 + index / 20))
    }
  }

  /// Trained once for the tests that only ask.
  static let model = DispatchModel.train(tickets(600))

  // An expectation prints what it is called on; these keep a model out of it.
  static var threshold: Double? { model.threshold }
  static func first(_ text: String) -> LabelProposal? { model.predict(text).first }
  static func explain(_ text: String, _ label: String) -> LabelExplanation? {
    model.explain(text, label: label)
  }
}

@Suite struct DispatchModelTests {
  @Test func `A model learns matter and district from six hundred tickets`() {
    let unseen = MadeUpCity.tickets(200, seed: 99)
    let right = unseen.filter {
      MadeUpCity.model.predict($0.text, limit: 1).first?.label == $0.label
    }
    #expect(right.count >= 190)
  }

  @Test func `A street alone points to the district whose name texts gave with it`() throws {
    let first = try #require(MadeUpCity.first("西风3路河水发黑发臭"))
    #expect(first.label == "西山区环保局")
    let places = MadeUpCity.model.knowledge.places.names.count
    #expect(places == 4)
  }

  @Test func `Proposals come best first, each label once, confidences sum to at most one`() {
    for ticket in MadeUpCity.tickets(50, seed: 5) {
      let proposals = MadeUpCity.model.predict(ticket.text, limit: 50)
      #expect(proposals.map(\.confidence) == proposals.map(\.confidence).sorted(by: >))
      #expect(Set(proposals.map(\.label)).count == proposals.count)
      #expect(proposals.reduce(0) { $0 + $1.confidence } <= 1.000001)
      #expect(proposals.allSatisfy { $0.confidence >= 0 })
    }
  }

  @Test func `Equal tickets give equal models`() {
    let tickets = MadeUpCity.tickets(410)
    let first = DispatchModel.train(tickets)
    let second = DispatchModel.train(tickets)
    let thresholds = [first.threshold, second.threshold]
    #expect(thresholds[0] == thresholds[1])
    for ticket in MadeUpCity.tickets(40, seed: 3) {
      let (one, other) = (first.predict(ticket.text), second.predict(ticket.text))
      #expect(one == other)
    }
  }

  @Test func `A threshold is found and a meaningless text stays below it`() throws {
    let threshold = try #require(MadeUpCity.threshold)
    #expect(threshold > 0 && threshold <= 1)
    let confidence = MadeUpCity.model.predict("你好").first?.confidence ?? 0
    let abstains = MadeUpCity.model.abstains(at: confidence)
    #expect(abstains)
    #expect(confidence < 0.1)
  }

  @Test func `No history proposes nothing and always abstains`() {
    let model = DispatchModel.train([])
    let (proposals, abstains) = (model.predict("停水"), model.abstains(at: 1))
    let (explanation, nearest) = (model.explain("停水", label: "水务局"), model.neighbours(of: "停水"))
    #expect(proposals.isEmpty && abstains)
    #expect(explanation == nil && nearest.isEmpty)
  }

  @Test(arguments: [1, 2, 10, 60])
  func `Few tickets give modest proposals`(count: Int) throws {
    let tickets = MadeUpCity.tickets(count)
    let model = DispatchModel.train(tickets)
    let first = try #require(model.predict(tickets[0].text).first)
    #expect(first.confidence < 0.99)
    let (labels, abstains) = (model.labels, model.abstains(at: first.confidence))
    #expect(labels.contains(first.label))
    #expect(abstains)
  }

  @Test func `A single label is proposed for everything, never as certain`() throws {
    let tickets = (0..<600).map { LabelledText(id: "\($0)", text: "第\($0)件事", label: "市民政局") }
    let model = DispatchModel.train(tickets)
    let proposals = model.predict("低保怎么办理")
    #expect(proposals.map(\.label) == ["市民政局"])
    #expect(proposals.allSatisfy { $0.confidence < 1 })
  }

  @Test func `Strange texts are answered`() {
    let texts = [
      "", " ", "。", "水", "\u{0}\u{0}", "\u{FFFD}", "👩‍👩‍👧‍👦🚰", "𠀀𠀁𠀂", "ABC 123",
      String(repeating: "停水", count: 100_000),
    ]
    for text in texts { answers(text) }
  }

  private func answers(_ text: String) {
    let proposals = MadeUpCity.model.predict(text)
    #expect(proposals.allSatisfy { $0.confidence.isFinite && $0.confidence <= 1 })
    for proposal in proposals.prefix(1) {
      let explanation = MadeUpCity.model.explain(text, label: proposal.label)
      let areOfText = explanation?.words.allSatisfy { text.contains($0) } ?? false
      #expect(areOfText, "\(text.prefix(20))")
    }
  }

  @Test func `Tickets without text or label are passed over`() {
    let model = DispatchModel.train([
      LabelledText(id: "1", text: "", label: "市水务局"),
      LabelledText(id: "2", text: "停水", label: ""),
      LabelledText(id: "3", text: "停电", label: "供电局"),
    ])
    let labels = model.labels
    #expect(labels == ["供电局"])
  }

  @Test func `An explanation names the words, the place and tickets of that unit`() throws {
    let text = "市民来电反映：东湖区东风2路河水发黑发臭，请处理"
    let explanation = try #require(MadeUpCity.explain(text, "东湖区环保局"))
    #expect(explanation.words.contains { $0.contains("河水") || $0.contains("发黑") })
    #expect(explanation.words.allSatisfy { text.contains($0) })
    #expect(explanation.place == "东湖")
    #expect(!explanation.neighbours.isEmpty)
    #expect(explanation.neighbours.allSatisfy { $0.label == "东湖区环保局" })
    #expect(explanation.parts.count == CandidateFact.allCases.count)
  }

  @Test func `The nearest ticket of a text learned is that ticket`() throws {
    let ticket = MadeUpCity.tickets(600)[599]
    let found = MadeUpCity.model.neighbours(of: ticket.text, limit: 3)
    let nearest = try #require(found.first)
    #expect(nearest.similarity > 0.999)
    #expect(nearest.label == ticket.label)
  }
}
