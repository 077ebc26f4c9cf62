import Catalogue
import DataFiles
import Foundation
import Hotline
import Knowledge
import SQLite

/// One row as a form, a table or a program gives it: cells by the column names of the export.
public struct ProposedRow: Hashable, Sendable {
  /// What the row is about.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// An item of the catalogue.
    case item
    /// An article of the knowledge base.
    case article
    /// A word of the lexicon.
    case word
    /// A group of words of one meaning.
    case synonym
  }

  /// What the row is about.
  public var kind: Kind
  /// Its number in the form or file, from 1.
  public var number: Int
  /// The cells; a column that is missing keeps what is stored.
  public var cells: [String: String]
  /// The version that was looked at; nil for the present one.
  public var basedOn: Int?

  /// Makes a row.
  public init(kind: Kind, number: Int, cells: [String: String], basedOn: Int? = nil) {
    self.kind = kind
    self.number = number
    self.cells = cells
    self.basedOn = basedOn
  }

  /// The column that says what is to happen: 新增, 修改, 终止; empty for what the id tells.
  public static let actionColumn = "action"

  /// The columns of a kind, in the order of the export.
  public static func columns(_ kind: Kind) -> [String] {
    switch kind {
    case .item: CatalogueFolder.itemColumns + CatalogueFolder.periodColumns
    case .article: KnowledgeFolder.articleColumns
    case .word, .synonym: ["entry"]
    }
  }
}

extension ProposalOffice {
  /// What rows mean against what is stored, and every fault of their cells.
  ///
  /// Known ids are changed, new ones added; a row that says what is stored already is left out.
  public func read(
    _ rows: [ProposedRow]
  ) throws -> (changes: [ProposedChange], findings: [Finding]) {
    try pool.read { connection in
      var reader = try RowsReader(rows, at: now(), connection)
      try reader.read(connection)
      return (reader.changes.sorted { $0.row < $1.row }, reader.findings)
    }
  }
}

/// Turns rows into changes.
private struct RowsReader {
  let rows: [ProposedRow]
  let catalogue: CatalogueContent
  let items: [String: CatalogueItem]
  let articles: [String: KnowledgeArticle]
  let references: KnowledgeReferences
  var changes: [ProposedChange] = []
  var findings: [Finding] = []

