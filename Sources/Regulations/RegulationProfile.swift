import ChineseText
import Hotline

/// A city's regulation as data: every value with the article that says so.
public struct RegulationProfile: Sendable {
  /// The profile's name, such as `zhongshan`.
  public let id: String
  /// The document's full title.
  public let title: String
  /// The document's short name, as sources show it.
  public let short: String
  /// The document's number, such as 市政府令第24号.
  public let number: String
  /// The day from which the document holds.
  public let from: Day
  /// True for a standard that is laid over another profile.
  public let isLayer: Bool
  /// The articles in the document's order, none missing.
  public let articles: [RegulationArticle]
  /// All single values by key name.
  let values: [String: RuleValue]
  /// All tables by name.
  let tables: [String: [RuleRow]]
  /// The calls that may not be taken.
  public let exclusions: ExclusionList
  /// What must be handled within hours.
  public let emergencies: [EmergencyEntry]

  /// The value of a rule; nil where the document has none.
  public subscript<Value>(_ key: RuleKey<Value>) -> Sourced<Value>? {
    guard let rule = values[key.name], let value = key.read(rule.text) else { return nil }
    return Sourced(value, rule.source)
  }

  /// The rows of a table, in the document's order; empty where the document has none.
  public subscript(_ table: RuleTable) -> [RuleRow] { tables[table.name] ?? [] }

  /// Request types for which the document has no limit: the catalogue item or the form must have it.
  public var typesWithoutLimit: [RequestType] {
    isLayer ? [] : RequestType.allCases.filter { self[.limit($0)] == nil }
  }

  /// The emergency that a call seems to be; nil when it seems none.
  public func urgent(in text: String) -> EmergencyProposal? {
    urgent(in: text, recognitions: exclusions.library.recognise(NormalText(text)))
  }

  /// The same from recognitions made earlier with the profile's library.
  public func urgent(in text: String, recognitions: [Recognition]) -> EmergencyProposal? {
    var best: (EmergencyEntry, Recognition)?
    for entry in emergencies {
      guard let found = recognitions.first(where: { entry.recognisedBy.contains($0.recogniser) }),
        found.confidence >= ExclusionList.displayThreshold
      else { continue }
      if let old = best, old.1.confidence >= found.confidence { continue }
      best = (entry, found)
    }
    guard let (entry, found) = best else { return nil }
    let bytes = Array(text.utf8)
    return EmergencyProposal(
      entry: entry.entry, source: entry.source.description, confidence: found.confidence,
      within: entry.within?.description ?? entry.until, act: entry.act,
      words: found.ranges.map { String(decoding: bytes[$0], as: UTF8.self) }, ranges: found.ranges)
  }
}
