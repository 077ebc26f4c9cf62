import Catalogue
import Foundation
import Hotline
import Knowledge
import Proposals
import SQLite
import Suggestions
import Synchronization
import Tickets

/// The planned works as they were read last; a call must not wait for them.
final class WorksShelf: Sendable {
  private struct Shelf {
    var sequence = -1
    var works: [PlannedWork] = []
  }
  private let shelf = Mutex(Shelf())

  /// Works that are not over long ago, read again only when something was announced.
  func works(_ pool: ConnectionPool, at moment: Date) throws -> [PlannedWork] {
    try pool.read { connection in
      let sequence = try NoticeProjection.lastSequence(connection)
      if let works = shelf.withLock({ $0.sequence == sequence ? $0.works : nil }) { return works }
      let works = try NoticeProjection.works(connection).filter { $0.stage(at: moment) != nil }
      shelf.withLock { if sequence > $0.sequence { $0 = Shelf(sequence: sequence, works: works) } }
      return works
    }
  }
}

extension Desk {
  /// What stands on every operator's screen now: wordings of sudden events, the newest first, and
  /// planned works, the first to begin first.
  public func noticesNow() throws -> NoticesDocument {
    let now = Date()
    return NoticesDocument(
      wordings: try noticeBoard.wordings(at: now).map(WordingDocument.init),
      works: try noticeBoard.works(at: now).map { WorksDocument($0, at: now) },
      asOf: ShanghaiTime.text(now))
  }

  /// Planned works that fit a call's place and words, those going on first.
  func plannedWorks(for call: String, at moment: Date) throws -> [Suggestion.Work] {
    let works = try worksShelf.works(pool, at: moment)
    guard !works.isEmpty else { return [] }
    let places = current.suggester.placeNames(in: call)
    return PlannedWork.matches(works, call: call, places: places, at: moment).prefix(3).map {
      Suggestion.Work(
        id: $0.work.id, unit: $0.work.unit, kind: $0.work.kind.rawValue, area: $0.area,
        stage: $0.stage.rawValue, tell: $0.work.text,
        beginsAt: ShanghaiTime.text($0.work.beginsAt), endsAt: ShanghaiTime.text($0.work.endsAt),
        words: $0.words, source: PlannedWork.source)
    }
  }

  /// Refuses a unit that speaks for another one.
  private func check(_ seat: DeskSeat, speaksFor unit: String) throws {
    guard seat.unit == nil || seat.unit == unit else {
      throw ProposalRefusal(code: "other_unit", message: "只有\(unit)的人可以办这一步")
    }
    guard current.catalogue.content.units.contains(where: { $0.name == unit }) else {
      throw InputProblem(code: "no_unit", field: "unit", message: "目录里没有“\(unit)”这个单位，请写全称")
    }
  }

  // MARK: wordings of sudden events

  /// Puts a wording on top of every operator's screen at once.
  public func issueWording(
    unit: String, title: String, text: String, expiresAt: Date, by seat: DeskSeat
  ) throws -> WordingDocument {
    try check(seat, speaksFor: unit)
    let id = try noticeBoard.issue(
      UrgentWording(
        unit: unit, title: title, text: text, issuedAt: Date(), expiresAt: expiresAt),
      by: seat.name)
    return WordingDocument(try noticeBoard.wording(id))
  }

  /// Takes a wording back before it expires.
  public func withdrawWording(_ id: String, reason: String, by seat: DeskSeat) throws {
    try check(seat, speaksFor: noticeBoard.wording(id).unit)
    try noticeBoard.withdraw(wording: id, reason: reason, by: seat.name)
  }

  // MARK: planned works

  /// Planned works that have yet to begin, go on or are hardly over.
  public func plannedWorks() throws -> [WorksDocument] {
    let now = Date()
    return try noticeBoard.works(at: now).map { WorksDocument($0, at: now) }
  }

