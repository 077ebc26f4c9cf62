import Foundation
import Hotline
import Journal
import Lifecycle
import SQLite

/// A sampled ticket with what was found.
public struct SpotCase: Codable, Hashable, Sendable {
  /// The ticket.
  public var ticket: String
  /// The unit.
  public var unit: String
  /// The class for which it was drawn.
  public var `class`: String
  /// The class in words.
  public var title: String
  /// The article.
  public var source: String
  /// How it was looked at.
  @OrNone public var way: String?
  /// What was found; nil while nobody has looked.
  @OrNone public var finding: String?
  /// The facts.
  @OrNone public var text: String?
  /// Until when it is to be put right.
  @OrNone public var until: String?
  /// How it was put right.
  @OrNone public var rectified: String?
  /// It was not put right in time.
  public var late: Bool
}

/// One sample.
public struct SpotCheck: Codable, Hashable, Sendable {
  /// Its number.
  public var id: Int
  /// The month.
  public var month: String
  /// The seed, by which the same sample is drawn again.
  public var seed: Int
  /// At most so many of each class.
  public var size: Int
  /// Who drew it.
  public var by: String
  /// When.
  public var at: String
  /// The tickets.
  public var cases: [SpotCase]
}

extension FigureOffice {
  /// Ways of looking at a ticket.
  public static let spotWays = ["回访", "实地查看", "查阅记录"]

  /// The samples, the latest first.
  public func spotChecks(_ month: FigurePeriod? = nil, unit: String? = nil) throws -> [SpotCheck] {
    let rows = rules()?.rows(.spotChecks) ?? []
    let today = Day(containing: now()).description
    return try pool.read { connection in
      try connection.rows("SELECT id, month, seed, size, by, at FROM spot_check ORDER BY id DESC")
        .filter { month == nil || $0.text(1) == month?.key }
        .map { check in
          let cases = try connection.rows(
            """
            SELECT ticket, unit, kind, way, finding, text, until, rectified, rectified_at
            FROM spot_case WHERE spot_check = ? ORDER BY place
            """, check.int(0)
          ).filter { unit == nil || $0.text(1) == unit }
          return SpotCheck(
            id: check.int(0), month: check.text(1), seed: check.int(2), size: check.int(3),
            by: check.text(4), at: ShanghaiTime.text(check.int(5).moment),
            cases: cases.map { row in
              let kind = rows.first { $0.id == row.text(2) }
              let until = row.optionalText(6)
              let done =
                row.isNull(8) ? today : Day(containing: row.int(8).moment).description
              return SpotCase(
                ticket: row.text(0), unit: row.text(1), class: row.text(2),
                title: kind?.text ?? row.text(2), source: kind?.source.description ?? "",
                way: row.optionalText(3), finding: row.optionalText(4), text: row.optionalText(5),
                until: until, rectified: row.optionalText(7), late: until.map { $0 < done } ?? false
              )
            })
        }
    }
  }

  /// Draws a sample of a month's dissatisfied requests: at most so many of each listed class.
  ///
  /// The record tells the class as far as it can; whoever looks at the ticket decides. The same
  /// seed over the same requests draws the same tickets.
  ///
  /// Source: 南京规范7.2, 7.3.
  public func drawSpotCheck(
    _ month: FigurePeriod, size: Int, seed: Int, by actor: String
  ) throws -> [SpotCheck] {
    let rows = rules()?.rows(.spotChecks) ?? []
    guard !rows.isEmpty else {
      throw RankingRefused("no_spot_checks", "本规定没有不满意诉求的抽查，可以叠加再办理规范")
    }
    guard (1...200).contains(size) else {
      throw InputProblem(code: "size", field: "size", message: "每一类最多件数应为1到200的整数")
    }
    let dissatisfied = try dissatisfied(month)
    let cases = rows.flatMap { row in
      dissatisfied.filter { $0.classes.contains(row.id) }
        .sorted { Self.order($0.number, seed) < Self.order($1.number, seed) }
        .prefix(size)
        .map { FindingProjection.Drawn.Case(ticket: $0.number, unit: $0.unit, kind: row.id) }
    }
    try journal.append(by: actor) { connection in
      let id = (try connection.row("SELECT max(id) FROM spot_check")?.int(0) ?? 0) + 1
      return [
        try NewEntry(
          stream: "spot-check/\(id)", expectedVersion: 0, type: FindingProjection.drawn,
          encoding: FindingProjection.Drawn(
            month: month.key, seed: seed, size: size, cases: cases))
      ]
    }
    return try spotChecks(month)
  }

