import Regulations

/// The regulation by which figures are defined, with the standard over it.
public struct FigureRules: Sendable {
  /// The city's regulation.
  public let base: RegulationProfile
  /// The standard laid over it; nil for none.
  public let layer: RegulationProfile?

  /// Joins a regulation and a layer.
  public init(_ base: RegulationProfile, layer: RegulationProfile? = nil) {
    self.base = base
    self.layer = layer
  }

  /// The rows of a table in both.
  func rows(_ table: RuleTable) -> [RuleRow] { base[table] + (layer?[table] ?? []) }

  /// A row of the table of figures.
  func figure(_ id: String) -> RuleRow? { rows(.figures).first { $0.id == id } }

  /// What is measured, each with its article.
  var measures: [Measure] {
    Measure.allCases.filter { !$0.isListed || figure($0.rawValue) != nil }
  }

  func definition(_ measure: Measure) -> FigureDefinition {
    FigureDefinition(measure, figure(measure.rawValue))
  }

  /// The article that takes a rating out, by the reason that was recorded.
  func notCounted(_ reason: String) -> String? {
    let rows = rows(.notCounted)
    let wanted =
      reason.contains("采纳") || reason.contains("建议")
      ? "suggestion-not-adopted" : "no-basis-explained"
    return (rows.first { $0["when"] == wanted } ?? rows.first)?.source.description
  }
}
