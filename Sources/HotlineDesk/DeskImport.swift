import Catalogue
import Foundation
import History
import Hotline
import Journal
import Knowledge
import Proposals
import Regulations
import SQLite

/// What an import did, or would do.
public struct ImportReport: Codable, Sendable {
  /// Records read from the files.
  public var read: Int
  /// Records that were new or differed, and were written.
  public var changed: Int
  /// True when nothing was written on purpose.
  public var dryRun: Bool
  /// What is wrong with the files; when there is anything, nothing was written.
  public var faults: [DataFault]
  /// What is no fault but should be known, such as an encoding that was found out.
  public var remarks: [DataFault] = []

  enum CodingKeys: String, CodingKey {
    case read, changed, faults, remarks
    case dryRun = "dry_run"
  }
}

extension Desk {
  /// What can be imported and exported.
  public enum Matter: String, CaseIterable, Sendable {
    /// Units, places, items and laws.
    case catalogue
    /// Articles and words.
    case knowledge
    /// Past tickets.
    case history
  }

  /// Reads files in; all of them or, when anything is wrong, nothing.
  ///
  /// - Parameter actor: who does it, for the journal.
  public func load(
    _ matter: Matter, from url: URL, by actor: String, dryRun: Bool = false,
    progress: @escaping Progress = { _, _, _ in }
  ) throws -> ImportReport {
    while true {
      do {
        return try loadOnce(matter, from: url, by: actor, dryRun: dryRun, progress: progress)
      } catch is JournalMoved {
        // Another process wrote meanwhile: what is new is found out again.
        continue
      }
    }
  }

  /// The journal grew between reading and writing.
  struct JournalMoved: Error {}

  private func loadOnce(
    _ matter: Matter, from url: URL, by actor: String, dryRun: Bool, progress: @escaping Progress
  ) throws -> ImportReport {
    let seen = try journal.lastSequence()
    var faults: [DataFault]
    var remarks: [DataFault] = []
    let count: Int
    let changes: [NewEntry]
    switch matter {
    case .catalogue:
      // What was recorded last, planned or not: a file that says the same changes nothing.
      let base = try pool.read { try CatalogueProjection.content($0) }
      let read = Self.catalogue(url, over: base)
      (faults, remarks) = (read.faults, read.remarks)
      let content = read.content
      count =
        content.units.count + content.regions.count + content.items.count + content.laws.count
      changes = try faults.isEmpty ? CatalogueProjection.changes(from: base, to: content) : []
    case .knowledge:
      let (base, catalogue) = try pool.read {
        (try KnowledgeProjection.content($0), try CatalogueProjection.content($0))
      }
      let read = Self.knowledge(
        url, over: base.articles, references: DispatchCatalogue(catalogue).articleReferences)
      (faults, remarks) = (read.faults, read.remarks)
      count = read.content.articles.count
      changes = try faults.isEmpty ? KnowledgeProjection.changes(from: base, to: read.content) : []
    case .history:
      progress("读入", 0, 0)
      let read = HistoryFile.read(url)
      faults = read.faults
      count = read.tickets.count
      let stored = try pool.read { try HistoryProjection.tickets($0) }
      changes =
        try faults.isEmpty
        ? HistoryProjection.changes(recording: read.tickets, over: stored) : []
    }
    let report = ImportReport(
      read: count, changed: changes.count, dryRun: dryRun, faults: faults, remarks: remarks)
    guard faults.isEmpty, !dryRun, !changes.isEmpty else { return report }
    try journal.append(
      changes, by: actor,
      guarding: { connection in
        if try Self.contentChanged(after: seen, connection) { throw JournalMoved() }
      }, progress: { progress("写入", $0, changes.count) })
    try refresh(progress: progress)
    return report
  }

  /// True when catalogue, knowledge or history changed behind a place in the journal; tickets
  /// change all the time and do not count.
  static func contentChanged(after sequence: Int, _ connection: Connection) throws -> Bool {
    try connection.row(
      """
      SELECT 1 FROM entry WHERE sequence > ? AND substr(stream, 1, instr(stream, '/') - 1) IN
        ('unit', 'region', 'item', 'law', 'article', 'lexicon', 'history') LIMIT 1
      """, sequence) != nil
  }

  /// Fills an empty database in one step: faulty files leave it empty.
  func load(_ shipped: ShippedFolders, progress: @escaping Progress) throws {
    let catalogue = CatalogueFolder.read(shipped.catalogue)
    let knowledge = KnowledgeFolder.read(
      shipped.knowledge, references: DispatchCatalogue(catalogue.content).articleReferences)
    let faults = catalogue.faults + knowledge.faults
    guard faults.isEmpty else { throw DataFaults(faults) }
    let changes =
      try CatalogueProjection.changes(from: CatalogueContent(), to: catalogue.content)
      + KnowledgeProjection.changes(from: KnowledgeContent(), to: knowledge.content)
    try journal.append(
      changes, by: "shipped", progress: { progress("装入", $0, changes.count) })
  }

