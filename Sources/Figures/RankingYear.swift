import Foundation
import Hotline
import Journal

/// A listed ground for more or fewer points in the year.
public struct YearKind: Codable, Hashable, Sendable {
  /// Its row in the regulation's table of figures.
  public var id: String
  /// What it is.
  public var title: String
  /// 1 for more points, -1 for fewer.
  public var sign: Int
  /// The article.
  public var source: String
}

/// More or fewer points for a unit, proposed by one and decided by another.
public struct YearItem: Codable, Hashable, Sendable {
  /// Place among the year's items, from 1.
  public var id: Int
  /// The unit.
  public var unit: String
  /// The ground.
  public var kind: String
  /// The ground in words.
  public var title: String
  /// Points, negative for a deduction.
  public var points: Double
  /// The facts and papers.
  public var text: String
  /// The article.
  public var source: String
  /// Who proposed it.
  public var by: String
  /// When.
  public var at: String
  /// What was decided; nil while it waits.
  @OrNone public var accepted: Bool?
  /// Why.
  @OrNone public var reason: String?
  /// Who decided.
  @OrNone public var decider: String?
}

/// One unit in the year.
public struct YearLine: Codable, Hashable, Sendable {
  /// A month's fixed score.
  public struct Month: Codable, Hashable, Sendable {
    /// The month.
    public var month: String
    /// The score.
    public var score: Double
  }

  /// Place; equal scores share it.
  public var place: Int
  /// The unit.
  public var unit: String
  /// The months that are fixed.
  public var months: [Month]
  /// Their mean.
  @OrNone public var mean: Double?
  /// Accepted additions and deductions.
  public var extra: Double
  /// Mean and extra points together.
  @OrNone public var score: Double?
}

/// A year's assessment.
public struct RankingYear: Codable, Hashable, Sendable {
  /// The year.
  public var year: String
  /// The article.
  @OrNone public var source: String?
  /// The listed grounds.
  public var kinds: [YearKind]
  /// The units, best first.
  public var lines: [YearLine]
  /// Additions and deductions.
  public var items: [YearItem]
}

private struct YearProposed: Codable {
  var unit: String
  var kind: String
  var points: Double
  var text: String
}

private struct YearDecided: Codable {
  var item: Int
  var accepted: Bool
  var reason: String
}

extension FigureOffice {
  /// The year: the mean of the fixed months and the accepted additions and deductions.
  ///
  /// Source: 宜春办法第三十一条（三）.
  public func year(_ year: FigurePeriod) throws -> RankingYear {
    let (items, _) = try yearItems(year)
    var months: [String: [YearLine.Month]] = [:]
    for number in 1...12 {
      let key = "\(year.key)-\(number < 10 ? "0" : "")\(number)"
      guard let month = FigurePeriod(key), month.first.start <= now() else { continue }
      let ranking = try ranking(month)
      guard ranking.state == .fixed else { continue }
      for line in ranking.lines {
        months[line.unit, default: []].append(YearLine.Month(month: key, score: line.score))
      }
    }
    let units = Set(months.keys).union(items.map(\.unit))
    let lines = units.map { unit in
      let own = months[unit] ?? []
      let extra = items.filter { $0.unit == unit && $0.accepted == true }
        .reduce(0) { $0 + $1.points }
      let mean =
        own.isEmpty
        ? nil : RankingScheme.rounded(own.reduce(0) { $0 + $1.score } / Double(own.count))
      return YearLine(
        place: 0, unit: unit, months: own, mean: mean, extra: extra,
        score: mean.map { RankingScheme.rounded($0 + extra) })
    }
    return RankingYear(
      year: year.key, source: rules()?.figure("year")?.source.description, kinds: yearKinds,
      lines: Self.ranked(lines), items: items)
  }

  private static func ranked(_ lines: [YearLine]) -> [YearLine] {
    var sorted = lines.sorted {
      let (first, second) = ($0.score ?? -1_000, $1.score ?? -1_000)
      return first != second ? first > second : $0.unit < $1.unit
    }
    for index in sorted.indices {
      let isEqual = index > 0 && sorted[index].score == sorted[index - 1].score
      sorted[index].place = isEqual ? sorted[index - 1].place : index + 1
    }
    return sorted
  }

