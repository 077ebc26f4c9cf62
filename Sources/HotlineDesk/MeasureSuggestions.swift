import Catalogue
import ChineseText
import Foundation
import Hotline
import Knowledge
import Suggestions

extension Measure {
  /// How well the catalogue alone, without past tickets, sends calls.
  public struct CatalogueFigures: Codable, Sendable {
    /// Calls that have an item.
    public var n: Int
    /// Share of calls whose first item is one of the right ones.
    public var itemTop1: Double
    /// Share of calls with a right item among the first three.
    public var itemTop3: Double
    /// Share of calls whose first unit is a right one; any town stands for 属地镇街.
    public var unitTop1: Double
    /// Share of calls with a right unit among the first three.
    public var unitTop3: Double
    /// Mean distance between the confidence of the first unit and how often it is right, over ten
    /// equal bands of confidence.
    public var unitCalibrationError: Double
    /// Share of calls on which Paidan does not abstain.
    public var coverage: Double
    /// Share of those whose first unit is right.
    public var precision: Double
    /// Ids of the calls whose first unit is wrong.
    public var wrong: [String]

    enum CodingKeys: String, CodingKey {
      case n, coverage, precision, wrong
      case itemTop1 = "item_top1"
      case itemTop3 = "item_top3"
      case unitTop1 = "unit_top1"
      case unitTop3 = "unit_top3"
      case unitCalibrationError = "unit_ece"
    }
  }

  private struct CallRow: Decodable {
    var id: String
    var text: String
    var items: [String]
  }

  /// Suggests units for labelled calls: lines `{"id","text","items":[…]}`, right items first.
  public static func catalogue(_ desk: Desk, test: URL) throws -> CatalogueFigures {
    let catalogue = desk.current.catalogue
    var first = (item: 0, unit: 0)
    var three = (item: 0, unit: 0)
    var judged: [(confidence: Double, right: Bool)] = []
    var taken = (all: 0, right: 0)
    var wrong: [String] = []
    func name(_ unit: String) -> String {
      catalogue.unit(unit)?.kind == .town ? CatalogueItem.territory : unit
    }
    for row in try rows(test, as: CallRow.self) where !row.items.isEmpty {
      let right = Set(row.items)
      let units = Set(row.items.compactMap { catalogue.item($0)?.unit })
      let suggestion = try desk.suggest(row.text)
      let items = suggestion.units.compactMap(\.item)
      let named = suggestion.units.map { name($0.unit) }
      if let item = items.first, right.contains(item) { first.item += 1 }
      if !right.isDisjoint(with: items.prefix(3)) { three.item += 1 }
      let isRight = named.first.map(units.contains) ?? false
      if isRight { first.unit += 1 } else { wrong.append(row.id) }
      if !units.isDisjoint(with: named.prefix(3)) { three.unit += 1 }
      judged.append((suggestion.units.first?.confidence ?? 0, isRight))
      if !suggestion.abstained { taken = (taken.all + 1, taken.right + (isRight ? 1 : 0)) }
    }
    let n = Double(max(1, judged.count))
    return CatalogueFigures(
      n: judged.count, itemTop1: Double(first.item) / n, itemTop3: Double(three.item) / n,
      unitTop1: Double(first.unit) / n, unitTop3: Double(three.unit) / n,
      unitCalibrationError: calibrationError(judged), coverage: Double(taken.all) / n,
      precision: Double(taken.right) / Double(max(1, taken.all)), wrong: wrong)
  }

  /// How well instant answers are found, and kept back where there is none.
  public struct AnswerFigures: Codable, Sendable {
    /// Questions in all.
    public var n: Int
    /// Questions that an article answers.
    public var answerable: Int
    /// Share of those whose first article is right.
    public var top1: Double
    /// Share of those with a right article among the first three.
    public var top3: Double
    /// Share of those with a right first article at or above the display threshold.
    public var shown: Double
    /// Share of questions without an answer that get one at or above the display threshold.
    public var falseAnswers: Double
    /// Mean distance between the confidence of the first article and how often it is right.
    public var calibrationError: Double
    /// Ids of the questions whose first article is wrong.
    public var wrong: [String]
    /// Ids of the questions without an answer that get one.
    public var falseIDs: [String]

    enum CodingKeys: String, CodingKey {
      case n, answerable, top1, top3, shown, wrong
      case falseAnswers = "false_answers"
      case calibrationError = "ece"
      case falseIDs = "false_ids"
    }
  }

  private struct QuestionRow: Decodable {
    var id: String
    var text: String
    var articles: [String]
  }

  /// Answers labelled questions: lines `{"id","text","articles":[…]}`, none for those that no
  /// article answers.
  public static func answers(_ desk: Desk, test: URL) throws -> AnswerFigures {
    var answerable = 0
    var counts = (first: 0, three: 0, shown: 0, unanswerable: 0)
    var judged: [(confidence: Double, right: Bool)] = []
    var wrong: [String] = []
    var falseIDs: [String] = []
    for row in try rows(test, as: QuestionRow.self) {
      let answers = try desk.suggest(row.text).answers
      let isRight = answers.first.map { row.articles.contains($0.id) } ?? false
      let isShown = (answers.first?.confidence ?? 0) >= AnswerFinder.displayThreshold
      judged.append((answers.first?.confidence ?? 0, isRight))
      if row.articles.isEmpty {
        counts.unanswerable += 1
        if isShown { falseIDs.append(row.id) }
        continue
      }
      answerable += 1
      if isRight { counts.first += 1 } else { wrong.append(row.id) }
      if answers.prefix(3).contains(where: { row.articles.contains($0.id) }) { counts.three += 1 }
      if isRight, isShown { counts.shown += 1 }
    }
    let n = Double(max(1, answerable))
    return AnswerFigures(
      n: judged.count, answerable: answerable, top1: Double(counts.first) / n,
      top3: Double(counts.three) / n, shown: Double(counts.shown) / n,
      falseAnswers: Double(falseIDs.count) / Double(max(1, counts.unanswerable)),
      calibrationError: calibrationError(judged), wrong: wrong, falseIDs: falseIDs)
  }

  /// Expected calibration error over ten equal bands.
  static func calibrationError(_ judged: [(confidence: Double, right: Bool)]) -> Double {
    guard !judged.isEmpty else { return 0 }
    let bands = Dictionary(grouping: judged) { min(9, Int($0.confidence * 10)) }
    let sum = bands.values.reduce(0.0) { sum, band in
      let count = Double(band.count)
      let mean = band.reduce(0) { $0 + $1.confidence } / count
      let right = Double(band.count { $0.right }) / count
      return sum + count * abs(mean - right)
    }
    return sum / Double(judged.count)
  }
}
