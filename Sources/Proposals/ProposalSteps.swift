import Catalogue
import Foundation
import Hotline
import Journal
import SQLite

extension ProposalOffice {
  /// Keeps a new draft; its rows may still be faulty.
  ///
  /// - Throws: `InputProblem` for an unknown unit or no rows, `ProposalRefusal` for a person of
  ///   another unit.
  public func draft(_ draft: ProposalDraft, by person: Participant) throws -> Proposal {
    try person.mustBelong(to: draft.unit)
    try check(draft)
    let year = Day(containing: now()).year
    for _ in 0..<50 {
      let last = try pool.read { try ProposalProjection.lastNumber(of: year, $0) }
      let number = String(last + 1)
      let id = "\(year)-" + String(repeating: "0", count: max(0, 4 - number.count)) + number
      do {
        try append(id, 0, "proposal-drafted", draft, by: person)
        return try proposal(id)
      } catch is VersionConflict {
        // Somebody else took the number meanwhile.
        continue
      }
    }
    throw ProposalRefusal(code: "busy", message: "同时起草的人太多，请稍后再试")
  }

  /// Replaces the rows, reason and basis of a draft or of what was asked back.
  public func redraft(
    _ id: String, version: Int, _ draft: ProposalDraft, by person: Participant
  ) throws -> Proposal {
    let proposal = try proposal(id)
    try person.mustBelong(to: proposal.unit)
    try mustBeWithUnit(proposal)
    guard draft.unit == proposal.unit else {
      throw InputProblem(
        code: "unit_changed", field: "unit", message: "提议单位不能更换，应为\(proposal.unit)")
    }
    try check(draft)
    try append(id, version, "proposal-redrafted", draft, by: person)
    return try self.proposal(id)
  }

  /// Sends a draft, or what was asked back, to the hotline.
  ///
  /// - Throws: `FaultyRows` when rows must be mended first, `InputProblem` without reason or basis.
  ///
  /// - Parameter text: the answer to what was asked back, or a remark; may be empty.
  public func submit(
    _ id: String, version: Int, text: String = "", by person: Participant
  ) throws -> Proposal {
    let proposal = try proposal(id)
    try person.mustBelong(to: proposal.unit)
    try mustBeWithUnit(proposal)
    if proposal.reason.isEmpty {
      throw InputProblem(code: "reason_empty", field: "reason", message: "请写明提议的理由")
    }
    if proposal.basis.isEmpty {
      throw InputProblem(
        code: "basis_empty", field: "basis", message: "请写明依据：法律、政策或者机构职责调整（中山办法第十五条第三款）")
    }
    try mustBeSound(proposal.changes, proposal.unit)
    try append(id, version, "proposal-submitted", ProposalBody.Words(text: text), by: person)
    return try self.proposal(id)
  }

  /// Gives a proposal back to the unit with a question.
  public func askBack(
    _ id: String, version: Int, question: String, by person: Participant
  ) throws -> Proposal {
    try decide(id, version, "proposal-asked-back", question, "question", by: person)
  }

  /// Refuses a whole proposal.
  public func refuse(
    _ id: String, version: Int, reason: String, by person: Participant
  ) throws -> Proposal {
    try decide(id, version, "proposal-refused", reason, "reason", by: person)
  }

  /// Takes a proposal back, as long as the hotline has not decided.
  public func withdraw(_ id: String, version: Int, by person: Participant) throws -> Proposal {
    let proposal = try proposal(id)
    try person.mustBelong(to: proposal.unit)
    guard proposal.state.isOpen else { throw closed(proposal) }
    try append(id, version, "proposal-withdrawn", ProposalBody.Words(text: ""), by: person)
    return try self.proposal(id)
  }

