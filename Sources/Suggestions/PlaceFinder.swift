import Catalogue
import ChineseText

/// A place that a call names.
public struct FoundPlace: Hashable, Sendable {
  /// The place.
  public var region: Region
  /// The words of the call, as they were written.
  public var words: String
  /// The unit that answers for the territory; nil when the place lies in several towns.
  public var unit: String?
}

/// Finds the catalogue's places in a call, and the town or street that answers for them.
public struct PlaceFinder: Sendable {
  private let catalogue: DispatchCatalogue
  private let analyzer: Analyzer
  private let regions: [String: [Region]]

  /// Prepares the names and aliases of all places.
  public init(_ catalogue: DispatchCatalogue) {
    self.catalogue = catalogue
    var regions: [String: [Region]] = [:]
    for region in catalogue.content.regions {
      for name in [region.name] + region.aliases {
        regions[NormalText(name).string, default: []].append(region)
      }
    }
    self.regions = regions
    analyzer = Analyzer(
      lexicon: Lexicon(words: regions.keys.sorted()), synonyms: .empty, usesICUWords: false)
  }

  /// The places in the order in which they are named; of overlapping names the longest counts.
  public func places(in call: String) -> [FoundPlace] {
    let analysis = analyzer.analyze(call)
    let bytes = Array(call.utf8)
    var found: [FoundPlace] = []
    var end = 0
    let matches = analyzer.lexiconMatches(analysis)
      .sorted { ($0.lowerBound, -$0.count) < ($1.lowerBound, -$1.count) }
    for range in matches where range.lowerBound >= end {
      let name = analysis.string(range)
      guard let regions = regions[name], isPlace(name, at: range, in: analysis) else { continue }
      end = range.upperBound
      let units = Set(regions.compactMap { catalogue.territoryUnit(of: $0) })
      let words = String(decoding: bytes[analysis.bytes(range)], as: UTF8.self)
      found.append(
        FoundPlace(region: regions[0], words: words, unit: units.count == 1 ? units.first : nil))
    }
    return found
  }

  /// The unit that answers for the territory of a call, the places that say so, and how sure that is.
  ///
  /// A town or street named outright outweighs places inside another; two towns named outright
  /// leave the first, as callers begin with where they are.
  public func territory(of places: [FoundPlace]) -> Territory? {
    var scores: [String: Double] = [:]
    for (index, place) in places.enumerated() {
      guard let unit = place.unit else { continue }
      let weight = place.region.kind == .street || place.region.kind == .town ? 3.0 : 1.0
      scores[unit, default: 0] += weight / Double(index + 2)
    }
    guard let best = scores.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
    let all = scores.values.reduce(0, +)
    return Territory(
      unit: best.key, places: places.filter { $0.unit == best.key }, share: best.value / all)
  }

  /// False for 东区 in 某某花园东区: a quarter of an estate, not the street of that name.
  private func isPlace(_ name: String, at range: Range<Int>, in analysis: Analysis) -> Bool {
    guard name.count == 2, name.hasSuffix("区"), range.lowerBound > 0,
      analysis.units[range.lowerBound - 1].joinsNext
    else { return true }
    let before = analysis.string(range.lowerBound - 1..<range.lowerBound)
    return !"园区城苑府场库村厂院校段站楼期庭湾".contains(before)
  }
}
