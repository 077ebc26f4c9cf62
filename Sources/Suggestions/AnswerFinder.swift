import ChineseText
import Foundation
import Hotline
import Knowledge

/// Finds articles that answer a call at once, and says how sure it is.
///
/// A call is compared with the questions people ask, one by one, and with each article as a whole.
public struct AnswerFinder: Sendable {
  /// An article that may answer the call.
  public struct Match: Sendable {
    /// The article.
    public var article: KnowledgeArticle
    /// How sure it is that the article answers the call, 0 to 1.
    public var confidence: Double
    /// The question that is most like the call.
    public var nearest: String
    /// The call's words that the article holds.
    public var words: [String]
  }

  /// Answers that are less sure are not shown as answers.
  public static let displayThreshold = 0.7

  private let articles: [KnowledgeArticle]
  private let index: ExampleIndex

  /// Builds the index over titles, questions, keywords, answers and texts.
  public init(_ articles: [KnowledgeArticle], analyzer: Analyzer) {
    self.articles = articles
    var examples: [ExampleIndex.Example] = []
    for (group, article) in articles.enumerated() {
      func add(_ text: String, _ weight: Double, utterance: Bool) {
        examples.append(
          ExampleIndex.Example(group: group, text: text, weight: weight, isUtterance: utterance))
      }
      add(article.title, 3, utterance: true)
      for question in article.questions { add(question, 1.5, utterance: true) }
      for keyword in article.keywords { add(keyword, 1.5, utterance: false) }
      add(article.answer, 0.5, utterance: false)
      add(article.body, 0.3, utterance: false)
    }
    index = ExampleIndex(examples, groups: articles.count, analyzer: analyzer)
  }

  /// The articles in force on a day that may answer the call, best first.
  public func matches(_ call: String, on day: Day, limit: Int) -> [Match] {
    let matches = index.matches(call, limit: limit + 8)
      .filter { articles[$0.group].isValid(on: day) }
    guard let best = matches.first else { return [] }
    let found = matches.prefix(limit).enumerated().map { place, match in
      let rival = place == 0 ? (matches.count > 1 ? matches[1].score : 0) : best.score
      let article = articles[match.group]
      let weight = article.isStale(on: day) ? KnowledgeArticle.overdueWeight : 1
      return Match(
        article: article, confidence: Self.confidence(match, rival: rival) * weight,
        nearest: match.nearest.map { index.examples[$0.example].text } ?? "", words: match.words)
    }
    guard found.contains(where: { $0.article.isStale(on: day) }) else { return found }
    return found.enumerated().sorted {
      ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset)
    }.map(\.element)
  }

  /// A logistic of how much of the call the article holds, how like the nearest question is, how
  /// far the next article lies behind, and how much was found at all, so that a word or two is
  /// never sure; fitted on the tuning half of the spoken questions in `tools/measure`.
  static func confidence(_ match: ExampleIndex.Match, rival: Double) -> Double {
    let similarity = match.nearest?.similarity ?? 0
    let lead = match.score > 0 ? (match.score - rival) / match.score : 0
    let sum =
      -10.9 + 1.6 * match.coverage + 0.9 * similarity + 1.7 * lead + 2.4 * log(match.score + 1)
    return 1 / (1 + exp(-sum))
  }
}
