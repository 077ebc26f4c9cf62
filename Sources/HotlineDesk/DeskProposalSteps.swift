import Catalogue
import DataFiles
import Foundation
import Hotline
import Journal
import Knowledge
import Proposals
import Revisions
import Sealing
import Tickets

/// A step on a proposal's way.
public enum ProposalStep: Sendable {
  /// Send it to the hotline, with an answer to what was asked back.
  case submit(text: String)
  /// Give it back to the unit with a question.
  case askBack(question: String)
  /// Take all rows but some.
  case approve(refusing: [Proposal.RefusedRow], remark: String)
  /// Take no row.
  case refuse(reason: String)
  /// Take it back.
  case withdraw
}

extension Desk {
  /// Who a seat is to proposals: of a unit, or of the hotline.
  private func participant(
    _ seat: DeskSeat, _ key: String?, asking what: @autoclosure () -> String
  ) throws -> Participant {
    let once = try key.map { OnceMark(key: $0, asked: try keys.index.of(what())) }
    return Participant(name: seat.name, unit: seat.unit, once: once)
  }

  /// The rows of a CSV file or a workbook in the layout of the export; the column `action` may be added, and
  /// columns may be left out, which keep what is stored.
  ///
  /// - Throws: `DataFaults` when it is no table.
  public static func proposalRows(_ url: URL, _ kind: ProposalRow.Kind) throws -> [ProposalRow] {
    let name = url.lastPathComponent
    let file = try TableFile.read(url, as: name)
    let table = try file.table(
      file.first, required: ["id"],
      allowed: ProposalRow.columns(kind) + [ProposalRow.actionColumn])
    guard table.faults.isEmpty else { throw DataFaults(table.faults) }
    return table.rows.enumerated().map { index, row in
      ProposalRow(kind: kind, number: index + 1, cells: row.cells)
    }
  }

  /// What rows would do; nothing is written.
  ///
  /// - Parameter id: the proposal that they belong to; empty for a new one.
  /// - Parameter trying: false leaves out where past tickets would have gone.
  public func dryRun(
    _ input: ProposalInput, id: String = "", trying: Bool = true
  ) throws -> DryRunDocument {
    let office = proposalOffice
    let read = try office.read(input.rows)
    let run = try office.dryRun(
      read.changes, of: input.unit, id: id, routing: trying ? routing : nil)
    return DryRunDocument(run, reading: read.findings)
  }

  /// What a stored proposal would do now.
  public func dryRun(proposal id: String, for seat: DeskSeat) throws -> DryRunDocument {
    let proposal = try visible(id, to: seat)
    let run = try proposalOffice.dryRun(
      proposal.changes, of: proposal.unit, id: id, routing: routing)
    return DryRunDocument(run, reading: [])
  }

  /// Keeps a new draft.
  ///
  /// - Throws: `FaultyRows` with every cell that cannot be read; nothing is kept then.
  public func propose(
    _ input: ProposalInput, by seat: DeskSeat, key: String? = nil
  ) throws -> ProposalDocument {
    let person = try participant(seat, key, asking: "propose \(input.canonical)")
    let office = proposalOffice
    if let known = try office.known(person) { return ProposalDocument(known) }
    return ProposalDocument(try office.draft(try draft(input), by: person))
  }

  /// Replaces what a draft, or a proposal that was asked back, says.
  public func redraft(
    _ id: String, version: Int?, _ input: ProposalInput, by seat: DeskSeat, key: String? = nil
  ) throws -> ProposalDocument {
    let person = try participant(seat, key, asking: "redraft \(id) \(input.canonical)")
    let office = proposalOffice
    if let known = try office.known(person) { return ProposalDocument(known) }
    let present = try visible(id, to: seat)
    return ProposalDocument(
      try office.redraft(id, version: version ?? present.version, try draft(input), by: person))
  }

  private func draft(_ input: ProposalInput) throws -> ProposalDraft {
    let read = try proposalOffice.read(input.rows)
    guard read.findings.isEmpty else { throw FaultyRows(findings: read.findings) }
    return ProposalDraft(
      unit: input.unit, reason: input.reason, basis: try citations(input.basis),
      changes: read.changes)
  }

  private func citations(_ texts: [String]) throws -> [Citation] {
    try texts.map { text in
      guard let citation = Citation(parsing: text) else {
        throw InputProblem(
          code: "bad_basis", field: "basis",
          message: "“\(text.prefix(60))”不是依据，应写作“法律全称第…条”或者“文件名（待核）”")
      }
      return citation
    }
  }

