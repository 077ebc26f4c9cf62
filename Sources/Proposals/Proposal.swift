import Foundation
import Hotline
import Journal

/// What a unit asks the hotline to change in the catalogue or the knowledge base, and how far it has
/// come.
///
/// Source: 中山办法第十五条第二款、第三款, 第三十四条第一款.
public struct Proposal: Codable, Hashable, Sendable {
  /// How far it has come.
  public enum State: String, CaseIterable, Codable, Sendable {
    /// Still with the unit.
    case draft = "草稿"
    /// Waits for the hotline.
    case submitted = "待审核"
    /// The hotline asked something; with the unit again.
    case askedBack = "退回补充"
    /// All rows taken.
    case approved = "已采纳"
    /// Some rows taken.
    case partlyApproved = "部分采纳"
    /// No row taken.
    case refused = "不予采纳"
    /// Taken back by the unit.
    case withdrawn = "已撤回"

    /// True while something may still come of it.
    public var isOpen: Bool { self == .draft || self == .submitted || self == .askedBack }
    /// True while the unit may change it.
    public var isWithUnit: Bool { self == .draft || self == .askedBack }
  }

  /// A row that was not taken, and why.
  public struct RefusedRow: Codable, Hashable, Sendable {
    /// Number of the row.
    public var row: Int
    /// Why, for the unit.
    public var reason: String

    /// Makes the refusal of one row.
    public init(row: Int, reason: String) {
      self.row = row
      self.reason = reason
    }
  }

  /// A step on its way.
  public struct Step: Codable, Hashable, Sendable {
    /// What happened, as the journal calls it.
    public var type: String
    /// Who did it.
    public var actor: String
    /// When, in RFC 3339.
    public var at: String
    /// The question, reason or remark; empty when there was none.
    public var text: String
  }

  /// Its number, such as `2026-0001`.
  public var id: String
  /// Version of its stream, for changing only what was seen.
  public var version: Int
  /// The unit that proposes.
  public var unit: String
  /// Why.
  public var reason: String
  /// On which laws, policies or duties.
  public var basis: [Citation]
  /// The rows.
  public var changes: [ProposedChange]
  /// How far it has come.
  public var state: State
  /// Everybody who wrote or sent it; none of them may decide on it.
  public var authors: [String]
  /// Rows that were taken.
  public var approvedRows: [Int]
  /// Rows that were not taken.
  public var refusedRows: [RefusedRow]
  /// The way it went.
  public var steps: [Step]

  /// The stream of a proposal's entries.
  public static func stream(_ id: String) -> String { "proposal/\(id)" }
}

/// What the unit writes.
public struct ProposalDraft: Codable, Hashable, Sendable {
  /// The unit that proposes.
  public var unit: String
  /// Why.
  public var reason: String
  /// On which laws, policies or duties.
  public var basis: [Citation]
  /// The rows, numbered from 1.
  public var changes: [ProposedChange]

  /// Makes a draft; rows that do not bear rising numbers are numbered in their order.
  public init(unit: String, reason: String, basis: [Citation], changes: [ProposedChange]) {
    self.unit = unit
    self.reason = reason
    self.basis = basis
    let numbers = changes.map(\.row)
    if zip([0] + numbers, numbers).allSatisfy({ $0 < $1 }) {
      self.changes = changes
      return
    }
    self.changes = changes.enumerated().map { index, change in
      var change = change
      change.row = index + 1
      return change
    }
  }
}

/// Bodies of a proposal's entries.
enum ProposalBody {
  struct Words: Codable { var text: String }
  struct Approval: Codable {
    var rows: [Int]
    var refused: [Proposal.RefusedRow]
    var text: String
  }
}

extension Proposal {
  /// The proposal after an entry of its stream; nil before it was drafted.
  static func after(_ entry: JournalEntry, _ before: Proposal?) throws -> Proposal? {
    var words = ""
    var proposal: Proposal
    switch (entry.type, before) {
    case ("proposal-drafted", nil):
      let draft = try entry.decoded(ProposalDraft.self)
      proposal = Proposal(
        id: String(entry.stream.dropFirst("proposal/".count)), version: 0, unit: draft.unit,
        reason: draft.reason, basis: draft.basis, changes: draft.changes, state: .draft,
        authors: [], approvedRows: [], refusedRows: [], steps: [])
    case ("proposal-redrafted", let before?):
      let draft = try entry.decoded(ProposalDraft.self)
      proposal = before
      (proposal.reason, proposal.basis, proposal.changes) =
        (draft.reason, draft.basis, draft.changes)
    case ("proposal-approved", let before?):
      let approval = try entry.decoded(ProposalBody.Approval.self)
      proposal = before
      proposal.approvedRows = approval.rows
      proposal.refusedRows = approval.refused
      proposal.state = approval.refused.isEmpty ? .approved : .partlyApproved
      words = approval.text
    case (let type, let before?):
      guard let state = states[type] else { return before }
      proposal = before
      proposal.state = state
      words = try entry.decoded(ProposalBody.Words.self).text
    default: return before
    }
    if ["proposal-drafted", "proposal-redrafted", "proposal-submitted"].contains(entry.type),
      !proposal.authors.contains(entry.actor)
    {
      proposal.authors.append(entry.actor)
    }
    proposal.version = entry.version
    proposal.steps.append(
      Step(type: entry.type, actor: entry.actor, at: ShanghaiTime.text(entry.at), text: words))
    return proposal
  }

  private static let states: [String: State] = [
    "proposal-submitted": .submitted, "proposal-asked-back": .askedBack,
    "proposal-refused": .refused, "proposal-withdrawn": .withdrawn,
  ]
}
