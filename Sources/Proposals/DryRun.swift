import Catalogue
import Foundation
import Hotline
import Knowledge
import Revisions

/// What a proposal would do, before anybody sends or approves it; nothing is written.
public struct DryRun: Codable, Hashable, Sendable {
  /// One row beside the present state of its record.
  public struct Row: Codable, Hashable, Sendable {
    /// Number of the row.
    public var row: Int
    /// What is to happen.
    public var action: ProposedChange.Action
    /// The record.
    public var stream: String
    /// What people read of it.
    public var title: String
    /// The fields that differ, before and after.
    public var fields: [FieldChange]
  }

  /// Another open proposal on one of the records.
  public struct Rival: Codable, Hashable, Sendable {
    /// The record that both touch.
    public var stream: String
    /// Number of the other proposal.
    public var proposal: String
    /// The unit that made it.
    public var unit: String
    /// How far it has come.
    public var state: Proposal.State
    /// Why it was made.
    public var reason: String
    /// What it wants to do with the record.
    public var row: Row
  }

  /// What must be mended or looked at.
  public var findings: [Finding]
  /// Side by side, row by row.
  public var rows: [Row]
  /// Where past tickets would have gone; nil when no item is touched or nothing was tried.
  public var trial: TicketTrial?
  /// Other open proposals on the same records.
  public var rivals: [Rival]

  /// True when nothing has to be mended.
  public var isSound: Bool { !findings.contains { $0.weight == .fault } }
}

extension DryRun.Row {
  /// Compares a row with the present state of its record.
  init(_ change: ProposedChange, on ground: ProposalGround) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    func json(_ value: (some Encodable)?) throws -> String? {
      try value.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    }
    if let words = change.words {
      self.init(
        row: change.row, action: change.action, stream: change.stream, title: change.title,
        fields: [
          FieldChange(
            field: "entry", name: "词条", before: words.removed.joined(separator: "\n"),
            after: words.added.joined(separator: "\n"), added: words.added,
            removed: words.removed)
        ])
      return
    }
    let present = ground.item(change)
    let names =
      change.isItem
      ? CatalogueProjection.fieldNames(change.stream) : KnowledgeProjection.fieldNames
    let before = change.isItem ? try json(present) : try json(ground.article(change))
    let after = change.isItem ? try json(change.item) : try json(change.article)
    self.init(
      row: change.row, action: change.action, stream: change.stream,
      title: change.item?.name ?? change.article?.title ?? present?.name
        ?? ground.article(change)?.title ?? change.key,
      fields: FieldChange.between(before, after, names: names))
  }
}

/// The rows of a proposal cannot be taken as they are.
public struct FaultyRows: Error, Sendable, CustomStringConvertible {
  /// What must be mended.
  public let findings: [Finding]

  /// Makes the error from what was found.
  public init(findings: [Finding]) { self.findings = findings }

  /// A line for every finding: cell, what is wrong, what to do.
  public var description: String {
    findings.map { "\($0.cell)：\($0.message)。\($0.remedy)" }.joined(separator: "\n")
  }
}
