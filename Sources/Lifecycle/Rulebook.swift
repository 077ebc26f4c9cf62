import Hotline
import Regulations
import Synchronization

/// A regulation with the standard that may be laid over it.
///
///     let rules = Rulebook(yichun, layer: nanjing)
///     rules[.extensionMost]?.value        // 1, from 宜春办法第十六条
///     rules[.rehandlingExtensionMost]     // 3, from 南京规范6.2.3
public struct Rulebook: Sendable {
  /// The city's own regulation.
  public let base: RegulationProfile
  /// The standard over it, if any.
  public let layer: RegulationProfile?

  /// Joins a regulation and a layer.
  public init(_ base: RegulationProfile, layer: RegulationProfile? = nil) {
    self.base = base
    self.layer = layer
  }

  /// Values read before; a command asks for some fifty, and each would be parsed again.
  private let memory = Memory()

  private final class Memory: Sendable {
    let values = Mutex<[String: any Sendable]>([:])
  }

  /// A rule's value: the layer's where it has one, else the regulation's.
  subscript<Value>(_ key: RuleKey<Value>) -> Sourced<Value>? {
    if let known = memory.values.withLock({ $0[key.name] }) {
      return (known as? Sourced<Value>?) ?? nil
    }
    let found = layer?[key] ?? base[key]
    memory.values.withLock { $0[key.name] = found }
    return found
  }

  /// A table: the layer's where it has one, else the regulation's.
  subscript(_ table: RuleTable) -> [RuleRow] {
    let rows = layer?[table] ?? []
    return rows.isEmpty ? base[table] : rows
  }

  /// True when a rule says yes.
  func holds(_ key: RuleKey<Bool>) -> Bool { self[key]?.value == true }
  /// True when a rule says no.
  func denies(_ key: RuleKey<Bool>) -> Bool { self[key]?.value == false }

  /// The citation of a rule; nil where the document has none.
  func cite<Value>(_ key: RuleKey<Value>) -> String? { self[key].map { Self.cite($0.source) } }

  /// A source as it is shown: articles and numbered items, without the count of paragraphs.
  static func cite(_ source: RuleSource) -> String {
    var article = Substring(source.article)
    if article.hasSuffix("款"), let start = article.lastIndex(of: "第"), start != article.startIndex {
      article = article[..<start]
    }
    // 6.1.2a) is cited as 6.1.2: the lettered lines spell one clause out.
    if article.hasSuffix(")"), let letter = article.dropLast().last, letter.isLetter {
      article = article.dropLast(2)
    }
    return source.document + article
  }

  /// False for a command that only some regulations know and this one does not.
  public func carries(_ command: CommandName) -> Bool {
    switch command {
    case .transfer: self[.transferTo] != nil
    case .fileCase: holds(.caseFiledCloses)
    case .escalate: holds(.escalation)
    case .dispute: self[.disputeEvidenceWithin] != nil
    case .jointHandling: self[.jointDecidedBy] != nil
    case .reportUp: holds(.reportedUp)
    case .forceMajeure: holds(.forceMajeureRestarts)
    case .judge, .extendPromise, .solve: !self[.classes].isEmpty
    default: true
    }
  }

  /// The article that a refusal cites when a command does not fit the state.
  func process(of command: CommandName) -> String {
    if let known = step(command) { return known }
    let row = base[.process].first ?? layer?[.process].first
    return row.map { Self.cite($0.source) } ?? firstArticle
  }

  /// The citation of a ticket's step; nil where the document does not speak of it.
  func step(_ command: CommandName) -> String? {
    for profile in [base, layer].compactMap({ $0 }) {
      if let row = profile[.process].first(where: { $0.id == command.rawValue }) {
        return Self.cite(row.source)
      }
    }
    return nil
  }

  private var firstArticle: String {
    let article = base.articles.first {
      if case .software = $0.treatment { return true }
      return false
    }
    return base.short + (article?.article ?? "")
  }
}
