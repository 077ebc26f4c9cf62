import Catalogue
import Foundation
import Hotline
import Journal
import Knowledge
import Revisions

/// One row of a proposal: a record that is to come, to change or to end.
public struct ProposedChange: Codable, Hashable, Sendable {
  /// What is to happen to the record.
  public enum Action: String, Codable, Sendable {
    /// A new record comes.
    case add = "新增"
    /// A record gets a new state.
    case change = "修改"
    /// A record ends.
    case end = "终止"
  }

  /// Number of the row in its proposal, from 1.
  public var row: Int
  /// What is to happen.
  public var action: Action
  /// The record, such as `item/CG-012` or `article/SB-003`.
  public var stream: String
  /// The record's version on which the proposer looked; 0 for a new record.
  public var basedOn: Int
  /// The item's proposed state.
  public var item: CatalogueItem?
  /// The article's proposed state.
  public var article: KnowledgeArticle?
  /// Lines of the lexicon or the synonyms that come in and go out.
  public var words: WordEdit?
  /// True when it brings a former state back, also that of a record that has ended.
  public var isReturn: Bool?
  /// When the end takes effect; nil for the day of approval.
  public var ends: Validity?

  /// Proposes an item's state.
  ///
  /// - Parameter basedOn: the version of its stream that was looked at, 0 for a new item.
  public init(row: Int, item: CatalogueItem, basedOn: Int) {
    self.row = row
    action = basedOn == 0 ? .add : .change
    stream = "item/\(item.id)"
    self.basedOn = basedOn
    self.item = item
  }

  /// Proposes an article's state.
  public init(row: Int, article: KnowledgeArticle, basedOn: Int) {
    self.row = row
    action = basedOn == 0 ? .add : .change
    stream = "article/\(article.id)"
    self.basedOn = basedOn
    self.article = article
  }

  /// Proposes an edit of the lexicon (`lexicon/words`) or the synonyms (`lexicon/synonyms`).
  public init(row: Int, words: WordEdit, stream: String, basedOn: Int) {
    self.row = row
    action = .change
    self.stream = stream
    self.basedOn = basedOn
    self.words = words
  }

  /// Proposes a record's end.
  public init(row: Int, ending stream: String, from moment: Date? = nil, basedOn: Int) {
    self.row = row
    action = .end
    self.stream = stream
    self.basedOn = basedOn
    ends = moment.map { Validity(from: $0) }
  }

  /// The record's id without its kind.
  public var key: String { stream.split(separator: "/").last.map(String.init) ?? stream }

  /// True when the record is an item of the catalogue.
  public var isItem: Bool { stream.hasPrefix("item/") }

  /// True when the record is a list of words.
  public var isWords: Bool { stream.hasPrefix("lexicon/") }

  /// What people read of the record.
  public var title: String {
    item?.name ?? article?.title ?? (isWords ? (key == "words" ? "词库" : "同义词") : key)
  }

  /// When the change is to take effect; nil for its approval.
  public var effective: Date? {
    item?.validity?.from ?? article?.period.from ?? ends?.from
  }

  /// The journal entry that carries the row out.
  ///
  /// - Parameter moment: the approval, from which a change without a day of its own holds.
  /// - Parameter present: the item's present state, whose period says nothing of the new one's.
  /// - Parameter text: the present list of words.
  func entry(
    at moment: Date, over present: CatalogueItem?, words text: String
  ) throws -> NewEntry {
    if let words {
      return try KnowledgeProjection.revising(
        stream, text: words.applied(to: text), expectedVersion: basedOn)
    }
    if action == .end {
      return try Revision.ending(stream, from: ends?.from, expectedVersion: basedOn)
    }
    if var item {
      if item.validity?.from == nil || item.validity?.from == present?.validity?.from {
        let second = Date(timeIntervalSince1970: moment.timeIntervalSince1970.rounded(.down))
        item.validity = Validity(from: second, to: item.validity?.to)
      }
      return try NewEntry(
        stream: stream, expectedVersion: basedOn, type: "item-revised", encoding: item)
    }
    return try NewEntry(
      stream: stream, expectedVersion: basedOn, type: "article-revised", encoding: article)
  }
}
