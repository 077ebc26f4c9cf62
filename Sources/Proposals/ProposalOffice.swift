import Catalogue
import Foundation
import History
import Hotline
import Journal
import SQLite

/// Takes proposals from units and carries out what the hotline approves.
///
///     let office = ProposalOffice(journal: journal, pool: pool, ceilings: ceilings)
///     let proposal = try office.draft(draft, by: Participant(name: "甲", unit: "某局"))
///     try office.submit(proposal.id, version: proposal.version, by: …)
///
/// Every step names the version that the person saw; `VersionConflict` tells that somebody was
/// first.
public struct ProposalOffice: Sendable {
  let journal: EventJournal
  let pool: ConnectionPool
  let ceilings: [LimitCeiling]
  let now: @Sendable () -> Date

  /// Makes the office.
  ///
  /// - Parameter ceilings: the longest limits that the city's regulation allows.
  public init(
    journal: EventJournal, pool: ConnectionPool, ceilings: [LimitCeiling] = [],
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.journal = journal
    self.pool = pool
    self.ceilings = ceilings
    self.now = now
  }

  /// What rows would do; nothing is written.
  ///
  /// - Parameter id: the number of the proposal that they belong to, which is no rival of itself.
  /// - Parameter routing: sends past tickets by a catalogue; nil leaves the trial out.
  /// - Parameter most: how many past tickets are tried; the last ones are.
  public func dryRun(
    _ changes: [ProposedChange], of unit: String, id: String = "", routing: TicketRouting? = nil,
    trying most: Int = 2_000
  ) throws -> DryRun {
    let now = now()
    let (ground, others, tickets) = try pool.read {
      connection -> (ProposalGround, [DryRun.Rival], [PastTicket]) in
      let ground = try ProposalGround(changes, at: now, connection)
      let touchesItems = routing != nil && changes.contains(where: \.isItem)
      return (
        ground, try rivals(of: changes, id, now, connection),
        touchesItems ? Array(try HistoryProjection.tickets(connection).suffix(most)) : []
      )
    }
    var trial: TicketTrial?
    if let routing, !tickets.isEmpty {
      trial = try TicketTrial(
        tickets, present: DispatchCatalogue(ground.catalogue),
        proposed: DispatchCatalogue(ground.catalogue(after: changes)), routing: routing)
    }
    return DryRun(
      findings: ProposalCheck.findings(
        in: changes, of: unit, on: ground, ceilings: ceilings),
      rows: try changes.map { try DryRun.Row($0, on: ground) }, trial: trial, rivals: others)
  }

  private func rivals(
    of changes: [ProposedChange], _ id: String, _ now: Date, _ connection: Connection
  ) throws -> [DryRun.Rival] {
    try changes.flatMap { change in
      try ProposalProjection.open(on: change.stream, connection).filter { $0.id != id }.flatMap {
        other in
        try other.changes.filter { $0.stream == change.stream }.map { row in
          DryRun.Rival(
            stream: change.stream, proposal: other.id, unit: other.unit, state: other.state,
            reason: other.reason,
            row: try DryRun.Row(row, on: ProposalGround([row], at: now, connection)))
        }
      }
    }
  }

  /// The proposal of a number.
  ///
  /// - Throws: `InputProblem` that names `proposal` when there is none.
  public func proposal(_ id: String) throws -> Proposal {
    guard let proposal = try pool.read({ try ProposalProjection.proposal(id, $0) }) else {
      throw InputProblem(code: "unknown_proposal", field: "proposal", message: "没有编号为“\(id)”的提议")
    }
    return proposal
  }

  /// Proposals, the newest first; see `ProposalProjection.list`.
  public func list(
    _ states: Set<Proposal.State> = Set(Proposal.State.allCases), unit: String? = nil
  ) throws -> [Proposal] {
    try pool.read { try ProposalProjection.list(states, unit: unit, $0) }
  }

  /// The open proposals on a record, the oldest first.
  public func open(on stream: String) throws -> [Proposal] {
    try pool.read { try ProposalProjection.open(on: stream, $0) }
  }
}