  /// Announces planned works, or changes those that were announced.
  ///
  /// - Parameter id: those to be changed; nil for new ones.
  public func announceWorks(
    _ input: WorksInput, changing id: String? = nil, by seat: DeskSeat
  ) throws -> WorksDocument {
    try check(seat, speaksFor: input.unit)
    guard let kind = PlannedWork.Kind(rawValue: input.kind) else {
      throw InputProblem(
        code: "bad_kind", field: "kind", message: "应为：\(plannedWorkKinds.joined(separator: "、"))")
    }
    var work = PlannedWork(
      id: id ?? "", unit: input.unit, kind: kind, areas: input.areas, beginsAt: input.beginsAt,
      endsAt: input.endsAt, text: input.text, words: input.words)
    if let id {
      try check(seat, speaksFor: noticeBoard.work(id).unit)
      try noticeBoard.change(work, by: seat.name)
    } else {
      work.id = try noticeBoard.announce(work, by: seat.name)
    }
    return WorksDocument(try noticeBoard.work(work.id), at: Date())
  }

  /// Calls works off.
  public func cancelWorks(_ id: String, reason: String, by seat: DeskSeat) throws {
    try check(seat, speaksFor: noticeBoard.work(id).unit)
    try noticeBoard.cancel(works: id, reason: reason, by: seat.name)
  }

  // MARK: policies

  /// Takes in a policy with the articles that open at its hour.
  public func announcePolicy(_ input: PolicyInput, by seat: DeskSeat) throws -> PolicyDocument {
    try check(seat, speaksFor: input.unit)
    let references = current.catalogue.articleReferences
    var faults: [DataFault] = []
    let articles = input.articles.enumerated().compactMap { index, cells in
      let read = KnowledgeFolder.article(cells: cells, references: references)
      faults += read.faults.map {
        DataFault(
          file: "policy", line: index + 1, field: "articles[\(index)].\($0.field)",
          message: $0.message)
      }
      return read.article
    }
    guard faults.isEmpty else { throw DataFaults(faults) }
    let id = try noticeBoard.announce(
      PolicyNotice(
        unit: input.unit, title: input.title, publishedAt: input.publishedAt, handedInAt: Date(),
        documents: input.documents, interpretation: input.interpretation,
        training: input.training, contact: input.contact),
      articles: articles, references: references, by: seat.name)
    try refresh()
    return PolicyDocument(try noticeBoard.policy(id), at: Date())
  }

  /// Policies, the next to be published first; a unit sees its own.
  public func policies(for seat: DeskSeat) throws -> [PolicyDocument] {
    let now = Date()
    return try noticeBoard.policies().filter { seat.unit == nil || seat.unit == $0.unit }
      .map { PolicyDocument($0, at: now) }
  }

  /// Who handed a policy in at the wrong time or owes its official text.
  public func latePolicies(for seat: DeskSeat) throws -> [PolicyLatenessValue] {
    try noticeBoard.latePolicies(at: Date(), calendar: calendar)
      .filter { seat.unit == nil || seat.unit == $0.unit }
  }

  /// Moves a policy's hour, and that of its articles.
  public func postponePolicy(
    _ id: String, to hour: Date, reason: String, by seat: DeskSeat
  ) throws -> PolicyDocument {
    try check(seat, speaksFor: noticeBoard.policy(id).unit)
    try noticeBoard.postpone(policy: id, to: hour, reason: reason, by: seat.name)
    try refresh()
    return PolicyDocument(try noticeBoard.policy(id), at: Date())
  }

  /// Calls a policy off before its hour.
  public func cancelPolicy(
    _ id: String, reason: String, by seat: DeskSeat
  ) throws -> PolicyDocument {
    try check(seat, speaksFor: noticeBoard.policy(id).unit)
    try noticeBoard.cancel(policy: id, reason: reason, by: seat.name)
    try refresh()
    return PolicyDocument(try noticeBoard.policy(id), at: Date())
  }

  /// Puts the official text of a policy into the knowledge base.
  public func addPolicyText(
    _ id: String, title: String, place: String, by seat: DeskSeat
  ) throws -> PolicyDocument {
    try check(seat, speaksFor: noticeBoard.policy(id).unit)
    try noticeBoard.addText(policy: id, title: title, place: place, by: seat.name)
    return PolicyDocument(try noticeBoard.policy(id), at: Date())
  }
}