  init(_ rows: [ProposedRow], at now: Date, _ connection: Connection) throws {
    self.rows = rows
    catalogue = try CatalogueProjection.content(connection, at: now)
    items = Dictionary(catalogue.items.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    let knowledge = try KnowledgeProjection.content(connection, at: now)
    articles = Dictionary(knowledge.articles.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    references = DispatchCatalogue(catalogue).articleReferences
  }

  mutating func read(_ connection: Connection) throws {
    for row in rows {
      let known = Set(ProposedRow.columns(row.kind) + [ProposedRow.actionColumn])
      for column in row.cells.keys.sorted() where !known.contains(column) {
        fault(
          row, column, "没有“\(column.prefix(40))”这一列",
          "可用的列：\(ProposedRow.columns(row.kind).joined(separator: "、"))")
      }
    }
    let ends = rows.filter { action($0) == .end && ($0.kind == .item || $0.kind == .article) }
    for row in ends { try end(row, connection) }
    let numbers = Set(ends.map(\.number))
    let kept = rows.filter { !numbers.contains($0.number) }
    try readItems(kept.filter { $0.kind == .item }, connection)
    for row in kept where row.kind == .article { try readArticle(row, connection) }
    for kind in [ProposedRow.Kind.word, .synonym] {
      try readWords(kept.filter { $0.kind == kind }, kind, connection)
    }
  }

  private mutating func fault(
    _ row: ProposedRow, _ field: String, _ message: String, _ remedy: String? = nil
  ) {
    findings.append(
      Finding(
        .fault, row: row.number, stream: stream(row), field: field, message: message,
        remedy: remedy))
  }

  private func stream(_ row: ProposedRow) -> String {
    switch row.kind {
    case .item: "item/\(row.cells["id"] ?? "")"
    case .article: "article/\(row.cells["id"] ?? "")"
    case .word: "lexicon/words"
    case .synonym: "lexicon/synonyms"
    }
  }

  private mutating func action(_ row: ProposedRow) -> ProposedChange.Action? {
    guard let text = row.cells[ProposedRow.actionColumn], !text.isEmpty else { return nil }
    if let action = ProposedChange.Action(rawValue: text) { return action }
    if !findings.contains(where: { $0.row == row.number && $0.field == "action" }) {
      fault(row, "action", "“\(text.prefix(20))”不是一种变动", "应为新增、修改、终止，或者留空")
    }
    return nil
  }

  private func version(
    _ row: ProposedRow, isStored: Bool, _ connection: Connection
  ) throws -> Int {
    if let version = row.basedOn { return version }
    guard isStored else { return 0 }
    return try connection.row("SELECT max(version) FROM entry WHERE stream = ?", stream(row))?
      .int(0) ?? 0
  }

  /// Says when the action that a row names is not the one that its id allows.
  private mutating func checkAction(_ row: ProposedRow, isStored: Bool) {
    switch action(row) {
    case .add? where isStored: fault(row, "id", "编号“\(row.cells["id"] ?? "")”已经用过")
    case .change? where !isStored:
      fault(row, "id", "没有编号为“\(row.cells["id"] ?? "")”的记录，不能修改", "核对编号；新增的请写新增")
    default: break
    }
  }

  private mutating func end(_ row: ProposedRow, _ connection: Connection) throws {
    let text = row.cells["valid_from"] ?? ""
    let moment = Validity.first(text)
    if !text.isEmpty, moment == nil { fault(row, "valid_from", "“\(text.prefix(30))”不是时间") }
    changes.append(
      ProposedChange(
        row: row.number, ending: stream(row), from: moment,
        basedOn: try version(row, isStored: true, connection)))
  }

  private mutating func readItems(_ rows: [ProposedRow], _ connection: Connection) throws {
    guard !rows.isEmpty else { return }
    var lines: [Int: ProposedRow] = [:]
    let columns = ProposedRow.columns(.item)
    var text = csvLine(columns)
    var line = 2
    for row in rows {
      let stored = items[row.cells["id"] ?? ""]
      checkAction(row, isStored: stored != nil)
      var cells = stored.map(CatalogueFolder.row) ?? [:]
      // A change without a day of its own holds from its approval.
      (cells["valid_from"], cells["valid_to"]) = (nil, cells["valid_to"])
      cells.merge(row.cells) { $1 }
      let record = csvLine(columns.map { cells[$0] ?? "" })
      lines[line] = row
      line += record.utf8.count { $0 == UInt8(ascii: "\n") }
      text += record
    }
    let read = CatalogueFolder.items(text, file: "", over: catalogue)
    for found in read.faults {
      guard let row = lines[found.line] else { continue }
      fault(row, found.field, found.message)
    }
    for placed in read.items {
      guard let row = lines[placed.line] else { continue }
      let stored = items[placed.value.id]
      var same = placed.value
      if same.validity?.from == nil, same.validity?.to == stored?.validity?.to {
        same.validity = stored?.validity
      }
      if stored == same { continue }
      changes.append(
        ProposedChange(
          row: row.number, item: placed.value,
          basedOn: try version(row, isStored: stored != nil, connection)))
    }
  }

  private mutating func readArticle(_ row: ProposedRow, _ connection: Connection) throws {
    let stored = articles[row.cells["id"] ?? ""]
    checkAction(row, isStored: stored != nil)
    let cells = (stored.map(KnowledgeFolder.row) ?? [:]).merging(row.cells) { $1 }
    let read = KnowledgeFolder.article(cells: cells, references: references)
    for found in read.faults { fault(row, found.field, found.message) }
    guard let article = read.article, article != stored else { return }
    changes.append(
      ProposedChange(
        row: row.number, article: article,
        basedOn: try version(row, isStored: stored != nil, connection)))
  }

  /// The rows of one word list make one change of it.
  private mutating func readWords(
    _ rows: [ProposedRow], _ kind: ProposedRow.Kind, _ connection: Connection
  ) throws {
    guard let first = rows.first else { return }
    var edit = WordEdit(added: [], removed: [])
    for row in rows {
      let entry = (row.cells["entry"] ?? "").trimmingCharacters(in: .newlines)
      if entry.trimmingCharacters(in: .whitespaces).isEmpty {
        fault(row, "entry", "不能为空", "写一个词，或者写“甲|乙”这样的一组同义词")
      } else if action(row) == .end {
        edit.removed.append(entry)
      } else if action(row) == .change {
        fault(row, "action", "词表里的一行不能修改", "请终止原来的一行，再新增一行")
      } else {
        edit.added.append(entry)
      }
    }
    changes.append(
      ProposedChange(
        row: first.number, words: edit, stream: stream(first),
        basedOn: try version(first, isStored: true, connection)))
  }
}
