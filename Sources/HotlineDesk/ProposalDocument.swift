import Catalogue
import Foundation
import Hotline
import Knowledge
import Proposals
import Revisions

// Named here so that those above the desk need no room below it.
/// One row of a proposal as a form or table gives it.
public typealias ProposalRow = Proposals.ProposedRow
/// What a proposal would do.
public typealias ProposalDryRun = Proposals.DryRun
/// Something about a row that must be mended or looked at.
public typealias ProposalFinding = Proposals.Finding
/// A step that the rules of proposals do not allow.
public typealias ProposalStepRefused = Proposals.ProposalRefusal
/// Rows that cannot be taken as they are.
public typealias ProposalRowsFaulty = Proposals.FaultyRows
/// How far a proposal has come.
public typealias ProposalState = Proposals.Proposal.State
/// A row that is not taken, with the reason.
public typealias ProposalRefusedRow = Proposals.Proposal.RefusedRow

/// What somebody writes for a proposal.
public struct ProposalInput: Sendable {
  /// The unit that proposes.
  public var unit: String
  /// Why.
  public var reason: String
  /// On which laws, policies or duties, as `法律全称第…条` or `文件名（待核）`.
  public var basis: [String]
  /// The rows.
  public var rows: [ProposalRow]

  /// Makes an input from its parts.
  public init(unit: String, reason: String = "", basis: [String] = [], rows: [ProposalRow]) {
    self.unit = unit
    self.reason = reason
    self.basis = basis
    self.rows = rows
  }

  /// The same text for the same input, whatever the order of the cells.
  var canonical: String {
    let lines = rows.map { row in
      "\(row.kind.rawValue) \(row.number) \(row.basedOn ?? -1) "
        + row.cells.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.description
    }
    return ([unit, reason] + basis + lines).description
  }
}

/// A proposal as programs and screens read it.
public struct ProposalDocument: Encodable, Sendable {
  /// One row.
  struct Row: Encodable, Sendable {
    var row: Int
    var action, record, title: String
    var basedOn: Int
    var effective: String?
    var cells: [String: String]
    var added, removed: [String]
    var decision, reason: String?

    enum CodingKeys: String, CodingKey {
      case row, action, record, title, effective, cells, added, removed, decision, reason
      case basedOn = "based_on"
    }
  }

  /// One step on its way.
  struct Step: Encodable, Sendable {
    var step, what, actor, at, text: String
  }

  /// The number.
  public let id: String
  /// The version, for `If-Match`.
  public let version: Int
  /// The unit that proposes.
  public let unit: String
  let state, reason: String
  let open: Bool
  let basis, authors: [String]
  let rows: [Row]
  let steps: [Step]
  /// True when a row is of the catalogue.
  public let touchesCatalogue: Bool
  /// True when a row is of the knowledge base.
  public let touchesKnowledge: Bool

  enum CodingKeys: String, CodingKey {
    case id, version, unit, state, reason, open, basis, authors, rows, steps
  }

  /// How far it has come, for people.
  public var stateText: String { state }

  init(_ proposal: Proposal) {
    (id, version, unit) = (proposal.id, proposal.version, proposal.unit)
    (state, reason) = (proposal.state.rawValue, proposal.reason)
    (open, authors) = (proposal.state.isOpen, proposal.authors)
    basis = proposal.basis.map(\.description)
    rows = proposal.changes.map { Row($0, of: proposal) }
    steps = proposal.steps.map {
      Step(
        step: String($0.type.dropFirst("proposal-".count)), what: Self.words[$0.type] ?? $0.type,
        actor: $0.actor, at: $0.at, text: $0.text)
    }
    touchesCatalogue = proposal.changes.contains(where: \.isItem)
    touchesKnowledge = proposal.changes.contains { !$0.isItem }
  }

  private static let words = [
    "proposal-drafted": "起草", "proposal-redrafted": "修改", "proposal-submitted": "提交",
    "proposal-asked-back": "退回补充", "proposal-approved": "采纳", "proposal-refused": "不予采纳",
    "proposal-withdrawn": "撤回",
  ]
}

extension ProposalDocument.Row {
  init(_ change: ProposedChange, of proposal: Proposal) {
    let refused = proposal.refusedRows.first { $0.row == change.row }
    var decision: String?
    if proposal.approvedRows.contains(change.row) { decision = "采纳" }
    if refused != nil { decision = "不予采纳" }
    let cells = change.item.map(CatalogueFolder.row) ?? change.article.map(KnowledgeFolder.row)
    self.init(
      row: change.row, action: change.action.rawValue, record: change.stream,
      title: change.title, basedOn: change.basedOn,
      effective: change.effective.map(Validity.firstText), cells: cells ?? [:],
      added: change.words?.added ?? [], removed: change.words?.removed ?? [],
      decision: decision, reason: refused?.reason)
  }
}

/// One line of a list of proposals.
public struct ProposalLineDocument: Encodable, Sendable {
  /// The number.
  public let id: String
  let version: Int
  let unit, state, reason, updatedAt: String
  let records: [String]

  enum CodingKeys: String, CodingKey {
    case id, version, unit, state, reason, records
    case updatedAt = "updated_at"
  }

  init(_ proposal: Proposal) {
    (id, version, unit) = (proposal.id, proposal.version, proposal.unit)
    (state, reason) = (proposal.state.rawValue, proposal.reason)
    updatedAt = proposal.steps.last?.at ?? ""
    records = proposal.changes.map(\.stream)
  }
}

/// What a proposal would do, and whether it may be sent so.
public struct DryRunDocument: Encodable, Sendable {
  /// True when nothing has to be mended.
  public let sound: Bool
  /// What has to be mended or looked at.
  public let findings: [Finding]
  let rows: [DryRun.Row]
  let trial: TicketTrial?
  let rivals: [DryRun.Rival]

  init(_ run: DryRun, reading: [Finding]) {
    let faulty = Set(reading.map(\.row))
    // A cell that could not be read makes further faults of its row that say nothing new.
    let others = run.findings.filter { $0.weight != .fault || !faulty.contains($0.row) }
    findings = (reading + others).enumerated().sorted {
      ($0.element.row, $0.offset) < ($1.element.row, $1.offset)
    }.map(\.element)
    sound = !findings.contains { $0.weight == .fault }
    (rows, trial, rivals) = (run.rows, run.trial, run.rivals)
  }
}

/// One revision of a record.
public struct RevisionDocument: Encodable, Sendable {
  /// One field of its state.
  struct Field: Encodable, Sendable {
    var field, name, value: String
  }

  let version: Int
  let at, actor: String
  let ended, inForce, planned: Bool
  let validFrom, validTo: String?
  let fields: [Field]

  enum CodingKeys: String, CodingKey {
    case version, at, actor, ended, planned, fields
    case inForce = "in_force"
    case validFrom = "valid_from"
    case validTo = "valid_to"
  }

  init(_ revision: Revision, standing: Int?, planned: Set<Int>, _ fields: [FieldChange]) {
    (version, actor, ended) = (revision.version, revision.actor, revision.isEnd)
    at = ShanghaiTime.text(revision.at)
    inForce = revision.version == standing
    self.planned = planned.contains(revision.version)
    validFrom = revision.period.from.map(Validity.firstText)
    validTo = revision.period.to.map(Validity.lastText)
    self.fields = fields.map { Field(field: $0.field, name: $0.name, value: $0.after) }
  }
}

/// A field in which two revisions differ.
public typealias FieldDifference = FieldChange