  /// The grounds that the regulation lists.
  var yearKinds: [YearKind] {
    (rules()?.rows(.figures) ?? []).compactMap { row in
      guard row.id.hasPrefix("year-plus") || row.id.hasPrefix("year-minus") else { return nil }
      return YearKind(
        id: row.id, title: row.text, sign: row.id.hasPrefix("year-plus") ? 1 : -1,
        source: row.source.description)
    }
  }

  private static func stream(_ year: FigurePeriod) -> String { "ranking-year/\(year.key)" }

  private func yearItems(_ year: FigurePeriod) throws -> (items: [YearItem], version: Int) {
    var items: [YearItem] = []
    var version = 0
    let kinds = yearKinds
    for entry in try journal.entries(of: Self.stream(year)) {
      version = entry.version
      if entry.type == "year-item-proposed" {
        let body = try entry.decoded(YearProposed.self)
        let kind = kinds.first { $0.id == body.kind }
        items.append(
          YearItem(
            id: items.count + 1, unit: body.unit, kind: body.kind, title: kind?.title ?? body.kind,
            points: body.points, text: body.text, source: kind?.source ?? "", by: entry.actor,
            at: ShanghaiTime.text(entry.at), accepted: nil, reason: nil, decider: nil))
      } else if entry.type == "year-item-decided" {
        let body = try entry.decoded(YearDecided.self)
        guard items.indices.contains(body.item - 1) else { continue }
        items[body.item - 1].accepted = body.accepted
        items[body.item - 1].reason = body.reason
        items[body.item - 1].decider = entry.actor
      }
    }
    return (items, version)
  }

  /// Proposes an addition or a deduction.
  public func proposeYearItem(
    _ kind: String, points: Double, _ text: String, for unit: String, in year: FigurePeriod,
    by actor: String
  ) throws -> RankingYear {
    let kinds = yearKinds
    guard !kinds.isEmpty else { throw RankingRefused("no_kinds", "本规定没有列出年度加分、扣分项目") }
    guard let known = kinds.first(where: { $0.id == kind }) else {
      let names = kinds.map { "\($0.id)（\($0.title)）" }.joined(separator: "、")
      throw InputProblem(code: "kind", field: "kind", message: "没有这个项目，可用的有：\(names)")
    }
    guard points > 0, points <= 100 else {
      throw InputProblem(code: "points", field: "points", message: "分值应大于0，不超过100")
    }
    try requireUnit(unit)
    let body = YearProposed(
      unit: unit, kind: kind, points: points * Double(known.sign), text: text)
    try add("year-item-proposed", body, to: year, version: yearItems(year).version, by: actor)
    return try self.year(year)
  }

  /// Somebody else decides a proposed item.
  public func decideYearItem(
    _ id: Int, accepted: Bool, reason: String, in year: FigurePeriod, by actor: String
  ) throws -> RankingYear {
    let (items, version) = try yearItems(year)
    guard items.indices.contains(id - 1) else {
      throw InputProblem(code: "item", field: "item", message: "没有这项申报")
    }
    let item = items[id - 1]
    guard item.accepted == nil else {
      throw RankingRefused("decided", "这项申报已经审核过", source: item.source)
    }
    guard item.by != actor else {
      throw RankingRefused("own_request", "自己的申报由另一个人审核", source: item.source)
    }
    let body = YearDecided(item: id, accepted: accepted, reason: reason)
    try add("year-item-decided", body, to: year, version: version, by: actor)
    return try self.year(year)
  }

  private func add(
    _ type: String, _ body: some Encodable, to year: FigurePeriod, version: Int, by actor: String
  ) throws {
    try journal.append(
      [
        try NewEntry(
          stream: Self.stream(year), expectedVersion: version, type: type, encoding: body)
      ], by: actor)
  }

  /// A unit that the catalogue or the tickets know.
  func requireUnit(_ name: String, field: String = "unit") throws {
    let isKnown =
      try catalogue().unit(name)?.name == name || facts().place(of: name) != nil
    guard isKnown, !name.isEmpty else {
      throw InputProblem(code: "unit", field: field, message: "没有承办单位“\(name)”，请写单位全称")
    }
  }
}
