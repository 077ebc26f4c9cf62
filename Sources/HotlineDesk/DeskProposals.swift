import Catalogue
import Foundation
import History
import Hotline
import Journal
import Knowledge
import Proposals
import Regulations
import SQLite
import Suggestions
import WorkingTime

extension Desk {
  /// Adds the tables of proposals, notices and corrections to a database's layout.
  static func addProposalMigrations(to migrations: inout Migrations) {
    ProposalProjection.addMigrations(to: &migrations)
    NoticeProjection.addMigrations(to: &migrations)
    CorrectionProjection.addMigrations(to: &migrations)
    UpkeepProjection.addMigrations(to: &migrations)
  }

  /// The projections of proposals, notices, corrections and upkeep.
  static var proposalProjections: [any Projection] {
    [ProposalProjection(), NoticeProjection(), CorrectionProjection(), UpkeepProjection()]
  }

  /// Where units propose and the hotline decides.
  var proposalOffice: ProposalOffice {
    ProposalOffice(
      journal: journal, pool: pool, ceilings: current.ownProfile.map(Self.ceilings) ?? [])
  }

  /// Policies before their day, wordings of sudden events and planned works.
  var noticeBoard: NoticeBoard { NoticeBoard(journal: journal, pool: pool) }

  /// The longest limits that a regulation allows, where a law's own limit does not replace them
  /// altogether.
  static func ceilings(_ profile: RegulationProfile) -> [LimitCeiling] {
    let special = profile[.specialLimit]?.value
    // Where the catalogue or the form sets the limit, the regulation has none to compare with.
    guard special != .catalogue, special != .form else { return [] }
    return RequestType.allCases.compactMap { type in
      profile[.limit(type)].map {
        LimitCeiling(
          type: type, span: $0.value, source: $0.source.description,
          yieldsToLaw: special == .always)
      }
    }
  }

  /// Sends past tickets by the items that fit them best.
  var routing: TicketRouting {
    let articles = current.knowledge.articles
    let analyzer = current.analyzer
    return { catalogue, tickets in
      let matcher = ItemMatcher(catalogue, articles: articles, analyzer: analyzer)
      var units: [String: String] = [:]
      for ticket in tickets {
        units[ticket.id] = matcher.matches(ticket.text, limit: 1).first?.item.unit
      }
      return units
    }
  }

  /// The next moment at which what is in force changes by itself; the desk has to be refreshed then.
  static func nextChange(after moment: Date, _ connection: Connection) throws -> Date? {
    try [CatalogueProjection.revisions, KnowledgeProjection.revisions].compactMap {
      try $0.nextChange(after: moment, connection)
    }.min()
  }
}
