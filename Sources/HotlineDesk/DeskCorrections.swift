import Catalogue
import Foundation
import Hotline
import Journal
import Knowledge
import Lifecycle
import Proposals
import SQLite
import Suggestions
import Synchronization
import Tickets
import WorkingTime

extension Desk {
  /// Within what owners must mend what operators marked.
  ///
  /// Source: 中山办法第三十四条第三款 asks for a limit and leaves it to the hotline.
  static let correctionLimit = TimeSpan(3, .workingDay)
  static let correctionLimitSource = "热线设定（中山办法第三十四条第三款）"

  var correctionDesk: CorrectionDesk {
    CorrectionDesk(
      journal: journal, pool: pool, clock: WorkingClock(calendar: calendar),
      limit: Self.correctionLimit, limitSource: Self.correctionLimitSource)
  }

  /// Marks a record as wrong or something as missing; the owner gets it with a limit.
  ///
  /// - Parameter record: such as `article/SB-003`; empty for what is missing altogether.
  /// - Parameter unit: who must mend it; nil for the record's owner.
  public func markRecord(
    _ mark: CorrectionMark, record: String, unit: String?, words: String, by seat: DeskSeat
  ) throws -> CorrectionDocument {
    let owner = try unit ?? owner(of: record)
    if let unit, !current.catalogue.content.units.contains(where: { $0.name == unit }) {
      throw InputProblem(code: "no_unit", field: "unit", message: "目录里没有“\(unit)”这个单位，请写全称")
    }
    let id = try correctionDesk.report(
      mark, on: record, owner: owner, words: PersonalText.masked(words), by: seat.name)
    return try correction(id)
  }

  private func owner(of record: String) throws -> String {
    let key = String(record.drop { $0 != "/" }.dropFirst())
    if record.hasPrefix("article/"), let article = view.article(key) { return article.owner }
    if record.hasPrefix("item/"), let item = view.item(key), !item.isTerritorial {
      return item.unit
    }
    return ""
  }

  private func correction(_ id: String) throws -> CorrectionDocument {
    guard let found = try pool.read({ try CorrectionProjection.correction(id, $0) }) else {
      throw InputProblem(code: "unknown_correction", field: "id", message: "没有编号为“\(id)”的更正任务")
    }
    return CorrectionDocument(found, at: Date())
  }

  /// Marks, the first due first; a unit sees its own.
  public func corrections(
    _ states: [CorrectionState], unit: String?, for seat: DeskSeat
  ) throws -> [CorrectionDocument] {
    if let own = seat.unit, let unit, unit != own { return [] }
    let now = Date()
    return try correctionDesk.list(
      Set(states.isEmpty ? CorrectionState.allCases : states), unit: seat.unit ?? unit
    ).map { CorrectionDocument($0, at: now) }
  }

  /// Closes a mark as mended by a newer version of its record, or by another record.
  public func closeCorrection(
    _ id: String, mendedBy record: String?, outcome: String, by seat: DeskSeat
  ) throws -> CorrectionDocument {
    let stored = try pool.read { try CorrectionProjection.correction(id, $0) }
    try correctionDesk.close(
      id, mendedBy: record, outcome: outcome, unit: seat.unit ?? stored?.unit ?? "",
      by: seat.name)
    return try correction(id)
  }

  /// Closes a mark because nothing is wrong.
  public func dismissCorrection(
    _ id: String, reason: String, by seat: DeskSeat
  ) throws -> CorrectionDocument {
    try correctionDesk.dismiss(id, reason: reason, by: seat.name)
    return try correction(id)
  }

  /// Accuracy and freshness by unit; marks from one day through another count.
  public func knowledgeQuality(
    from first: Day?, through last: Day?, for seat: DeskSeat
  ) throws -> [KnowledgeQualityDocument] {
    let marks = try pool.read { try CorrectionProjection.all($0) }
    return KnowledgeQuality.byUnit(
      current.knowledge.articles, marks, in: Validity(from: first, through: last), at: Date()
    ).filter { seat.unit == nil || seat.unit == $0.unit }.map(KnowledgeQualityDocument.init)
  }

  /// What owners must check, the most pressing first; a unit sees its own.
  public func knowledgeDuties(for seat: DeskSeat) throws -> [KnowledgeDuty] {
    try duties(at: Date()).filter { seat.unit == nil || seat.unit == $0.owner }
  }

  private func duties(at moment: Date) throws -> [FreshnessDuty] {
    // Recorded, not in force: an article that has run out is to be renewed or ended.
    let (articles, content) = try pool.read {
      (
        try KnowledgeProjection.content($0).articles,
        try CatalogueProjection.content($0, at: moment)
      )
    }
    let laws = Dictionary(content.laws.map { ($0.title, $0) }, uniquingKeysWith: { $1 })
    return FreshnessDuty.list(articles, on: Day(containing: moment)) {
      $0.toBeVerified ? nil : CatalogueFolder.fault(of: $0, in: laws)
    }
  }

