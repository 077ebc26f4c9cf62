import Catalogue
import Foundation
import History
import Hotline
import Journal
import Knowledge
import Proposals
import Revisions
import SQLite
import Synchronization

/// A clock that stands still until it is set.
final class TestClock: Sendable {
  private let date = Mutex(Date(timeIntervalSince1970: 0))
  var now: Date {
    get { date.withLock { $0 } }
    set { date.withLock { $0 = newValue } }
  }
}

/// Midnight of a day in Shanghai.
func moment(_ day: String) -> Date { Day(day)?.start ?? .distantPast }

/// A hotline with a small invented catalogue, in which proposals are made.
final class ProposalBureau: Sendable {
  static let head =
    "id,category,name,types,legal_basis,unit,agency,co_handlers,limit,limit_source,keywords,"
    + "sayings,confused_with,note\n"
  static let law = "城市市容和环境卫生管理条例"
  static let stall =
    "CG-001,城市管理/市容,占道经营,投诉|举报,\(law)第十四条,甲市城管局,,,,,占道|摊贩|人行道,"
    + "路边摆摊挡路|小贩占了人行道|流动摊贩乱摆|水果摊占道|烧烤摊占道,,\n"
  static let sign =
    "CG-002,城市管理/广告,违规广告,投诉,\(law)第十一条,甲市城管局,,,,,广告|招牌|灯箱,"
    + "招牌要掉了|灯箱太亮|乱贴小广告|横幅乱挂|楼顶广告牌,,\n"
  static let files = [
    "units.csv": """
    name,kind,aliases,former_names,duties,legal_basis,not_ours,note
    甲市城管局,市级部门,城管,,管市容。,\(law)第四条|\(law)第十一条,,
    甲市水务局,市级部门,,,管水。,,,
    乙镇政府,镇街,,,管乙镇。,,,
    """,
    "regions.csv": "name,kind,parent,unit,aliases\n甲市,市,,,\n",
    "laws.csv": "title,category,date,last_article,status\n\(law),行政法规,2017-03-01,44,现行有效\n",
    "items/城市管理.csv": head + stall + sign,
  ]

  let clock = TestClock()
  let pool: ConnectionPool
  let journal: EventJournal
  let office: ProposalOffice

  init(ceilings: [LimitCeiling] = []) throws {
    pool = try ConnectionPool(path: ":memory:") { try KnowledgeProjection.prepare($0) }
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    CatalogueProjection.addMigrations(to: &migrations)
    KnowledgeProjection.addMigrations(to: &migrations)
    HistoryProjection.addMigrations(to: &migrations)
    ProposalProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let clock = clock
    clock.now = moment("2026-01-01")
    journal = EventJournal(
      pool: pool,
      projections: [
        CatalogueProjection(), KnowledgeProjection(), HistoryProjection(), ProposalProjection(),
      ], now: { clock.now })
    office = ProposalOffice(
      journal: journal, pool: pool, ceilings: ceilings, now: { clock.now })
    try journal.append(
      CatalogueProjection.changes(from: CatalogueContent(), to: Self.content()), by: "import")
    clock.now = moment("2026-03-02")
  }

  private static func content() throws -> CatalogueContent {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let url = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    return CatalogueFolder.read(folder).content
  }

  let author = Participant(name: "张某", unit: "甲市城管局")
  let reviewer = Participant(name: "李某", unit: nil)

  func catalogue(at day: String? = nil) throws -> DispatchCatalogue {
    DispatchCatalogue(
      try pool.read {
        try CatalogueProjection.content($0, at: day.map(moment) ?? clock.now)
      })
  }

  /// The present item, for changing.
  func item(_ id: String) throws -> CatalogueItem {
    guard let item = try catalogue().item(id) else {
      throw InputProblem(code: "", field: "", message: id)
    }
    return item
  }

  func draft(_ changes: ProposedChange..., unit: String = "甲市城管局") -> ProposalDraft {
    ProposalDraft(
      unit: unit, reason: "职责调整",
      basis: [Citation(document: "某通知", toBeVerified: true)], changes: changes)
  }

  /// A proposal that waits for the hotline.
  func submitted(_ changes: ProposedChange...) throws -> Proposal {
    var draft = draft()
    draft = ProposalDraft(
      unit: draft.unit, reason: draft.reason, basis: draft.basis, changes: changes)
    let proposal = try office.draft(draft, by: author)
    return try office.submit(proposal.id, version: proposal.version, by: author)
  }

  /// Items of table rows.
  func items(_ rows: String) throws -> [ProposedChange] {
    try office.rows(readingItems: Self.head + rows, file: "提议.csv").changes
  }
}
