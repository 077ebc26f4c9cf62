import Foundation
import Hotline
import Testing

@testable import Suggestions

@Suite struct OnlineLearningTests {
  @Test func `A new unit is proposed after a few tickets`() throws {
    var model = MadeUpCity.model
    for index in 0..<5 {
      model.learn(
        LabelledText(id: "n\(index)", text: "共享单车乱停放堵住地铁口\(index)", label: "市交通运输局"))
    }
    let (first, labels) = (model.predict("地铁口共享单车乱停放").first, model.labels)
    #expect(first?.label == "市交通运输局")
    #expect(labels.contains("市交通运输局"))
  }

  @Test func `A snapshot stays as it was while the model learns on`() {
    var model = MadeUpCity.model
    let text = "东湖区东风1路家里停水了"
    let before = model.predict(text)
    let snapshot = model
    for index in 0..<30 {
      model.learn(LabelledText(id: "s\(index)", text: text, label: "市应急局"))
    }
    let (kept, now) = (snapshot.predict(text), model.predict(text).first)
    #expect(kept == before)
    #expect(now?.label == "市应急局")
  }

  @Test func `Learning one by one comes near to training on all at once`() {
    let tickets = MadeUpCity.tickets(600)
    var model = DispatchModel.train(Array(tickets[..<410]))
    for ticket in tickets[410...] { model.learn(ticket) }
    let unseen = MadeUpCity.tickets(200, seed: 99)
    func right(_ model: DispatchModel) -> Int {
      unseen.filter { model.predict($0.text, limit: 1).first?.label == $0.label }.count
    }
    let (oneByOne, atOnce) = (right(model), right(MadeUpCity.model))
    #expect(oneByOne >= atOnce - 6)
  }

  @Test func `A ticket that was returned bears the label of the unit that took it on`() {
    var model = MadeUpCity.model
    let text = "观景台的望远镜投币以后不转"
    model.learn(LabelledText(id: "r1", text: text, label: "市应急局"))
    let before = model.neighbours(of: text, limit: 1).first
    model.learn(LabelledText(id: "r1", text: text, label: "市文旅局"))
    let after = model.neighbours(of: text, limit: 2).filter { $0.id == "r1" }
    #expect(before?.label == "市应急局")
    #expect(after.map(\.label) == ["市文旅局"])
    let first = model.predict(text).first?.label
    #expect(first == "市文旅局")
  }

  @Test func `A text that has to be forgotten is shown no more and still counts`() {
    var model = MadeUpCity.model
    let text = "观景台的望远镜投币以后不转"
    for index in 0..<3 {
      model.learn(LabelledText(id: "f\(index)", text: text, label: "市文旅局"))
      model.forgetText(of: "f\(index)")
    }
    let shown = model.neighbours(of: text, limit: 5)
    #expect(!shown.contains { $0.excerpt.contains("望远镜") || $0.id.isEmpty })
    let first = model.predict(text).first?.label
    #expect(first == "市文旅局")
  }

  @Test func `More labels than there was room for are learned`() throws {
    var model = DispatchModel.train(MadeUpCity.tickets(60))
    let names = (0..<80).map { "第\($0)号专班" }
    for _ in 0..<3 {
      for (index, name) in names.enumerated() {
        model.learn(LabelledText(id: name, text: "专项事务编号甲\(index)乙\(index)", label: name))
      }
    }
    let labels = model.labels
    #expect(Set(names).isSubset(of: labels))
    let right = names.indices.filter {
      model.predict("专项事务编号甲\($0)乙\($0)").first?.label == names[$0]
    }
    #expect(right.count >= 70)
  }

  @Test func `A renamed unit keeps its history`() {
    var model = MadeUpCity.model
    model.rename("东湖区城管局", to: "东湖区综合执法局")
    let text = "东湖区东风1路占道摆摊卖烧烤"
    let (first, labels) = (model.predict(text).first, model.labels)
    let explanation = model.explain(text, label: "东湖区综合执法局")
    #expect(first?.label == "东湖区综合执法局")
    #expect(explanation?.neighbours.isEmpty == false)
    #expect(!labels.contains("东湖区城管局"))
  }

  @Test func `A merged unit's history goes to the other, tickets under the old name too`() {
    var model = MadeUpCity.model
    model.rename("东湖区水务局", to: "东湖区住建局")
    let text = "东湖区东风1路家里停水了"
    let first = model.predict(text).first
    #expect(first?.label == "东湖区住建局")
    model.learn(LabelledText(id: "m", text: text, label: "东湖区水务局"))
    let proposals = model.predict(text, limit: 50)
    #expect(proposals.first?.label == "东湖区住建局")
    #expect(!proposals.contains { $0.label == "东湖区水务局" })
  }