  /// A number's place in a sample, as random as the seed and always the same.
  static func order(_ number: String, _ seed: Int) -> UInt64 {
    var mixed = UInt64(bitPattern: Int64(seed)) &+ 0x9E37_79B9_7F4A_7C15
    for byte in number.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A dissatisfied request with the classes that its record shows.
  struct Dissatisfied {
    var number: String
    var unit: String
    var classes: Set<String>
  }

  func dissatisfied(_ month: FigurePeriod) throws -> [Dissatisfied] {
    let range = month.seconds
    return try pool.read { connection in
      try connection.rows(
        """
        SELECT t.number, h.unit, k.body FROM figure_hand h
        JOIN figure_ticket t ON t.id = h.ticket JOIN ticket k ON k.number = t.number
        WHERE h.rating >= 4 AND h.marks & ? = 0 AND h.rated >= ? AND h.rated < ?
        ORDER BY t.number
        """, HandFacts.Marks.rerated.rawValue, range.lowerBound, range.upperBound)
    }.map { row in
      let ticket = try JSONDecoder().decode(Ticket.self, from: Data(row.text(2).utf8))
      return Dissatisfied(
        number: row.text(0), unit: row.text(1), classes: Self.spotClasses(of: ticket))
    }
  }

  /// The classes of 南京规范7.2 that a record speaks for.
  static func spotClasses(of ticket: Ticket) -> Set<String> {
    var classes: Set<String> = []
    let (request, judged) = (ticket.request, ticket.record.judged)
    let isRepeated = request.prior > 0
    // Short, and of one unit alone: clear enough to be settled at once.
    if request.text.count <= 60, ticket.state.assignment?.co.isEmpty ?? true {
      classes.insert("simple")
    }
    if let first = ticket.record.replies.first, first.text.count < 40, first.parts?.isEmpty ?? true
    {
      classes.insert("poor-reply")
    }
    if judged == "签收解决" { classes.insert("solved") }
    if isRepeated, request.basis, judged == nil || judged == "未解决的合理诉求" {
      classes.insert("repeated")
    }
    if judged == "不合理诉求" || judged == "诉讼解决" { classes.insert("not-declared") }
    if isRepeated, request.type == .report { classes.insert("unlawful") }
    return classes
  }

  /// Records what was found at a sampled ticket.
  public func recordSpotCase(
    _ check: Int, ticket: String, way: String, finding: String, _ text: String, until: String?,
    by actor: String
  ) throws -> [SpotCheck] {
    guard Self.spotWays.contains(way) else {
      throw InputProblem(
        code: "way", field: "way",
        message: "核查方式应为其中之一：\(Self.spotWays.joined(separator: "、"))")
    }
    guard let found = SpotFinding(rawValue: finding) else {
      let known = SpotFinding.allCases.map(\.rawValue).joined(separator: "、")
      throw InputProblem(code: "finding", field: "finding", message: "核查结果应为其中之一：\(known)")
    }
    if let until, Day(until) == nil {
      throw InputProblem(code: "until", field: "until", message: "整改期限应写成日期，如 2026-11-30")
    }
    if found == .asRecorded, until != nil {
      throw InputProblem(code: "until", field: "until", message: "属实的没有整改期限")
    }
    _ = try sampled(check, ticket)
    try journal.append(
      [
        try NewEntry(
          stream: "spot-check/\(check)", type: FindingProjection.recorded,
          encoding: FindingProjection.Recorded(
            ticket: ticket, way: way, finding: finding, text: text, until: until))
      ], by: actor)
    return try spotChecks()
  }

  /// Records how a sampled ticket was put right.
  ///
  /// - Parameter unit: the unit that says so; nil for the hotline.
  public func rectifySpotCase(
    _ check: Int, ticket: String, _ text: String, unit: String?, by actor: String
  ) throws -> [SpotCheck] {
    let row = try sampled(check, ticket)
    guard unit == nil || row.unit == unit else {
      throw InputProblem(code: "ticket", field: "ticket", message: "这批里没有本单位的这张工单")
    }
    guard let finding = row.finding, finding != SpotFinding.asRecorded.rawValue else {
      throw InputProblem(code: "ticket", field: "ticket", message: "这张工单没有要整改的")
    }
    try journal.append(
      [
        try NewEntry(
          stream: "spot-check/\(check)", type: FindingProjection.rectified,
          encoding: FindingProjection.Rectified(ticket: ticket, text: text))
      ], by: actor)
    return try spotChecks(unit: unit)
  }

  private func sampled(_ check: Int, _ ticket: String) throws -> (unit: String, finding: String?) {
    let row = try pool.read {
      try $0.row(
        "SELECT unit, finding FROM spot_case WHERE spot_check = ? AND ticket = ?", check, ticket)
    }
    guard let row else {
      throw InputProblem(code: "ticket", field: "ticket", message: "第\(check)批里没有工单 \(ticket)")
    }
    return (row.text(0), row.optionalText(1))
  }
}
