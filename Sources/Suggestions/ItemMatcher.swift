import Catalogue
import ChineseText
import Foundation
import Hotline
import Knowledge

/// Finds the catalogue items that a call is about, without any past tickets.
public struct ItemMatcher: Sendable {
  /// An item that fits, with what speaks for it.
  public struct Match: Sendable {
    /// The item.
    public var item: CatalogueItem
    /// The share that the item has among all, 0 to 1.
    public var share: Double
    /// The share of the call's weight that the item's texts hold, 0 to 1.
    public var coverage: Double
    /// The way of putting it that is most like the call, and how like, 0 to 1.
    public var nearest: (text: String, similarity: Double)?
    /// The call's words that the item's texts hold.
    public var words: [String]
  }

  private let items: [CatalogueItem]
  private let index: ExampleIndex
  /// How much better a score must be to be e times as likely.
  private static let temperature = 6.0

  /// Builds the index over names, keywords and sayings of items, and over the questions of the
  /// articles that answer for them.
  public init(_ catalogue: DispatchCatalogue, articles: [KnowledgeArticle], analyzer: Analyzer) {
    items = catalogue.content.items
    let numbers = Dictionary(
      items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var examples: [ExampleIndex.Example] = []
    for (group, item) in items.enumerated() {
      func add(_ text: String, _ weight: Double, utterance: Bool) {
        examples.append(
          ExampleIndex.Example(group: group, text: text, weight: weight, isUtterance: utterance))
      }
      add(item.name, 3, utterance: true)
      add(item.category.joined(separator: " "), 2, utterance: false)
      for keyword in item.keywords { add(keyword, 2, utterance: false) }
      for saying in item.sayings { add(saying, 1, utterance: true) }
    }
    for article in articles {
      for id in article.items {
        guard let group = numbers[id] else { continue }
        for question in [article.title] + article.questions {
          examples.append(
            ExampleIndex.Example(group: group, text: question, weight: 0.5, isUtterance: true))
        }
        examples.append(
          ExampleIndex.Example(
            group: group, text: article.answer, weight: 0.3, isUtterance: false))
      }
    }
    index = ExampleIndex(examples, groups: items.count, analyzer: analyzer)
  }

  /// The items that fit a call, best first; their shares add up to 1 at most.
  public func matches(_ call: String, limit: Int) -> [Match] {
    let matches = index.matches(call, limit: max(limit, 20))
    guard let best = matches.first?.score else { return [] }
    let weights = matches.map { exp(($0.score - best) / Self.temperature) }
    let all = weights.reduce(0, +)
    return zip(matches, weights).prefix(limit).map { match, weight in
      Match(
        item: items[match.group], share: weight / all, coverage: match.coverage,
        nearest: match.nearest.map { (index.examples[$0.example].text, $0.similarity) },
        words: match.words)
    }
  }
}