  /// Carries a step out.
  ///
  /// - Parameter version: the version that was looked at; nil for the present one.
  public func step(
    _ step: ProposalStep, proposal id: String, version: Int?, by seat: DeskSeat,
    key: String? = nil
  ) throws -> ProposalDocument {
    let person = try participant(seat, key, asking: "\(id) \(step)")
    let office = proposalOffice
    if let known = try office.known(person) { return ProposalDocument(known) }
    let version = try version ?? visible(id, to: seat).version
    switch step {
    case .submit(let text):
      return ProposalDocument(try office.submit(id, version: version, text: text, by: person))
    case .askBack(let question):
      return ProposalDocument(
        try office.askBack(id, version: version, question: question, by: person))
    case .refuse(let reason):
      return ProposalDocument(
        try office.refuse(id, version: version, reason: reason, by: person))
    case .withdraw:
      return ProposalDocument(try office.withdraw(id, version: version, by: person))
    case .approve(let refusing, let remark):
      let approved = try office.approve(
        id, version: version, refusing: refusing, remark: remark, by: person)
      try refresh()
      return ProposalDocument(approved)
    }
  }

  /// A proposal that a seat may see: a unit sees its own.
  public func proposal(_ id: String, for seat: DeskSeat) throws -> ProposalDocument {
    ProposalDocument(try visible(id, to: seat))
  }

  private func visible(_ id: String, to seat: DeskSeat) throws -> Proposal {
    let proposal = try proposalOffice.proposal(id)
    guard seat.unit == nil || seat.unit == proposal.unit else {
      throw InputProblem(code: "unknown_proposal", field: "proposal", message: "没有编号为“\(id)”的提议")
    }
    return proposal
  }

  /// Proposals, the newest first.
  ///
  /// A unit sees its own, and with a record all open ones on it, whoever made them.
  /// - Parameter record: only open ones that touch this record, such as `item/CG-012`.
  public func proposals(
    states: [ProposalState] = [], unit: String? = nil, record: String? = nil, for seat: DeskSeat
  ) throws -> [ProposalLineDocument] {
    let all = Set(states.isEmpty ? ProposalState.allCases : states)
    if let record {
      return try proposalOffice.open(on: record).filter {
        all.contains($0.state) && (unit == nil || unit == $0.unit)
      }.map(ProposalLineDocument.init)
    }
    if let own = seat.unit, let unit, unit != own { return [] }
    return try proposalOffice.list(all, unit: seat.unit ?? unit).map(ProposalLineDocument.init)
  }

  /// Every revision of a record, the last first.
  ///
  /// - Parameter showsPlanned: whether articles that have yet to open are shown.
  public func revisions(of record: String, showsPlanned: Bool) throws -> [RevisionDocument] {
    let now = Date()
    let history = try seen(record, showsPlanned, now)
    let timeline = RecordTimeline(history)
    let planned = Set(timeline.planned(after: now).map(\.version))
    let standing = timeline.revision(at: now)?.version
    return history.reversed().map { revision in
      RevisionDocument(
        revision, standing: standing, planned: planned,
        Revision.differences(from: nil, to: revision, names: Self.fieldNames(record)))
    }
  }

  private func seen(_ record: String, _ showsPlanned: Bool, _ now: Date) throws -> [Revision] {
    let hides = !showsPlanned && record.hasPrefix("article/")
    let history = try proposalOffice.history(of: record).filter { !hides || $0.start <= now }
    guard !history.isEmpty else {
      throw InputProblem(code: "unknown_record", field: "record", message: "没有“\(record)”这条记录")
    }
    return history
  }

  private static func fieldNames(_ record: String) -> [(key: String, name: String)] {
    record.hasPrefix("article/")
      ? KnowledgeProjection.fieldNames
      : record.hasPrefix("lexicon/")
        ? [("text", "词条")] : CatalogueProjection.fieldNames(record)
  }

  /// The fields in which two revisions of a record differ.
  public func differences(
    of record: String, from old: Int, to new: Int, showsPlanned: Bool
  ) throws -> [FieldDifference] {
    let history = try seen(record, showsPlanned, Date())
    func revision(_ version: Int, _ field: String) throws -> Revision {
      guard let found = history.first(where: { $0.version == version }) else {
        throw InputProblem(
          code: "unknown_version", field: field, message: "这条记录没有第 \(version) 版")
      }
      return found
    }
    return Revision.differences(
      from: try revision(old, "from"), to: try revision(new, "to"),
      names: Self.fieldNames(record))
  }

  /// Drafts a proposal that brings an old revision of an item or article back.
  public func proposeReturn(
    of record: String, to version: Int, _ input: ProposalInput, by seat: DeskSeat,
    key: String? = nil
  ) throws -> ProposalDocument {
    let person = try participant(
      seat, key, asking: "return \(record) \(version) \(input.canonical)")
    let office = proposalOffice
    if let known = try office.known(person) { return ProposalDocument(known) }
    let draft = ProposalDraft(
      unit: input.unit, reason: input.reason, basis: try citations(input.basis),
      changes: [try office.row(returning: record, to: version)])
    return ProposalDocument(try office.draft(draft, by: person))
  }
}