  @Test func `Renaming back and forth ends`() {
    var model = MadeUpCity.model
    model.rename("东湖区水务局", to: "东湖区住建局")
    model.rename("东湖区住建局", to: "东湖区水务局")
    let proposals = model.predict("停水")
    #expect(!proposals.isEmpty)
  }
}

@Suite struct ModelFileTests {
  @Test func `A stored model answers as before and learns on alike`() throws {
    var model = MadeUpCity.model
    model.learn(LabelledText(id: "a", text: "地铁口共享单车乱停", label: "市交通运输局"))
    model.rename("东湖区水务局", to: "东湖区住建局")
    var restored = try DispatchModel(serialized: model.serialized())
    let thresholds = [restored.threshold, model.threshold]
    #expect(thresholds[0] == thresholds[1])
    let (labels, before) = (restored.labels, model.labels)
    #expect(labels == before)
    let next = LabelledText(id: "b", text: "地铁口共享单车又乱停", label: "市交通运输局")
    model.learn(next)
    restored.learn(next)
    for ticket in MadeUpCity.tickets(30, seed: 21) {
      let (now, before) = (restored.predict(ticket.text), model.predict(ticket.text))
      #expect(now == before)
      let explained = [restored, model].map { $0.explain(ticket.text, label: ticket.label) }
      #expect(explained[0] == explained[1])
    }
  }

  @Test func `An empty model can be stored`() throws {
    let restored = try DispatchModel(serialized: DispatchModel.train([]).serialized())
    let proposals = restored.predict("停水")
    #expect(proposals.isEmpty)
  }

  @Test func `Other bytes and other versions are told apart`() throws {
    #expect(throws: ModelFileError.notAModel) { try DispatchModel(serialized: Data()) }
    #expect(throws: ModelFileError.notAModel) {
      try DispatchModel(serialized: Data(repeating: 7, count: 500))
    }
    var data = DispatchModel.train([]).serialized()
    data[8] = 99
    #expect(throws: ModelFileError.otherVersion(99)) { try DispatchModel(serialized: data) }
  }

  @Test func `A file that was cut short or lengthened is refused at every length`() {
    let data = DispatchModel.train(MadeUpCity.tickets(12)).serialized()
    for length in stride(from: 12, to: data.count, by: 997) {
      #expect(throws: ModelFileError.damaged) {
        try DispatchModel(serialized: data.prefix(length))
      }
    }
    #expect(throws: ModelFileError.damaged) { try DispatchModel(serialized: data + [0]) }
  }
}

@Suite struct LabelEvaluationTests {
  private func outcome(_ truth: String, _ labels: [String], alone: Bool) -> LabelEvaluation.Outcome
  {
    LabelEvaluation.Outcome(
      truth: truth,
      proposals: labels.enumerated().map {
        LabelProposal(label: $1, confidence: $0 == 0 ? 0.75 : 0.1)
      }, standsAlone: alone, milliseconds: 1)
  }

  @Test func `Figures are those worked out by hand`() {
    let evaluation = LabelEvaluation(
      outcomes: [
        outcome("甲", ["甲", "乙"], alone: true), outcome("甲", ["乙", "甲"], alone: true),
        outcome("乙", ["乙"], alone: false), outcome("丙", ["甲", "乙", "丁", "丙"], alone: false),
      ], labels: 4, target: 0.95)
    #expect(evaluation.top1 == 0.5)
    #expect(evaluation.top3 == 0.75)
    #expect(evaluation.top5 == 1)
    // 甲: 2·1/(2+2); 乙: 2·1/(1+2); 丙: 0; 丁 is never first and never true.
    #expect(abs(evaluation.macroF1 - (0.5 + 2.0 / 3 + 0) / 3) < 1e-12)
    #expect(evaluation.abstain.coverage == 0.5)
    #expect(evaluation.abstain.precision == 0.5)
    #expect(abs(evaluation.calibrationError - 0.25) < 1e-12)
  }

  @Test func `The keys are those that scripts rely on`() throws {
    let evaluation = LabelEvaluation.run(
      train: MadeUpCity.tickets(30), test: MadeUpCity.tickets(5, seed: 2))
    let object = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(evaluation)) as? [String: Any])
    let keys = [
      "n", "labels", "top1", "top3", "top5", "macro_f1", "abstain", "train_seconds", "p50_ms",
      "p99_ms", "peak_mib",
    ]
    #expect(keys.allSatisfy { object[$0] != nil })
    #expect(evaluation.peakMebibytes > 1)
    #expect(evaluation.count == 5)
  }

  @Test func `Nothing to measure gives zeros`() {
    let evaluation = LabelEvaluation.run(train: [], test: [])
    #expect(evaluation.count == 0)
    #expect(evaluation.top1 == 0)
  }
}