  /// Reminds owners through the outbox, of each duty once.
  ///
  /// - Returns: how many messages were asked for; 0 when everybody has been reminded.
  @discardableResult
  func remindOwners(at moment: Date = Date()) throws -> Int {
    let now = Day(containing: moment)
    var all = try duties(at: moment).map { duty in
      (
        key: "\(duty.reason.rawValue) \(duty.article) \(duty.reason == .law ? now.year : 0) "
          + "\(duty.reason == .law ? duty.text : duty.due.description)",
        unit: duty.owner, text: "\(duty.article)“\(duty.title)”\(duty.text)"
      )
    }
    all += try correctionDesk.list().map { correction in
      (
        key: "更正 \(correction.id) \(correction.isLate(at: moment))", unit: correction.unit,
        text:
          "\(correction.record.isEmpty ? "缺失的内容" : correction.record)\(correction.mark.rawValue)，"
          + (correction.isLate(at: moment) ? "已超过" : "请在 ")
          + "\(ShanghaiTime.minute(correction.dueAt))"
          + (correction.isLate(at: moment) ? " 的更正期限" : " 前更正")
      )
    }
    guard !all.isEmpty else { return 0 }
    // Looked at outside first: most rounds have nothing to say and need not write.
    guard try pool.read({ try UpkeepProjection.reminding(all, $0) }) != nil else { return 0 }
    return try journal.append(by: "timers") { connection in
      try UpkeepProjection.reminding(all, connection).map { [$0] } ?? []
    }.count
  }
}

/// Missed searches that have yet to be written down.
final class MissedSearches: Sendable {
  private let counts = Mutex<[SearchGap: Int]>([:])

  func add(_ gap: SearchGap) {
    counts.withLock { counts in
      // Somebody who types nonsense all day must not fill the memory.
      if counts.count < 2_000 || counts[gap] != nil { counts[gap, default: 0] += 1 }
    }
  }

  func take() -> [SearchGap] {
    counts.withLock { counts in
      defer { counts = [:] }
      return counts.map { gap, count in
        SearchGap(kind: gap.kind, matter: gap.matter, words: gap.words, count: count)
      }.sorted { ($0.matter, $0.words) < ($1.matter, $1.words) }
    }
  }
}

extension Desk {
  /// Notes that a search found nothing, or that nobody used what it found; only words of the
  /// lexicon are kept of it.
  public func noteMissed(_ words: String, found: Bool) {
    let analyzer = current.analyzer
    let analysis = analyzer.analyze(words)
    var known: [String] = []
    var end = 0
    for range in analyzer.lexiconMatches(analysis).sorted(by: {
      ($0.lowerBound, -$0.count) < ($1.lowerBound, -$1.count)
    }) where range.lowerBound >= end {
      end = range.upperBound
      let word = analysis.string(range)
      if !word.contains(where: \.isNumber), !known.contains(word) { known.append(word) }
    }
    guard !known.isEmpty else { return }
    let text = known.prefix(8).joined(separator: " ")
    missedSearches.add(
      SearchGap(
        kind: found ? .unused : .nothing, matter: current.suggester.matter(of: text) ?? "未归类",
        words: text, count: 0))
  }

  /// Writes down the searches that were missed since the last time.
  func keepMissedSearches(at moment: Date = Date()) throws {
    let gaps = missedSearches.take()
    guard !gaps.isEmpty else { return }
    try journal.append(
      [UpkeepProjection.missed(gaps, on: Day(containing: moment))], by: "timers")
  }

  /// What is missing in the knowledge base by what was searched, the most missed matter first.
  public func missingKnowledge(from first: Day, through last: Day) throws -> [MissingKnowledge] {
    try keepMissedSearches()
    return try pool.read { try UpkeepProjection.missing(from: first, through: last, $0) }
  }

  /// Drafts an article from a consultation that a unit has closed: the first of two steps.
  ///
  /// It is a draft of a proposal: the unit mends and sends it, and the hotline decides.
  /// - Parameter id: the new article's number.
  public func draftArticle(
    from number: String, id: String, field: String, by seat: DeskSeat
  ) throws -> ProposalDocument {
    let record = try office.view(number, for: seat).record
    guard record.ticket.request.type == .consultation, record.ticket.record.closed != nil,
      let reply = record.ticket.record.replies.last
    else {
      throw ProposalRefusal(code: "not_closed", message: "只有已办结、有答复的咨询可以起草为文章")
    }
    guard let owner = record.ticket.state.assignment?.lead ?? seat.unit else {
      throw ProposalRefusal(code: "no_owner", message: "这张工单已不在任何单位手里，请直接起草文章")
    }
    let text = PersonalText.masked(record.ticket.request.text)
    let answer = PersonalText.masked(reply.text)
    let today = Day(containing: Date())
    let city = current.catalogue.content.regions.first { $0.kind == .city }?.name ?? ""
    let article = KnowledgeArticle(
      id: id, field: field, title: String(text.prefix(40)), questions: [text],
      answer: String(answer.prefix(400)), owner: owner, region: city,
      sources: [Citation(document: "工单答复", toBeVerified: true)], validFrom: today,
      verifiedOn: today, items: record.item.map { [$0] } ?? [],
      body: answer.count > 400 ? answer : "")
    return ProposalDocument(
      try proposalOffice.draft(
        ProposalDraft(
          unit: owner, reason: "由已办结的咨询起草", basis: [],
          changes: [ProposedChange(row: 1, article: article, basedOn: 0)]),
        by: Participant(name: seat.name, unit: seat.unit)))
  }
}