  /// Checks catalogue and knowledge files without a database.
  ///
  /// - Parameter url: a folder with `Catalogue` and `Knowledge`, or one of the two.
  public static func lint(_ url: URL) -> [DataFault] {
    func exists(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: url.appending(path: path).path)
    }
    var faults: [DataFault] = []
    var references: KnowledgeReferences?
    let both = exists("Catalogue") || exists("Knowledge")
    let catalogue = both ? url.appending(path: "Catalogue") : url
    let knowledge = both ? url.appending(path: "Knowledge") : url
    func placed(_ found: [DataFault], _ folder: String) -> [DataFault] {
      guard both else { return found }
      return found.map {
        var fault = $0
        if !fault.file.hasPrefix("/") { fault.file = folder + "/" + fault.file }
        return fault
      }
    }
    if both || !exists("articles") {
      let ceilings = ownCeilings(catalogue)
      let read = CatalogueFolder.read(catalogue) { LimitCeiling.unreasoned($0, ceilings) }
      faults += placed(read.faults, "Catalogue")
      faults += placed(regulationFaults(catalogue, read.content.laws), "Catalogue")
      references = DispatchCatalogue(read.content).articleReferences
    }
    if both || exists("articles") {
      let read = KnowledgeFolder.read(knowledge, references: references)
      faults += placed(read.faults, "Knowledge")
    }
    return faults
  }

  /// Faults of the regulations of a folder, and of the laws that they cite by the folder's register.
  private static func regulationFaults(_ catalogue: URL, _ laws: [Law]) -> [DataFault] {
    let regulations = catalogue.appending(path: "regulations")
    guard FileManager.default.fileExists(atPath: regulations.path) else { return [] }
    let register = Dictionary(laws.map { ($0.title, $0) }) { first, _ in first }
    do {
      _ = try RegulationProfile.load(folder: regulations) { citation in
        register.isEmpty ? nil : CatalogueFolder.fault(of: citation, in: register)
      }
      return []
    } catch let problem as DataFaults {
      return problem.faults
    } catch {
      return [DataFault(file: "regulations", line: 0, field: "", message: "无法读取规定文件")]
    }
  }

  /// The longest limits of the regulation that a folder holds for its own city.
  private static func ownCeilings(_ catalogue: URL) -> [LimitCeiling] {
    let regulations = catalogue.appending(path: "regulations")
    guard FileManager.default.fileExists(atPath: regulations.path),
      let profiles = try? RegulationProfile.load(folder: regulations)
    else { return [] }
    let regions = CatalogueFolder.read(catalogue).content.regions
    return DeskState.own(profiles, in: regions).map(ceilings) ?? []
  }

  /// Writes files out in the form in which they are read.
  ///
  /// - Parameter url: a folder for catalogue and knowledge, or a file ending in .xlsx, .csv (items
  ///   or articles alone) or .json; a file for history.
  /// - Parameter moment: as people saw it then; nil for now, with what is still to come.
  /// - Returns: how many files were written.
  @discardableResult
  public func export(_ matter: Matter, to url: URL, asOf moment: Date? = nil) throws -> Int {
    if let format = TableFormat(url) {
      try Self.write(try table(matter, as: format, asOf: moment), to: url)
      return 1
    }
    let isJSON = url.pathExtension.lowercased() == "json"
    let files: [(path: String, text: String)]
    switch matter {
    case .catalogue:
      let content = try exported(asOf: moment).catalogue
      files = isJSON ? [("", try CatalogueFolder.json(content))] : CatalogueFolder.files(content)
    case .knowledge:
      let content = try exported(asOf: moment).knowledge
      files = isJSON ? [("", try KnowledgeFolder.json(content))] : KnowledgeFolder.files(content)
    case .history:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let lines = try pool.read { try HistoryProjection.tickets($0) }.map {
        String(decoding: try encoder.encode($0), as: UTF8.self) + "\n"
      }
      files = [("", lines.joined())]
    }
    for (path, text) in files {
      try Self.write(Data(text.utf8), to: path.isEmpty ? url : url.appending(path: path))
    }
    return files.count
  }

  private static func write(_ data: Data, to target: URL) throws {
    do {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: target, options: .atomic)
    } catch {
      throw InputProblem(
        code: "not_writable", field: "path", message: "写不进 \(target.path)，请检查路径、权限和磁盘空间")
    }
  }
}

extension Desk {
  /// What is in force, and what is recorded and has yet to come.
  ///
  /// A change that is planned for a record in force stays behind: a file holds one state of each.
  func exported(
    asOf moment: Date? = nil
  ) throws -> (catalogue: CatalogueContent, knowledge: KnowledgeContent) {
    if let moment {
      let view = try view(asOf: moment)
      return (view.catalogue.content, view.knowledge)
    }
    let now = Date()
    return try pool.read { connection in
      var catalogue = try CatalogueProjection.content(connection, at: now)
      var knowledge = try KnowledgeProjection.content(connection, at: now)
      let planned = try CatalogueProjection.content(connection)
      let items = Set(catalogue.items.map(\.id))
      catalogue.items += planned.items.filter {
        !items.contains($0.id) && ($0.validity?.from).map { $0 > now } ?? false
      }
      let articles = Set(knowledge.articles.map(\.id))
      knowledge.articles += try KnowledgeProjection.content(connection).articles.filter {
        !articles.contains($0.id) && ($0.period.from).map { $0 > now } ?? false
      }
      return (catalogue, knowledge)
    }
  }
}