  /// Approves a proposal, or some of its rows, and writes their revisions, all in one step.
  ///
  /// - Parameter refusing: rows that are not taken, each with the reason.
  /// - Throws: `FaultyRows` when a row that is to be taken cannot be any more, `VersionConflict`
  ///   when the proposal or a record changed meanwhile; nothing is written then.
  public func approve(
    _ id: String, version: Int, refusing: [Proposal.RefusedRow] = [], remark: String = "",
    by person: Participant
  ) throws -> Proposal {
    let proposal = try submitted(id, by: person)
    let refused = Set(refusing.map(\.row))
    try check(refusing, of: proposal)
    let taken = proposal.changes.filter { !refused.contains($0.row) }
    guard !taken.isEmpty else {
      throw InputProblem(code: "no_row", field: "rows", message: "没有采纳任何一行；全部不采纳请用“不予采纳”")
    }
    let moment = now()
    let ground = try pool.read { try ProposalGround(taken, at: moment, $0) }
    let approval = try NewEntry(
      stream: Proposal.stream(id), expectedVersion: version, type: "proposal-approved",
      encoding: Marked(
        body: ProposalBody.Approval(
          rows: taken.map(\.row), refused: refusing.sorted { $0.row < $1.row }, text: remark),
        once: person.once))
    try journal.append(
      [approval]
        + taken.map {
          try $0.entry(at: moment, over: ground.item($0), words: ground.words($0))
        },
      by: person.name,
      guarding: { connection in
        // Checked where nobody can write in between: another approval may have taken a name.
        try mustBeSound(
          taken, proposal.unit, on: ProposalGround(taken, at: moment, connection))
      })
    return try self.proposal(id)
  }

  // MARK: what each step asks

  private func check(_ draft: ProposalDraft) throws {
    guard !draft.changes.isEmpty else {
      throw InputProblem(code: "no_row", field: "changes", message: "提议里没有内容，请至少写一行")
    }
    let content = try pool.read { try CatalogueProjection.content($0, at: now()) }
    guard content.units.contains(where: { $0.name == draft.unit }) else {
      throw InputProblem(
        code: "unknown_unit", field: "unit", message: "目录里没有“\(draft.unit)”这个单位，请写全称")
    }
  }

  private func check(_ refusing: [Proposal.RefusedRow], of proposal: Proposal) throws {
    let rows = Set(proposal.changes.map(\.row))
    for refusal in refusing {
      guard rows.contains(refusal.row) else {
        throw InputProblem(
          code: "unknown_row", field: "refusing", message: "这件提议没有第 \(refusal.row) 行")
      }
      if refusal.reason.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
        throw InputProblem(
          code: "reason_empty", field: "refusing", message: "请写明不采纳第 \(refusal.row) 行的理由")
      }
    }
  }

  private func mustBeWithUnit(_ proposal: Proposal) throws {
    guard proposal.state.isWithUnit else {
      guard proposal.state == .submitted else { throw closed(proposal) }
      throw ProposalRefusal(code: "submitted", message: "提议已提交，正在审核；要修改请先撤回或等待退回补充")
    }
  }

  private func mustBeSound(_ changes: [ProposedChange], _ unit: String) throws {
    let ground = try pool.read { try ProposalGround(changes, at: now(), $0) }
    try mustBeSound(changes, unit, on: ground)
  }

  private func mustBeSound(
    _ changes: [ProposedChange], _ unit: String, on ground: ProposalGround
  ) throws {
    let faults = ProposalCheck.findings(
      in: changes, of: unit, on: ground, ceilings: ceilings
    ).filter { $0.weight == .fault }
    if !faults.isEmpty { throw FaultyRows(findings: faults) }
  }

  private func closed(_ proposal: Proposal) -> ProposalRefusal {
    ProposalRefusal(
      code: "closed", message: "这件提议已是“\(proposal.state.rawValue)”，不能再办；需要时请另提一件")
  }

  private func submitted(_ id: String, by person: Participant) throws -> Proposal {
    let proposal = try proposal(id)
    try person.mayDecide(proposal)
    guard proposal.state == .submitted else {
      guard proposal.state.isOpen else { throw closed(proposal) }
      throw ProposalRefusal(code: "not_submitted", message: "提议还在\(proposal.unit)，提交后才能审核")
    }
    return proposal
  }

  private func decide(
    _ id: String, _ version: Int, _ type: String, _ words: String, _ field: String,
    by person: Participant
  ) throws -> Proposal {
    _ = try submitted(id, by: person)
    let words = words.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !words.isEmpty else {
      throw InputProblem(code: "\(field)_empty", field: field, message: "请写明理由或要补充的内容")
    }
    try append(id, version, type, ProposalBody.Words(text: words), by: person)
    return try proposal(id)
  }

  private func append(
    _ id: String, _ version: Int, _ type: String, _ body: some Encodable, by person: Participant
  ) throws {
    try journal.append(
      [
        NewEntry(
          stream: Proposal.stream(id), expectedVersion: version, type: type,
          encoding: Marked(body: body, once: person.once))
      ], by: person.name)
  }
}
